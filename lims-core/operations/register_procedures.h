#pragma once

// Procedures are loaded as they stand in their files and never change; what changes is what has been decided about a
// version (ISO/IEC 17025, 7.2.1.5): verified in this laboratory, approved for live jobs, withdrawn.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "operations/support.h"
#include "procedures/worked_examples.h"

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
/// password. Both verification and approval run the procedure's worked examples with this release and are refused with
/// what differs (procedure.no_example, example.*).
void decide_procedure(storage::Transaction&, const people::Actor&, ProcedureVersionId, const ProcedureAct&, Moment now);

/// A version held against its worked examples by this release; nothing is recorded.
std::vector<procedures::ExampleOutcome> check_procedure(storage::Transaction&, const people::Actor&,
                                                        ProcedureVersionId);

}  // namespace chuan::operations
