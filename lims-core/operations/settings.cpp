#include "operations/settings.h"

#include "storage/body_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

using organisations::Body;

constexpr std::string_view kRestoreTest = "last_restore_test";

std::vector<trail::Change> differences(const Body& before, const Body& after) {
    struct Field {
        const char* name;
        std::string Body::*member;
    };
    static constexpr Field kFields[] = {{"name_vi", &Body::name_vi},
                                        {"name_en", &Body::name_en},
                                        {"parent_name_vi", &Body::parent_name_vi},
                                        {"parent_name_en", &Body::parent_name_en},
                                        {"address_vi", &Body::address_vi},
                                        {"address_en", &Body::address_en},
                                        {"city", &Body::city},
                                        {"postcode", &Body::postcode},
                                        {"country", &Body::country},
                                        {"phone", &Body::phone},
                                        {"email", &Body::email},
                                        {"website", &Body::website},
                                        {"head_title_vi", &Body::head_title_vi},
                                        {"head_title_en", &Body::head_title_en}};
    std::vector<trail::Change> changes;
    for (const Field& field : kFields) add_change(changes, field.name, before.*field.member, after.*field.member);
    add_change(changes, "registration_number", before.registration_number.value_or(""),
               after.registration_number.value_or(""));
    add_change(changes, "designation_number", before.designation_number.value_or(""),
               after.designation_number.value_or(""));
    return changes;
}

}  // namespace

void change_settings(storage::Transaction& transaction, const people::Actor& actor,
                     const std::function<void(Body&)>& change, const std::map<std::string, std::string>& values,
                     Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::manage_settings, now);
    storage::BodyRepository bodies(transaction);
    Body body = site.body;
    change(body);
    refuse(organisations::findings_on(body));
    auto chosen = bodies.setting_values(actor.body);
    for (const auto& [name, value] : values) chosen.insert_or_assign(name, value);
    const auto before = organisations::serialise(site.settings);
    const auto after = organisations::serialise(organisations::parse_settings(chosen));

    auto changes = differences(site.body, body);
    for (const auto& [name, value] : after) {
        if (before.at(name) == value) continue;
        add_change(changes, name, before.at(name), value);
        bodies.set(actor.body, name, value);
    }
    if (changes.empty()) return;
    bodies.update(body);
    storage::Trail(transaction, actor.scope())
        .record(actor, "body.settings_changed", "body", actor.body.value, changes, now);
}

BodyId found_body(storage::Transaction& transaction, const people::Person& person, const Body& body, Moment now) {
    refuse(organisations::findings_on(body));
    const BodyId id = storage::BodyRepository(transaction).add(body, now);
    storage::Trail(transaction, {id})
        .record(person, "body.founded", "body", id.value, {set("code", body.code), set("name_vi", body.name_vi)}, now);
    return id;
}

CivilDate day_of_installation(storage::Transaction& transaction, Moment now) {
    storage::BodyRepository bodies(transaction);
    const auto all = bodies.all();
    return civil_date(now, all.empty() ? Body{}.utc_offset_minutes : bodies.require(all.front()).utc_offset_minutes);
}

std::optional<CivilDate> restore_tested_on(storage::Transaction& transaction) {
    const auto day = storage::BodyRepository(transaction).fact(kRestoreTest);
    return day ? std::optional(date_from_iso(*day)) : std::nullopt;
}

void note_restore_test(storage::Transaction& transaction, CivilDate on) {
    storage::BodyRepository(transaction).set_fact(kRestoreTest, to_iso(on));
}

}  // namespace chuan::operations
