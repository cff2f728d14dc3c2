#include "equipment/material_rules.h"
#include "server/api/jobs_json.h"
#include "server/api/register_json.h"
#include "storage/body_repository.h"
#include "storage/due_dates.h"
#include "storage/organisation_repository.h"

namespace chuan::server::api {
namespace {

/// Candidates of one job; names of laboratories are looked up as they come.
class Candidates {
  public:
    Candidates(Call& call, CivilDate today) : call_(call), today_(today) {}

    json::Value operator()(const operations::StandardOption& option) {
        return json::object({{"standard", standard(option)},
                             {"usable", option.usable()},
                             {"findings", findings_json(option.findings)},
                             {"items", json::list(option.items, [](const operations::ItemFindings& item) {
                                  return json::object({{"job", item.job},
                                                       {"serial", item.serial},
                                                       {"findings", findings_json(item.findings)}});
                              })}});
    }

  private:
    std::string name(OrganisationId id) {
        return storage::OrganisationRepository(call_.transaction, call_.actor.scope()).require(id).name;
    }

    json::Value holder(const equipment::MeasurementStandard& standard) {
        if (!standard.holder) return nullptr;
        return json::object({{"id", *standard.holder}, {"name", name(*standard.holder)}});
    }

    json::Value certificate(const operations::StandardOption& option) {
        if (!option.certificate) return nullptr;
        const auto& one = *option.certificate;
        const std::string issuer = one.issuer
                                       ? name(*one.issuer)
                                       : storage::BodyRepository(call_.transaction).require(call_.actor.body).name_vi;
        return json::object({{"id", one.id},
                             {"number", one.number},
                             {"calibrated_on", one.calibrated_on},
                             {"due_on", one.due_on},
                             {"issuer_name", issuer}});
    }

    json::Value standard(const operations::StandardOption& option) {
        const auto& one = option.standard;
        const auto due_on = option.certificate ? std::optional(option.certificate->due_on) : std::nullopt;
        return json::object({{"id", one.id},
                             {"code", one.code},
                             {"name_vi", one.name_vi},
                             {"name_en", one.name_en},
                             {"level", equipment::to_string(one.level)},
                             {"quantity", one.quantity},
                             {"range_low", one.range_low},
                             {"range_high", one.range_high},
                             {"unit", one.unit},
                             {"ranges", ranges_json(one.ranges)},
                             {"maker", one.maker},
                             {"model", one.model},
                             {"serial", one.serial},
                             {"instrument_id", one.instrument},
                             {"holder", holder(one)},
                             {"place", one.place},
                             {"interval_months", one.interval_months},
                             {"drift_limit", one.drift_limit},
                             {"accuracy_class", one.accuracy_class},
                             {"state", equipment::to_string(one.state)},
                             {"state_reason", one.state_reason},
                             {"status", storage::to_string(storage::due_status(due_on, today_))},
                             {"certificate", certificate(option)},
                             {"version", one.version}});
    }

    Call& call_;
    CivilDate today_;
};

json::Value procedure_option(const operations::ProcedureOption& option) {
    return json::object({{"procedure", procedure_ref_json(option.version)},
                         {"usable", option.findings.empty()},
                         {"findings", findings_json(option.findings)}});
}

}  // namespace

json::Value start_options_json(Call& call, const operations::StartOptions& options, CivilDate today) {
    Candidates candidate(call, today);
    const auto bottle = [&](const operations::BottleOption& option) {
        const auto& m = option.use.material;
        const auto until = equipment::usable_until(m, option.use.bottle.opened_on).day;
        return json::object({{"bottle", bottle_on_job_json(m, option.use.bottle, false)},
                             {"name_vi", m.name_vi},
                             {"name_en", m.name_en},
                             {"certificate_number", m.certificate_number},
                             {"status", storage::to_string(storage::due_status(until, today))},
                             {"usable", option.findings.empty()},
                             {"findings", findings_json(option.findings)}});
    };
    const auto role = [&](const operations::RoleOptions& one) {
        return json::object({{"role", json::object({{"role", one.need.role},
                                                    {"name_vi", one.need.name.vi},
                                                    {"name_en", one.need.name.en},
                                                    {"quantity", one.need.quantity},
                                                    {"unit", one.unit}})},
                             {"candidates", json::list(one.standards, candidate)},
                             {"is_material", one.need.material.has_value()},
                             {"bottles", json::list(one.bottles, bottle)}});
    };
    return json::object({{"procedures", json::list(options.procedures, procedure_option)},
                         {"procedure_id", options.chosen},
                         {"bench", options.bench},
                         {"roles", json::list(options.roles, role)},
                         {"sensors", json::list(options.sensors, candidate)}});
}

}  // namespace chuan::server::api
