#include "reports/dcc/certificate.h"

#include <sstream>

#include "base/error.h"
#include "reports/dcc/parts.h"
#include "reports/dcc/xml.h"
#include "reports/text/statements.h"

namespace chuan::reports::dcc {
namespace {

using certificates::CertificateContent;
using certificates::Kind;

void require_certificate(const CertificateContent& content) {
    if (content.draft || content.unique_id.empty() || content.kind == Kind::verification_record)
        throw Error(
            ErrorKind::rule_broken, "dcc.not_a_certificate",
            "a draft or a verification record has no digital calibration certificate; issue a certificate first");
    if (content.signatures.empty())
        throw Error(ErrorKind::rule_broken, "dcc.signature_missing",
                    "certificate " + content.number +
                        " names nobody who is responsible; record who performed, reviewed and approved it",
                    "", {{"number", content.number}});
    if (content.tables.empty() && content.operations.empty())
        throw Error(ErrorKind::rule_broken, "dcc.results_missing",
                    "certificate " + content.number + " reports neither figures nor operations; record results first",
                    "", {{"number", content.number}});
}

}  // namespace

std::string certificate_dcc(const CertificateContent& given) {
    require_certificate(given);
    CertificateContent content = given;
    for (certificates::ResultTable& table : content.tables) table = text::as_printed(table);
    pugi::xml_document document;
    pugi::xml_node root = add(document, "dcc:digitalCalibrationCertificate");
    set(root, "xmlns:dcc", "https://ptb.de/dcc");
    set(root, "xmlns:si", "https://ptb.de/si");
    set(root, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    set(root, "xsi:schemaLocation", "https://ptb.de/dcc https://ptb.de/dcc/v3.3.0/dcc.xsd");
    set(root, "schemaVersion", "3.3.0");
    add_administrative_data(root, content);
    add_measurement_results(root, content);

    std::ostringstream xml;
    xml << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    document.save(xml, "  ", pugi::format_indent | pugi::format_no_declaration, pugi::encoding_utf8);
    return xml.str();
}

}  // namespace chuan::reports::dcc
