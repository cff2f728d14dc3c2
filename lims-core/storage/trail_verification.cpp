#include "storage/trail_verification.h"

#include <algorithm>
#include <set>

#include "storage/record_hash.h"
#include "storage/trail_repository.h"
#include "trail/chain.h"

namespace chuan::storage {
namespace {

constexpr int kActsAtOnce = 500;

void take(ChainReport& report, Finding finding) {
    ++report.findings_in_all;
    if (report.findings.size() < kMostFindings) report.findings.push_back(std::move(finding));
}

Finding head_finding(std::string code, BodyId chain, std::int64_t size, const std::string& what) {
    return {.code = std::move(code),
            .sentence = "body " + std::to_string(chain.value) + ": " + what,
            .values = {{"body", std::to_string(chain.value)}, {"seq", std::to_string(size)}}};
}

/// One chain's walk: acts go by in their order, and every head of that size is compared with the act it names.
class ChainWalk {
  public:
    ChainWalk(Database& database, BodyId chain, const std::vector<HeadFolder>& folders, const HeadVerifier& is_trusted)
        : database_(database), is_trusted_(is_trusted), check_(chain) {
        report_.body = chain;
        origin_ = database.read([](Transaction& t) { return installation_identity(t); });
        for (const HeadFolder& folder : folders)
            for (HeadFolder::File& file : folder.files(origin_, chain)) files_.push_back(std::move(file));
        std::ranges::stable_sort(files_, {}, &HeadFolder::File::size);
    }

    ChainReport walked(const TakeProgress& progress) {
        std::int64_t after = kBeforeFirstId;
        for (std::vector<trail::Event> page; !(page = page_after(after)).empty();) {
            for (const trail::Event& event : page) pass(event);
            compare_kept(page);
            after = page.back().seq;
            progress("trail", report_.acts);
        }
        for (; next_file_ < files_.size(); ++next_file_) compare_outside(files_[next_file_], nullptr);
        report_behind();
        report_.head_sha256 = check_.sha256();
        tell_anchoring();
        return std::move(report_);
    }

  private:
    std::vector<trail::Event> page_after(std::int64_t seq) {
        return database_.read([&](Transaction& t) { return Trail(t, {report_.body}).after(seq, kActsAtOnce); });
    }

    void pass(const trail::Event& event) {
        ++report_.acts;
        for (Finding& finding : check_.add(event)) take(report_, std::move(finding));
        if (!report_.not_anchored_since) report_.not_anchored_since = event.recorded_at;
        for (; next_file_ < files_.size() && files_[next_file_].size <= event.seq; ++next_file_)
            compare_outside(files_[next_file_], &event);
    }

    /// event: the first one that is not before the head; nullptr when the chain ends before it.
    void compare_outside(const HeadFolder::File& file, const trail::Event* event) {
        std::optional<trail::SignedHead> kept;
        try {
            kept = read_head(file);
        } catch (const Error& error) {
            return take(report_, error.findings().front());
        }
        const trail::TreeHead& head = kept->head;
        if (head.origin != origin_ || head.size == 0) return;
        if (!is_trusted_(*kept))
            return take(report_, head_finding("trail.head_unverified", head.body, head.size,
                                              file.path.string() + " is not signed by a key of this installation"));
        if (event && event->seq == head.size && event->sha256 == head.head_sha256) {
            report_.anchored_acts = head.size;
            report_.not_anchored_since.reset();
        } else if (!database_.read([&](Transaction& t) { return is_accounted_for(t, head); })) {
            if (event) return take(report_, differs(head, file.path.string()));
            behind_ = head;  // the newest one speaks for all
        }
    }

    void compare_kept(const std::vector<trail::Event>& page) {
        std::vector<trail::SignedHead> heads;
        try {
            heads = database_.read(
                [&](Transaction& t) { return heads_between(t, report_.body, page.front().seq, page.back().seq); });
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::malformed) throw;
            take(report_, error.findings().front());
        }
        for (const trail::SignedHead& kept : heads) compare_kept(kept, page);
    }

    void compare_kept(const trail::SignedHead& kept, const std::vector<trail::Event>& page) {
        const auto event = std::ranges::find(page, kept.head.size, &trail::Event::seq);
        if (!is_trusted_(kept))
            take(report_, head_finding("trail.head_unverified", report_.body, kept.head.size,
                                       "the head of size " + std::to_string(kept.head.size) +
                                           " kept in the database is not signed by a key of this installation"));
        else if (event == page.end() || event->sha256 != kept.head.head_sha256)
            take(report_, differs(kept.head, "the head kept in the database"));
    }

    static Finding differs(const trail::TreeHead& head, const std::string& where) {
        return head_finding("trail.head_differs", head.body, head.size,
                            "act " + std::to_string(head.size) + " is not the one that " + where + ", signed at " +
                                to_iso(head.signed_at) + ", knows; the trail was rewritten");
    }

    void report_behind() {
        if (behind_)
            take(report_, head_finding("trail.behind_head", behind_->body, behind_->size,
                                       "the trail ends at act " + std::to_string(check_.seq()) +
                                           ", but a head signed at " + to_iso(behind_->signed_at) + " knows of " +
                                           std::to_string(behind_->size) + "; the newest acts are gone"));
    }

    void tell_anchoring() {
        if (report_.not_anchored_since) report_.anchoring = "not anchored since " + to_iso(*report_.not_anchored_since);
    }

    Database& database_;
    const HeadVerifier& is_trusted_;
    trail::ChainCheck check_;
    ChainReport report_;
    std::string origin_;
    std::vector<HeadFolder::File> files_;
    std::size_t next_file_ = 0;
    std::optional<trail::TreeHead> behind_;
};

/// What the newest heads outside say of the numbers given out.
void compare_numbers(Database& database, const std::vector<HeadFolder>& folders, const HeadVerifier& is_trusted,
                     std::vector<ChainReport>& chains) {
    for (HeadDifference& difference : compare_with_heads(database, folders, is_trusted)) {
        if (difference.finding.code != "trail.number_behind") continue;
        const auto chain = std::ranges::find(chains, difference.head.body, &ChainReport::body);
        if (chain != chains.end()) take(*chain, std::move(difference.finding));
    }
}

/// Those of the database and those that only a head knows of any more.
std::set<BodyId> chains_to_verify(Database& database, const std::vector<HeadFolder>& folders) {
    const auto known = database.read([](Transaction& t) { return chains(t); });
    std::set<BodyId> result(known.begin(), known.end());
    const std::string origin = database.read([](Transaction& t) { return installation_identity(t); });
    for (const HeadFolder& folder : folders)
        for (const BodyId chain : folder.chains(origin)) result.insert(chain);
    return result;
}

}  // namespace

bool TrailReport::is_good() const {
    return std::ranges::all_of(chains, [](const ChainReport& chain) { return chain.findings_in_all == 0; });
}

TrailReport verify_trail(Database& database, const DocumentStore& store, const std::vector<HeadFolder>& folders,
                         const HeadVerifier& is_trusted, const TakeProgress& progress) {
    TrailReport result;
    for (const BodyId chain : chains_to_verify(database, folders)) {
        ChainReport report = ChainWalk(database, chain, folders, is_trusted).walked(progress);
        const TakeFinding found = [&](Finding finding) { take(report, std::move(finding)); };
        report.records = verify_records(database, chain, found, progress);
        verify_imports(database, chain, found);
        report.documents = verify_documents(database, store, chain, found, progress);
        result.chains.push_back(std::move(report));
    }
    compare_numbers(database, folders, is_trusted, result.chains);
    return result;
}

}  // namespace chuan::storage
