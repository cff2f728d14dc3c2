#include "storage/words.h"

#include "base/words.h"
#include "procedures/names.h"

namespace chuan::storage {
namespace {

using Outcome = procedures::OperationResult::Outcome;

constexpr Words<Outcome, 4> kOutcomes{{{Outcome::pass, "pass"},
                                       {Outcome::fail, "fail"},
                                       {Outcome::not_performed, "not_performed"},
                                       {Outcome::open, "open"}}};
constexpr Words<conformity::Verdict, 4> kVerdicts{{{conformity::Verdict::pass, "pass"},
                                                   {conformity::Verdict::conditional_pass, "conditional_pass"},
                                                   {conformity::Verdict::conditional_fail, "conditional_fail"},
                                                   {conformity::Verdict::fail, "fail"}}};

}  // namespace

std::string_view word(procedures::Kind kind) { return procedures::name_of(kind); }
std::string_view word(procedures::Mode mode) { return procedures::name_of(mode); }
std::string_view word(procedures::Stage stage) { return procedures::name_of(stage); }
std::string_view word(Outcome outcome) { return procedures::name_of(outcome); }
std::string_view word(conformity::Verdict verdict) { return word_of(kVerdicts, verdict); }
procedures::Kind job_kind_from(std::string_view text) { return procedures::kind_named(text).value(); }
procedures::Mode mode_from(std::string_view text) { return procedures::mode_named(text).value(); }
procedures::Stage stage_from(std::string_view text) { return procedures::stage_named(text).value(); }
Outcome outcome_from(std::string_view text) { return stored_value_of(kOutcomes, text); }
conformity::Verdict verdict_from(std::string_view text) { return stored_value_of(kVerdicts, text); }

}  // namespace chuan::storage
