#pragma once

#include <optional>
#include <string>
#include <vector>

#include "certificates/validity.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

enum class IntentState { reserved, completed, void_ };
std::string_view to_string(IntentState);
std::optional<IntentState> intent_state_from(std::string_view);

/// A number bound to a job, a kind of document and what it replaces, until completed or made void.
struct IssueIntent {
    IntentId id{};
    JobId job{};
    certificates::Kind kind = certificates::Kind::calibration;
    CertificateId replaces{};  // 0: none
    std::string number{}, code{}, unique_id{}, reason{};
    std::optional<AccountId> second_person{};
    AccountId requested_by{};
    Moment reserved_at{};
    IntentState state = IntentState::reserved;
};

class IntentRepository {
  public:
    IntentRepository(Transaction& transaction, people::Scope scope) : transaction_(transaction), body_(scope.body) {}

    IntentId add(const IssueIntent&);
    std::optional<IssueIntent> live(JobId, certificates::Kind, CertificateId replaces);
    IssueIntent require(IntentId);  // Error(not_found)
    /// In a state, or all but the completed ones; newest first; before 0: the first page.
    std::vector<IssueIntent> list(std::optional<IntentState>, IntentId before, int limit);
    void complete(IntentId, Moment now);
    void make_void(IntentId, std::string_view reason, AccountId asked_by, AccountId confirmed_by, Moment now);

  private:
    Transaction& transaction_;
    BodyId body_;
};

/// For the public page: the reason of a number made void, by the code that was reserved with it.
std::optional<std::string> void_reason_by_code(Transaction&, std::string_view code);
/// A code reserved whose document was never completed.
std::optional<IntentState> intent_state_by_code(Transaction&, std::string_view code);

}  // namespace chuan::storage
