#include "server/sample/sample_shelf.h"

#include <algorithm>

#include "operations/register_materials.h"
#include "storage/material_repository.h"

namespace chuan::server::sample {
namespace {

const std::string kManager = "soatxet", kCustodian = "giuchuan", kTechnician = "kythuat";

std::optional<Decimal> decimal(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(Decimal::parse(text));
}

equipment::ReferenceMaterial material_of(const SampleMaterial& sample, OrganisationId producer, CivilDate today) {
    equipment::ReferenceMaterial material;
    material.code = sample.code;
    material.lot = sample.lot;
    material.name_vi = sample.name_vi;
    material.name_en = sample.name_en;
    material.producer = producer;
    material.certificate_number = sample.certificate;
    material.issued_on = add_days(today, sample.issued);
    material.expires_on = add_days(today, sample.expires);
    material.days_after_opening = sample.days_after_opening;
    material.minimum_amount = Decimal::parse(sample.minimum);
    material.amount_unit = sample.unit;
    material.storage = sample.storage;
    material.traceable_to = sample.traceable_to;
    for (const auto& value : sample.values)
        material.values.push_back({.quantity = value.quantity,
                                   .argument = decimal(value.nominal),
                                   .argument_unit = value.nominal.empty() ? "" : "\\degreecelsius",
                                   .figure = Decimal::parse(value.figure),
                                   .expanded_uncertainty = decimal(value.uncertainty),
                                   .coverage_factor = decimal(value.coverage_factor),
                                   .unit = value.unit,
                                   .interpolation = {}});
    for (const auto& each : sample.contributions) {
        const auto of = equipment::contribution_from(each.of).value();
        (of == equipment::MaterialContribution::Of::homogeneity ? material.homogeneity_in_U : material.stability_in_U) =
            false;
        material.contributions.push_back({of, each.quantity, Decimal::parse(each.uncertainty), each.unit, each.from});
    }
    return material;
}

}  // namespace

Moment SampleShelf::at(int day) const {
    return std::min(now_, Moment(std::chrono::sys_days(add_days(today_, day)) + std::chrono::hours(8) -
                                 std::chrono::minutes(utc_offset_)));
}

template <class Work>
auto SampleShelf::act(const std::string& login, int day, Work&& work) {
    people::Actor actor = cast_.actors.at(login);
    const Moment moment = at(day);
    actor.confirmed_at = moment;
    return database_.write([&](storage::Transaction& transaction) { return work(transaction, actor, moment); });
}

void SampleShelf::add_bottle(equipment::MaterialLotId lot, const SampleBottle& sample) {
    const auto id = act(kCustodian, sample.received,
                        [&](storage::Transaction& transaction, const people::Actor& actor, Moment moment) {
                            equipment::Bottle bottle;
                            bottle.lot = lot;
                            bottle.number = sample.number;
                            bottle.received_on = add_days(today_, sample.received);
                            bottle.stock = Decimal::parse(sample.stock);
                            return operations::add_bottle(transaction, actor, bottle, moment);
                        });
    cast_.bottles.emplace(sample.key, id);
    if (!sample.opened) return;
    act(kTechnician, *sample.opened, [&](storage::Transaction& transaction, const people::Actor& actor, Moment moment) {
        operations::record_bottle_event(
            transaction, actor, id,
            {.act = equipment::BottleAct::opened, .happened_on = add_days(today_, *sample.opened)}, moment);
    });
}

void SampleShelf::fill() {
    for (const auto& sample : data_.materials) {
        const auto first = std::ranges::min_element(sample.bottles, {}, &SampleBottle::received)->received;
        const auto lot =
            act(kManager, first, [&](storage::Transaction& transaction, const people::Actor& actor, Moment moment) {
                const auto id = operations::add_material(
                    transaction, actor, material_of(sample, cast_.organisations.at(sample.producer), today_), moment);
                return storage::MaterialRepository(transaction, actor.scope()).require(id).lot_id;
            });
        for (const auto& bottle : sample.bottles) add_bottle(lot, bottle);
    }
}

}  // namespace chuan::server::sample
