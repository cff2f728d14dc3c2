#include "operations/register_instruments.h"

#include "base/text.h"
#include "quantities/unit.h"
#include "storage/instrument_repository.h"
#include "storage/organisation_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

using equipment::Instrument;

std::string text_of(const std::optional<Decimal>& value) { return value ? value->text() : ""; }

std::string text_of(const std::vector<equipment::InstrumentRange>& ranges) {
    std::string text;
    for (const auto& r : ranges)
        text += (text.empty() ? "" : "; ") + r.quantity + " " + text_of(r.low) + ".." + text_of(r.high) + " " + r.unit +
                " " + text_of(r.resolution) + " " + text_of(r.verification_interval) + " " + r.accuracy_class;
    return text;
}

std::vector<trail::Change> changes_between(const Instrument& from, const Instrument& to) {
    std::vector<trail::Change> changes;
    add_change(changes, "name_vi", from.name_vi, to.name_vi);
    add_change(changes, "name_en", from.name_en, to.name_en);
    add_change(changes, "quantity", from.quantity, to.quantity);
    add_change(changes, "maker", from.maker, to.maker);
    add_change(changes, "maker_country", from.maker_country, to.maker_country);
    add_change(changes, "model", from.model, to.model);
    add_change(changes, "serial", from.serial, to.serial);
    add_change(changes, "inventory_number", from.inventory_number, to.inventory_number);
    add_change(changes, "made_in_year", from.made_in_year, to.made_in_year);
    add_change(changes, "range_low", text_of(from.range_low), text_of(to.range_low));
    add_change(changes, "range_high", text_of(from.range_high), text_of(to.range_high));
    add_change(changes, "unit", from.unit, to.unit);
    add_change(changes, "resolution", text_of(from.resolution), text_of(to.resolution));
    add_change(changes, "verification_interval", text_of(from.verification_interval),
               text_of(to.verification_interval));
    add_change(changes, "accuracy_class", from.accuracy_class, to.accuracy_class);
    add_change(changes, "ranges", text_of(from.ranges), text_of(to.ranges));
    add_change(changes, "owner_id", from.owner.value == 0 ? "" : std::to_string(from.owner.value),
               std::to_string(to.owner.value));
    add_change(changes, "place_of_use", from.place_of_use, to.place_of_use);
    return changes;
}

void add_unit_finding(std::vector<Finding>& findings, const std::string& unit, const std::string& field) {
    if (unit.empty()) return;
    try {
        quantities::parse_unit(unit);
    } catch (const Error& error) {
        auto finding = error.findings().front();
        finding.field = field;
        findings.push_back(std::move(finding));
    }
}

std::vector<Finding> findings_with_units(const Instrument& instrument) {
    auto findings = equipment::findings_on(instrument);
    add_unit_finding(findings, instrument.unit, "/unit");
    for (std::size_t i = 0; i < instrument.ranges.size(); ++i)
        add_unit_finding(findings, instrument.ranges[i].unit, "/ranges/" + std::to_string(i) + "/unit");
    return findings;
}

class Register {
  public:
    Register(storage::Transaction& transaction, const people::Actor& actor, Moment now)
        : actor_(actor),
          now_(now),
          site_(site_of(transaction, actor, now)),
          instruments_(transaction, actor.scope()),
          organisations_(transaction, actor.scope()),
          trail_(transaction, actor.scope()) {
        require_right(transaction, actor, site_, people::Permission::manage_instruments, now);
    }

    InstrumentId add(const Instrument& instrument) {
        refuse(findings_with_units(instrument));
        require_new(instrument);
        const auto id = instruments_.add(instrument, now_);
        auto changes = changes_between({}, instrument);
        changes.push_back(set("purpose", std::string(to_string(instrument.purpose))));
        trail_.record(actor_, "instrument.added", "instrument", id.value, changes, now_);
        add_purpose(id, {.purpose = instrument.purpose,
                         .valid_from = site_.today,
                         .recorded_by = actor_.account,
                         .recorded_at = now_});
        return id;
    }

    void change(const Instrument& instrument, const PurposeChange& purpose) {
        const Instrument before = instruments_.require(instrument.id);
        auto findings = findings_with_units(instrument);
        const CivilDate from = purpose.from.value_or(site_.today);
        if (from > site_.today)
            findings.push_back({"date.future",
                                to_iso(from) + " has not come yet; give the day from which the purpose holds",
                                "/purpose_from",
                                {{"date", to_iso(from)}}});
        refuse(std::move(findings));
        if (before.serial != instrument.serial || before.maker != instrument.maker || before.owner != instrument.owner)
            require_new(instrument);
        if (before.purpose != instrument.purpose) begin_history(before);
        instruments_.update(instrument);
        auto changes = changes_between(before, instrument);
        add_change(changes, "purpose", std::string(to_string(before.purpose)),
                   std::string(to_string(instrument.purpose)));
        trail_.record(actor_, "instrument.changed", "instrument", instrument.id.value, changes, now_);
        if (before.purpose != instrument.purpose)
            add_purpose(instrument.id, {.purpose = instrument.purpose,
                                        .valid_from = from,
                                        .source = purpose.source,
                                        .recorded_by = actor_.account,
                                        .recorded_at = now_});
    }

  private:
    /// The same device twice would tear its history apart.
    void require_new(const Instrument& instrument) {
        const auto owner = organisations_.require(instrument.owner);
        for (const auto id : instruments_.by_serial(instrument.serial)) {
            const auto other = instruments_.require(id);
            if (other.id != instrument.id && other.owner == instrument.owner &&
                folded(other.maker) == folded(instrument.maker))
                throw Error(
                    ErrorKind::conflict, "instrument.known",
                    owner.name + " has an instrument of " + other.maker + " with serial number " + other.serial +
                        " already; use that one",
                    "/serial",
                    {{"serial", other.serial}, {"maker", other.maker}, {"instrument", std::to_string(id.value)}});
        }
    }

    /// Instruments that came in by an import or over the counter have no row yet for the purpose they came with.
    void begin_history(const Instrument& before) {
        if (!instruments_.purposes_of(before.id).empty()) return;
        add_purpose(before.id, {.purpose = before.purpose,
                                .valid_from = site_.day_of(instruments_.entered_at(before.id)),
                                .recorded_by = actor_.account,
                                .recorded_at = now_});
    }

    void add_purpose(InstrumentId id, const storage::PurposeEntry& entry) {
        const auto row = instruments_.add_purpose(id, entry);
        trail_.record(actor_, "instrument.purpose", "instrument_purpose", row,
                      {set("purpose", std::string(to_string(entry.purpose))),
                       set("valid_from", to_iso(entry.valid_from)), set("source", entry.source)},
                      now_);
    }

    const people::Actor& actor_;
    Moment now_;
    Site site_;
    storage::InstrumentRepository instruments_;
    storage::OrganisationRepository organisations_;
    storage::Trail trail_;
};

}  // namespace

InstrumentId add_instrument(storage::Transaction& transaction, const people::Actor& actor, const Instrument& instrument,
                            Moment now) {
    return Register(transaction, actor, now).add(instrument);
}

void change_instrument(storage::Transaction& transaction, const people::Actor& actor, const Instrument& instrument,
                       const PurposeChange& purpose, Moment now) {
    Register(transaction, actor, now).change(instrument, purpose);
}

}  // namespace chuan::operations
