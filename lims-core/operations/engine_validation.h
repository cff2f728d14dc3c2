#pragma once

// That the laboratory validated the program it calculates with, and accepted the result (ISO/IEC 17025:2017, 7.11.2): a
// fact of the installation, with the act in the trail of the body that signed.

#include <optional>
#include <string>

#include "operations/support.h"

namespace chuan::operations {

struct EngineValidation {
    std::string release, engine;  // of the program that was validated
    std::string pack;             // SHA-256 of what was signed
    std::string signed_by;
    CivilDate on;

    /// Another release or another engine asks for its own.
    bool covers(std::string_view of_release, std::string_view of_engine) const {
        return release == of_release && engine == of_engine;
    }
};

std::optional<EngineValidation> engine_validation(storage::Transaction&);

/// Throws Error(rule_broken, "validation.unsigned") without a name, and Error(forbidden) without the right to change
/// settings.
void record_engine_validation(storage::Transaction&, const people::Actor&, const EngineValidation&, Moment now);

}  // namespace chuan::operations
