#include "server/api/bench_json.h"

#include "operations/job_item.h"
#include "storage/words.h"

namespace chuan::server::api {
namespace {

bool may_measure(const people::Actor& actor) { return people::has_permission(actor, people::Permission::measure); }

std::string_view state_word(bool open) { return open ? "open" : "done"; }

json::Value instrument_json(const equipment::Instrument& instrument) {
    return json::object({{"id", instrument.id},
                         {"name_vi", instrument.name_vi},
                         {"name_en", instrument.name_en},
                         {"maker", instrument.maker},
                         {"model", instrument.model},
                         {"serial", instrument.serial},
                         {"inventory_number", instrument.inventory_number}});
}

json::Value left_json(PeopleNames& people, const std::optional<jobs::Leaving>& left) {
    if (!left) return nullptr;
    return json::object({{"at", left->at}, {"by", people.ref(left->by)}, {"reason", left->reason}});
}

class ItemJson {
  public:
    ItemJson(Call& call, PeopleNames& people, CivilDate today) : call_(call), people_(people), today_(today) {}

    json::Value operator()(const operations::BenchColumn& column) {
        const auto& sheet = column.sheet;
        const auto row = storage::JobRepository(call_.transaction, call_.actor.scope()).require_row(sheet.job.id);
        std::vector<json::Member> members{{"position", column.place.position},
                                          {"job", job_row_json(row)},
                                          {"instrument", instrument_json(sheet.instrument)},
                                          {"resolution", sheet.instrument.resolution},
                                          {"verification_interval", sheet.instrument.verification_interval},
                                          {"unit", sheet.instrument.unit},
                                          {"accuracy_class", sheet.instrument.accuracy_class},
                                          {"left", left_json(people_, column.place.left)},
                                          {"editable", may_measure(call_.actor) && column.place.open()}};
        for (auto& member : recorded(column)) members.push_back(std::move(member));
        return json::object(members);
    }

  private:
    std::vector<json::Member> recorded(const operations::BenchColumn& column) {
        const auto& sheet = column.sheet;
        return {
            {"contract_review", sheet.review ? review_json(people_, *sheet.review) : json::Value()},
            {"readings", own_readings(column)},
            {"checks", json::list(sheet.checks, [&](const auto& one) { return check_json(people_, one); })},
            {"adjustment", sheet.adjustment ? adjustment_json(people_, *sheet.adjustment) : json::Value()},
            {"judgements", json::list(sheet.judgements, [&](const auto& one) { return judgement_json(people_, one); })},
            {"judge_findings", judge_findings_json(call_, sheet, today_)},
            {"not_measured",
             json::list(sheet.not_measured, [&](const auto& one) { return not_measured_json(people_, one); })},
            {"signatures", json::list(sheet.signatures, signature_json)},
            {"item_changes",
             json::list(operations::item_changes(operations::job_item_of(sheet.instrument), sheet.item_now),
                        item_change_json)},
            {"evaluation", evaluation_json_without_budgets(sheet.evaluation)}};
    }

    json::Value own_readings(const operations::BenchColumn& column) {
        ReadingsJson reading(call_.transaction, column.sheet);
        std::vector<json::Value> own;
        for (const auto& one : column.sheet.readings)
            if (!one.bench) own.push_back(reading(one));
        return own;
    }

    Call& call_;
    PeopleNames& people_;
    CivilDate today_;
};

}  // namespace

json::Value bench_row_json(Call& call, PeopleNames& people, const storage::BenchRow& row) {
    const auto version =
        storage::ProcedureRepository(call.transaction, call.actor.scope()).require(row.bench.procedure);
    return json::object({{"id", row.bench.id},
                         {"name", row.bench.name},
                         {"procedure", procedure_ref_json(version)},
                         {"kind", storage::word(row.bench.kind)},
                         {"mode", storage::word(row.bench.mode)},
                         {"opened_at", row.bench.opened_at},
                         {"opened_by", people.ref(row.bench.opened_by)},
                         {"items", row.items},
                         {"signed", row.signed_items},
                         {"left", row.left},
                         {"state", state_word(row.open)}});
}

json::Value bench_json(Call& call, const operations::BenchSheets& sheets) {
    const auto today = operations::site_of(call.transaction, call.actor, call.now).today;
    const auto& common = sheets.common();
    PeopleNames people(call.transaction);
    ReadingsJson reading(call.transaction, sheets.readings, sheets.marks, common.procedure.counted);
    const bool editable = may_measure(call.actor) && sheets.open();
    return json::object({{"id", sheets.bench.id},
                         {"name", sheets.bench.name},
                         {"opened_at", sheets.bench.opened_at},
                         {"opened_by", people.ref(sheets.bench.opened_by)},
                         {"state", state_word(sheets.open())},
                         {"editable", editable},
                         {"shared_editable", editable && !sheets.is_signed()},
                         {"procedure", procedure_ref_json(common.version)},
                         {"layout", layout_json(common.procedure, common.layout)},
                         {"place_of_work", jobs::to_string(common.job.place)},
                         {"place_detail", common.job.place_detail},
                         {"standards", sheet_standards_json(call, people, common, today)},
                         {"sensors", sensors_json(call, common)},
                         {"environment", json::list(sheets.environment,
                                                    [&](const auto& one) {
                                                        return environment_json(people, call.transaction,
                                                                                call.actor.scope(), one);
                                                    })},
                         {"environment_rules", json::list(common.procedure.conditions, environment_rule_json)},
                         {"readings", json::list(sheets.readings, reading)},
                         {"items", json::list(sheets.columns, ItemJson(call, people, today))}});
}

json::Value job_states_json(const std::vector<operations::JobState>& states) {
    return json::list(states, [](const operations::JobState& one) {
        return json::object({{"job", one.job}, {"state", jobs::to_string(one.state)}});
    });
}

}  // namespace chuan::server::api
