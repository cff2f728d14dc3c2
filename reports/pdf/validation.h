#pragma once

// The validation of the measurement engine as paper to sign (ISO/IEC 17025:2017, 7.11.2): the figures of
// `chuan validate`, case by case, with room for two signatures.

#include <string>
#include <vector>

#include "base/date.h"

namespace chuan::reports::pdf {

struct ValidatedFigureLine {
    std::string where, expected, got, allowed;  // as the command prints them
    bool agrees = false;
};

struct ValidatedCaseLine {
    std::string id, kind, origin, source;  // origin: "models.json, seed 1"
    std::string fault;                     // why it could not be evaluated; empty: it was
    bool agrees = false;
    std::vector<ValidatedFigureLine> figures;
};

struct ValidationContent {
    std::string laboratory_vi, laboratory_en;  // empty on the command line
    bool sample = false;
    Moment made_at{};
    std::string release, engine, machine, compiler;
    unsigned threads = 1;
    bool same_bits = false, agrees = false;
    std::string sha256;  // of the text that the command prints
    std::string accepted_by;
    std::vector<ValidatedCaseLine> cases;
};

std::string validation_pdf(const ValidationContent&);

}  // namespace chuan::reports::pdf
