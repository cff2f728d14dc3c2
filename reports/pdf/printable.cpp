#include "reports/pdf/printable.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/error.h"
#include "reports/pdf/typesetting.h"

namespace chuan::reports::pdf {
namespace {

using certificates::Bilingual;
using certificates::CertificateContent;
using Texts = std::vector<std::string>;

void add(Texts& texts, const Bilingual& both) { texts.insert(texts.end(), {both.vi, both.en}); }

void add_parties(Texts& texts, const CertificateContent& c) {
    const auto& l = c.laboratory;
    texts.insert(texts.end(), {l.head_of_letter_vi, l.head_of_letter_en, l.registration_number, l.designation_number});
    for (const certificates::Party* party : {static_cast<const certificates::Party*>(&l), &c.customer})
        texts.insert(texts.end(), {party->name_vi, party->name_en, party->address, party->city, party->country,
                                   party->phone, party->email});
    const auto& i = c.item;
    texts.insert(texts.end(), {i.name_vi, i.name_en, i.maker, i.maker_country, i.model, i.serial, i.inventory_number,
                               i.year, i.owner, i.owner_address, i.place_of_use, i.condition});
    texts.insert(texts.end(), i.characteristics.begin(), i.characteristics.end());
    for (const auto& s : c.standards)
        texts.insert(texts.end(), {s.code, s.name_vi, s.name_en, s.maker, s.model, s.serial, s.lot, s.bottle,
                                   s.certificate_number, s.certificate_issuer});
}

Texts texts_of(const CertificateContent& c) {
    Texts texts{c.number,       c.procedure_code,  c.procedure_version, c.procedure_basis,
                c.order_number, c.job_number,      c.place_detail,      c.fail_reason,
                c.stamp_number, c.replaces_number, c.replaces_reason,   c.previous_number};
    add_parties(texts, c);
    for (const Bilingual* both :
         {&c.procedure_title, &c.procedure_note, &c.traceability, &c.specification, &c.decision_rule, &c.adjustment})
        add(texts, *both);
    for (const auto& table : c.tables) {
        add(texts, table.title);
        for (const auto& row : table.rows) texts.push_back(row.point);
    }
    for (const auto& operation : c.operations) {
        add(texts, operation.name);
        texts.push_back(operation.remark);
    }
    texts.insert(texts.end(), c.not_measured.begin(), c.not_measured.end());
    texts.insert(texts.end(), c.deviations.begin(), c.deviations.end());
    for (const auto& signature : c.signatures) {
        texts.push_back(signature.name);
        add(texts, signature.title);
    }
    std::erase_if(texts, [](const std::string& text) { return text.empty(); });
    return texts;
}

}  // namespace

void require_printable(std::string_view text, std::string_view field) {
    try {
        lay({{std::string(text), Style{}}});
    } catch (const Error& error) {
        auto findings = error.findings();
        for (auto& finding : findings) finding.field = field;
        throw Error(error.kind(), std::move(findings));
    }
}

void require_printable(const CertificateContent& content) {
    const Texts texts = texts_of(content);
    std::string all;
    for (const auto& text : texts) all += text + "\n";
    try {
        lay({{all, Style{}}});  // one layout, for almost every document can be printed
    } catch (const Error&) {
        for (const auto& text : texts) require_printable(text, "");
        throw;
    }
}

}  // namespace chuan::reports::pdf
