#pragma once

// The engine held against reference cases of our own, which the program carries: what a laboratory does before it uses
// a release, and keeps (ISO/IEC 17025:2017, 7.11.2).

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "reports/pdf/validation.h"
#include "server/json/value.h"

namespace chuan::server::api {

struct ShippedFile {
    std::string_view name;  // "models.json"
    std::string_view bytes;
};
/// The files of config/validation.
std::span<const ShippedFile> validation_files();

/// What all figures are made with; another one asks for another validation.
std::string engine_name();

/// One figure of a case: what its source says, what the engine says, how far apart they may be.
struct ValidatedFigure {
    std::string where, expected, got{};
    double allowed = 0;
    bool agrees = false;
};

struct ValidatedCase {
    std::string file, id, kind, source;
    std::uint64_t seed = 1;
    std::vector<ValidatedFigure> figures{};
    std::string fault{};  // why it could not be evaluated at all
    bool agrees() const;
};

struct Validation {
    std::vector<ValidatedCase> cases;  // simulated ones once for each of three seeds
    bool same_bits = false;            // of the simulations on one thread and on several
    unsigned threads = 1;
    bool agrees() const;
};

/// Runs every shipped case; some seconds of work. threads: at least 2 are compared with 1.
Validation validate_engine(unsigned threads);

/// What is printed and signed: who made it, on what, every figure with its verdict, lines for the signatures, and last
/// the SHA-256 of everything above it.
struct ValidationPack {
    std::string text;
    std::string sha256;
};
ValidationPack validation_pack(const Validation&, const std::string& release, Moment now);
/// The same pack as paper. accepted_by and the laboratory: empty on the command line.
reports::pdf::ValidationContent validation_paper(const Validation&, const std::string& release, Moment now);
json::Value validation_json(const Validation&, const std::string& release, Moment now);

}  // namespace chuan::server::api
