#include "storage/columns.h"
#include "storage/job_repository.h"
#include "storage/words.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kAdd = R"sql(
    INSERT INTO evaluation (body_id, job_id, engine_version, inputs_sha256, verdict, made_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    RETURNING id)sql";
constexpr std::string_view kAddResult = R"sql(
    INSERT INTO result (body_id, evaluation_id, line, stage, point, direction, nominal, unit, reference, indication, value, error,
                        standard_uncertainty, degrees_of_freedom, coverage_factor, coverage_probability, expanded_uncertainty,
                        coverage_reason, raised_to_cmc, printed_reference, printed_indication, printed_value, printed_error,
                        printed_uncertainty, printed_coverage_factor, printed_limit, limit_low, limit_high, verdict,
                        conformance_probability, generator, trials, seed, interval_low, interval_high, printed_interval_of,
                        printed_low, printed_high)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
            $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38)
    RETURNING id)sql";
constexpr std::string_view kAddBudgetLine = R"sql(
    INSERT INTO budget_line (body_id, result_id, line, symbol, description_vi, description_en, estimate, unit, distribution,
                             standard_uncertainty, degrees_of_freedom, sensitivity, contribution, share, source)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15))sql";
constexpr std::string_view kAddCrossTerm = R"sql(
    INSERT INTO budget_cross_term (body_id, result_id, line, symbol_a, symbol_b, correlation, contribution, share)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql";
constexpr std::string_view kAddOperation = R"sql(
    INSERT INTO operation_result (body_id, evaluation_id, line, stage, operation, outcome, remark)
    VALUES ($1, $2, $3, $4, $5, $6, $7))sql";

constexpr std::string_view kNewest =
    "SELECT id FROM evaluation WHERE body_id = $1 AND job_id = $2 ORDER BY id DESC LIMIT 1";
constexpr std::string_view kFind = R"sql(
    SELECT engine_version, inputs_sha256, verdict, made_at FROM evaluation WHERE body_id = $1 AND id = $2)sql";
constexpr std::string_view kResults = R"sql(
    SELECT id, stage, point, direction, nominal, unit, reference, indication, value, error, standard_uncertainty,
           degrees_of_freedom, coverage_factor, coverage_probability, expanded_uncertainty, coverage_reason, raised_to_cmc,
           printed_reference, printed_indication, printed_value, printed_error, printed_uncertainty, printed_coverage_factor,
           printed_limit, limit_low, limit_high, verdict, conformance_probability, generator, trials, seed, interval_low,
           interval_high, printed_interval_of, printed_low, printed_high
      FROM result
     WHERE body_id = $1 AND evaluation_id = $2
     ORDER BY line)sql";
constexpr std::string_view kBudget = R"sql(
    SELECT symbol, description_vi, description_en, estimate, unit, distribution, standard_uncertainty, degrees_of_freedom,
           sensitivity, contribution, share, source
      FROM budget_line
     WHERE body_id = $1 AND result_id = $2
     ORDER BY line)sql";
constexpr std::string_view kCrossTerms = R"sql(
    SELECT symbol_a, symbol_b, correlation, contribution, share
      FROM budget_cross_term
     WHERE body_id = $1 AND result_id = $2
     ORDER BY line)sql";
constexpr std::string_view kOperations = R"sql(
    SELECT stage, operation, outcome, remark FROM operation_result WHERE body_id = $1 AND evaluation_id = $2 ORDER BY line)sql";

Value verdict_value(const std::optional<conformity::Verdict>& verdict) {
    return verdict ? Value(word(*verdict)) : Value(std::nullopt);
}

std::optional<conformity::Verdict> verdict_at(const Row& row, std::size_t column) {
    if (row.is_null(column)) return std::nullopt;
    return verdict_from(row.get<std::string>(column));
}

procedures::PointResult point_of(const Row& row) {
    procedures::PointResult point;
    point.stage = stage_from(row.get<std::string>(1));
    point.point = row.get<std::string>(2);
    point.direction = row.get<std::string>(3);
    point.nominal = row.get<std::string>(4);
    point.unit = row.get<std::string>(5);
    point.reference = row.get<double>(6);
    point.indication = row.get<double>(7);
    point.value = row.get<double>(8);
    point.error = row.get<double>(9);
    point.standard_uncertainty = row.get<double>(10);
    point.degrees_of_freedom = row.get<std::optional<double>>(11);
    point.coverage_factor = row.get<double>(12);
    point.coverage_probability = row.get<double>(13);
    point.expanded_uncertainty = row.get<double>(14);
    point.coverage_reason = row.get<std::string>(15);
    point.raised_to_cmc = row.get<bool>(16);
    point.printed_reference = row.get<std::string>(17);
    point.printed_indication = row.get<std::string>(18);
    point.printed_value = row.get<std::string>(19);
    point.printed_error = row.get<std::string>(20);
    point.printed_uncertainty = row.get<std::string>(21);
    point.printed_coverage_factor = row.get<std::string>(22);
    point.printed_limit = row.get<std::string>(23);
    const auto low = row.get<std::optional<double>>(24), high = row.get<std::optional<double>>(25);
    if (low || high) point.limits = conformity::Limits{low, high};
    point.verdict = verdict_at(row, 26);
    point.conformance_probability = row.get<std::optional<double>>(27);
    if (!row.is_null(28))
        point.simulated = procedures::SimulatedBy{
            row.get<std::string>(28), static_cast<std::size_t>(row.get<std::int64_t>(29)),
            static_cast<std::uint64_t>(row.get<std::int64_t>(30)), row.get<double>(31), row.get<double>(32)};
    if (!row.is_null(33))
        point.interval = procedures::PrintedInterval{row.get<std::string>(33) == "error", row.get<std::string>(34),
                                                     row.get<std::string>(35)};
    return point;
}

procedures::BudgetLine budget_line_of(const Row& row) {
    return {.symbol = row.get<std::string>(0),
            .description_vi = row.get<std::string>(1),
            .description_en = row.get<std::string>(2),
            .estimate = row.get<double>(3),
            .unit = row.get<std::string>(4),
            .distribution = row.get<std::string>(5),
            .standard_uncertainty = row.get<double>(6),
            .degrees_of_freedom = row.get<std::optional<double>>(7),
            .sensitivity = row.get<double>(8),
            .contribution = row.get<double>(9),
            .share = row.get<double>(10),
            .source = row.get<std::string>(11)};
}

std::int64_t add_point(Transaction& transaction, BodyId body, EvaluationId evaluation, std::int64_t line,
                       const procedures::PointResult& p) {
    static const conformity::Limits kNone;
    const conformity::Limits& limits = p.limits ? *p.limits : kNone;
    const auto interval = [&](auto read) { return p.interval ? Value(read(*p.interval)) : Value(std::nullopt); };
    const auto simulated = [&](auto read) { return p.simulated ? read(*p.simulated) : Value(std::nullopt); };
    return transaction
        .one(kAddResult, {body,
                          evaluation,
                          line,
                          word(p.stage),
                          p.point,
                          p.direction,
                          p.nominal,
                          p.unit,
                          p.reference,
                          p.indication,
                          p.value,
                          p.error,
                          p.standard_uncertainty,
                          p.degrees_of_freedom,
                          p.coverage_factor,
                          p.coverage_probability,
                          p.expanded_uncertainty,
                          p.coverage_reason,
                          p.raised_to_cmc,
                          p.printed_reference,
                          p.printed_indication,
                          p.printed_value,
                          p.printed_error,
                          p.printed_uncertainty,
                          p.printed_coverage_factor,
                          p.printed_limit,
                          limits.low,
                          limits.high,
                          verdict_value(p.verdict),
                          p.conformance_probability,
                          simulated([](const auto& by) { return Value(by.generator); }),
                          simulated([](const auto& by) { return Value(static_cast<std::int64_t>(by.trials)); }),
                          simulated([](const auto& by) { return Value(static_cast<std::int64_t>(by.seed)); }),
                          simulated([](const auto& by) { return Value(by.low); }),
                          simulated([](const auto& by) { return Value(by.high); }),
                          interval([](const auto& of) { return std::string(of.of_error ? "error" : "value"); }),
                          interval([](const auto& of) { return of.low; }),
                          interval([](const auto& of) { return of.high; })})
        ->get<std::int64_t>(0);
}

}  // namespace

EvaluationId JobRepository::add_evaluation(JobId job, const procedures::Evaluation& e, std::string_view inputs_sha256,
                                           Moment now) {
    const auto id =
        transaction_.one(kAdd, {body_, job, e.engine_version, inputs_sha256, verdict_value(e.verdict), text(now)})
            ->get<EvaluationId>(0);
    std::int64_t line = 0;
    for (const auto& point : e.points) {
        const auto result = add_point(transaction_, body_, id, ++line, point);
        std::int64_t budget_line = 0;
        for (const auto& b : point.budget)
            transaction_.execute(
                kAddBudgetLine, {body_, result, ++budget_line, b.symbol, b.description_vi, b.description_en, b.estimate,
                                 b.unit, b.distribution, b.standard_uncertainty, b.degrees_of_freedom, b.sensitivity,
                                 b.contribution, b.share, b.source});
        std::int64_t term_line = 0;
        for (const auto& term : point.cross_terms)
            transaction_.execute(kAddCrossTerm,
                                 {body_, result, ++term_line, term.a, term.b, term.r, term.contribution, term.share});
    }
    line = 0;
    for (const auto& operation : e.operations)
        transaction_.execute(kAddOperation, {body_, id, ++line, word(operation.stage), operation.operation,
                                             word(operation.outcome), operation.remark});
    return id;
}

std::optional<JobRepository::StoredEvaluation> JobRepository::evaluation(JobId job) {
    const auto row = transaction_.one(kNewest, {body_, job});
    return row ? std::optional(require_evaluation(row->get<EvaluationId>(0))) : std::nullopt;
}

JobRepository::StoredEvaluation JobRepository::require_evaluation(EvaluationId id) {
    const auto row = transaction_.one(kFind, {body_, id});
    if (!row)
        throw Error(ErrorKind::not_found, "evaluation.unknown",
                    "there is no evaluation " + std::to_string(id.value) + " here");
    StoredEvaluation stored{
        .id = id, .inputs_sha256 = row->get<std::string>(1), .evaluation = {}, .made_at = moment_at(*row, 3)};
    stored.evaluation.engine_version = row->get<std::string>(0);
    stored.evaluation.verdict = verdict_at(*row, 2);
    for (const Row& result : transaction_.execute(kResults, {body_, id}).rows) {
        auto& point = stored.evaluation.points.emplace_back(point_of(result));
        for (const Row& line : transaction_.execute(kBudget, {body_, result.get<std::int64_t>(0)}).rows)
            point.budget.push_back(budget_line_of(line));
        for (const Row& term : transaction_.execute(kCrossTerms, {body_, result.get<std::int64_t>(0)}).rows)
            point.cross_terms.push_back({.a = term.get<std::string>(0),
                                         .b = term.get<std::string>(1),
                                         .r = term.get<double>(2),
                                         .contribution = term.get<double>(3),
                                         .share = term.get<double>(4)});
    }
    for (const Row& operation : transaction_.execute(kOperations, {body_, id}).rows)
        stored.evaluation.operations.push_back({.operation = operation.get<std::string>(1),
                                                .stage = stage_from(operation.get<std::string>(0)),
                                                .outcome = outcome_from(operation.get<std::string>(2)),
                                                .remark = operation.get<std::string>(3)});
    return stored;
}

}  // namespace chuan::storage
