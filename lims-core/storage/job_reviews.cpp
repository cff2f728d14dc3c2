// Contract reviews with the limits agreed for each quantity of the item.

#include "base/text.h"
#include "procedures/names.h"
#include "storage/columns.h"
#include "storage/job_repository.h"
#include "storage/words.h"

namespace chuan::storage {
namespace {

using procedures::AgreedLimits;
using procedures::TableArgument;
using procedures::Tolerance;

constexpr std::string_view kAddReview = R"sql(
    INSERT INTO contract_review (body_id, job_id, method_fits, capable, points, conformity_asked, decision_rule, rule_number,
                                 validity_asked, validity_months, external_provider, agreed_with, agreed_on, remark, reviewed_by,
                                 reviewed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
    RETURNING id)sql";

constexpr std::string_view kReview = R"sql(
    SELECT id, method_fits, capable, points, conformity_asked, decision_rule, rule_number, validity_asked, validity_months,
           external_provider, agreed_with, agreed_on, remark, reviewed_by, reviewed_at
      FROM contract_review
     WHERE body_id = $1 AND job_id = $2
     ORDER BY id DESC
     LIMIT 1)sql";

constexpr std::string_view kAddLimits = R"sql(
    INSERT INTO agreed_limits (body_id, contract_review_id, line, function_name, specification, percent_of_value, percent_of_span,
                               absolute, digits, limit_low, limit_high, unit, side, mpe_table, accuracy_class, mode, arguments,
                               options)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18))sql";

constexpr std::string_view kLimits = R"sql(
    SELECT function_name, specification, percent_of_value, percent_of_span, absolute, digits, limit_low, limit_high, unit, side,
           mpe_table, accuracy_class, mode, arguments, options
      FROM agreed_limits
     WHERE body_id = $1 AND contract_review_id = $2
     ORDER BY line)sql";

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const auto& word : words) all += (all.empty() ? "" : " ") + word;
    return all;
}

std::vector<std::string> words_of(const std::string& column) {
    std::vector<std::string> words;
    for (auto& word : split(column, ' '))
        if (!word.empty()) words.push_back(std::move(word));
    return words;
}

/// NAME=WORD; an argument's word is what answers for it, or the figure itself.
std::pair<std::string, std::string> named(const std::string& word) {
    const auto equals = word.find('=');
    return {word.substr(0, equals), word.substr(equals + 1)};
}

std::string arguments_text(const std::vector<TableArgument>& arguments) {
    std::vector<std::string> words;
    for (const TableArgument& argument : arguments)
        words.push_back(argument.name + "=" +
                        (argument.value ? argument.value->text() : std::string(procedures::name_of(argument.from))));
    return joined(words);
}

std::vector<TableArgument> arguments_of(const std::string& column) {
    std::vector<TableArgument> arguments;
    for (const std::string& each : words_of(column)) {
        const auto [name, answer] = named(each);
        if (const auto from = procedures::answer_named(answer))
            arguments.push_back({name, *from, std::nullopt});
        else
            arguments.push_back({name, TableArgument::From::fixed, Decimal::parse(answer)});
    }
    return arguments;
}

std::string options_text(const std::map<std::string, std::string>& options) {
    std::vector<std::string> words;
    for (const auto& [name, chosen] : options) words.push_back(name + "=" + chosen);
    return joined(words);
}

AgreedLimits limits_at(const Row& row) {
    AgreedLimits agreed{.function = row.get<std::string>(0),
                        .specification = row.get<std::string>(1),
                        .tolerance = {.percent_of_value = optional_decimal_at(row, 2),
                                      .percent_of_span = optional_decimal_at(row, 3),
                                      .absolute = optional_decimal_at(row, 4),
                                      .unit = row.get<std::string>(8),
                                      .digits = optional_decimal_at(row, 5),
                                      .side = procedures::side_named(row.get<std::string>(9)).value(),
                                      .table = row.get<std::string>(10),
                                      .arguments = arguments_of(row.get<std::string>(13))},
                        .low = optional_decimal_at(row, 6),
                        .high = optional_decimal_at(row, 7),
                        .accuracy_class = row.get<std::string>(11),
                        .mode = mode_from(row.get<std::string>(12))};
    for (const std::string& each : words_of(row.get<std::string>(14))) agreed.tolerance.options.insert(named(each));
    return agreed;
}

}  // namespace

std::int64_t JobRepository::add_review(JobId job, const jobs::ContractReview& r) {
    const auto id = transaction_
                        .one(kAddReview, {body_, job, r.method_fits, r.capable, joined(r.points), r.conformity_asked,
                                          r.decision_rule, text(r.rule_number), r.validity_asked, r.validity_months,
                                          r.external_provider, r.agreed_with, r.agreed_on ? to_iso(*r.agreed_on) : "",
                                          r.remark, r.reviewed_by, text(r.reviewed_at)})
                        ->get<std::int64_t>(0);
    std::int64_t line = 0;
    for (const AgreedLimits& agreed : r.limits) {
        const Tolerance& t = agreed.tolerance;
        transaction_.execute(
            kAddLimits, {body_, id, ++line, agreed.function, agreed.specification, text(t.percent_of_value),
                         text(t.percent_of_span), text(t.absolute), text(t.digits), text(agreed.low), text(agreed.high),
                         t.unit, procedures::name_of(t.side), t.table, agreed.accuracy_class, word(agreed.mode),
                         arguments_text(t.arguments), options_text(t.options)});
    }
    return id;
}

std::optional<jobs::ContractReview> JobRepository::contract_review(JobId job) {
    const auto row = transaction_.one(kReview, {body_, job});
    if (!row) return std::nullopt;
    jobs::ContractReview review{.id = row->get<std::int64_t>(0),
                                .method_fits = row->get<bool>(1),
                                .capable = row->get<bool>(2),
                                .points = words_of(row->get<std::string>(3)),
                                .conformity_asked = row->get<bool>(4),
                                .limits = {},
                                .decision_rule = row->get<std::string>(5),
                                .rule_number = optional_decimal_at(*row, 6),
                                .validity_asked = row->get<bool>(7),
                                .validity_months = row->get<std::optional<int>>(8),
                                .external_provider = row->get<std::string>(9),
                                .agreed_with = row->get<std::string>(10),
                                .agreed_on = date_from_entry(row->get<std::string>(11)),
                                .remark = row->get<std::string>(12),
                                .reviewed_by = row->get<AccountId>(13),
                                .reviewed_at = moment_at(*row, 14)};
    for (const Row& limits : transaction_.execute(kLimits, {body_, review.id}).rows)
        review.limits.push_back(limits_at(limits));
    return review;
}

}  // namespace chuan::storage
