#include <algorithm>
#include <array>
#include <stdexcept>

#include "reports/dcc_check/findings.h"

namespace chuan::reports::dcc_check {
namespace {

constexpr std::string_view kPtb = "PTB, content rules of the DCC (Schematron)";
constexpr std::string_view kXsd = "PTB, schemas of the DCC and of D-SI";
constexpr std::string_view kDsi = "D-SI, SI Format 2.2.1";
constexpr std::string_view kHere = "limits of this program";
constexpr std::string_view kGum = "JCGM 100:2008, 6.2 and 6.3";
constexpr std::string_view kSignatures = "ETSI EN 319 132-1; W3C XML Signature";
constexpr auto kError = Severity::error;
constexpr auto kWarning = Severity::warning;

constexpr std::array kRules{
    Rule{"safety.unreadable", kError, kHere},
    Rule{"safety.too_large", kError, kHere},
    Rule{"safety.too_deep", kError, kHere},
    Rule{"safety.document_type", kError, "OWASP, XML External Entity Prevention"},
    Rule{"safety.not_well_formed", kError, "W3C XML 1.0, 2.1"},
    Rule{"safety.not_a_dcc", kError, kXsd},
    Rule{"safety.pdf_unreadable", kError, "ISO 19005-3"},
    Rule{"safety.pdf_encrypted", kError, "ISO 19005-3, 6.1.3"},
    Rule{"safety.pdf_without_dcc", kError, "ISO 19005-3, 6.8"},
    Rule{"safety.pdf_several", kWarning, "ISO 19005-3, 6.8"},
    Rule{"safety.attachment_refused", kError, kHere},

    Rule{"schema.version_unsupported", kError, kXsd},
    Rule{"schema.version_missing", kError, kXsd},
    Rule{"schema.version_not_newest", kWarning, kPtb},
    Rule{"schema.location_differs", kWarning, kXsd},
    Rule{"schema.invalid", kError, kXsd},
    Rule{"schema.not_there", kWarning, kHere},
    Rule{"schema.unusable", kWarning, kHere},
    Rule{"schema.signature_not_allowed", kError, kXsd},

    Rule{"content.used_methods", kError, kPtb},
    Rule{"content.influence_conditions", kError, kPtb},
    Rule{"content.used_software", kWarning, kPtb},
    Rule{"content.id_double", kError, "W3C XML Schema, xs:ID"},
    Rule{"content.ref_id_dangling", kError, kPtb},
    Rule{"content.id_unused", kWarning, kPtb},
    Rule{"content.lang_undeclared", kError, kPtb},
    Rule{"content.lang_missing", kError, kPtb},
    Rule{"content.lang_double", kError, kPtb},
    Rule{"content.without_lang", kWarning, kPtb},
    Rule{"content.language_unknown", kError, "ISO 639-1"},
    Rule{"content.language_twice", kError, kPtb},
    Rule{"content.mandatory_not_used", kError, kXsd},
    Rule{"content.country_unknown", kError, "ISO 3166-1"},
    Rule{"content.dates_order", kError, kPtb},
    Rule{"content.date_malformed", kError, "W3C XML Schema, xs:date"},
    Rule{"content.issue_date_missing", kWarning, "ISO/IEC 17025:2017, 7.8.2.1 j"},
    Rule{"content.release_form", kError, kPtb},
    Rule{"content.unit_space", kError, kPtb},
    Rule{"content.units_all_equal", kWarning, kPtb},
    Rule{"content.relative_alone", kError, kPtb},
    Rule{"content.relative_kind", kError, kPtb},
    Rule{"content.non_si_undeclared", kError, kPtb},
    Rule{"content.non_si_without_definition", kError, kPtb},
    Rule{"content.non_si_without_unit", kError, kPtb},
    Rule{"content.list_blanks", kError, kPtb},
    Rule{"content.base64", kError, "RFC 4648, 4"},
    Rule{"content.main_signer", kWarning, "ISO/IEC 17025:2017, 7.8.2.1 o"},
    Rule{"content.ref_type_missing", kWarning, "PTB and DKD, refType vocabulary"},
    Rule{"content.ref_type_of_column", kWarning, "PTB and DKD, refType vocabulary"},
    Rule{"content.ref_type_form", kWarning, "PTB and DKD, refType vocabulary"},
    Rule{"content.ref_type_undeclared", kWarning, kXsd},

    Rule{"metrology.not_a_number", kError, kDsi},
    Rule{"metrology.list_length", kError, kPtb},
    Rule{"metrology.table_length", kError, kXsd},
    Rule{"metrology.statement_length", kError, kXsd},
    Rule{"metrology.uncertainty_negative", kError, kGum},
    Rule{"metrology.uncertainty_zero", kWarning, kGum},
    Rule{"metrology.coverage_factor_missing", kError, kGum},
    Rule{"metrology.coverage_factor_low", kError, kDsi},
    Rule{"metrology.coverage_factor_odd", kWarning, kGum},
    Rule{"metrology.coverage_probability", kError, kDsi},
    Rule{"metrology.interval_order", kError, "JCGM 101:2008, 3.12"},
    Rule{"metrology.interval_value", kWarning, "JCGM 101:2008, 3.12"},
    Rule{"metrology.unit_unknown", kError, kDsi},
    Rule{"metrology.unit_repaired", kWarning, kDsi},
    Rule{"metrology.hybrid_without_si", kError, kDsi},
    Rule{"metrology.hybrid_kinds", kError, kDsi},
    Rule{"metrology.hybrid_length", kError, kDsi},
    Rule{"metrology.hybrid_value", kError, kDsi},
    Rule{"metrology.hybrid_uncertainty", kError, kDsi},
    Rule{"metrology.error_value", kError, "JCGM 200:2012, 2.16"},
    Rule{"metrology.conformity_value", kError, "JCGM 106:2012, 8; ISO/IEC 17025:2017, 7.8.6"},
    Rule{"metrology.relative_length", kError, kPtb},
    Rule{"metrology.relative_value", kError, kPtb},
    Rule{"metrology.issued_before_end", kError, "ISO/IEC 17025:2017, 7.8.2.1"},
    Rule{"metrology.received_after_begin", kWarning, "ISO/IEC 17025:2017, 7.8.2.1"},
    Rule{"metrology.date_in_future", kWarning, "ISO/IEC 17025:2017, 7.8.2.1"},

    Rule{"signature.broken", kError, kSignatures},
    Rule{"signature.form", kError, kSignatures},
    Rule{"signature.place", kError, kSignatures},
    Rule{"signature.untrusted", kError, "RFC 5280, 6.1"},
    Rule{"signature.nobody_trusted", kWarning, "RFC 5280, 6.1"},
    Rule{"signature.announced", kWarning, kXsd},
    Rule{"signature.pdf", kWarning, "ETSI EN 319 142-1"},
};

}  // namespace

std::span<const Rule> rules() { return kRules; }

const Rule& rule(std::string_view id) {
    const auto found = std::ranges::find(kRules, id, &Rule::id);
    if (found == kRules.end()) throw std::logic_error("no rule of the check of a DCC is called " + std::string(id));
    return *found;
}

}  // namespace chuan::reports::dcc_check
