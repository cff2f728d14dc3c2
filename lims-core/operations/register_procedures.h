#pragma once

// Procedures are loaded as they stand in their files and never change; what changes is what has been decided about a
// version (ISO/IEC 17025, 7.2.1.5): verified in this laboratory, approved for live jobs, withdrawn.

#include <optional>
#include <string>
#include <string_view>

#include "operations/support.h"

namespace chuan::operations {

/// The new version as a draft; a file that was loaded before gives the version it made then. Throws as
/// procedures::read_procedure, and Error(conflict, "procedure.version_taken") for other content under the same code and
/// version.
ProcedureVersionId load_procedure(storage::Transaction&, const people::Actor&, std::string_view bytes,
                                  std::string_view file_name, Moment now);

enum class ProcedureDecision { verified, approved, withdrawn };

struct ProcedureAct {
    ProcedureDecision decision = ProcedureDecision::verified;
    CivilDate effective_on{};  // of an approval: from when jobs may begin with the version, also a day to come
    std::string remark{};      // what was verified, or why withdrawn
    std::optional<DocumentId> document{};
};
/// Verification asks for the authorisation verify_method of the procedure, approval for approve_method of another
/// person than the verifier. Approval and withdrawal are acts of a second person (countersign) and ask for the
/// password.
void decide_procedure(storage::Transaction&, const people::Actor&, ProcedureVersionId, const ProcedureAct&, Moment now);

}  // namespace chuan::operations
