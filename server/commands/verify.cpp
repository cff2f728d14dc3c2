#include <CLI/CLI.hpp>

#include "base/error.h"
#include "reports/signing/pdf_verification.h"
#include "reports/signing/xml_verification.h"
#include "server/commands/body_keys.h"
#include "server/commands/commands.h"
#include "server/commands/given_files.h"
#include "server/commands/place.h"
#include "server/json/value.h"

namespace chuan::server::commands {
namespace {

using namespace reports::signing;

struct Options {
    Place place;
    std::string file, at;
    std::vector<std::string> trusted;
    bool json = false;
};

/// What is said about one file: its own seal, and that of the certificate inside.
struct Report {
    std::string kind;  // "pdf", "dcc"
    Verification document;
    std::optional<Verification> attached;
    bool together = true;  // the attached certificate bears the same seal; true where none is attached

    bool is_good() const {
        return document.status == Status::valid && (!attached || attached->status == Status::valid) && together;
    }
};

/// The authorities that are named; else those of this installation, and those of the time stamps it asks for.
Trust trust_of(const Options& o) {
    Trust trust = trust_in(o.trusted, o.at);
    if (o.trusted.empty()) {
        const Settings settings = settings_of(o.place);
        trust.authorities = services::SealKeys(settings.head_key.parent_path()).authorities();
        if (settings.time_stamps)
            for (const Certificate& one : settings.time_stamps->authorities) trust.authorities.push_back(one);
    }
    return trust;
}

Report examined(const std::string& bytes, const Trust& trust) {
    if (!bytes.starts_with("%PDF-")) return {.kind = "dcc", .document = verify_xml(bytes, trust), .attached = {}};
    PdfVerification pdf = verify_pdf(bytes, trust);
    Report report{.kind = "pdf", .document = pdf, .attached = {}};
    if (!pdf.attached) return report;
    report.attached = verify_xml(*pdf.attached, trust);
    report.together = report.attached->signer && report.attached->signer->key_id == pdf.signer->key_id;
    return report;
}

json::Value stamp_json(const std::optional<Stamped>& stamp) {
    if (!stamp) return {};
    return json::object({{"at", stamp->at}, {"authority", stamp->authority.name}, {"trusted", stamp->trusted}});
}

json::Value seal_json(const Verification& found) {
    const auto& signer = found.signer;
    return json::object({{"status", to_string(found.status)},
                         {"reason", found.reason},
                         {"sentence", found.sentence},
                         {"signer", signer ? json::Value(signer->name) : json::Value()},
                         {"organisation", signer ? json::Value(signer->organisation) : json::Value()},
                         {"authority", signer ? json::Value(signer->authority) : json::Value()},
                         {"key_id", signer ? json::Value(signer->key_id) : json::Value()},
                         {"certificate_sha256", signer ? json::Value(signer->sha256) : json::Value()},
                         {"time_stamp", stamp_json(found.stamp)},
                         {"stated_time", found.stated_time.empty() ? json::Value() : json::Value(found.stated_time)},
                         {"dcc_digest", found.dcc_digest.empty() ? json::Value() : json::Value(found.dcc_digest)}});
}

void print(const std::string& name, const Verification& found, std::ostream& out) {
    out << name << ": " << to_string(found.status) << "\n";
    if (!found.sentence.empty()) out << "  " << found.sentence << "\n";
    if (!found.signer) return;
    const char* claim =
        found.status == Status::valid ? "  unchanged since it was signed by " : "  claims to be signed by ";
    out << claim << found.signer->name << "\n  whose certificate is from " << found.signer->authority << ", in force "
        << to_iso(found.signer->from) << " to " << to_iso(found.signer->until) << "\n";
    if (!found.stated_time.empty()) out << "  at " << found.stated_time << ", as the signer states\n";
    if (found.stamp)
        out << "  time stamp " << to_iso(found.stamp->at) << " of " << found.stamp->authority.name
            << (found.stamp->trusted ? "\n" : ", whom nobody named as trusted: it proves nothing\n");
    if (!found.dcc_digest.empty()) out << "  digest of the DCC: " << found.dcc_digest << "\n";
}

Exit verify(const Options& o, Console& console) {
    const Report report = examined(bytes_of(o.file), trust_of(o));
    const Exit exit = report.is_good() ? Exit::good : Exit::findings;
    if (o.json) {
        console.out << json::object(
                           {{"file", o.file},
                            {"kind", report.kind},
                            {"good", report.is_good()},
                            {"document", seal_json(report.document)},
                            {"attached", report.attached ? seal_json(*report.attached) : json::Value()},
                            {"belong_together", report.attached ? json::Value(report.together) : json::Value()}})
                           .text()
                    << "\n";
        return exit;
    }
    print(o.file, report.document, console.out);
    if (report.attached) {
        print("attached DCC", *report.attached, console.out);
        console.out << (report.together ? "the paper and its DCC bear the same seal, and the paper's covers the DCC\n"
                                        : "the paper and its DCC bear seals of different keys\n");
    }
    if (report.is_good())
        console.out
            << "whether it is still in force no file can say: ask the register whose address is printed on it\n";
    return exit;
}

}  // namespace

void add_verify(CLI::App& program, Run& chosen) {
    auto o = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand(
        "verify", "is a certificate (PDF or DCC) unchanged, and who signed it; 1 when it is not to be believed");
    add_place(*command, o->place);
    command->add_option("FILE", o->file, "PDF or XML")->required();
    command->add_option("--trust", o->trusted,
                        "certificates of authorities to believe (PEM); default: this installation's own");
    command->add_option(
        "--at", o->at,
        "moment at which certificates must be in force: 2026-11-20 or 2026-11-20T07:32:00Z (default: now)");
    command->add_flag("--json", o->json, "print JSON");
    command->callback([o, &chosen] { chosen = [o](Console& console) { return verify(*o, console); }; });
}

}  // namespace chuan::server::commands
