#include "jobs/job.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "base/text.h"
#include "base/words.h"
#include "jobs/stored_finding.h"

namespace chuan::jobs {
namespace {

constexpr Words<State, 8> kStates{{{State::received, "received"},
                                   {State::in_work, "in_work"},
                                   {State::held, "held"},
                                   {State::to_review, "to_review"},
                                   {State::to_issue, "to_issue"},
                                   {State::finished, "finished"},
                                   {State::cancelled, "cancelled"},
                                   {State::returned_unfinished, "returned_unfinished"}}};
constexpr Words<Place, 3> kPlaces{
    {{Place::laboratory, "laboratory"}, {Place::customer, "customer"}, {Place::mobile, "mobile"}}};
constexpr Words<AdjustmentChoice, 3> kAdjustments{
    {{AdjustmentChoice::not_adjusted, "not_adjusted"},
     {AdjustmentChoice::adjusted, "adjusted"},
     {AdjustmentChoice::as_found_not_applicable, "as_found_not_applicable"}}};
constexpr Words<Meaning, 4> kMeanings{{{Meaning::performed, "performed"},
                                       {Meaning::reviewed, "reviewed"},
                                       {Meaning::approved, "approved"},
                                       {Meaning::returned, "returned"}}};

void add_missing_readings(std::vector<Finding>& findings, const SubmissionFacts& facts) {
    std::set<std::string> named;
    for (const auto& missing : facts.evaluation->missing) {
        if (std::ranges::find(facts.points_not_measured, missing.point) != facts.points_not_measured.end()) continue;
        const std::string key = missing.point + "/" + missing.channel + "/" + std::to_string(missing.repeat);
        if (!named.insert(key).second) continue;
        findings.push_back(
            {"readings.missing",
             "point " + missing.point + ", " + missing.channel + " " + std::to_string(missing.repeat) +
                 " has no reading; measure it or declare the point not measured with a reason",
             "/readings/" + key,
             {{"point", missing.point}, {"channel", missing.channel}, {"repeat", std::to_string(missing.repeat)}}});
    }
}

void add_open_checks(std::vector<Finding>& findings, const SubmissionFacts& facts) {
    for (const auto& outcome : facts.evaluation->operations) {
        const auto* operation = facts.procedure->operation(outcome.operation);
        if (outcome.outcome != procedures::OperationResult::Outcome::open || !operation ||
            operation->rule != procedures::Operation::Rule::check)
            continue;
        findings.push_back(
            {"check.missing",
             operation->name.en + " (" + operation->id + ") has no answer; answer yes or no",
             "/checks/" + operation->id,
             {{"operation", operation->id}, {"name_vi", operation->name.vi}, {"name_en", operation->name.en}}});
    }
}

void add_adjustment_findings(std::vector<Finding>& findings, const SubmissionFacts& facts) {
    if (!facts.adjustment) {
        findings.push_back(
            {"adjustment.missing",
             "nobody has said whether the item was adjusted; choose not adjusted, adjusted, or as found not applicable",
             "/adjustment",
             {}});
        return;
    }
    if (facts.adjustment->choice == AdjustmentChoice::adjusted && !facts.has_as_left)
        findings.push_back({"adjustment.as_left_missing",
                            "the item was adjusted but nothing was measured afterwards; measure it as left",
                            "/runs/as_left",
                            {}});
}

}  // namespace

std::string_view to_string(State value) { return word_of(kStates, value); }
std::optional<State> state_from(std::string_view word) { return value_of(kStates, word); }
std::string_view to_string(Place value) { return word_of(kPlaces, value); }
std::optional<Place> place_from(std::string_view word) { return value_of(kPlaces, word); }
std::string_view to_string(AdjustmentChoice value) { return word_of(kAdjustments, value); }
std::optional<AdjustmentChoice> adjustment_from(std::string_view word) { return value_of(kAdjustments, word); }
std::string_view to_string(Meaning value) { return word_of(kMeanings, value); }
std::optional<Meaning> meaning_from(std::string_view word) { return value_of(kMeanings, word); }

std::vector<Finding> findings_on(const Adjustment& adjustment) {
    std::vector<Finding> findings;
    const auto need = [&](const std::string& value, const char* field, const std::string& sentence) {
        if (trimmed(value).empty())
            findings.push_back({"field.missing", sentence, std::string("/") + field, {{"field", field}}});
    };
    const std::string choice(to_string(adjustment.choice));
    const auto none = [&](const std::string& value, const char* field) {
        if (!value.empty())
            findings.push_back({"adjustment.not_of_choice",
                                "\"" + choice + "\" says nothing of " + field + ", but \"" + value +
                                    "\" was given; leave it empty, or choose adjusted",
                                std::string("/") + field,
                                {{"choice", choice}, {"field", field}, {"value", value}}});
    };
    if (adjustment.choice == AdjustmentChoice::adjusted) {
        need(adjustment.reason, "reason", "say what was adjusted");
        need(adjustment.done_by, "done_by", "say who adjusted it");
        need(adjustment.consent, "consent", "say who at the customer's agreed, and how");
        need(adjustment.seals, "seals", "say which seals were broken and applied, or that there are none");
        return findings;
    }
    if (adjustment.choice == AdjustmentChoice::as_found_not_applicable)
        need(adjustment.reason, "reason",
             "say why as found does not apply (new, repaired, delivered without readings ...)");
    else
        none(adjustment.reason, "reason");
    none(adjustment.done_by, "done_by");
    none(adjustment.consent, "consent");
    none(adjustment.seals, "seals");
    return findings;
}

std::optional<Finding> stage_refused(procedures::Stage stage, const std::optional<Adjustment>& adjustment) {
    const auto refused = [](const char* code, const char* sentence) { return Finding{code, sentence, "/stage", {}}; };
    if (stage == procedures::Stage::as_left && !adjustment)
        return refused("adjustment.first", "say first what was done to the item; then measure it as left");
    if (stage == procedures::Stage::as_left && adjustment->choice == AdjustmentChoice::not_adjusted)
        return refused("adjustment.not_adjusted",
                       "the item was not adjusted, so its readings serve as found and as left; "
                       "enter this one as found, or record the adjustment");
    if (stage == procedures::Stage::as_found && adjustment &&
        adjustment->choice == AdjustmentChoice::as_found_not_applicable)
        return refused("adjustment.no_as_found", "as found was declared not applicable; enter the reading as left");
    return std::nullopt;
}

void require_state(const Job& job, std::initializer_list<State> allowed, std::string_view act) {
    if (std::ranges::find(allowed, job.state) != allowed.end()) return;
    std::string words;
    for (const State state : allowed) words += (words.empty() ? "" : ", ") + std::string(to_string(state));
    throw Error(ErrorKind::conflict, "state.wrong",
                "job " + job.number + " is " + std::string(to_string(job.state)) + "; " + std::string(act) +
                    " needs it to be " + words,
                "",
                {{"job", job.number},
                 {"state", std::string(to_string(job.state))},
                 {"needed", words},
                 {"act", std::string(act)}});
}

std::vector<Finding> findings_before_work(const Job& job, bool group_2_use,
                                          const std::optional<ContractReview>& review) {
    const bool legal = job.kind == procedures::Kind::verification;
    if (legal && group_2_use)
        return {
            {"legal.group_2",
             "job " + job.number +
                 " is a verification for a group 2 use; this release has no legal gate for it yet, so it is refused",
             "",
             {{"job", job.number}}}};
    if (!review)
        return {{"contract_review.missing",
                 "job " + job.number + " has no contract review; record what was agreed before the first reading",
                 "/contract_review",
                 {{"job", job.number}}}};
    return findings_on(*review, legal);
}

std::vector<Finding> findings_on_submission(const SubmissionFacts& facts) {
    std::vector<Finding> findings;
    add_missing_readings(findings, facts);
    add_open_checks(findings, facts);
    add_adjustment_findings(findings, facts);
    for (const auto& what : facts.environment_missing)
        findings.push_back({"environment.missing",
                            "the environment (" + what + ") is not recorded; record it",
                            "/environment",
                            {{"what", what}}});
    for (const auto& reading : facts.unchecked_transcriptions)
        findings.push_back(
            {"transcription.unchecked",
             "reading " + std::to_string(reading.value) +
                 " was copied from paper and nobody else has compared it; ask another person to check it",
             "/readings",
             {{"reading", std::to_string(reading.value)}}});
    for (const auto& what : facts.uncompared)
        findings.push_back({"transcription.unchecked",
                            what + " was copied from paper and nobody else has compared it; ask another person",
                            "/paper",
                            {{"what", what}}});
    for (const auto& finding : facts.evaluation->findings)
        if (finding.code != "environment.missing" &&
            std::ranges::find(facts.judged, stored_form(finding)) == facts.judged.end())
            findings.push_back(finding);
    return findings;
}

int current_round(std::span<const Signature> signatures) {
    int round = 1;
    for (const auto& signature : signatures)
        round = std::max(round, signature.meaning == Meaning::returned ? signature.round + 1 : signature.round);
    return round;
}

const Signature* signature_of(std::span<const Signature> signatures, Meaning meaning, int round) {
    for (const auto& signature : signatures)
        if (signature.meaning == meaning && signature.round == round) return &signature;
    return nullptr;
}

bool is_late_entry(CivilDate measured_on, CivilDate entered_on, CivilDate received_on,
                   std::optional<CivilDate> first_stored_on) {
    return measured_on < received_on || (measured_on != entered_on && measured_on != first_stored_on);
}

}  // namespace chuan::jobs
