#pragma once

// Procedures are loaded as they stand in their files and never change; what changes is what has been decided about a
// version (ISO/IEC 17025, 7.2.1.5): verified in this laboratory, approved for live jobs, withdrawn.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "operations/support.h"
#include "procedures/first_order.h"
#include "procedures/worked_examples.h"

namespace chuan::operations {

/// The new version as a draft; a file that was loaded before gives the version it made then. Throws as
/// procedures::read_procedure, and Error(conflict, "procedure.version_taken") for other content under the same code and
/// version.
ProcedureVersionId load_procedure(storage::Transaction&, const people::Actor&, std::string_view bytes,
                                  std::string_view file_name, Moment now);

struct ProcedureVerified {};
struct ProcedureWithdrawn {};
/// What simulation says of first order on the worked examples, made before the transaction began, and why first order
/// is accepted where it does not confirm it.
struct ProcedureApproved {
    procedures::FirstOrderValidation first_order;
    std::string first_order_reason{};
};
using ProcedureDecision = std::variant<ProcedureVerified, ProcedureApproved, ProcedureWithdrawn>;

/// What every decision says.
struct ProcedureAct {
    CivilDate effective_on{};  // of an approval: from when jobs may begin with the version, also a day to come
    std::string remark{};      // what was verified, or why withdrawn
    std::optional<DocumentId> document{};
};
/// Verification asks for the authorisation verify_method of the procedure, approval for approve_method of another
/// person than the verifier. Approval and withdrawal are acts of a second person (countersign) and ask for the
/// password. Both verification and approval run the procedure's worked examples with this release and are refused with
/// what differs (procedure.no_example, example.*); an approval without a reason also with what simulation does not
/// confirm (procedure.first_order), and with the simulation of another file (procedure.other_simulated).
void decide_procedure(storage::Transaction&, const people::Actor&, ProcedureVersionId, const ProcedureDecision&,
                      const ProcedureAct&, Moment now);

/// Everything an approval asks for but the figures: authority, the version's state, days, two persons. What the act
/// would be refused for is told before the figures are computed. Throws as decide_procedure.
void require_approvable(storage::Transaction&, const people::Actor&, ProcedureVersionId, const ProcedureAct&,
                        Moment now);

/// A version held against its worked examples by this release; nothing is recorded.
std::vector<procedures::ExampleOutcome> check_procedure(storage::Transaction&, const people::Actor&,
                                                        ProcedureVersionId);

}  // namespace chuan::operations
