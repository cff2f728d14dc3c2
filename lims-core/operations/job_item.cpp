#include "operations/job_item.h"

#include <algorithm>

#include "operations/bench.h"
#include "procedures/layout.h"

namespace chuan::operations {
namespace {

std::vector<Finding> findings_on_readings(const Sheet& sheet, const procedures::SheetLayout& layout) {
    std::vector<Finding> findings;
    for (const auto stage : {procedures::Stage::as_found, procedures::Stage::as_left})
        for (const auto& reading : jobs::counted(sheet.readings, sheet.marks, sheet.procedure.counted, stage)) {
            const auto wrong = procedures::check_reading(layout, reading.point, reading.channel, reading.indication);
            findings.insert(findings.end(), wrong.begin(), wrong.end());
        }
    return findings;
}

}  // namespace

storage::JobItem job_item_of(const equipment::Instrument& instrument) {
    return {.name_vi = instrument.name_vi,
            .name_en = instrument.name_en,
            .maker = instrument.maker,
            .maker_country = instrument.maker_country,
            .model = instrument.model,
            .serial = instrument.serial,
            .inventory_number = instrument.inventory_number,
            .made_in_year = instrument.made_in_year,
            .range_low = instrument.range_low,
            .range_high = instrument.range_high,
            .unit = instrument.unit,
            .resolution = instrument.resolution,
            .accuracy_class = instrument.accuracy_class};
}

void put_nameplate_on(equipment::Instrument& item, const storage::JobItem& taken) {
    item.name_vi = taken.name_vi;
    item.name_en = taken.name_en;
    item.maker = taken.maker;
    item.maker_country = taken.maker_country;
    item.model = taken.model;
    item.serial = taken.serial;
    item.inventory_number = taken.inventory_number;
    item.made_in_year = taken.made_in_year;
}

void put_on(equipment::Instrument& item, const storage::JobItem& taken) {
    put_nameplate_on(item, taken);
    item.range_low = taken.range_low;
    item.range_high = taken.range_high;
    item.unit = taken.unit;
    item.resolution = taken.resolution;
    item.accuracy_class = taken.accuracy_class;
}

procedures::ItemInput item_input(const storage::JobItem& item) {
    return {.name = item.name_vi,
            .model = item.model,
            .serial = item.serial,
            .range_low = item.range_low,
            .range_high = item.range_high,
            .unit = item.unit,
            .resolution = item.resolution,
            .accuracy_class = item.accuracy_class};
}

std::vector<trail::Change> item_changes(const storage::JobItem& taken, const storage::JobItem& now) {
    const auto figure = [](const std::optional<Decimal>& value) { return value ? value->text() : std::string(); };
    std::vector<trail::Change> changes;
    add_change(changes, "name_vi", taken.name_vi, now.name_vi);
    add_change(changes, "name_en", taken.name_en, now.name_en);
    add_change(changes, "maker", taken.maker, now.maker);
    add_change(changes, "maker_country", taken.maker_country, now.maker_country);
    add_change(changes, "model", taken.model, now.model);
    add_change(changes, "serial", taken.serial, now.serial);
    add_change(changes, "inventory_number", taken.inventory_number, now.inventory_number);
    add_change(changes, "made_in_year", taken.made_in_year, now.made_in_year);
    add_change(changes, "range_low", figure(taken.range_low), figure(now.range_low));
    add_change(changes, "range_high", figure(taken.range_high), figure(now.range_high));
    add_change(changes, "unit", taken.unit, now.unit);
    add_change(changes, "resolution", figure(taken.resolution), figure(now.resolution));
    add_change(changes, "accuracy_class", taken.accuracy_class, now.accuracy_class);
    return changes;
}

std::vector<Finding> findings_on_item(const Sheet& sheet) {
    std::vector<Finding> findings;
    for (const auto& change : item_changes(job_item_of(sheet.instrument), sheet.item_now)) {
        const std::string before = change.old_value.value_or(""), now = change.new_value.value_or("");
        findings.push_back({"item.changed",
                            "the register says " + change.field + " \"" + now + "\", the job took \"" + before +
                                "\"; take the item's data over at the bench, or put the register right",
                            "/item/" + change.field,
                            {{"field", change.field}, {"before", before}, {"now", now}}});
    }
    return findings;
}

void take_over_item(storage::Transaction& transaction, const people::Actor& actor, JobId id, Moment now) {
    const Site site = site_of(transaction, actor, now);
    const Sheet sheet = open_sheet(transaction, actor, site, id, people::Activity::perform, now);
    const auto changes = item_changes(job_item_of(sheet.instrument), sheet.item_now);
    if (changes.empty())
        refuse(
            {{"item.unchanged",
              "the register says the same of the item as job " + sheet.job.number + "; there is nothing to take over",
              "",
              {{"job", sheet.job.number}}}});
    refuse(findings_on_readings(
        sheet, procedures::layout(sheet.procedure, item_input(sheet.item_now), agreed_points(sheet.review))));
    const auto row =
        storage::JobRepository(transaction, actor.scope()).add_item(id, sheet.item_now, actor.account, now);
    storage::Trail(transaction, actor.scope()).record(actor, "job.item_taken", "job_item", row, changes, now);
}

}  // namespace chuan::operations
