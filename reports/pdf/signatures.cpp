#include "reports/pdf/signatures.h"

#include <algorithm>

#include "reports/pdf/words.h"

namespace chuan::reports::pdf {
namespace {

using certificates::CertificateContent;
using certificates::SignatureContent;

/// "15:07 (UTC+7)" and the day of the laboratory's own clock
std::string moment_words(text::Language language, const CertificateContent& content, const std::string& at) {
    const int offset = content.utc_offset_minutes;
    const std::string local = to_iso(moment_from_iso(at) + std::chrono::minutes(offset));
    const int hours = offset / 60, minutes = std::abs(offset % 60);
    std::string zone = std::string("UTC") + (offset < 0 ? "−" : "+") + std::to_string(std::abs(hours));
    if (minutes != 0) zone += ":" + std::to_string(minutes);
    return text::filled(text::of(language, "signature.moment"), {{"time", local.substr(11, 5) + " (" + zone + ")"},
                                                                 {"day", to_dmy(date_from_iso(local.substr(0, 10)))}});
}

std::string caption_key(const CertificateContent& content, const SignatureContent& signature) {
    const std::string key = "signature." + signature.meaning;
    return signature.meaning == "performed" ? key + "." + activity_word(content.kind) : key;
}

SignatureColumn column(const CertificateContent& content, const SignatureContent& signature, double width) {
    const std::string key = caption_key(content, signature);
    Runs caption = below(key, vietnamese(9, 700), english(7.2));
    const bool seals = signature.meaning == "approved";
    caption.push_back({"\n" + vi(seals ? "signature.seal" : "signature.room"), vietnamese(7, 400, kQuiet)});
    Runs name{{signature.name, vietnamese(9.6, 700)}};
    if (!signature.title.vi.empty()) name.push_back({"\n" + signature.title.vi, vietnamese(7.8)});
    if (!signature.title.en.empty()) name.push_back({"\n" + signature.title.en, english(6.8)});
    if (!signature.at.empty()) {
        name.push_back({"\n" + vi("signature.at." + signature.meaning) + " " +
                            moment_words(text::Language::vi, content, signature.at),
                        vietnamese(6.5, 400, kQuiet)});
        name.push_back({"\n" + en("signature.at." + signature.meaning) + " " +
                            moment_words(text::Language::en, content, signature.at),
                        english(6)});
    }
    return {lay(caption, width - 10, Align::centre), lay(name, width - 10, Align::centre)};
}

Runs dated(const CertificateContent& content) {
    if (content.draft) return {};
    const std::string day = to_dmy(content.issued_on);
    const std::string place = content.laboratory.city;
    const std::map<std::string, std::string> values{
        {"place", place}, {"d", day.substr(0, 2)}, {"m", day.substr(3, 2)}, {"y", day.substr(6)}, {"day", day}};
    return beside(text::filled(vi("date.place"), values), text::filled(en("date.place"), values), vietnamese(9, 400),
                  english(7.2));
}

}  // namespace

std::string printed_address(const CertificateContent& content) {
    std::string address = content.verify_address;
    std::transform(address.begin(), address.end(), address.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return address;
}

SignatureRow signature_row(const Composition& composition, double room) {
    const CertificateContent& content = composition.content;
    SignatureRow row;
    row.dated = lay(dated(content), composition.sheet.inner_width(), Align::right);
    const double count = std::max(1.0, static_cast<double>(content.signatures.size()));
    row.column_width = composition.sheet.inner_width() / count;
    for (const SignatureContent& signature : content.signatures) {
        row.columns.push_back(column(content, signature, row.column_width));
        row.caption_height = std::max(row.caption_height, row.columns.back().caption.height());
        row.name_height = std::max(row.name_height, row.columns.back().name.height());
    }
    const double words = row.dated.height() + 4 + row.caption_height + row.name_height + 6;
    row.pen_height = std::clamp(room - words, 11 * kMillimetre, 17 * kMillimetre);
    row.height = words + row.pen_height;
    return row;
}

void draw_signature_row(Composition& composition, const SignatureRow& row) {
    Sheet& sheet = composition.sheet;
    sheet.text(row.dated, sheet.left(), sheet.y);
    sheet.y += row.dated.height() + 4;
    double x = sheet.left() + 5;
    for (const SignatureColumn& column : row.columns) {
        sheet.text(column.caption, x, sheet.y);
        sheet.text(column.name, x, sheet.y + row.caption_height + row.pen_height);
        x += row.column_width;
    }
    sheet.y += row.caption_height + row.pen_height + row.name_height + 6;
}

}  // namespace chuan::reports::pdf
