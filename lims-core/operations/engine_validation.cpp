#include "operations/engine_validation.h"

#include "storage/body_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

constexpr std::string_view kRelease = "validation_release", kEngine = "validation_engine", kPack = "validation_pack",
                           kBy = "validation_by", kOn = "validation_on";

}  // namespace

std::optional<EngineValidation> engine_validation(storage::Transaction& transaction) {
    storage::BodyRepository bodies(transaction);
    const auto release = bodies.fact(kRelease), engine = bodies.fact(kEngine), pack = bodies.fact(kPack),
               by = bodies.fact(kBy), on = bodies.fact(kOn);
    if (!release || !engine || !pack || !by || !on) return std::nullopt;
    return EngineValidation{*release, *engine, *pack, *by, date_from_iso(*on)};
}

void record_engine_validation(storage::Transaction& transaction, const people::Actor& actor,
                              const EngineValidation& validation, Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::manage_settings, now);
    if (validation.signed_by.empty())
        throw Error(ErrorKind::rule_broken, "validation.unsigned",
                    "nobody is named who signed the validation; say who with --by", "/signed_by");
    const auto before = engine_validation(transaction);
    storage::BodyRepository bodies(transaction);
    bodies.set_fact(kRelease, validation.release);
    bodies.set_fact(kEngine, validation.engine);
    bodies.set_fact(kPack, validation.pack);
    bodies.set_fact(kBy, validation.signed_by);
    bodies.set_fact(kOn, to_iso(validation.on));
    std::vector<trail::Change> changes;
    add_change(changes, "release", before ? before->release : "", validation.release);
    add_change(changes, "engine_version", before ? before->engine : "", validation.engine);
    add_change(changes, "sha256", before ? before->pack : "", validation.pack);
    add_change(changes, "signed_by", before ? before->signed_by : "", validation.signed_by);
    storage::Trail(transaction, actor.scope())
        .record(actor, "engine.validated", "body", actor.body.value, changes, now);
}

}  // namespace chuan::operations
