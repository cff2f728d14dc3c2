#include "reports/pdf/certificate.h"

#include <algorithm>

#include "reports/pdf/face.h"
#include "reports/pdf/results.h"
#include "reports/pdf/words.h"
#include "reports/text/statements.h"

namespace chuan::reports::pdf {
namespace {

using certificates::CertificateContent;

/// The last signature's moment, else the day of issue: never the hour of drawing.
Moment made(const CertificateContent& content) {
    Moment last{std::chrono::sys_days(content.issued_on)};
    for (const auto& signature : content.signatures)
        if (!signature.at.empty()) last = std::max(last, moment_from_iso(signature.at));
    return last;
}

DocumentFacts facts(const CertificateContent& content) {
    const std::string key = "title." + kind_word(content.kind);
    const std::string number = content.draft ? vi("mark.draft") : content.number;
    return {.title_vi = vi(key) + " " + number,
            .title_en = en(key) + " " + (content.draft ? en("mark.draft") : content.number),
            .author = content.laboratory.name_vi,
            .creator = "Chuẩn " + content.software_release,
            .made = made(content)};
}

struct Drawn {
    Sheet sheet;
    int results_page;
};

Drawn drawn(const CertificateContent& content, bool attached, const std::optional<SignedBy>& seal, int results_page) {
    Drawn result{certificate_sheet(), 0};
    Composition composition{content, result.sheet, attached, results_page, seal};
    draw_face(composition);
    result.sheet.new_page();
    result.results_page = result.sheet.page_number();
    draw_results(composition);
    furnish(composition);
    return result;
}

Rendered pages(const CertificateContent& given, bool attached, const std::optional<SignedBy>& seal) {
    CertificateContent content = given;
    for (certificates::ResultTable& table : content.tables) table = text::as_printed(table);
    Drawn result = drawn(content, attached, seal, 2);
    // The face names the page of the results; a long face moves them.
    if (result.results_page != 2) result = drawn(content, attached, seal, result.results_page);
    return rendered(result.sheet);
}

}  // namespace

std::string certificate_pdf(const CertificateContent& content, const std::optional<Attachment>& dcc_xml,
                            const std::optional<SignedBy>& seal) {
    return archived(pages(content, dcc_xml.has_value(), seal), facts(content), dcc_xml, seal.has_value());
}

}  // namespace chuan::reports::pdf
