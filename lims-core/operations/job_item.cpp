#include "operations/job_item.h"

#include <algorithm>

#include "operations/sheet_desk.h"
#include "procedures/layout.h"

namespace chuan::operations {
namespace {

/// The fields of an item, each said here once: its name in the trail, where the job and the register keep it, and
/// whether the nameplate bears it. visit(name, member of JobItem, member of Instrument, on_nameplate).
template <class Visit>
void for_each_field(const Visit& visit) {
    using equipment::Instrument;
    using storage::JobItem;
    visit("name_vi", &JobItem::name_vi, &Instrument::name_vi, true);
    visit("name_en", &JobItem::name_en, &Instrument::name_en, true);
    visit("maker", &JobItem::maker, &Instrument::maker, true);
    visit("maker_country", &JobItem::maker_country, &Instrument::maker_country, true);
    visit("model", &JobItem::model, &Instrument::model, true);
    visit("serial", &JobItem::serial, &Instrument::serial, true);
    visit("inventory_number", &JobItem::inventory_number, &Instrument::inventory_number, true);
    visit("made_in_year", &JobItem::made_in_year, &Instrument::made_in_year, true);
    visit("range_low", &JobItem::range_low, &Instrument::range_low, false);
    visit("range_high", &JobItem::range_high, &Instrument::range_high, false);
    visit("unit", &JobItem::unit, &Instrument::unit, false);
    visit("resolution", &JobItem::resolution, &Instrument::resolution, false);
    visit("verification_interval", &JobItem::verification_interval, &Instrument::verification_interval, false);
    visit("accuracy_class", &JobItem::accuracy_class, &Instrument::accuracy_class, false);
    visit("ranges", &JobItem::ranges, &Instrument::ranges, false);
}

std::string text_of(const std::string& value) { return value; }
std::string text_of(const std::optional<Decimal>& value) { return value ? value->text() : std::string(); }

/// "dc_voltage 0 ÷ 2 \\volt, 0.0001; ..."
std::string text_of(const std::vector<equipment::InstrumentRange>& ranges) {
    std::string text;
    for (const auto& range : ranges)
        text += (text.empty() ? "" : "; ") + (range.quantity.empty() ? "" : range.quantity + " ") + text_of(range.low) +
                " ÷ " + text_of(range.high) + " " + range.unit +
                (range.resolution ? ", " + range.resolution->text() : "") +
                (range.verification_interval ? ", e = " + range.verification_interval->text() : "") +
                (range.accuracy_class.empty() ? "" : ", " + range.accuracy_class);
    return text;
}

std::vector<procedures::ItemRange> range_inputs(const std::vector<equipment::InstrumentRange>& ranges) {
    std::vector<procedures::ItemRange> inputs;
    for (const auto& range : ranges)
        inputs.push_back({.quantity = range.quantity,
                          .low = range.low,
                          .high = range.high,
                          .unit = range.unit,
                          .resolution = range.resolution,
                          .verification_interval = range.verification_interval,
                          .accuracy_class = range.accuracy_class});
    return inputs;
}

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
    storage::JobItem item;
    for_each_field([&](const char*, auto kept, auto registered, bool) { item.*kept = instrument.*registered; });
    return item;
}

void put_nameplate_on(equipment::Instrument& item, const storage::JobItem& taken) {
    for_each_field([&](const char*, auto kept, auto registered, bool on_nameplate) {
        if (on_nameplate) item.*registered = taken.*kept;
    });
}

void put_on(equipment::Instrument& item, const storage::JobItem& taken) {
    for_each_field([&](const char*, auto kept, auto registered, bool) { item.*registered = taken.*kept; });
}

procedures::ItemInput item_input(const storage::JobItem& item) {
    return {.name = item.name_vi,
            .model = item.model,
            .serial = item.serial,
            .range_low = item.range_low,
            .range_high = item.range_high,
            .unit = item.unit,
            .resolution = item.resolution,
            .accuracy_class = item.accuracy_class,
            .verification_interval = item.verification_interval,
            .ranges = range_inputs(item.ranges)};
}

std::vector<trail::Change> item_changes(const storage::JobItem& taken, const storage::JobItem& now) {
    std::vector<trail::Change> changes;
    for_each_field([&](const char* name, auto kept, auto, bool) {
        add_change(changes, name, text_of(taken.*kept), text_of(now.*kept));
    });
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
    const auto layout = procedures::layout(sheet.procedure, item_input(sheet.item_now), agreed_points(sheet.review));
    refuse(findings_on_readings(sheet, layout));
    if (sheet.bench) refuse(jobs::differences(sheet.job.number, sheet.layout, layout));
    const auto row =
        storage::JobRepository(transaction, actor.scope()).add_item(id, sheet.item_now, actor.account, now);
    storage::Trail(transaction, actor.scope()).record(actor, "job.item_taken", "job_item", row, changes, now);
}

}  // namespace chuan::operations
