#include "operations/bench_place.h"

#include "base/text.h"
#include "operations/load_sheet.h"
#include "storage/bench_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

void record(storage::Transaction& transaction, const people::Actor& actor, const jobs::BenchItem& item,
            const std::string& act, const std::string& reason, Moment now) {
    storage::BenchRepository(transaction, actor.scope()).update(item);
    std::vector<trail::Change> changes{set("bench", item.bench_name)};
    if (!reason.empty()) changes.push_back(set("reason", reason));
    storage::Trail(transaction, actor.scope()).record(actor, act, "bench_item", item.id, changes, now);
}

}  // namespace

void settle_at_bench(storage::Transaction& transaction, const people::Actor& actor, JobId job, Moment now) {
    storage::BenchRepository benches(transaction, actor.scope());
    auto item = benches.of_job(job);
    if (!item || item->until) return;
    item->until = benches.standing(item->bench);
    record(transaction, actor, *item, "bench.item_signed", "", now);
}

void reopen_at_bench(storage::Transaction& transaction, const people::Actor& actor, JobId job, Moment now) {
    auto item = storage::BenchRepository(transaction, actor.scope()).of_job(job);
    if (!item || !item->until) return;
    item->until.reset();
    record(transaction, actor, *item, "bench.item_returned", "", now);
}

void take_from_bench(storage::Transaction& transaction, const people::Actor& actor, JobId job,
                     const std::string& reason, Moment now) {
    storage::BenchRepository benches(transaction, actor.scope());
    auto item = benches.of_job(job);
    if (!item) return;
    if (!item->until) item->until = benches.standing(item->bench);
    item->left = jobs::Leaving{now, actor.account, reason};
    record(transaction, actor, *item, "bench.item_left", reason, now);
}

void require_no_bench(storage::Transaction& transaction, const people::Actor& actor, const std::string& job_number,
                      JobId job, const std::string& act) {
    const auto item = storage::BenchRepository(transaction, actor.scope()).of_job(job);
    if (!item) return;
    throw Error(ErrorKind::conflict, "bench.alone",
                "job " + job_number + " is measured at the bench \"" + item->bench_name + "\"; " + act +
                    " is done there for all items, or let the item leave first",
                "", {{"job", job_number}, {"bench", item->bench_name}, {"act", act}});
}

void leave_bench(storage::Transaction& transaction, const people::Actor& actor, jobs::BenchId bench, JobId job,
                 const std::string& reason, Moment now) {
    const Site site = site_of(transaction, actor, now);
    storage::BenchRepository benches(transaction, actor.scope());
    const auto found = benches.require(bench);
    const auto item = benches.of_job(job);
    if (!item || item->bench != bench)
        throw Error(ErrorKind::not_found, "record.unknown",
                    "job " + std::to_string(job.value) + " is not at the bench \"" + found.name + "\"");
    const Sheet sheet = SheetLoader(transaction, actor.scope()).records(job);
    require_right(transaction, actor, site, people::Permission::measure, now);
    require_authorised(transaction, actor, people::Activity::perform, sheet.procedure.code, site.today);
    require_no_conflict(transaction, actor, sheet.order.customer, site.today);
    jobs::require_state(sheet.job, {jobs::State::in_work, jobs::State::held}, "leaving the bench");
    if (trimmed(reason).empty())
        refuse({{"field.missing", "say why the item leaves the bench", "/reason", {{"field", "reason"}}}});
    take_from_bench(transaction, actor, job, reason, now);
}

}  // namespace chuan::operations
