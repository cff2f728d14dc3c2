#include <CLI/CLI.hpp>
#include <algorithm>

#include "server/commands/commands.h"
#include "server/commands/head_key.h"
#include "server/commands/place.h"
#include "server/commands/trail_json.h"
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

/// The decision that lets a database found behind its heads be written again.
Exit accept_loss(const Options& o, Console& console) {
    const Settings settings = settings_of(o.place);
    const auto database = open_existing(settings, true);
    const auto differences = storage::compare_with_heads(*database, head_folders(settings), head_verifier(settings));
    const Moment now = SystemClock().now();
    int accepted = 0;
    bool others = false;
    database->write([&](storage::Transaction& transaction) {
        accepted = 0;
        for (const auto& difference : differences) {
            const std::string& code = difference.finding.code;
            others = others || (code != "trail.behind_head" && code != "trail.number_behind");
            if (code == "trail.head_differs" || code == "trail.head_unverified" || code == "head.malformed") continue;
            if (storage::is_accounted_for(transaction, difference.head)) continue;
            storage::account_for_lost_acts(transaction, {difference.head.body}, console_actor(difference.head.body, now).person(), difference.head,
                                           o.reason, now);
            ++accepted;
        }
    });
    console.out << accepted << " losses were accounted for; the records say so for ever\n";
    for (const auto& difference : differences)
        if (others) console.out << difference.finding.sentence << "\n";
    return others ? Exit::findings : Exit::good;
}

}  // namespace

json::Value finding_json(const Finding& finding) {
    return json::object({{"code", finding.code}, {"detail", finding.sentence}, {"values", finding.values}});
}

json::Value trail_json(const storage::TrailReport& report) {
    return json::object({{"good", report.is_good()},
                         {"chains", json::list(report.chains, [](const storage::ChainReport& chain) {
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
        out << (chain.body.value == 0 ? "shared rows" : "body " + std::to_string(chain.body.value)) << ": " << chain.acts << " acts, "
            << chain.records << " records, " << chain.documents << " documents; "
            << (chain.anchoring.empty() ? "anchored by heads kept elsewhere" : chain.anchoring) << "\n";
        for (const Finding& finding : chain.findings) out << "  " << finding.sentence << "\n";
        if (const auto more = chain.findings_in_all - static_cast<std::int64_t>(chain.findings.size()); more > 0)
            out << "  and " << more << " findings more\n";
    }
    out << (report.is_good() ? "the trail is whole and the records fit it\n" : "the trail or the records are not what they were\n");
}

void add_trail(CLI::App& program, Run& chosen) {
    auto o = std::make_shared<Options>();
    CLI::App* trail = program.add_subcommand("trail", "the audit trail");
    trail->require_subcommand(1);
    CLI::App* command = trail->add_subcommand("verify", "recompute the trail, every recorded row and document, and compare with the heads kept elsewhere");
    add_place(*command, o->place);
    add_setting(*command, o->place, "--heads-to", "heads.to", "folders with signed tree heads, comma between");
    add_setting(*command, o->place, "--trust", "heads.trusted", "further public keys (PEM), comma between");
    command->add_flag("--json", o->json, "print JSON");
    command->callback([o, &chosen] { chosen = [o](Console& console) { return verify(*o, console); }; });
    command = trail->add_subcommand("accept-loss", "record why acts that a head knows are lost, so that a restored database is written again");
    add_place(*command, o->place);
    add_setting(*command, o->place, "--heads-to", "heads.to", "folders with signed tree heads, comma between");
    command->add_option("--reason", o->reason, "what happened and how the lost acts are made good")->required();
    command->callback([o, &chosen] { chosen = [o](Console& console) { return accept_loss(*o, console); }; });
}

}  // namespace chuan::server::commands
