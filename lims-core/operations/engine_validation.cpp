#include "operations/engine_validation.h"

#include "base/sha256.h"
#include "base/words.h"
#include "procedures/reader.h"
#include "procedures/worked_examples.h"
#include "storage/body_repository.h"
#include "storage/procedure_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

constexpr std::string_view kRelease = "validation_release", kEngine = "validation_engine", kPack = "validation_pack",
                           kBy = "validation_by", kOn = "validation_on";

constexpr Words<AsksAgain, 4> kReasons{{{AsksAgain::never_validated, "never_validated"},
                                        {AsksAgain::release, "release"},
                                        {AsksAgain::engine, "engine"},
                                        {AsksAgain::procedures, "procedures"}}};

/// The rest of a validation is the installation's; which procedures it covers is each body's own.
std::string name_of_procedures(people::Scope scope) {
    return "validation_procedures_" + std::to_string(scope.body.value);
}

std::string name_of_paper(people::Scope scope) { return "validation_paper_" + std::to_string(scope.body.value); }

std::optional<DocumentId> paper_of(storage::Transaction& transaction, people::Scope scope) {
    const auto id = storage::BodyRepository(transaction).fact(name_of_paper(scope));
    if (!id || id->empty()) return std::nullopt;
    return DocumentId{std::stoll(*id)};
}

std::vector<storage::ProcedureVersion> approved_at(storage::Transaction& transaction, people::Scope scope) {
    auto versions = storage::ProcedureRepository(transaction, scope).list();
    std::erase_if(versions, [](const auto& one) { return one.status != storage::ProcedureStatus::approved; });
    return versions;
}

}  // namespace

std::string_view to_string(AsksAgain reason) { return word_of(kReasons, reason); }

std::string approved_procedures(storage::Transaction& transaction, people::Scope scope) {
    std::string all;
    for (const auto& version : approved_at(transaction, scope))
        all += version.code + " " + version.version + " " + version.sha256 + "\n";
    return sha256_hex(all);
}

std::vector<AsksAgain> asks_again(storage::Transaction& transaction, people::Scope scope, std::string_view release,
                                  std::string_view engine) {
    const auto last = engine_validation(transaction, scope);
    if (!last || last->procedures.empty()) return {AsksAgain::never_validated};
    std::vector<AsksAgain> reasons;
    if (last->release != release) reasons.push_back(AsksAgain::release);
    if (last->engine != engine) reasons.push_back(AsksAgain::engine);
    if (last->procedures != approved_procedures(transaction, scope)) reasons.push_back(AsksAgain::procedures);
    return reasons;
}

std::vector<Finding> approved_procedures_that_differ(storage::Transaction& transaction, people::Scope scope) {
    storage::ProcedureRepository versions(transaction, scope);
    std::vector<Finding> findings;
    for (const auto& version : approved_at(transaction, scope))
        for (auto& finding :
             procedures::findings_on_examples(procedures::read_procedure(versions.content(version.id), version.code)))
            findings.push_back(std::move(finding));
    return findings;
}

std::optional<EngineValidation> engine_validation(storage::Transaction& transaction, people::Scope scope) {
    storage::BodyRepository bodies(transaction);
    const auto release = bodies.fact(kRelease), engine = bodies.fact(kEngine), pack = bodies.fact(kPack),
               by = bodies.fact(kBy), on = bodies.fact(kOn);
    if (!release || !engine || !pack || !by || !on) return std::nullopt;
    return EngineValidation{*release,
                            *engine,
                            *pack,
                            *by,
                            date_from_iso(*on),
                            bodies.fact(name_of_procedures(scope)).value_or(""),
                            paper_of(transaction, scope)};
}

void require_engine_validation(storage::Transaction& transaction, const people::Actor& actor, Moment now) {
    require_right(transaction, actor, site_of(transaction, actor, now), people::Permission::manage_settings, now);
}

void record_engine_validation(storage::Transaction& transaction, const people::Actor& actor,
                              const EngineValidation& validation, Moment now) {
    require_engine_validation(transaction, actor, now);
    if (validation.signed_by.empty())
        throw Error(ErrorKind::rule_broken, "validation.unsigned",
                    "nobody is named who signed the validation; say who with --by", "/signed_by");
    const auto before = engine_validation(transaction, actor.scope());
    const std::string procedures = approved_procedures(transaction, actor.scope());
    storage::BodyRepository bodies(transaction);
    bodies.set_fact(kRelease, validation.release);
    bodies.set_fact(kEngine, validation.engine);
    bodies.set_fact(kPack, validation.pack);
    bodies.set_fact(kBy, validation.signed_by);
    bodies.set_fact(kOn, to_iso(validation.on));
    bodies.set_fact(name_of_procedures(actor.scope()), procedures);
    bodies.set_fact(name_of_paper(actor.scope()), validation.paper ? std::to_string(validation.paper->value) : "");
    std::vector<trail::Change> changes;
    add_change(changes, "release", before ? before->release : "", validation.release);
    add_change(changes, "engine_version", before ? before->engine : "", validation.engine);
    add_change(changes, "sha256", before ? before->pack : "", validation.pack);
    add_change(changes, "procedures", before ? before->procedures : "", procedures);
    add_change(changes, "signed_by", before ? before->signed_by : "", validation.signed_by);
    storage::Trail(transaction, actor.scope())
        .record(actor, "engine.validated", "body", actor.body.value, changes, now);
}

}  // namespace chuan::operations
