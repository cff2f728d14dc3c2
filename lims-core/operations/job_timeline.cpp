#include "operations/job_timeline.h"

#include <algorithm>
#include <map>

#include "storage/account_repository.h"
#include "storage/certificate_repository.h"
#include "storage/job_repository.h"
#include "storage/trail_repository.h"
#include "storage/words.h"

namespace chuan::operations {
namespace {

constexpr int kMostEvents = 500;

/// What comes after what when two entries are of the same second.
std::ptrdiff_t step_of(std::string_view kind) {
    static constexpr std::string_view kSteps[] = {
        "received",  "contract_reviewed", "started",  "reading",  "held",   "judged", "changed",    "adjusted",
        "performed", "reviewed",          "returned", "approved", "issued", "ended",  "handed_back"};
    return std::ranges::find(kSteps, kind) - std::begin(kSteps);
}

class Timeline {
  public:
    Timeline(storage::Transaction& transaction, people::Scope scope, const Site& site, const jobs::Job& job)
        : transaction_(transaction),
          scope_(scope),
          site_(site),
          job_(job),
          jobs_(transaction, scope),
          accounts_(transaction) {}

    std::vector<TimelineEntry> entries() {
        add_events();
        add_agreement();
        add_readings();
        add_signatures();
        add_certificates();
        std::ranges::stable_sort(entries_, std::ranges::greater{},
                                 [](const TimelineEntry& entry) { return std::pair(entry.at, step_of(entry.kind)); });
        return std::move(entries_);
    }

  private:
    TimelineEntry& add(std::string kind, Moment at, std::string who, std::string code = {}, std::string text = {}) {
        return entries_.emplace_back(TimelineEntry{.kind = std::move(kind),
                                                   .at = at,
                                                   .on = site_.day_of(at),
                                                   .who = std::move(who),
                                                   .code = std::move(code),
                                                   .text = std::move(text),
                                                   .number = job_.number,
                                                   .certificate = {}});
    }

    const std::string& name(AccountId account) {
        auto known = names_.find(account);
        if (known == names_.end()) known = names_.emplace(account, accounts_.require(account).name).first;
        return known->second;
    }

    static std::string new_value(const trail::Event& event, std::string_view field) {
        for (const auto& sealed : event.changes)
            if (sealed.change.field == field) return sealed.change.new_value.value_or("");
        return {};
    }

    void add_events() {
        static const std::map<std::string, std::string, std::less<>> kKinds{
            {"job.received", "received"},        {"job.started", "started"}, {"job.held", "held"},
            {"job.released", "changed"},         {"job.partial", "changed"}, {"job.cancelled", "ended"},
            {"job.returned_unfinished", "ended"}};
        storage::Trail trail(transaction_, scope_);
        for (const auto& event : trail.of_record("job", job_.id.value, std::nullopt, kMostEvents))
            if (const auto kind = kKinds.find(event.action); kind != kKinds.end())
                add(kind->second, event.recorded_at, event.actor_name, event.action.substr(4),
                    new_value(event, "state_reason"));
        for (const auto& event : trail.of_record("order_item", job_.item.value, std::nullopt, kMostEvents))
            if (event.action == "item.handed_back")
                add("handed_back", event.recorded_at, event.actor_name, {}, new_value(event, "handed_back_to"));
    }

    void add_agreement() {
        if (const auto review = jobs_.contract_review(job_.id))
            add("contract_reviewed", review->reviewed_at, name(review->reviewed_by), {}, review->remark);
        if (const auto adjustment = jobs_.adjustment(job_.id))
            add("adjusted", adjustment->recorded_at, name(adjustment->recorded_by),
                std::string(jobs::to_string(adjustment->choice)), adjustment->reason);
        for (const auto& judgement : jobs_.judgements(job_.id))
            add("judged", judgement.judged_at, name(judgement.judged_by), judgement.finding_code, judgement.judgement);
        for (const auto& point : jobs_.not_measured(job_.id))
            add("changed", point.recorded_at, name(point.recorded_by), "not_measured",
                point.point + ": " + point.reason);
    }

    /// What one person entered of one run on one day, at the moment of the last of it.
    void add_readings() {
        struct Entered {
            Moment last{};
            int number = 0;
        };
        std::map<std::tuple<CivilDate, AccountId, procedures::Stage>, Entered> days;
        for (const auto& reading : jobs_.readings(job_.id)) {
            auto& entered = days[{site_.day_of(reading.entered_at), reading.author, reading.stage}];
            entered.last = std::max(entered.last, reading.entered_at);
            ++entered.number;
        }
        for (const auto& [key, entered] : days)
            add("reading", entered.last, name(std::get<1>(key)), std::string(storage::word(std::get<2>(key))),
                std::to_string(entered.number));
    }

    void add_signatures() {
        for (const auto& signature : jobs_.signatures(job_.id))
            add(std::string(jobs::to_string(signature.meaning)), signature.signed_at, signature.name, {},
                signature.remark);
    }

    void add_certificates() {
        storage::CertificateRepository certificates(transaction_, scope_);
        for (const auto id : certificates.of_job(job_.id)) {
            const auto certificate = certificates.require(id);
            auto& entry =
                add("issued", certificate.recorded_at, {}, std::string(certificates::to_string(certificate.kind)));
            entry.on = certificate.issued_on;
            entry.number = certificate.number;
            entry.certificate = id;
        }
    }

    storage::Transaction& transaction_;
    people::Scope scope_;
    const Site& site_;
    const jobs::Job& job_;
    storage::JobRepository jobs_;
    storage::AccountRepository accounts_;
    std::map<AccountId, std::string> names_;
    std::vector<TimelineEntry> entries_;
};

}  // namespace

std::vector<TimelineEntry> job_timeline(storage::Transaction& transaction, people::Scope scope, const Site& site,
                                        const jobs::Job& job) {
    return Timeline(transaction, scope, site, job).entries();
}

}  // namespace chuan::operations
