#include "operations/receive_order.h"

#include <map>
#include <tuple>

#include "base/text.h"
#include "operations/bench_place.h"
#include "operations/job_item.h"
#include "operations/load_sheet.h"
#include "procedures/reader.h"
#include "storage/document_repository.h"
#include "storage/instrument_repository.h"
#include "storage/job_repository.h"
#include "storage/number_repository.h"
#include "storage/order_repository.h"
#include "storage/organisation_repository.h"
#include "storage/trail_repository.h"
#include "storage/words.h"

namespace chuan::operations {
namespace {

void add_prefixed(std::vector<Finding>& findings, std::vector<Finding> more, const std::string& prefix) {
    for (auto& finding : more) {
        finding.field = prefix + finding.field;
        findings.push_back(std::move(finding));
    }
}

std::vector<Finding> findings_on_review(const jobs::ContractReview& review, procedures::Kind kind, CivilDate today) {
    auto findings = jobs::findings_on(review, kind == procedures::Kind::verification);
    if (review.agreed_on && *review.agreed_on > today)
        findings.push_back({"contract.agreed_later",
                            "the day of the agreement " + to_iso(*review.agreed_on) +
                                " has not come yet; give the day on which it was agreed",
                            "/agreed_on",
                            {{"date", to_iso(*review.agreed_on)}}});
    return findings;
}

void add_item_findings(std::vector<Finding>& findings, const ReceivedItem& item, std::size_t index, CivilDate today) {
    const std::string at = "/items/" + std::to_string(index);
    if (item.instrument.has_value() == item.new_instrument.has_value())
        findings.push_back({"item.instrument",
                            "item " + std::to_string(index + 1) + " needs a known instrument or a new one, not both",
                            at + "/instrument",
                            {{"line", std::to_string(index + 1)}}});
    if (item.new_instrument) add_prefixed(findings, equipment::findings_on(*item.new_instrument), at + "/instrument");
    const bool verification = item.kind == procedures::Kind::verification;
    if (verification == (item.mode == procedures::Mode::none))
        findings.push_back({"item.mode",
                            verification
                                ? "a verification needs its mode: initial, periodic, after repair or in service"
                                : "only a verification has a mode; leave it empty",
                            at + "/mode",
                            {}});
    if (item.review)
        add_prefixed(findings, findings_on_review(*item.review, item.kind, today), at + "/contract_review");
}

std::vector<Finding> findings_on(const ReceivedOrder& order, CivilDate today) {
    std::vector<Finding> findings;
    if (order.customer.has_value() == order.new_customer.has_value())
        findings.push_back({"order.customer", "choose a known customer or enter a new one", "/customer_id", {}});
    if (order.new_customer) add_prefixed(findings, organisations::findings_on(*order.new_customer), "/customer");
    if (order.items.empty())
        findings.push_back({"order.empty", "the order has no item; add at least one", "/items", {}});
    if (order.items.size() > static_cast<std::size_t>(jobs::kMostItems))
        findings.push_back({"order.too_many", "an order holds at most 5000 items; split it", "/items", {}});
    if (trimmed(order.brought_by).empty())
        findings.push_back({"field.missing",
                            "say who brought the items; the name stands on the receipt",
                            "/brought_by",
                            {{"field", "brought_by"}}});
    if (order.received_on && *order.received_on > today)
        findings.push_back({"order.received_later",
                            "the day of receipt " + to_iso(*order.received_on) + " has not come yet",
                            "/received_on",
                            {{"date", to_iso(*order.received_on)}}});
    if (order.promised_on < order.received_on.value_or(today))
        findings.push_back({"order.promised_before",
                            "the promised day " + to_iso(order.promised_on) + " lies before the receipt",
                            "/promised_on",
                            {{"date", to_iso(order.promised_on)}}});
    for (std::size_t i = 0; i < order.items.size(); ++i) {
        const auto& promised = order.items[i].promised_on;
        if (promised && *promised < order.received_on.value_or(today))
            findings.push_back({"order.promised_before",
                                "the promised day " + to_iso(*promised) + " lies before the receipt",
                                "/items/" + std::to_string(i) + "/promised_on",
                                {{"date", to_iso(*promised)}}});
        add_item_findings(findings, order.items[i], i, today);
    }
    return findings;
}

std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

class Reception {
  public:
    Reception(storage::Transaction& transaction, const people::Actor& actor, Moment now)
        : transaction_(transaction),
          actor_(actor),
          now_(now),
          site_(site_of(transaction, actor, now)),
          orders_(transaction, actor.scope()),
          jobs_(transaction, actor.scope()),
          instruments_(transaction, actor.scope()),
          trail_(transaction, actor.scope()) {}

    const Site& site() const { return site_; }

    /// One thing is brought once; what else is asked of it is another job of the same item.
    std::vector<Finding> brought_twice(const ReceivedOrder& received) {
        std::vector<Finding> findings;
        std::map<InstrumentId, std::size_t> first;
        for (std::size_t i = 0; i < received.items.size(); ++i) {
            const auto& instrument = received.items[i].instrument;
            if (!instrument) continue;
            const auto [before, fresh] = first.emplace(*instrument, i);
            if (fresh) continue;
            const std::string serial = instruments_.require(*instrument).serial, line = std::to_string(i + 1),
                              earlier = std::to_string(before->second + 1);
            findings.push_back({"item.twice",
                                "item " + line + " with serial " + serial + " is the instrument of item " + earlier +
                                    "; keep one of them",
                                "/items/" + std::to_string(i) + "/instrument_id",
                                {{"line", line}, {"serial", serial}, {"earlier", earlier}}});
        }
        return findings;
    }

    OrderId receive(const ReceivedOrder& received) {
        jobs::Order order{.id = {},
                          .number = next_number(),
                          .customer = customer_of(received),
                          .contact = received.contact,
                          .received_on = received.received_on.value_or(site_.today),
                          .received_by = actor_.account,
                          .promised_on = received.promised_on,
                          .brought_by = received.brought_by,
                          .remark = received.remark};
        order.id = orders_.add(order, now_);
        trail_.record(actor_, "order.received", "customer_order", order.id.value,
                      {set("number", order.number),
                       {.field = "brought_by", .new_value = order.brought_by, .privacy = trail::Privacy::personal}},
                      now_);
        int line = 0;
        for (const auto& item : received.items) receive(order, item, ++line);
        return order.id;
    }

  private:
    std::string next_number() {
        const auto& format = site_.settings.number_template(organisations::NumberKind::order);
        return storage::NumberRepository(transaction_, actor_.scope())
            .next("order", site_.year(), [&](std::int64_t n) { return format.render(site_.year(), n); })
            .text;
    }

    OrganisationId customer_of(const ReceivedOrder& received) {
        storage::OrganisationRepository organisations(transaction_, actor_.scope());
        if (received.customer) return organisations.require(*received.customer).id;
        const auto id = organisations.add(*received.new_customer, now_);
        trail_.record(actor_, "organisation.added", "organisation", id.value,
                      {set("name", received.new_customer->name)}, now_);
        return id;
    }

    InstrumentId instrument_of(const jobs::Order& order, const ReceivedItem& received) {
        if (received.instrument) return instruments_.require(*received.instrument).id;
        auto instrument = *received.new_instrument;
        if (instrument.owner.value == 0) instrument.owner = order.customer;
        const auto id = instruments_.add(instrument, now_);
        trail_.record(actor_, "instrument.added", "instrument", id.value,
                      {set("serial", instrument.serial), set("name_vi", instrument.name_vi)}, now_);
        return id;
    }

    void receive(const jobs::Order& order, const ReceivedItem& received, int line) {
        if (received.photo) storage::DocumentRepository(transaction_, actor_.scope()).require(*received.photo);
        jobs::Item item{.id = {},
                        .order = order.id,
                        .line = line,
                        .code = order.number + "-" + two_digits(line),
                        .instrument = instrument_of(order, received),
                        .condition = received.condition,
                        .accessories = received.accessories,
                        .photo = received.photo,
                        .handed_back_at = {},
                        .handed_back_to = {}};
        item.id = orders_.add_item(item);
        trail_.record(
            actor_, "item.received", "order_item", item.id.value,
            {set("code", item.code), set("condition_text", item.condition), set("accessories", item.accessories)},
            now_);
        add_job(order, item, received);
    }

    void add_job(const jobs::Order& order, const jobs::Item& item, const ReceivedItem& received) {
        jobs::Job job;
        job.number = item.code + ".1";
        job.order = order.id;
        job.item = item.id;
        job.instrument = item.instrument;
        job.kind = received.kind;
        job.mode = received.mode;
        job.promised_on = received.promised_on.value_or(order.promised_on);
        job.id = jobs_.add(job, now_);
        trail_.record(actor_, "job.received", "job", job.id.value,
                      {set("number", job.number), set("kind", std::string(storage::word(job.kind)))}, now_);
        if (!received.review) return;
        auto review = *received.review;
        review.reviewed_by = actor_.account;
        review.reviewed_at = now_;
        const auto id = jobs_.add_review(job.id, review);
        trail_.record(actor_, "contract.reviewed", "contract_review", id, {set("job", job.number)}, now_);
    }

    storage::Transaction& transaction_;
    const people::Actor& actor_;
    Moment now_;
    Site site_;
    storage::OrderRepository orders_;
    storage::JobRepository jobs_;
    storage::InstrumentRepository instruments_;
    storage::Trail trail_;
};

/// A review during the work: the sheet has to stay possible, and its points stay once something was measured at them.
std::vector<Finding> findings_on_new_points(storage::Transaction& transaction, const people::Actor& actor,
                                            const jobs::Job& job, const std::optional<jobs::ContractReview>& previous,
                                            const jobs::ContractReview& review) {
    if (agreed_points(previous) == review.points) return {};
    require_no_bench(transaction, actor, job.number, job.id, "the agreement of points");
    if (job.first_reading_at)
        return {{"contract.points_measured",
                 "job " + job.number +
                     " has readings at the points agreed before; end it and receive the item for the other points",
                 "/points",
                 {{"job", job.number}}}};
    storage::ProcedureRepository versions(transaction, actor.scope());
    const auto procedure =
        procedures::read_procedure(versions.content(*job.procedure), versions.require(*job.procedure).code);
    const auto item = storage::JobRepository(transaction, actor.scope()).item(job.id).value();
    try {
        procedures::layout(procedure, item_input(item), review.points);
        return {};
    } catch (const Error& error) {
        return error.findings();
    }
}

std::string written(const std::optional<Decimal>& number) { return number ? number->text() : ""; }

bool same_conformity(const jobs::ContractReview& a, const jobs::ContractReview& b) {
    if (!a.conformity_asked && !b.conformity_asked) return true;
    const auto agreed = [](const jobs::ContractReview& review) {
        return std::tie(review.conformity_asked, review.limits, review.decision_rule, review.rule_number,
                        review.agreed_with, review.agreed_on);
    };
    return agreed(a) == agreed(b);
}

/// Specification and rule are agreed before anything is read (ISO/IEC 17025, 7.1.3); who has seen a reading, marked
/// since or not, does not choose them by it.
std::vector<Finding> findings_on_new_agreement(storage::JobRepository& jobs, const jobs::Job& job,
                                               const std::optional<jobs::ContractReview>& previous,
                                               const jobs::ContractReview& review) {
    if (!previous || same_conformity(*previous, review) || jobs.readings(job.id).empty()) return {};
    const std::string stays = previous->conformity_asked
                                  ? "specification, limits and decision rule stay as agreed before them"
                                  : "its certificate states no conformity, as agreed before them";
    return {{"contract.agreement_measured",
             "job " + job.number + " has readings; " + stays +
                 ". For another agreement end the job with a reason and receive the item again",
             "/conformity_asked",
             {{"job", job.number}}}};
}

}  // namespace

OrderId receive_order(storage::Transaction& transaction, const people::Actor& actor, const ReceivedOrder& order,
                      Moment now) {
    Reception reception(transaction, actor, now);
    require_right(transaction, actor, reception.site(), people::Permission::receive_items, now);
    auto findings = findings_on(order, reception.site().today);
    for (auto& finding : reception.brought_twice(order)) findings.push_back(std::move(finding));
    refuse(std::move(findings));
    return reception.receive(order);
}

void review_contract(storage::Transaction& transaction, const people::Actor& actor, JobId id,
                     jobs::ContractReview review, Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::receive_items, now);
    storage::JobRepository jobs(transaction, actor.scope());
    const jobs::Job job = jobs.require(id);
    jobs::require_state(job, {jobs::State::received, jobs::State::in_work, jobs::State::held}, "a contract review");
    refuse(findings_on_review(review, job.kind, site.today));
    const auto previous = jobs.contract_review(id);
    if (job.procedure) {
        auto findings = findings_on_new_points(transaction, actor, job, previous, review);
        const auto more = findings_on_new_agreement(jobs, job, previous, review);
        findings.insert(findings.end(), more.begin(), more.end());
        refuse(std::move(findings));
    }
    review.reviewed_by = actor.account;
    review.reviewed_at = now;
    const auto added = jobs.add_review(id, review);
    std::vector<trail::Change> changes{set("job", job.number)};
    add_change(changes, "specification", previous ? jobs::specifications_of(*previous) : "",
               jobs::specifications_of(review));
    add_change(changes, "decision_rule", previous ? previous->decision_rule : "", review.decision_rule);
    add_change(changes, "rule_number", previous ? written(previous->rule_number) : "", written(review.rule_number));
    storage::Trail(transaction, actor.scope())
        .record(actor, "contract.reviewed", "contract_review", added, changes, now);
}

void hand_back_item(storage::Transaction& transaction, const people::Actor& actor, ItemId id,
                    const std::string& to_whom, Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::hand_back_items, now);
    storage::OrderRepository orders(transaction, actor.scope());
    storage::JobRepository jobs(transaction, actor.scope());
    const jobs::Item item = orders.require_item(id);
    std::vector<Finding> findings;
    if (trimmed(to_whom).empty())
        findings.push_back({"field.missing",
                            "say who took item " + item.code + " back; the name stands on the slip",
                            "/to",
                            {{"field", "to"}}});
    for (const auto job_id : jobs.of_item(id)) {
        const auto job = jobs.require(job_id);
        if (job.state != jobs::State::finished && job.state != jobs::State::cancelled &&
            job.state != jobs::State::returned_unfinished)
            findings.push_back({"item.work_open",
                                "job " + job.number + " of item " + item.code + " is " +
                                    std::string(jobs::to_string(job.state)) + "; finish it, or end it with a reason",
                                "",
                                {{"job", job.number}, {"state", std::string(jobs::to_string(job.state))}}});
    }
    refuse(std::move(findings));
    orders.hand_back(id, to_whom, actor.account, now);
    storage::Trail(transaction, actor.scope())
        .record(actor, "item.handed_back", "order_item", id.value,
                {{.field = "handed_back_to", .new_value = to_whom, .privacy = trail::Privacy::personal}}, now);
}

void attach_photo(storage::Transaction& transaction, const people::Actor& actor, ItemId id, DocumentId photo,
                  Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::receive_items, now);
    storage::OrderRepository orders(transaction, actor.scope());
    orders.require_item(id);
    const auto document = storage::DocumentRepository(transaction, actor.scope()).require(photo);
    orders.set_photo(id, photo);
    storage::Trail(transaction, actor.scope())
        .record(actor, "item.photo", "order_item", id.value, {set("photo", document.sha256)}, now);
}

}  // namespace chuan::operations
