#include <algorithm>
#include <sstream>
#include <thread>

#include <sys/utsname.h>

#include "base/sha256.h"
#include "server/api/validation.h"

namespace chuan::server::api {
namespace {

std::string machine() {
    utsname system{};
    ::uname(&system);
    return std::string(system.sysname) + " " + system.release + " " + system.machine + ", " +
           std::to_string(std::thread::hardware_concurrency()) + " threads";
}

std::string_view verdict(bool agrees) { return agrees ? "agrees" : "DIFFERS"; }

void print_head(std::ostream& out, const Validation& validation, const std::string& release, Moment now) {
    const auto agreeing = std::ranges::count_if(validation.cases, &ValidatedCase::agrees);
    out << "VALIDATION OF THE MEASUREMENT ENGINE (ISO/IEC 17025:2017, 7.11.2)\n\n"
        << "made at        " << to_iso(now) << "\n"
        << "program        chuan " << release << "\n"
        << "engine         " << engine_name() << "\n"
        << "machine        " << machine() << "\n"
        << "compiler       " << __VERSION__ << "\n\n"
        << "cases          " << agreeing << " of " << validation.cases.size() << " agree\n"
        << "threads        1 and " << validation.threads << " give "
        << (validation.same_bits ? "the same bits" : "DIFFERENT BITS") << "\n"
        << "result         " << (validation.agrees() ? "the engine agrees with every case" : "THE ENGINE DIFFERS")
        << "\n";
}

void print_case(std::ostream& out, const ValidatedCase& one) {
    out << "\n"
        << verdict(one.agrees()) << "  " << one.id << " (" << one.kind << ", " << one.file << ", seed " << one.seed
        << ")\n  " << one.source << "\n";
    if (!one.fault.empty()) out << "  " << one.fault << "\n";
    for (const auto& figure : one.figures)
        out << "  " << (figure.agrees ? " " : "!") << " " << figure.where << "  expected " << figure.expected
            << "  got " << (figure.got.empty() ? "nothing" : figure.got) << "  allowed " << figure.allowed << "\n";
}

json::Value figure_json(const ValidatedFigure& figure) {
    return json::object({{"where", figure.where},
                         {"expected", json::raw(figure.expected)},
                         {"got", figure.got.empty() ? json::Value() : json::raw(figure.got)},
                         {"allowed", figure.allowed},
                         {"agrees", figure.agrees}});
}

json::Value case_json(const ValidatedCase& one) {
    return json::object({{"id", one.id},
                         {"kind", one.kind},
                         {"file", one.file},
                         {"source", one.source},
                         {"seed", one.seed},
                         {"agrees", one.agrees()},
                         {"fault", one.fault},
                         {"figures", json::list(one.figures, figure_json)}});
}

}  // namespace

ValidationPack validation_pack(const Validation& validation, const std::string& release, Moment now) {
    std::ostringstream out;
    print_head(out, validation, release, now);
    for (const auto& one : validation.cases) print_case(out, one);
    out << "\ncarried out by ______________________  date ____________  signature ______________________\n"
        << "accepted by    ______________________  date ____________  signature ______________________\n";
    const std::string content = out.str(), hash = sha256_hex(content);
    return {content + "\nSHA-256 of all lines above  " + hash + "\n", hash};
}

reports::pdf::ValidationContent validation_paper(const Validation& validation, const std::string& release, Moment now) {
    reports::pdf::ValidationContent paper;
    paper.made_at = now;
    paper.release = release;
    paper.engine = engine_name();
    paper.machine = machine();
    paper.compiler = __VERSION__;
    paper.threads = validation.threads;
    paper.same_bits = validation.same_bits;
    paper.agrees = validation.agrees();
    paper.sha256 = validation_pack(validation, release, now).sha256;
    for (const auto& one : validation.cases) {
        auto& line = paper.cases.emplace_back();
        line.id = one.id;
        line.kind = one.kind;
        line.origin = one.file + ", seed " + std::to_string(one.seed);
        line.source = one.source;
        line.fault = one.fault;
        line.agrees = one.agrees();
        for (const auto& figure : one.figures) {
            std::ostringstream allowed;
            allowed << figure.allowed;
            line.figures.push_back({figure.where, figure.expected, figure.got, allowed.str(), figure.agrees});
        }
    }
    return paper;
}

json::Value validation_json(const Validation& validation, const std::string& release, Moment now) {
    return json::object({{"made_at", now},
                         {"release", release},
                         {"engine", engine_name()},
                         {"machine", machine()},
                         {"compiler", __VERSION__},
                         {"threads", validation.threads},
                         {"same_bits", validation.same_bits},
                         {"agrees", validation.agrees()},
                         {"sha256", validation_pack(validation, release, now).sha256},
                         {"cases", json::list(validation.cases, case_json)}});
}

}  // namespace chuan::server::api
