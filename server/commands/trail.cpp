#include <algorithm>

#include <CLI/CLI.hpp>

#include "server/commands/commands.h"
#include "server/commands/head_key.h"
#include "server/commands/place.h"
#include "server/commands/trail_json.h"
#include "storage/body_repository.h"
#include "storage/document_store.h"

namespace chuan::server::commands {
namespace {

struct Options {
    Place place;
    std::string reason;
    bool json = false;
};

Exit verify(const Options& o, Console& console) {
    const Settings settings = settings_of(o.place);
    const auto database = open_existing(settings, false);
    const auto documents = storage::DocumentStore::open(*database);
    const auto report = storage::verify_trail(*database, *documents, head_folders(settings), head_verifier(settings));
    if (o.json)
        console.out << trail_json(report).text() << "\n";
    else
        print_trail(report, console.out);
    return report.is_good() ? Exit::good : Exit::findings;
}

bool can_be_accepted(const Finding& finding) {
    return finding.code == "trail.behind_head" || finding.code == "trail.number_behind";
}

/// Bodies first: a decision about the shared rows is itself an act in the chain of a body.
std::vector<storage::HeadDifference> in_order(std::vector<storage::HeadDifference> differences) {
    std::ranges::stable_partition(differences, [](const auto& difference) { return difference.head.body.value != 0; });
    return differences;
}

/// The decision that lets a database found behind its heads be written again.
Exit accept_loss(const Options& o, Console& console) {
    const Settings settings = settings_of(o.place);
    const auto database = open_existing(settings, true);
    const auto differences =
        in_order(storage::compare_with_heads(*database, head_folders(settings), head_verifier(settings)));
    const Moment now = SystemClock().now();
    const int accepted = database->write([&](storage::Transaction& transaction) {
        int count = 0;
        for (const auto& difference : differences) {
            if (!can_be_accepted(difference.finding) || storage::is_accounted_for(transaction, difference.head))
                continue;
            const BodyId body =
                difference.head.body.value ? difference.head.body : storage::BodyRepository(transaction).all().front();
            storage::account_for_lost_acts(transaction, {body}, console_actor(body, now).person(), difference.head,
                                           o.reason, now);
            ++count;
        }
        return count;
    });
    console.out << accepted << " losses were accounted for; the records say so for ever\n";
    bool others = false;
    for (const auto& difference : differences) {
        if (can_be_accepted(difference.finding)) continue;
        console.out << difference.finding.sentence << "\n";
        others = true;
    }
    return others ? Exit::findings : Exit::good;
}

}  // namespace

json::Value finding_json(const Finding& finding) {
    return json::object({{"code", finding.code}, {"detail", finding.sentence}, {"values", finding.values}});
}

json::Value trail_json(const storage::TrailReport& report) {
    return json::object(
        {{"good", report.is_good()}, {"chains", json::list(report.chains, [](const storage::ChainReport& chain) {
                                          return json::object({{"body", chain.body},
                                                               {"acts", chain.acts},
                                                               {"head_sha256", chain.head_sha256},
                                                               {"records", chain.records},
                                                               {"documents", chain.documents},
                                                               {"anchored_acts", chain.anchored_acts},
                                                               {"not_anchored_since", chain.not_anchored_since},
                                                               {"findings", json::list(chain.findings, finding_json)},
                                                               {"findings_in_all", chain.findings_in_all}});
                                      })}});
}

void print_trail(const storage::TrailReport& report, std::ostream& out) {
    for (const storage::ChainReport& chain : report.chains) {
        out << (chain.body.value == 0 ? "shared rows" : "body " + std::to_string(chain.body.value)) << ": "
            << chain.acts << " acts, " << chain.records << " records, " << chain.documents << " documents; "
            << (chain.anchoring.empty() ? "anchored by heads kept elsewhere" : chain.anchoring) << "\n";
        for (const Finding& finding : chain.findings) out << "  " << finding.sentence << "\n";
        if (const auto more = chain.findings_in_all - static_cast<std::int64_t>(chain.findings.size()); more > 0)
            out << "  and " << more << " findings more\n";
    }
    out << (report.is_good() ? "the trail is whole and the records fit it\n"
                             : "the trail or the records are not what they were\n");
}

void add_trail(CLI::App& program, Run& chosen) {
    auto o = std::make_shared<Options>();
    CLI::App* trail = program.add_subcommand("trail", "the audit trail");
    trail->require_subcommand(1);
    CLI::App* command = trail->add_subcommand(
        "verify", "recompute the trail, every recorded row and document, and compare with the heads kept elsewhere");
    add_place(*command, o->place);
    add_setting(*command, o->place, "--heads-to", "heads.to", "folders with signed tree heads, comma between");
    add_setting(*command, o->place, "--trust", "heads.trusted", "further public keys (PEM), comma between");
    command->add_flag("--json", o->json, "print JSON");
    command->callback([o, &chosen] { chosen = [o](Console& console) { return verify(*o, console); }; });
    command = trail->add_subcommand(
        "accept-loss", "record why acts that a head knows are lost, so that a restored database is written again");
    add_place(*command, o->place);
    add_setting(*command, o->place, "--heads-to", "heads.to", "folders with signed tree heads, comma between");
    command->add_option("--reason", o->reason, "what happened and how the lost acts are made good")->required();
    command->callback([o, &chosen] { chosen = [o](Console& console) { return accept_loss(*o, console); }; });
}

}  // namespace chuan::server::commands
