#include "storage/words.h"

#include <stdexcept>
#include <string>

#include "base/words.h"

namespace chuan::storage {
namespace {

constexpr Words<procedures::Kind, 3> kKinds{{{procedures::Kind::calibration, "calibration"},
                                             {procedures::Kind::verification, "verification"},
                                             {procedures::Kind::testing, "testing"}}};
constexpr Words<procedures::Mode, 5> kModes{{{procedures::Mode::none, "none"},
                                             {procedures::Mode::initial, "initial"},
                                             {procedures::Mode::periodic, "periodic"},
                                             {procedures::Mode::after_repair, "after_repair"},
                                             {procedures::Mode::in_service, "in_service"}}};
constexpr Words<procedures::Stage, 3> kStages{{{procedures::Stage::as_found, "as_found"},
                                               {procedures::Stage::as_left, "as_left"},
                                               {procedures::Stage::as_found_and_left, "as_found_and_left"}}};

constexpr Words<procedures::OperationResult::Outcome, 4> kOutcomes{{{procedures::OperationResult::Outcome::pass, "pass"},
                                                                    {procedures::OperationResult::Outcome::fail, "fail"},
                                                                    {procedures::OperationResult::Outcome::not_performed, "not_performed"},
                                                                    {procedures::OperationResult::Outcome::open, "open"}}};
constexpr Words<conformity::Verdict, 4> kVerdicts{{{conformity::Verdict::pass, "pass"},
                                                   {conformity::Verdict::conditional_pass, "conditional_pass"},
                                                   {conformity::Verdict::conditional_fail, "conditional_fail"},
                                                   {conformity::Verdict::fail, "fail"}}};

}  // namespace

std::string_view word(procedures::Kind kind) { return word_of(kKinds, kind); }
std::string_view word(procedures::Mode mode) { return word_of(kModes, mode); }
std::string_view word(procedures::Stage stage) { return word_of(kStages, stage); }
procedures::Kind job_kind_from(std::string_view text) { return stored_value_of(kKinds, text); }
procedures::Mode mode_from(std::string_view text) { return stored_value_of(kModes, text); }
procedures::Stage stage_from(std::string_view text) { return stored_value_of(kStages, text); }

std::string_view word(procedures::OperationResult::Outcome outcome) { return word_of(kOutcomes, outcome); }
std::string_view word(conformity::Verdict verdict) { return word_of(kVerdicts, verdict); }
procedures::OperationResult::Outcome outcome_from(std::string_view text) { return stored_value_of(kOutcomes, text); }
conformity::Verdict verdict_from(std::string_view text) { return stored_value_of(kVerdicts, text); }

}  // namespace chuan::storage
