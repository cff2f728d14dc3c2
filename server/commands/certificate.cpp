#include <fstream>

#include <CLI/CLI.hpp>

#include "operations/certificate_acts.h"
#include "operations/trace.h"
#include "server/api/certificate_json.h"
#include "server/commands/commands.h"
#include "server/commands/place.h"
#include "storage/body_repository.h"
#include "storage/document_repository.h"
#include "storage/document_store.h"

namespace chuan::server::commands {
namespace {

struct Options {
    Place place;
    std::string body, number, out;
    bool json = false;
};

storage::CertificateRecord found(storage::Transaction& transaction, BodyId body, const std::string& number) {
    storage::CertificateRepository certificates(transaction, {body});
    if (const auto id = certificates.by_number(number)) return certificates.require(*id);
    throw Error(ErrorKind::not_found, "certificate.unknown",
                "there is no certificate " + number + " in this register; check the number", "", {{"number", number}});
}

void print(const storage::CertificateRecord& certificate, const certificates::Validity& validity,
           const std::vector<jobs::Signature>& signatures, std::ostream& out) {
    const auto line = [&](const char* name, const std::string& value) {
        if (!value.empty()) out << name << ": " << value << "\n";
    };
    line("number", certificate.number);
    line("kind", std::string(certificates::to_string(certificate.kind)));
    line("answer", std::string(certificates::to_string(validity.answer)));
    line("since", validity.since ? to_iso(*validity.since) : "");
    line("until", validity.until ? to_iso(*validity.until) : "");
    line("reason", validity.reason);
    line("related", validity.related_number);
    line("newer", validity.newer_number);
    line("item",
         certificate.item_name_vi + ", " + certificate.maker + " " + certificate.model + ", " + certificate.serial);
    line("owner", certificate.owner_name);
    line("performed", to_iso(certificate.test_date));
    line("issued", to_iso(certificate.issued_on));
    line("stamp", certificate.stamp_number);
    line("code", certificate.code);
    line("source", certificate.source);
    for (const auto& signature : signatures)
        line("signed", std::string(jobs::to_string(signature.meaning)) + " by " + signature.name + ", " +
                           to_iso(signature.signed_at));
}

Exit show(const Options& o, Console& console) {
    const Settings settings = settings_of(o.place);
    const auto database = open_existing(settings, false);
    database->read([&](storage::Transaction& transaction) {
        const BodyId body = body_of(transaction, o.body);
        const auto certificate = found(transaction, body, o.number);
        const Moment now = SystemClock().now();
        if (o.json) {
            console.out
                << api::certificate_detail_json(transaction, settings.base_address, body, certificate.id, now).text()
                << "\n";
            return;
        }
        const int offset = storage::BodyRepository(transaction).require(body).utc_offset_minutes;
        print(certificate,
              operations::answer_on(transaction, {body}, certificate, civil_date(now, offset), offset, now).now,
              api::signatures_of(transaction, {body}, certificate), console.out);
    });
    return Exit::good;
}

/// The issued bytes, hashed again while they are read; to a file, or as they are to standard output.
Exit write_document(const Options& o, Console& console, bool dcc) {
    const auto database = open_existing(settings_of(o.place), false);
    const auto documents = storage::DocumentStore::open(*database);
    const std::string hash = database->read([&](storage::Transaction& transaction) {
        const BodyId body = body_of(transaction, o.body);
        const auto certificate = found(transaction, body, o.number);
        const auto id = dcc ? certificate.dcc : certificate.pdf;
        if (!id)
            throw Error(ErrorKind::not_found, "certificate.no_document",
                        "certificate " + o.number +
                            " has no such document here; it was brought in from another register, or is a record",
                        "", {{"number", o.number}});
        return storage::DocumentRepository(transaction, {body}).require(*id).sha256;
    });
    const std::string bytes = documents->get(hash);
    if (o.out.empty()) {
        console.out << bytes;
        return Exit::good;
    }
    std::ofstream file(o.out, std::ios::binary | std::ios::trunc);
    if (!(file << bytes) || !file.flush())
        throw Error(ErrorKind::unavailable, "file.not_written", o.out + " cannot be written; choose another place", "",
                    {{"file", o.out}});
    return Exit::good;
}

void add_options(CLI::App& command, Options& o) {
    add_place(command, o.place);
    command.add_option("NUMBER", o.number, "the certificate's number")->required();
    command.add_option("--body", o.body, "code of the laboratory, where there are several");
}

Exit trace(const Options& o, Console& console) {
    const auto database = open_existing(settings_of(o.place), false);
    const auto traced = database->read([&](storage::Transaction& transaction) {
        const BodyId body = body_of(transaction, o.body);
        return operations::chain_of_certificate(transaction, {body}, found(transaction, body, o.number).id,
                                                std::nullopt);
    });
    const bool sound = traced.chain.reaches_reference && traced.chain.findings.empty();
    if (o.json) {
        console.out << api::chain_json(traced.chain, traced.on).text() << "\n";
        return sound ? Exit::good : Exit::findings;
    }
    for (const auto& node : traced.chain.nodes)
        console.out << std::string(static_cast<std::size_t>(node.column) * 2, ' ') << node.code << "  " << node.name_vi
                    << "  " << node.keeper << "\n";
    for (const auto& finding : traced.chain.findings) console.out << finding.sentence << "\n";
    return sound ? Exit::good : Exit::findings;
}

}  // namespace

void add_certificate(CLI::App& program, Run& chosen) {
    auto o = std::make_shared<Options>();
    CLI::App* certificate = program.add_subcommand("certificate", "certificates as they were issued");
    certificate->require_subcommand(1);
    CLI::App* command = certificate->add_subcommand("show", "what it is, and whether it is in force today");
    add_options(*command, *o);
    command->add_flag("--json", o->json, "print JSON");
    command->callback([o, &chosen] { chosen = [o](Console& console) { return show(*o, console); }; });
    for (const bool dcc : {false, true}) {
        command = certificate->add_subcommand(dcc ? "dcc" : "pdf",
                                              dcc ? "the digital calibration certificate (XML)" : "the paper (PDF)");
        add_options(*command, *o);
        command->add_option("--out", o->out, "file to write; else standard output");
        command->callback(
            [o, dcc, &chosen] { chosen = [o, dcc](Console& console) { return write_document(*o, console, dcc); }; });
    }
}

void add_trace(CLI::App& program, Run& chosen) {
    auto o = std::make_shared<Options>();
    CLI::App* command =
        program.add_subcommand("trace", "the chain of a certificate's results to the SI; 1 when it is broken");
    add_options(*command, *o);
    command->add_flag("--json", o->json, "print JSON");
    command->callback([o, &chosen] { chosen = [o](Console& console) { return trace(*o, console); }; });
}

}  // namespace chuan::server::commands
