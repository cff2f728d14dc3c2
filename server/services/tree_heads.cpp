#include "server/services/tree_heads.h"

#include <algorithm>

namespace chuan::server::services {
namespace {

using storage::Transaction;

std::vector<storage::HeadFolder> head_folders(const std::vector<std::filesystem::path>& paths) {
    return {paths.begin(), paths.end()};
}

std::vector<PublicKey> with_own(std::vector<PublicKey> trusted, const SigningKey& own) {
    trusted.push_back(own);
    return trusted;
}

}  // namespace

TreeHeads::TreeHeads(storage::Database& database, SigningKey key, Options options, const Clock& clock, Report report)
    : database_(database),
      key_(std::move(key)),
      trusted_(with_own(std::move(options.trusted), key_)),
      folders_(head_folders(options.folders)),
      gather_(options.gather),
      clock_(clock),
      report_(std::move(report)) {}

bool TreeHeads::is_trusted(const trail::SignedHead& head) const {
    return std::ranges::any_of(trusted_, [&](const PublicKey& key) {
        return key.id() == head.key_id && key.verifies(trail::to_text(head.head), head.signature);
    });
}

std::string TreeHeads::reason_to_refuse_writes() const {
    std::string reason;
    const auto differences = storage::compare_with_heads(
        database_, folders_, [this](const trail::SignedHead& head) { return is_trusted(head); });
    for (const storage::HeadDifference& difference : differences)
        reason += (reason.empty() ? "" : "; ") + difference.finding.sentence;
    return reason;
}

void TreeHeads::sign(BodyId chain) {
    const std::scoped_lock one_at_a_time(signing_);
    const trail::TreeHead head =
        database_.read([&](Transaction& t) { return storage::head_of(t, chain, clock_.now()); });
    {
        const std::scoped_lock lock(mutex_);
        if (head.size == 0 || kept_[chain] == head.size) return;
    }
    const trail::SignedHead signed_head{head, key_.id(), key_.sign(trail::to_text(head))};
    database_.write([&](Transaction& t) { storage::add_head(t, signed_head); });
    for (const storage::HeadFolder& folder : folders_) folder.write(signed_head);
    const std::scoped_lock lock(mutex_);
    kept_[chain] = head.size;
}

void TreeHeads::committed(BodyId body) {
    const std::scoped_lock lock(mutex_);
    due_.insert(body);
    due_.insert(BodyId{0});
}

void TreeHeads::start() {
    for (const BodyId chain : database_.read([](Transaction& t) { return storage::chains(t); })) committed(chain);
    loop_.emplace(
        gather_, [this] { turn(); }, report_);
}

void TreeHeads::stop() {
    if (!loop_) return;
    loop_->stop();
    loop_.reset();
    turn();
}

std::string TreeHeads::trouble() const {
    const std::scoped_lock lock(mutex_);
    return trouble_;
}

void TreeHeads::turn() {
    std::set<BodyId> due;
    {
        const std::scoped_lock lock(mutex_);
        due.swap(due_);
    }
    std::string trouble;
    for (const BodyId chain : due) {
        try {
            sign(chain);
        } catch (const std::exception& error) {
            trouble = error.what();
            report_("a tree head of body " + std::to_string(chain.value) + " could not be kept: " + trouble);
            const std::scoped_lock lock(mutex_);
            due_.insert(chain);
        }
    }
    const std::scoped_lock lock(mutex_);
    if (!due.empty()) trouble_ = trouble;
}

}  // namespace chuan::server::services
