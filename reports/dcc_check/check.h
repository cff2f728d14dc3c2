#pragma once

// A digital calibration certificate from anybody, examined in the layers safety, schema, content, metrology, signature.
// Every layer says all it finds; a document that is not XML or no DCC ends with the first.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/dcc_check/findings.h"
#include "reports/dcc_check/schema.h"
#include "reports/signing/trust.h"

namespace chuan::reports::dcc_check {

struct SignatureReport {
    std::string form;    // "xmldsig", "xades", "pades"
    std::string status;  // "valid", "invalid", "untrusted"
    std::string reason;  // stable code; empty when valid
    std::string signer;  // as its certificate says
    std::string time;    // as the signer states it; empty where it is not stated
};

struct Report {
    bool is_dcc = false, well_formed = false;
    std::optional<std::string> version;
    SchemaVerdict schema = SchemaVerdict::not_checked;
    std::vector<Finding> findings;
    std::vector<SignatureReport> signatures;
    bool has_error() const;
};

/// Never throws for what the bytes hold. `schemas`: nullptr where none are at hand. `trust.at` is also the moment after
/// which a date is in the future. Safe for several threads.
Report check(std::string_view xml_or_pdf, Schemas* schemas, const signing::Trust& trust);

/// Of a file that could not be read at all.
Report unreadable(const std::string& why);

/// Whether the first bytes are those of XML or PDF: what a folder's files are chosen by.
bool looks_readable(std::string_view beginning);

}  // namespace chuan::reports::dcc_check
