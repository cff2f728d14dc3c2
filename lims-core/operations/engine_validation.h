#pragma once

// That the laboratory validated the program it calculates with, and accepted the result (ISO/IEC 17025:2017, 7.11.2): a
// fact of the installation, with the act in the trail of the body that signed.

#include <optional>
#include <string>
#include <vector>

#include "operations/support.h"

namespace chuan::operations {

struct EngineValidation {
    std::string release, engine;  // of the program that was validated
    std::string pack;             // SHA-256 of what was signed
    std::string signed_by;
    CivilDate on;
    std::string
        procedures{};  // what was approved at the body then: see approved_procedures(); empty: never validated there
    std::optional<DocumentId> paper{};  // the pack as PDF, kept with the body's documents
};

/// What makes a laboratory validate again.
enum class AsksAgain { never_validated, release, engine, procedures };
std::string_view to_string(AsksAgain);

std::optional<EngineValidation> engine_validation(storage::Transaction&, people::Scope);

/// SHA-256 over the contents of the versions that are approved at the body, by code and version: another set, or
/// another content, gives another one.
std::string approved_procedures(storage::Transaction&, people::Scope);

/// Empty: what was validated is what calculates now.
std::vector<AsksAgain> asks_again(storage::Transaction&, people::Scope, std::string_view release,
                                  std::string_view engine);

/// Approved versions whose worked examples this release does not give, with what differs: they are not to be signed
/// for.
std::vector<Finding> approved_procedures_that_differ(storage::Transaction&, people::Scope);

/// Whether this person may record one now, asked before the cases are run. Throws as record_engine_validation.
void require_engine_validation(storage::Transaction&, const people::Actor&, Moment now);

/// `procedures` is what is approved now, whatever is given. Throws Error(rule_broken, "validation.unsigned") without a
/// name, and Error(forbidden) without the right to change settings.
void record_engine_validation(storage::Transaction&, const people::Actor&, const EngineValidation&, Moment now);

}  // namespace chuan::operations
