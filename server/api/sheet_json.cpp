#include <algorithm>

#include "operations/hands.h"
#include "operations/job_item.h"
#include "operations/room_history.h"
#include "reports/text/catalogue.h"
#include "server/api/jobs_json.h"
#include "storage/standard_repository.h"
#include "storage/words.h"

namespace chuan::server::api {
namespace {

json::Value mark_json(PeopleNames& people, const jobs::ReadingMark& mark) {
    return json::object({{"id", mark.id},
                         {"kind", jobs::to_string(mark.kind)},
                         {"reason", mark.reason},
                         {"replaced_by", mark.replaced_by},
                         {"marked_by", people.ref(mark.marked_by)},
                         {"marked_at", mark.marked_at}});
}

json::Value compared_json(PeopleNames& people, const std::optional<storage::TranscriptionCheck>& compared) {
    if (!compared) return nullptr;
    return json::object({{"by", people.ref(compared->by)}, {"at", compared->at}});
}

std::string quantity_name(reports::text::Language language, const std::string& quantity) {
    const std::string key = "quantity." + quantity;
    return reports::text::has(key) ? reports::text::of(language, key) : quantity;
}

json::Value sensor_json(const operations::StandardOption& option, const equipment::CertificateValue& value) {
    return json::object({{"standard_id", option.standard.id},
                         {"code", option.standard.code},
                         {"name_vi", option.standard.name_vi},
                         {"name_en", option.standard.name_en},
                         {"quantity", value.quantity},
                         {"unit", value.unit},
                         {"due_on", option.certificate->due_on},
                         {"usable", option.findings.empty()},
                         {"findings", findings_json(option.findings)}});
}

json::Value runs_json(PeopleNames& people, storage::JobRepository& jobs, JobId job) {
    return json::list(jobs.runs(job), [&](const storage::Run& run) {
        return json::object({{"stage", storage::word(run.stage)},
                             {"started_by", people.ref(run.started_by)},
                             {"started_at", run.started_at}});
    });
}

bool is_editable(const people::Actor& actor, const jobs::Job& job) {
    return people::has_permission(actor, people::Permission::measure) &&
           (job.state == jobs::State::in_work || job.state == jobs::State::held);
}

}  // namespace

json::Value environment_rule_json(const procedures::EnvironmentCondition& condition) {
    return json::object({{"quantity", condition.quantity},
                         {"name_vi", quantity_name(reports::text::Language::vi, condition.quantity)},
                         {"name_en", quantity_name(reports::text::Language::en, condition.quantity)},
                         {"unit", condition.unit},
                         {"low", condition.low},
                         {"high", condition.high}});
}

/// Each sensor once for each quantity of the procedure that its certificate has a figure of.
json::Value sensors_json(Call& call, const operations::Sheet& sheet) {
    std::vector<json::Value> sensors;
    for (const auto& option : operations::sensor_options(call.transaction, call.actor, sheet.job.id, call.now)) {
        if (!option.certificate) continue;
        for (const auto& condition : sheet.procedure.conditions) {
            const auto value = std::ranges::find(option.certificate->values, condition.quantity,
                                                 &equipment::CertificateValue::quantity);
            if (value != option.certificate->values.end()) sensors.push_back(sensor_json(option, *value));
        }
    }
    return sensors;
}

json::Value sheet_standards_json(Call& call, PeopleNames& people, const operations::Sheet& sheet, CivilDate today) {
    return json::list(operations::standards_used(sheet), [&](const operations::SheetStandard& one) {
        const bool in_use = std::ranges::any_of(
            sheet.standards, [&](const operations::SheetStandard& known) { return known.choice.id == one.choice.id; });
        return job_standard_json(call, people, sheet.job.id, one.choice, in_use, today);
    });
}

json::Value item_change_json(const trail::Change& change) {
    return json::object(
        {{"field", change.field}, {"before", change.old_value.value_or("")}, {"now", change.new_value.value_or("")}});
}

json::Value judge_findings_json(Call& call, const operations::Sheet& sheet, CivilDate today) {
    if (sheet.job.state != jobs::State::held) return findings_json({});
    return findings_json(operations::findings_on_judge(call.transaction, call.actor, sheet, today));
}

ReadingsJson::ReadingsJson(storage::Transaction& transaction, std::span<const jobs::Reading> readings,
                           std::span<const jobs::ReadingMark> marks, procedures::Counted counted)
    : people_(transaction), marks_(marks) {
    for (const auto stage : {procedures::Stage::as_found, procedures::Stage::as_left}) {
        const auto ids = jobs::counting(readings, marks, counted, stage);
        counting_.insert(counting_.end(), ids.begin(), ids.end());
    }
}

json::Value ReadingsJson::operator()(const jobs::Reading& reading) {
    std::vector<json::Value> marks;
    for (const auto& mark : marks_)
        if (mark.reading == reading.id) marks.push_back(mark_json(people_, mark));
    return json::object({{"id", reading.id},
                         {"entry_key", reading.entry_key},
                         {"stage", storage::word(reading.stage)},
                         {"point", reading.point},
                         {"channel", reading.channel},
                         {"repeat", reading.repeat},
                         {"indication", reading.indication},
                         {"measured_at", reading.measured_at},
                         {"entered_at", reading.entered_at},
                         {"author", people_.ref(reading.author)},
                         {"transcribed_from", reading.transcribed_from},
                         {"late_reason", reading.late_reason},
                         {"bench_id", reading.bench},
                         {"marks", marks},
                         {"counts", std::ranges::find(counting_, reading.id) != counting_.end()}});
}

json::Value environment_json(PeopleNames& people, storage::Transaction& transaction, people::Scope scope,
                             const storage::EnvironmentReading& reading) {
    storage::StandardRepository standards(transaction, scope);
    return json::object({{"id", reading.id},
                         {"entry_key", reading.entry_key},
                         {"moment", reading.moment},
                         {"quantity", reading.quantity},
                         {"indication", reading.indication},
                         {"corrected", reading.corrected},
                         {"unit", reading.unit},
                         {"sensor_id", reading.sensor},
                         {"sensor_code", standards.require(reading.sensor).code},
                         {"sensor_due_on", standards.require_certificate(reading.sensor_certificate).due_on},
                         {"measured_at", reading.measured_at},
                         {"entered_at", reading.entered_at},
                         {"author", people.ref(reading.author)},
                         {"reason", operations::reason_of_place(transaction, scope, reading.id)},
                         {"transcribed_from", reading.transcribed_from},
                         {"late_reason", reading.late_reason},
                         {"compared", compared_json(people, reading.compared)},
                         {"bench_id", reading.bench}});
}

json::Value check_json(PeopleNames& people, const storage::CheckRow& check) {
    return json::object({{"id", check.id},
                         {"entry_key", check.entry_key},
                         {"stage", storage::word(check.stage)},
                         {"operation", check.answer.operation},
                         {"passed", check.answer.passed},
                         {"remark", check.answer.remark},
                         {"answered_by", people.ref(check.answered_by)},
                         {"answered_at", check.answered_at},
                         {"transcribed_from", check.transcribed_from},
                         {"late_reason", check.late_reason},
                         {"compared", compared_json(people, check.compared)}});
}

json::Value reading_answers_json(ReadingsJson& reading, const std::vector<operations::ReadingAnswer>& answers) {
    return json::list(answers, [&](const operations::ReadingAnswer& one) {
        return json::object({{"entry_key", one.entry_key},
                             {"outcome", operations::to_string(one.outcome)},
                             {"reading", one.reading ? reading(*one.reading) : json::Value()},
                             {"other", one.other ? reading(*one.other) : json::Value()},
                             {"findings", findings_json(one.findings)}});
    });
}

json::Value mark_answer_json(ReadingsJson& reading, const operations::MarkAnswer& answer) {
    return json::object({{"reading", reading(answer.reading)},
                         {"replacement", answer.replacement ? reading(*answer.replacement) : json::Value()}});
}

json::Value environment_answers_json(PeopleNames& people, storage::Transaction& transaction, people::Scope scope,
                                     const std::vector<operations::EnvironmentAnswer>& answers) {
    return json::list(answers, [&](const operations::EnvironmentAnswer& one) {
        return json::object(
            {{"entry_key", one.entry_key},
             {"outcome", operations::to_string(one.outcome)},
             {"environment", one.reading ? environment_json(people, transaction, scope, *one.reading) : json::Value()},
             {"other", one.other ? environment_json(people, transaction, scope, *one.other) : json::Value()},
             {"findings", findings_json(one.findings)}});
    });
}

json::Value check_answers_json(PeopleNames& people, const std::vector<operations::CheckAnswered>& answers) {
    return json::list(answers, [&](const operations::CheckAnswered& one) {
        return json::object({{"entry_key", one.entry_key},
                             {"outcome", operations::to_string(one.outcome)},
                             {"check", one.check ? check_json(people, *one.check) : json::Value()},
                             {"other", one.other ? check_json(people, *one.other) : json::Value()},
                             {"findings", findings_json(one.findings)}});
    });
}

json::Value sheet_json(Call& call, const operations::Sheet& sheet) {
    storage::JobRepository jobs(call.transaction, call.actor.scope());
    const auto today = operations::site_of(call.transaction, call.actor, call.now).today;
    PeopleNames people(call.transaction);
    ReadingsJson reading(call.transaction, sheet);
    const auto environment = [&](const auto& one) {
        return environment_json(people, call.transaction, call.actor.scope(), one);
    };
    return json::object(
        {{"job", job_row_json(jobs.require_row(sheet.job.id))},
         {"procedure", procedure_ref_json(sheet.version)},
         {"layout", layout_json(sheet.procedure, sheet.layout)},
         {"place_of_work", jobs::to_string(sheet.job.place)},
         {"place_detail", sheet.job.place_detail},
         {"contract_review", sheet.review ? review_json(people, *sheet.review) : json::Value()},
         {"runs", runs_json(people, jobs, sheet.job.id)},
         {"readings", json::list(sheet.readings, reading)},
         {"environment", json::list(sheet.environment, environment)},
         {"environment_changes",
          json::list(
              operations::room_changes(sheet.room),
              [&](const operations::RoomChange& change) {
                  return json::object({{"before", environment(change.before)}, {"now", environment(change.now)}});
              })},
         {"environment_rules", json::list(sheet.procedure.conditions, environment_rule_json)},
         {"checks", json::list(sheet.checks, [&](const auto& one) { return check_json(people, one); })},
         {"adjustment", sheet.adjustment ? adjustment_json(people, *sheet.adjustment) : json::Value()},
         {"judgements", json::list(sheet.judgements, [&](const auto& one) { return judgement_json(people, one); })},
         {"judge_findings", judge_findings_json(call, sheet, today)},
         {"not_measured",
          json::list(sheet.not_measured, [&](const auto& one) { return not_measured_json(people, one); })},
         {"standards", sheet_standards_json(call, people, sheet, today)},
         {"item_changes",
          json::list(operations::item_changes(operations::job_item_of(sheet.instrument), sheet.item_now),
                     item_change_json)},
         {"sensors", sensors_json(call, sheet)},
         {"signatures", json::list(sheet.signatures, signature_json)},
         {"evaluation", evaluation_json(sheet.evaluation)},
         {"editable", is_editable(call.actor, sheet.job)}});
}

}  // namespace chuan::server::api
