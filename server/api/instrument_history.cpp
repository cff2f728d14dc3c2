#include "server/api/instrument_history.h"

#include <algorithm>
#include <functional>

#include "server/api/jobs_json.h"
#include "server/api/register_json.h"
#include "storage/account_repository.h"
#include "storage/certificate_repository.h"
#include "storage/instrument_repository.h"
#include "storage/job_repository.h"
#include "storage/order_repository.h"
#include "storage/procedure_repository.h"
#include "storage/trail_repository.h"
#include "storage/words.h"

namespace chuan::server::api {
namespace {

using jobs::State;
using storage::CertificateRepository;

constexpr int kMostChanges = 200;

struct Entry {
    std::string_view kind;
    Moment at{};
    std::optional<CivilDate> on{};
    std::string who{}, code{}, text{}, number{};
    std::optional<JobId> job{};
    std::optional<OrderId> order{};
    std::optional<CertificateId> certificate{};
};

json::Value entry_json(const Entry& entry) {
    return json::object({{"kind", entry.kind},
                         {"at", entry.at},
                         {"on", entry.on},
                         {"who", entry.who},
                         {"code", entry.code},
                         {"text", entry.text},
                         {"number", entry.number},
                         {"job_id", entry.job},
                         {"order_id", entry.order},
                         {"certificate_id", entry.certificate},
                         {"document_id", nullptr}});
}

bool has_ended(const jobs::Job& job) {
    return job.state == State::finished || job.state == State::cancelled || job.state == State::returned_unfinished;
}

class History {
  public:
    History(Call& call, InstrumentId id)
        : scope_(call.actor.scope()),
          id_(id),
          jobs_(call.transaction, scope_),
          orders_(call.transaction, scope_),
          certificates_(call.transaction, scope_),
          accounts_(call.transaction),
          trail_(call.transaction, scope_) {
        storage::InstrumentRepository(call.transaction, scope_).require(id);
    }

    std::vector<Entry> entries() {
        for (const auto job : jobs_.of_instrument(id_)) add_job(jobs_.require(job));
        for (const auto certificate : certificates_.of_instrument(id_))
            add_certificate(certificates_.require(certificate));
        for (const auto& event : trail_.of_record("instrument", id_.value, std::nullopt, kMostChanges)) add_act(event);
        std::ranges::stable_sort(entries_, std::greater{}, &Entry::at);
        return std::move(entries_);
    }

  private:
    void add_job(const jobs::Job& job) {
        for (const auto& event : trail_.of_record("order_item", job.item.value, std::nullopt, kMostChanges)) {
            if (event.action == "item.received") add(of_job("received", event.recorded_at, event.actor_name, job));
            if (event.action == "item.handed_back")
                add(of_job("handed_back", event.recorded_at, event.actor_name, job));
        }
        for (const auto& run : jobs_.runs(job.id)) {
            auto entry = of_job("started", run.started_at, name_of(run.started_by), job);
            entry.code = storage::word(run.stage);
            add(std::move(entry));
        }
        for (const auto& signature : jobs_.signatures(job.id)) {
            auto entry = of_job(jobs::to_string(signature.meaning), signature.signed_at, signature.name, job);
            entry.text = signature.remark;
            add(std::move(entry));
        }
        for (const auto& judgement : jobs_.judgements(job.id)) {
            auto entry = of_job("judged", judgement.judged_at, name_of(judgement.judged_by), job);
            entry.code = judgement.finding_code;
            entry.text = judgement.judgement;
            add(std::move(entry));
        }
        if (const auto adjustment = jobs_.adjustment(job.id);
            adjustment && adjustment->choice == jobs::AdjustmentChoice::adjusted) {
            auto entry = of_job("adjusted", adjustment->recorded_at, name_of(adjustment->recorded_by), job);
            entry.text = adjustment->reason;
            add(std::move(entry));
        }
    }

    void add_certificate(const storage::CertificateRecord& certificate) {
        Entry issued{.kind = certificate.imported ? "imported" : "issued",
                     .at = certificate.recorded_at,
                     .on = certificate.issued_on,
                     .code = std::string(certificates::to_string(certificate.kind)),
                     .text = certificate.source,
                     .number = certificate.number,
                     .job = certificate.job,
                     .certificate = certificate.id};
        add(issued);
        for (const auto& stored : certificates_.events(certificate.id)) {
            if (stored.event.kind == certificates::EventKind::copied) continue;
            add({.kind = "certificate_event",
                 .at = stored.event.recorded_at,
                 .on = stored.event.effective_on,
                 .who = stored.asked_by ? name_of(*stored.asked_by) : "",
                 .code = std::string(certificates::to_string(stored.event.kind)),
                 .text = stored.event.reason,
                 .number = certificate.number,
                 .certificate = certificate.id});
        }
    }

    void add_act(const trail::Event& event) {
        Entry entry{.kind = event.action == "instrument.changed" || event.action == "instrument.added"
                                ? "changed"
                                : "instrument_event",
                    .at = event.recorded_at,
                    .who = event.actor_name,
                    .code = event.action.substr(event.action.find('.') + 1)};
        for (const auto& [cause, word] : kInstrumentEvents)
            if (certificates::to_string(cause) == entry.code) entry.code = word;
        for (const auto& sealed : event.changes) {
            const auto& change = sealed.change;
            if (change.field == "reason") entry.text = change.new_value.value_or("");
            if (change.field == "effective_on") entry.on = date_from_iso(change.new_value.value_or(""));
            if (entry.kind == "changed" && entry.code == "changed")
                entry.text += (entry.text.empty() ? "" : "; ") + change.field + ": " + change.old_value.value_or("") +
                              " -> " + change.new_value.value_or("");
        }
        add(std::move(entry));
    }

    Entry of_job(std::string_view kind, Moment at, std::string who, const jobs::Job& job) {
        return {.kind = kind, .at = at, .who = std::move(who), .number = job.number, .job = job.id, .order = job.order};
    }
    void add(Entry entry) { entries_.push_back(std::move(entry)); }
    std::string name_of(AccountId account) {
        auto& name = names_[account];
        if (name.empty()) name = accounts_.require(account).name;
        return name;
    }

    people::Scope scope_;
    InstrumentId id_;
    storage::JobRepository jobs_;
    storage::OrderRepository orders_;
    CertificateRepository certificates_;
    storage::AccountRepository accounts_;
    storage::Trail trail_;
    std::map<AccountId, std::string> names_;
    std::vector<Entry> entries_;
};

json::Value certificate_ref(CertificateRepository& certificates, JobId job) {
    const auto ids = certificates.of_job(job);
    if (ids.empty()) return {};
    const auto c = certificates.require(ids.back());
    return json::object({{"id", c.id}, {"number", c.number}, {"test_date", c.test_date}, {"valid_to", c.valid_to}});
}

json::Value last_job_json(Call& call, const jobs::Job& job) {
    const auto scope = call.actor.scope();
    storage::JobRepository jobs(call.transaction, scope);
    const auto review = jobs.contract_review(job.id);
    const auto evaluation = jobs.evaluation(job.id);
    const auto signatures = jobs.signatures(job.id);
    const auto* approved = jobs::signature_of(signatures, jobs::Meaning::approved, jobs::current_round(signatures));
    std::optional<CivilDate> finished_on;
    if (approved) finished_on = civil_date(approved->signed_at, offset_of(call));
    storage::CertificateRepository certificates(call.transaction, scope);
    PeopleNames people(call.transaction);
    const auto version =
        job.procedure ? std::optional(storage::ProcedureRepository(call.transaction, scope).require(*job.procedure))
                      : std::nullopt;
    const auto verdict = evaluation && evaluation->evaluation.verdict
                             ? json::Value(storage::word(*evaluation->evaluation.verdict))
                             : json::Value();
    return json::object(
        {{"job", job_ref_json(job)},
         {"kind", storage::word(job.kind)},
         {"mode", storage::word(job.mode)},
         {"finished_on", finished_on},
         {"procedure_code", version ? version->code : ""},
         {"procedure_version", version ? version->version : ""},
         {"points", review ? review->points : std::vector<std::string>{}},
         {"accessories", storage::OrderRepository(call.transaction, scope).require_item(job.item).accessories},
         {"contract_review", review ? review_json(people, *review) : json::Value()},
         {"verdict", verdict},
         {"certificate", certificate_ref(certificates, job.id)}});
}

}  // namespace

std::vector<json::Value> history_of(Call& call, InstrumentId id) {
    std::vector<json::Value> written;
    for (const auto& entry : History(call, id).entries()) written.push_back(entry_json(entry));
    return written;
}

LastJob last_job_of(Call& call, InstrumentId id) {
    storage::JobRepository jobs(call.transaction, call.actor.scope());
    const auto instrument = storage::InstrumentRepository(call.transaction, call.actor.scope()).require(id);
    LastJob last;
    std::optional<jobs::Job> agreed, ended;  // a job that was cancelled or never agreed says nothing about the next
    for (const auto job_id : jobs.of_instrument(id)) {
        const auto job = jobs.require(job_id);
        if (job.state != State::cancelled && (!agreed || job.id > agreed->id) && jobs.contract_review(job.id))
            agreed = job;
        if (job.state == State::finished && (!ended || job.id > ended->id)) ended = job;
        if (!has_ended(job))
            last.warnings.push_back({"instrument.job_open",
                                     "job " + job.number + " of this instrument has not ended; it may be here already",
                                     "",
                                     {{"job", job.number}, {"state", std::string(jobs::to_string(job.state))}}});
    }
    if (instrument.purpose == equipment::Purpose::group_2)
        last.warnings.push_back({"instrument.group_2",
                                 "serial number " + instrument.serial +
                                     " is used as a group 2 instrument; its verification is not done here",
                                 "",
                                 {{"serial", instrument.serial}}});
    if (const auto shown = ended ? ended : agreed) last.json = last_job_json(call, *shown);
    if (ended)
        if (const auto evaluation = jobs.evaluation(ended->id);
            evaluation && evaluation->evaluation.verdict == conformity::Verdict::fail)
            last.warnings.push_back({"instrument.failed_last_time",
                                     "job " + ended->number + " of this instrument ended with \"fail\"",
                                     "",
                                     {{"job", ended->number}}});
    return last;
}

}  // namespace chuan::server::api
