#pragma once

// A forgotten password: asked for by one administrator, agreed by another where there is one. When it is done, every
// session ends, the owner is told by mail, and signing waits until another authorised person has confirmed who the
// owner is.

#include <functional>
#include <optional>
#include <string>

#include "operations/certificate_acts.h"
#include "operations/support.h"
#include "people/account.h"
#include "storage/account_repository.h"

namespace chuan::operations {

/// What the owner reads, in words of the caller's catalogue.
struct Notice {
    std::string subject, text;
};
using ResetWording = std::function<Notice(const people::Account& owner)>;

enum class ResetState { waiting, done, refused };
struct DecidedReset {
    storage::AccountRepository::StoredReset reset;
    ResetState state = ResetState::waiting;
};

/// password_hash: of a password made by the caller, given to the owner when the reset is done. Throws
/// Error(rule_broken) with every finding, Error(conflict, "reset.waiting") while another reset of the account waits.
DecidedReset ask_reset(storage::Transaction&, const people::Actor&, AccountId, bool remove_second_factor,
                       const std::string& reason, const std::string& password_hash, const ResetWording&, Moment now);
/// confirm: by a second administrator; refuse: by another than who asked; take_back: by who asked.
DecidedReset decide_reset(storage::Transaction&, const people::Actor&, std::int64_t reset, Decision,
                          const std::string& password_hash, const ResetWording&, Moment now);
/// The reset of an account that waits for a second administrator.
std::optional<storage::AccountRepository::StoredReset> waiting_reset(storage::Transaction&, AccountId);

/// Whether the service of this installation sends mail, as it said at its last start; without that nobody is told.
bool sends_mail(storage::Transaction&);
void note_sends_mail(storage::Transaction&, bool);

/// After a reset another authorised person has seen who the owner is. Throws Error(rule_broken) naming who may not.
void confirm_identity(storage::Transaction&, const people::Actor&, AccountId, const std::string& remark, Moment now);

}  // namespace chuan::operations
