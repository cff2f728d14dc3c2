#include "operations/compare_jobs.h"

#include <algorithm>
#include <cmath>

#include "operations/sign_job.h"
#include "procedures/tolerance.h"
#include "storage/account_repository.h"
#include "storage/material_repository.h"
#include "storage/order_repository.h"
#include "storage/standard_repository.h"
#include "storage/words.h"

namespace chuan::operations {
namespace {

using procedures::PointResult;
using procedures::Stage;

/// What is compared of a job; of a finished one the results that were signed.
struct Compared {
    jobs::Job job;
    std::string procedure, technician, condition;
    std::optional<jobs::ContractReview> review;
    std::optional<jobs::Adjustment> adjustment;
    std::vector<storage::EnvironmentReading> environment;
    std::map<std::string, std::string> standards;  // by role: "GB-01, certificate VMI-7"
    procedures::Evaluation evaluation;
};

Compared load(storage::Transaction& transaction, people::Scope scope, JobId id) {
    storage::JobRepository jobs(transaction, scope);
    storage::StandardRepository standards(transaction, scope);
    Compared compared;
    compared.job = jobs.require(id);
    if (compared.job.procedure) {
        const auto version = storage::ProcedureRepository(transaction, scope).require(*compared.job.procedure);
        compared.procedure = version.code + " " + version.version;
    }
    if (compared.job.technician)
        compared.technician = storage::AccountRepository(transaction).require(*compared.job.technician).name;
    compared.condition = storage::OrderRepository(transaction, scope).require_item(compared.job.item).condition;
    compared.review = jobs.contract_review(id);
    compared.adjustment = jobs.adjustment(id);
    compared.environment = storage::newest_of(jobs.environment(id));
    for (const auto& used : jobs.standards(id))
        compared.standards[used.role] =
            used.code + ", " +
            (used.material ? storage::MaterialRepository(transaction, scope).require(*used.material).certificate_number
                           : standards.require_certificate(used.certificate.value()).number);
    if (auto stored = jobs.evaluation(id)) compared.evaluation = std::move(stored->evaluation);
    return compared;
}

bool is_final(const PointResult& result) { return result.stage != Stage::as_found; }

/// The same point by id, or, where other points were agreed, by its nominal.
const PointResult* result_at(const procedures::Evaluation& before, const PointResult& now) {
    const PointResult* same_nominal = nullptr;
    for (const auto& result : before.points) {
        if (!is_final(result) || result.unit != now.unit || result.nominal != now.nominal ||
            result.direction != now.direction)
            continue;
        if (result.point == now.point) return &result;
        same_nominal = &result;
    }
    return same_nominal;
}

Difference fact(std::string kind, std::string before, std::string now) {
    Difference difference;
    difference.kind = std::move(kind);
    difference.before = std::move(before);
    difference.now = std::move(now);
    difference.significant = true;
    return difference;
}

void add_if_changed(std::vector<Difference>& differences, Difference difference) {
    if (difference.before != difference.now) differences.push_back(std::move(difference));
}

std::string specification_of(const Compared& compared) {
    const auto& review = compared.review;
    if (!review || !review->conformity_asked) return {};
    std::string text;
    for (const auto& agreed : review->limits)
        text += (text.empty() ? "" : "; ") + (agreed.function.empty() ? "" : agreed.function + ": ") +
                agreed.specification + ", " + procedures::written(agreed);
    return text + ", " + review->decision_rule + (review->rule_number ? " " + review->rule_number->text() : "");
}

std::string adjustment_of(const Compared& compared) {
    return compared.adjustment ? std::string(jobs::to_string(compared.adjustment->choice)) : "";
}

void add_standards(std::vector<Difference>& differences, const Compared& before, const Compared& now,
                   const procedures::Procedure& procedure) {
    for (const auto& need : procedure.standards) {
        const auto text = [&](const Compared& compared) {
            const auto found = compared.standards.find(need.role);
            return found == compared.standards.end() ? std::string() : found->second;
        };
        auto difference = fact("standard", text(before), text(now));
        difference.name_vi = need.name.vi;
        difference.name_en = need.name.en;
        add_if_changed(differences, std::move(difference));
    }
}

std::string environment_of(const Compared& compared, const std::string& quantity) {
    std::string text;
    for (const auto& reading : compared.environment)  // start before end
        if (reading.quantity == quantity) text += (text.empty() ? "" : "; ") + reading.corrected.text();
    return text;
}

void add_environment(std::vector<Difference>& differences, const Compared& before, const Compared& now,
                     const procedures::Procedure& procedure) {
    for (const auto& condition : procedure.conditions) {
        auto difference =
            fact("environment", environment_of(before, condition.quantity), environment_of(now, condition.quantity));
        difference.note = condition.quantity;
        difference.unit = condition.unit;
        difference.significant = false;
        add_if_changed(differences, std::move(difference));
    }
}

void add_operations(std::vector<Difference>& differences, const Compared& before, const Compared& now,
                    const procedures::Procedure& procedure) {
    for (const auto& operation : now.evaluation.operations) {
        const auto same = std::ranges::find(before.evaluation.operations, operation.operation,
                                            &procedures::OperationResult::operation);
        if (same == before.evaluation.operations.end() || same->outcome == operation.outcome) continue;
        auto difference =
            fact("operation", std::string(storage::word(same->outcome)), std::string(storage::word(operation.outcome)));
        if (const auto* known = procedure.operation(operation.operation)) {
            difference.name_vi = known->name.vi;
            difference.name_en = known->name.en;
        }
        difference.stage = storage::word(operation.stage);
        difference.note = operation.remark;
        differences.push_back(std::move(difference));
    }
}

std::vector<Difference> compare(const Compared& before, const Compared& now, const procedures::Procedure& procedure) {
    auto differences = compare_results(before.evaluation, now.evaluation);
    add_if_changed(differences, fact("specification", specification_of(before), specification_of(now)));
    add_if_changed(differences, fact("procedure", before.procedure, now.procedure));
    add_standards(differences, before, now, procedure);
    add_environment(differences, before, now, procedure);
    add_if_changed(differences, fact("adjustment", adjustment_of(before), adjustment_of(now)));
    add_operations(differences, before, now, procedure);
    add_if_changed(differences, fact("item", before.condition, now.condition));
    add_if_changed(differences, fact("technician", before.technician, now.technician));
    std::ranges::stable_partition(differences, &Difference::significant);
    return differences;
}

PreviousJob previous_job(storage::Transaction& transaction, people::Scope scope, const Site& site,
                         const jobs::Job& job) {
    PreviousJob previous{.job = job, .finished_on = {}, .certificate = {}};
    for (const auto& signature : storage::JobRepository(transaction, scope).signatures(job.id))
        if (signature.meaning == jobs::Meaning::approved) previous.finished_on = site.day_of(signature.signed_at);
    storage::CertificateRepository certificates(transaction, scope);
    if (const auto ids = certificates.of_job(job.id); !ids.empty())
        previous.certificate = certificates.require(ids.back());
    return previous;
}

std::int64_t count(const Sheet& sheet, jobs::MarkKind kind) {
    return std::ranges::count(sheet.marks, kind, &jobs::ReadingMark::kind);
}

}  // namespace

std::vector<Difference> compare_results(const procedures::Evaluation& before, const procedures::Evaluation& now) {
    std::vector<Difference> differences;
    for (const auto& result : now.points) {
        Difference difference;
        difference.kind = "result";
        difference.point = result.point;
        difference.stage = storage::word(result.stage);
        difference.unit = result.unit;
        difference.now = result.printed_error;
        difference.note = result.nominal;
        if (const auto* same = result_at(before, result)) {
            difference.before = same->printed_error;
            const auto from = Decimal::try_parse(same->printed_error), to = Decimal::try_parse(result.printed_error);
            if (from && to) difference.change = (*to - *from).text();
            difference.significant = std::abs(result.error - same->error) >
                                     std::hypot(result.expanded_uncertainty, same->expanded_uncertainty);
        }
        differences.push_back(std::move(difference));
    }
    return differences;
}

JobComparison compare_jobs(storage::Transaction& transaction, const people::Actor& actor, JobId id, Moment now) {
    people::require(actor, people::Permission::read_jobs);
    const Site site = site_of(transaction, actor, now);
    const Sheet sheet = load_sheet(transaction, actor.scope(), id);
    JobComparison comparison;
    comparison.outliers = count(sheet, jobs::MarkKind::outlier);
    comparison.slips = count(sheet, jobs::MarkKind::slip);
    comparison.repeats = count(sheet, jobs::MarkKind::measured_again);
    comparison.copied = paper_copies(sheet);
    comparison.findings = findings_on_review(transaction, actor, sheet, site.today);
    const auto previous = storage::JobRepository(transaction, actor.scope()).previous_of(sheet.job.instrument, id);
    if (!previous) return comparison;
    Compared current = load(transaction, actor.scope(), id);
    if (sheet.job.state == jobs::State::in_work || sheet.job.state == jobs::State::held)
        current.evaluation = sheet.evaluation;
    const Compared before = load(transaction, actor.scope(), *previous);
    comparison.previous = previous_job(transaction, actor.scope(), site, before.job);
    comparison.differences = compare(before, current, sheet.procedure);
    return comparison;
}

}  // namespace chuan::operations
