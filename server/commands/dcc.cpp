// chuan dcc check: digital calibration certificates from anybody, examined; many files at once, on every core.
// chuan dcc units: the units of one, as they stand and as they are read.

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include <CLI/CLI.hpp>

#include "base/error.h"
#include "quantities/unit_text.h"
#include "reports/dcc_check/check.h"
#include "reports/dcc_check/units_met.h"
#include "server/commands/commands.h"
#include "server/commands/given_files.h"
#include "server/json/value.h"

namespace chuan::server::commands {
namespace {

namespace fs = std::filesystem;
using namespace reports;

struct Options {
    std::vector<std::string> files;
    std::string schemas, at;
    std::vector<std::string> trusted;
    bool json = false;
};

/// XML and PDF in a folder, by their first bytes, in the order of their names; links are not followed.
std::vector<std::string> files_in(const fs::path& folder) {
    std::vector<std::string> found;
    std::error_code fault;
    for (auto at = fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, fault);
         !fault && at != fs::recursive_directory_iterator(); at.increment(fault)) {
        std::error_code unread;
        if (at->is_symlink(unread) || !at->is_regular_file(unread)) continue;
        std::array<char, 64> beginning{};
        std::ifstream in(at->path(), std::ios::binary);
        in.read(beginning.data(), beginning.size());
        if (dcc_check::looks_readable({beginning.data(), static_cast<std::size_t>(in.gcount())}))
            found.push_back(at->path().string());
    }
    if (fault)
        throw Error(ErrorKind::unavailable, "folder.unreadable",
                    "cannot read the folder " + folder.string() + "; check its rights", "",
                    {{"folder", folder.string()}});
    std::ranges::sort(found);
    return found;
}

std::vector<std::string> files_of(const Options& o) {
    std::vector<std::string> files;
    for (const std::string& name : o.files) {
        std::error_code fault;
        if (!fs::is_directory(name, fault)) {
            files.push_back(name);
            continue;
        }
        const auto inside = files_in(name);
        if (inside.empty())
            throw Error(ErrorKind::malformed, "folder.empty",
                        "the folder " + name + " holds no XML and no PDF; name a folder of certificates", "",
                        {{"folder", name}});
        files.insert(files.end(), inside.begin(), inside.end());
    }
    return files;
}

dcc_check::Report checked(const std::string& file, dcc_check::Schemas* schemas, const signing::Trust& trust) {
    try {
        return dcc_check::check(bytes_of(file), schemas, trust);
    } catch (const Error& unread) {
        return dcc_check::unreadable(unread.what());
    }
}

/// Every file by the first core that is free; the reports in the order of the files.
std::vector<dcc_check::Report> checked(const std::vector<std::string>& files, dcc_check::Schemas* schemas,
                                       const signing::Trust& trust) {
    std::vector<dcc_check::Report> reports(files.size());
    std::atomic<std::size_t> next = 0;
    std::exception_ptr fault;
    std::mutex faults;
    const auto work = [&] {
        try {
            for (std::size_t i = next++; i < files.size(); i = next++) reports[i] = checked(files[i], schemas, trust);
        } catch (...) {
            const std::lock_guard<std::mutex> lock(faults);
            if (!fault) fault = std::current_exception();
        }
    };
    std::vector<std::jthread> workers;
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    for (std::size_t i = 1; i < std::min(cores, files.size()); ++i) workers.emplace_back(work);
    work();
    workers.clear();
    if (fault) std::rethrow_exception(fault);
    return reports;
}

json::Value json_of(const std::string& file, const dcc_check::Report& report) {
    const auto finding = [](const dcc_check::Finding& f) {
        return json::object({{"layer", f.rule->layer()},
                             {"severity", to_string(f.rule->severity)},
                             {"rule", f.rule->id},
                             {"path", f.path},
                             {"line", f.line > 0 ? json::Value(f.line) : json::Value()},
                             {"message", json::object({{"vi", f.vi}, {"en", f.en}})}});
    };
    const auto words = [](const std::string& text) { return text.empty() ? json::Value() : json::Value(text); };
    const auto signature = [&](const dcc_check::SignatureReport& s) {
        return json::object({{"form", s.form},
                             {"status", s.status},
                             {"reason", words(s.reason)},
                             {"signer", words(s.signer)},
                             {"time", words(s.time)}});
    };
    return json::object({{"file", file},
                         {"is_dcc", report.is_dcc},
                         {"version", report.version},
                         {"well_formed", report.well_formed},
                         {"schema", to_string(report.schema)},
                         {"findings", json::list(report.findings, finding)},
                         {"signatures", json::list(report.signatures, signature)}});
}

void print(const std::string& file, const dcc_check::Report& report, std::ostream& out) {
    out << file << ": ";
    if (report.is_dcc)
        out << "DCC " << report.version.value_or("?") << ", schema " << to_string(report.schema);
    else
        out << (report.well_formed ? "not a DCC" : "not read");
    out << ", " << (report.has_error() ? "errors / có lỗi" : "no error / không có lỗi") << "\n";
    for (const dcc_check::Finding& f : report.findings) {
        out << "  " << to_string(f.rule->severity) << " " << f.rule->id;
        if (f.line > 0) out << ", line " << f.line;
        out << "\n    " << f.vi << "\n    " << f.en << "\n";
        if (!f.path.empty()) out << "    " << f.path << "\n";
        out << "    [" << f.rule->source << "]\n";
    }
    for (const dcc_check::SignatureReport& s : report.signatures) {
        out << "  signature " << s.form << ": " << s.status;
        if (!s.signer.empty()) out << ", " << s.signer;
        if (!s.time.empty()) out << ", " << s.time << " as the signer states";
        out << "\n";
    }
}

Exit check(const Options& o, Console& console) {
    const auto files = files_of(o);
    const signing::Trust trust = trust_in(o.trusted, o.at);
    std::optional<dcc_check::Schemas> schemas;
    if (!o.schemas.empty()) schemas.emplace(o.schemas);
    const auto reports = checked(files, schemas ? &*schemas : nullptr, trust);
    const auto bad = std::ranges::count_if(reports, &dcc_check::Report::has_error);
    if (o.json) {
        std::vector<json::Value> all;
        for (std::size_t i = 0; i < files.size(); ++i) all.push_back(json_of(files[i], reports[i]));
        console.out << json::object({{"files", all}}).text() << "\n";
    } else {
        for (std::size_t i = 0; i < files.size(); ++i) print(files[i], reports[i], console.out);
        console.out << files.size() << " files, " << bad << " with errors\n";
    }
    return bad == 0 ? Exit::good : Exit::findings;
}

std::string_view writing_of(const dcc_check::MetUnit& unit) {
    if (!unit.read) return "unknown";
    if (unit.read->writing == quantities::UnitWriting::dsi) return "dsi";
    return unit.read->writing == quantities::UnitWriting::symbol ? "symbol" : "repaired";
}

json::Value json_of(const dcc_check::MetUnit& unit) {
    const auto& read = unit.read;
    return json::object({{"unit", unit.text},
                         {"count", unit.count},
                         {"line", unit.line},
                         {"written", writing_of(unit)},
                         {"dsi", read ? json::Value(read->unit.dsi()) : json::Value()},
                         {"symbol", read ? json::Value(quantities::symbol(read->unit)) : json::Value()},
                         {"declared", unit.declared}});
}

/// Units as they stand and as they are read; findings where one is neither understood nor defined by the certificate.
Exit units(const Options& o, Console& console) {
    const std::string& file = o.files.front();
    const auto met = dcc_check::units_met(bytes_of(file));
    const bool all_known =
        std::ranges::all_of(met, [](const dcc_check::MetUnit& unit) { return unit.read || unit.declared; });
    if (o.json) {
        const auto one = [](const dcc_check::MetUnit& unit) { return json_of(unit); };
        console.out << json::object({{"file", file}, {"units", json::list(met, one)}}).text() << "\n";
        return all_known ? Exit::good : Exit::findings;
    }
    for (const dcc_check::MetUnit& unit : met) {
        console.out << unit.text << "  " << unit.count << " times, first in line " << unit.line << ": ";
        if (!unit.read)
            console.out << (unit.declared ? "a unit that the certificate defines"
                                          : "not understood; ask who issued it");
        else if (unit.read->writing == quantities::UnitWriting::dsi)
            console.out << "D-SI, " << unit.read->unit.dsi();
        else
            console.out << "not D-SI, read as " << unit.read->unit.dsi();
        if (unit.read) console.out << " (" << quantities::symbol(unit.read->unit) << ")";
        console.out << "\n";
    }
    return all_known ? Exit::good : Exit::findings;
}

void add_units(CLI::App& dcc, Run& chosen) {
    auto o = std::make_shared<Options>();
    CLI::App* command = dcc.add_subcommand(
        "units", "the units of a certificate, as they stand and as they are read; 1 when one is not");
    command->add_option("FILE", o->files, "XML, or PDF/A-3 with a DCC inside")->required()->expected(1);
    command->add_flag("--json", o->json, "print JSON");
    command->callback([o, &chosen] { chosen = [o](Console& console) { return units(*o, console); }; });
}

}  // namespace

void add_dcc(CLI::App& program, Run& chosen) {
    CLI::App* dcc = program.add_subcommand("dcc", "digital calibration certificates, from anybody");
    dcc->require_subcommand(1);
    auto o = std::make_shared<Options>();
    CLI::App* command = dcc->add_subcommand(
        "check", "is it safe, as the schema says, complete, right in its figures, signed; 1 when a file has an error");
    command->add_option("FILE", o->files, "XML, PDF/A-3 with a DCC inside, or folders of them")->required();
    command->add_option("--schemas", o->schemas, "folder with PTB's schemas (dcc/vX/dcc.xsd, si/vX/SI_Format.xsd)");
    command->add_option("--trust", o->trusted, "certificates of authorities to believe (PEM)");
    command->add_option("--at", o->at,
                        "moment at which certificates must be in force and days have come: 2026-11-20 or "
                        "2026-11-20T07:32:00Z (default: now)");
    command->add_flag("--json", o->json, "print JSON");
    command->callback([o, &chosen] { chosen = [o](Console& console) { return check(*o, console); }; });
    add_units(*dcc, chosen);
}

}  // namespace chuan::server::commands
