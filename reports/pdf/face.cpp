#include "reports/pdf/face.h"

#include <algorithm>

#include "certificates/code.h"
#include "reports/pdf/fields.h"
#include "reports/pdf/qr.h"
#include "reports/pdf/signatures.h"
#include "reports/pdf/words.h"
#include "reports/text/figures.h"

namespace chuan::reports::pdf {
namespace {

using certificates::CertificateContent;
using certificates::Conclusion;
using certificates::Kind;

Runs lines(const std::string& first, const std::string& second) {
    if (first.empty() && second.empty()) return {};
    if (first.empty()) return {{second, vietnamese(8.8)}};
    Runs runs{{first, vietnamese(9.4, 600)}};
    if (!second.empty()) runs.push_back({"\n" + second, vietnamese(8.8)});
    return runs;
}

Runs characteristics(const CertificateContent& content) {
    Runs runs;
    for (const std::string& line : content.item.characteristics)
        runs.push_back({(runs.empty() ? "" : "\n") + text::printed(line), vietnamese(9.4, 600)});
    return runs;
}

Runs method(const CertificateContent& content) {
    Runs runs{{content.procedure_code, vietnamese(9.4, 600)}};
    if (!content.procedure_version.empty())
        runs.push_back({", " + vi("field.version") + " " + content.procedure_version, vietnamese(8.8)});
    if (!content.procedure_title.vi.empty()) runs.push_back({"\n" + content.procedure_title.vi, vietnamese(9.2)});
    if (!content.procedure_title.en.empty()) runs.push_back({"\n" + content.procedure_title.en, english(7.6)});
    if (!content.procedure_note.vi.empty()) runs.push_back({"\n" + content.procedure_note.vi, vietnamese(8.2)});
    if (!content.procedure_note.en.empty()) runs.push_back({"\n" + content.procedure_note.en, english(7)});
    return runs;
}

std::string days(CivilDate from, CivilDate to) {
    return from == to ? to_dmy(from) : text::filled("{a} – {b}", {{"a", to_dmy(from)}, {"b", to_dmy(to)}});
}

void draw_item(Sheet& sheet, const CertificateContent& content) {
    const auto& item = content.item;
    draw_field(sheet, "field.object", below(item.name_vi, item.name_en, vietnamese(11, 700, kNavy), english(8.4)));
    draw_field_pair(sheet, "field.model", item.model, "field.serial", item.serial);
    draw_field(sheet, "field.made", joined({item.maker, item.maker_country}, ", "));
    draw_field_pair(sheet, "field.year", item.year, "field.inventory", item.inventory_number);
    draw_field(sheet, "field.characteristics", characteristics(content));
    draw_field(sheet, "field.owner", lines(item.owner, item.owner_address));
    draw_field(sheet, "field.place_of_use", item.place_of_use);
    const std::string customer = content.customer.name_vi;
    const std::string address = joined({content.customer.address, content.customer.city}, ", ");
    if (customer != item.owner || item.owner_address.empty())
        draw_field(sheet, "field.customer", lines(customer, address));
}

void draw_work(Sheet& sheet, const CertificateContent& content) {
    draw_field(sheet, "field.method", method(content));
    if (!content.mode.empty())
        draw_field(sheet, "field.mode", beside("mode." + content.mode, vietnamese(9.4, 600), english(7.6)));
    const std::string performed = "field.performed." + activity_word(content.kind);
    const std::string received = content.received_on ? to_dmy(*content.received_on) : "";
    draw_field_pair(sheet, performed, days(content.measured_from, content.measured_to), "field.received", received);
    draw_field(sheet, "field.previous", content.previous_number);
    if (!content.replaces_number.empty()) {
        Runs replaces{{content.replaces_number, vietnamese(9.4, 600)}};
        if (!content.replaces_reason.empty())
            replaces.push_back({"\n" + vi("field.replaces.reason") + ": " + content.replaces_reason, vietnamese(8.8)});
        draw_field(sheet, "field.replaces", replaces);
    }
}

std::string conclusion_key(const CertificateContent& content) {
    const bool legal = content.kind == Kind::verification || content.kind == Kind::verification_record;
    switch (content.conclusion) {
        case Conclusion::pass:
            return legal ? "conclusion.verification.pass" : "conclusion.agreed.pass";
        case Conclusion::fail:
            return legal ? "conclusion.verification.fail" : "conclusion.agreed.fail";
        case Conclusion::see_results:
            return "conclusion.see_results";
        case Conclusion::none:
            break;
    }
    return legal ? "conclusion.open" : "conclusion.see_results";
}

/// The conclusion stands apart: it is what the paper is for.
void draw_conclusion(Composition& composition) {
    const CertificateContent& content = composition.content;
    Sheet& sheet = composition.sheet;
    const std::string key = conclusion_key(content);
    const std::map<std::string, std::string> page{{"page", std::to_string(composition.results_page)}};
    const bool failed = content.conclusion == Conclusion::fail, passed = content.conclusion == Conclusion::pass;
    const Colour colour = failed ? kRed : passed ? kGreen : kNavy;
    const double split = sheet.inner_width() * kLabelShare, pad = 6;
    const bool points_on = key == "conclusion.see_results";
    const Block label =
        lay(below(points_on ? "field.result" : "field.conclusion", vietnamese(9.4, 600), english(7.4)), split - 16);
    Runs words = below(text::filled(vi(key), page), text::filled(en(key), page),
                       vietnamese(points_on                              ? 10.5
                                  : key.starts_with("conclusion.agreed") ? 11
                                                                         : 13,
                                  700, colour),
                       english(8.2));
    if (!content.fail_reason.empty())
        words.push_back({"\n" + vi("section.reason") + ": " + text::printed(content.fail_reason), vietnamese(8.8)});
    const Block value = lay(words, sheet.inner_width() - split - 6);
    const double height = std::max(label.height(), value.height()) + 2 * pad;
    sheet.y += 5;
    sheet.reserve(height + 4);
    sheet.fill(sheet.left(), sheet.y, sheet.inner_width(), height, kTint);
    sheet.fill(sheet.left(), sheet.y, 3, height, colour);
    const Tagged row(sheet, Role::row);
    put(sheet, Role::row_head, label, sheet.left() + 10, sheet.y + (height - label.height()) / 2);
    put(sheet, Role::cell, value, sheet.left() + split, sheet.y + (height - value.height()) / 2);
    sheet.y += height + 3;
}

void draw_validity(Sheet& sheet, const CertificateContent& content) {
    const std::string stamp_key =
        content.kind == Kind::calibration || content.kind == Kind::testing ? "field.stamp.calibration" : "field.stamp";
    draw_field_pair(sheet, stamp_key, content.stamp_number, "field.valid_to",
                    content.valid_to ? to_dmy(*content.valid_to) : "");
    if (content.kind == Kind::verification && !content.valid_to)
        draw_field(sheet, "field.valid_to", below("validity.no_last_day", vietnamese(9.2, 600), english(7.6)));
}

Runs statements(const Composition& composition) {
    Runs runs;
    const auto add = [&](std::string_view key) {
        runs.push_back({(runs.empty() ? "" : "\n") + vi(key), vietnamese(7.5)});
        runs.push_back({"\n" + en(key), english(6.6)});
    };
    if (composition.content.draft) add("verify.none");
    add("statement.item");
    add("statement.reproduction");
    if (composition.attached) add("mark.attached");
    return runs;
}

/// A draft has no address; a record may have none.
bool is_coded(const CertificateContent& content) { return !content.draft && !content.verify_address.empty(); }

struct CheckStrip {
    Block words, code, statements;
    double qr = 0;
    double height() const { return std::max({qr, words.height() + code.height() + 4, statements.height()}); }
};

CheckStrip check_strip(const Composition& composition) {
    const CertificateContent& content = composition.content;
    const Sheet& sheet = composition.sheet;
    CheckStrip strip;
    if (!is_coded(content)) {
        strip.statements = lay(statements(composition), sheet.inner_width());
        return strip;
    }
    strip.qr = qr_side(printed_address(content));
    const double column = sheet.inner_width() * 0.36;
    Runs words = beside("verify.title", vietnamese(8.8, 600, kNavy), english(7.2));
    words.push_back({"\n" + vi("verify.how"), vietnamese(7.3)});
    words.push_back({"\n" + en("verify.how"), english(6.5)});
    strip.words = lay(words, column);
    strip.code = lay({{vi("verify.code") + " / ", vietnamese(7.3)},
                      {en("verify.code") + "\n", english(6.5)},
                      {certificates::grouped_code(content.code), vietnamese(9.2, 700)},
                      {"\n" + content.verify_address, vietnamese(6.6, 400, kQuiet)}},
                     column + 10);
    strip.statements = lay(statements(composition), sheet.inner_width() - strip.qr - column - 26);
    return strip;
}

void draw_check_strip(Composition& composition, const CheckStrip& strip) {
    Sheet& sheet = composition.sheet;
    sheet.line(sheet.left(), sheet.y, sheet.right(), sheet.y, 0.35, kHair);
    sheet.y += 5;
    if (!is_coded(composition.content)) {
        sheet.text(strip.statements, sheet.left(), sheet.y);
        return;
    }
    const std::string address = printed_address(composition.content);
    draw_qr(sheet, address, text::filled(vi("spoken.qr.address"), {{"address", address}}), sheet.left(), sheet.y);
    const double x = sheet.left() + strip.qr + 8;
    sheet.text(strip.words, x, sheet.y + 2);
    sheet.text(strip.code, x, sheet.y + 6 + strip.words.height());
    sheet.text(strip.statements, sheet.right() - (sheet.inner_width() - strip.qr - sheet.inner_width() * 0.36 - 26),
               sheet.y + 2);
}

}  // namespace

void draw_face(Composition& composition) {
    Sheet& sheet = composition.sheet;
    const CertificateContent& content = composition.content;
    draw_marks(composition);
    draw_letterhead(composition);
    draw_title(composition);
    sheet.line(sheet.left(), sheet.y, sheet.right(), sheet.y, 0.6, kNavy);
    {
        const Tagged fields(sheet, Role::table);
        draw_item(sheet, content);
        draw_work(sheet, content);
        draw_conclusion(composition);
        draw_validity(sheet, content);
    }

    const CheckStrip strip = check_strip(composition);
    const double below_signatures = strip.height() + 15;
    const SignatureRow signatures = signature_row(composition, sheet.room() - below_signatures - 4);
    const double height = signatures.height + below_signatures;
    sheet.reserve(height + 4);
    sheet.y = std::max(sheet.y + 4, sheet.bottom() - height);
    draw_signature_row(composition, signatures);
    draw_check_strip(composition, strip);
}

}  // namespace chuan::reports::pdf
