#include "server/api/jobs_json.h"

namespace chuan::server::api {
namespace {

using procedures::Stage;

std::optional<Stage> entry_stage(std::string_view word) {
    if (word == "as_found") return Stage::as_found;
    if (word == "as_left") return Stage::as_left;
    return std::nullopt;
}

}  // namespace

operations::Start read_start(const json::Object& in) {
    operations::Start start;
    start.procedure = in.required<ProcedureVersionId>("procedure_version_id");
    const auto choices = in.objects("standards", [](const json::Object& choice) {
        const auto role = choice.required<std::string>("role");
        const auto standard = choice.maybe<StandardId>("standard_id");
        const auto bottle = choice.maybe<equipment::BottleId>("bottle_id");
        if (standard.has_value() == bottle.has_value())
            choice.refuse("standard_id", "field.value", "give either standard_id or bottle_id", {{"role", role}});
        return std::tuple(role, standard, bottle);
    });
    for (const auto& [role, standard, bottle] : choices)
        if (start.standards.contains(role) || start.bottles.contains(role) ||
            !(bottle ? start.bottles.emplace(role, *bottle).second
                     : start.standards.emplace(role, standard.value_or(StandardId{})).second))
            in.refuse("standards", "field.value", "the role " + role + " stands twice; choose one standard for it",
                      {{"role", role}});
    start.place = in.word("place_of_work", jobs::place_from);
    start.place_detail = in.value_or("place_detail", std::string());
    return start;
}

operations::ReadingEntry read_reading_entry(const json::Object& in) {
    return {.entry_key = in.required<std::string>("entry_key"),
            .stage = in.word("stage", entry_stage),
            .point = in.required<std::string>("point"),
            .channel = in.required<std::string>("channel"),
            .repeat = in.required<int>("repeat"),
            .typed = in.required<std::string>("indication"),
            .measured_at = in.required<Moment>("measured_at"),
            .transcribed_from = in.maybe<DocumentId>("transcribed_from"),
            .late_reason = in.value_or("late_reason", std::string())};
}

operations::Mark read_mark(const json::Object& in) {
    return {.kind = in.word("kind", jobs::mark_kind_from),
            .reason = in.required<std::string>("reason"),
            .replacement = in.maybe_object("replacement", read_reading_entry)};
}

operations::EnvironmentEntry read_environment_entry(const json::Object& in) {
    return {.entry_key = in.required<std::string>("entry_key"),
            .moment = in.required<std::string>("moment"),
            .quantity = in.required<std::string>("quantity"),
            .typed = in.required<std::string>("indication"),
            .sensor = in.required<StandardId>("sensor_id"),
            .measured_at = in.required<Moment>("measured_at"),
            .replaces = in.maybe<std::int64_t>("replaces"),
            .reason = in.value_or("reason", std::string()),
            .transcribed_from = in.maybe<DocumentId>("transcribed_from"),
            .late_reason = in.value_or("late_reason", std::string())};
}

operations::CheckEntry read_check_entry(const json::Object& in) {
    return {.entry_key = in.required<std::string>("entry_key"),
            .stage = in.word("stage", entry_stage),
            .operation = in.required<std::string>("operation"),
            .passed = in.required<bool>("passed"),
            .remark = in.value_or("remark", std::string()),
            .replaces = in.maybe<std::int64_t>("replaces"),
            .transcribed_from = in.maybe<DocumentId>("transcribed_from"),
            .late_reason = in.value_or("late_reason", std::string())};
}

operations::Copies read_copies(const json::Object& in) {
    return {.environment = in.list<std::int64_t>("environment", false),
            .checks = in.list<std::int64_t>("checks", false)};
}

jobs::Adjustment read_adjustment(const json::Object& in) {
    return {.choice = in.word("choice", jobs::adjustment_from),
            .reason = in.value_or("reason", std::string()),
            .done_by = in.value_or("done_by", std::string()),
            .consent = in.value_or("consent", std::string()),
            .seals = in.value_or("seals", std::string())};
}

operations::StandardChange read_standard_change(const json::Object& in) {
    operations::StandardChange change{.role = in.required<std::string>("role"),
                                      .standard = in.maybe<StandardId>("standard_id"),
                                      .bottle = in.maybe<equipment::BottleId>("bottle_id"),
                                      .reason = in.required<std::string>("reason")};
    if (change.standard.has_value() == change.bottle.has_value())
        in.refuse("standard_id", "field.value", "give either standard_id or bottle_id", {{"role", change.role}});
    return change;
}

std::optional<std::pair<Stage, procedures::CountedReading>> read_preview_reading(const json::Object& one,
                                                                                 std::vector<Finding>& findings) {
    const Stage stage = one.word("stage", entry_stage);
    procedures::CountedReading reading{.point = one.required<std::string>("point"),
                                       .channel = one.required<std::string>("channel"),
                                       .repeat = one.required<int>("repeat"),
                                       .indication = {}};
    try {
        reading.indication = Decimal::parse_entered(one.required<std::string>("indication"));
        return std::pair(stage, std::move(reading));
    } catch (const Error& error) {
        for (auto finding : error.findings()) {
            finding.field = one.pointer_of("indication");
            findings.push_back(std::move(finding));
        }
        return std::nullopt;
    }
}

std::pair<Stage, procedures::CheckAnswer> read_preview_check(const json::Object& one) {
    return {one.word("stage", entry_stage), {one.required<std::string>("operation"), one.required<bool>("passed"), {}}};
}

PreviewEntered read_preview(const json::Object& in) {
    PreviewEntered entered;
    for (auto& reading :
         in.objects("readings", [&](const json::Object& one) { return read_preview_reading(one, entered.findings); }))
        if (reading) entered.typed.readings.push_back(*std::move(reading));
    entered.typed.checks = in.objects("checks", read_preview_check, false);
    entered.typed.adjustment = in.maybe_word("adjustment", jobs::adjustment_from);
    return entered;
}

}  // namespace chuan::server::api
