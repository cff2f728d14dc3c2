#include "procedures/worked_examples.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "procedures/evaluation.h"
#include "procedures/example_figures.h"
#include "procedures/names.h"
#include "procedures/numbers.h"

namespace chuan::procedures {
namespace {

class Check {
  public:
    Check(const Procedure& procedure, const Example& example)
        : procedure_(procedure), example_(example), evaluation_(evaluate(procedure, example.inputs)) {}

    std::vector<Finding> findings() {
        held();
        for (const ExpectedText& expected : example_.texts) text(expected);
        for (const ExpectedFigure& expected : example_.figures) figure(expected);
        for (const ExpectedOutcome& expected : example_.outcomes) outcome(expected);
        if (example_.verdict && evaluation_.verdict != example_.verdict)
            differs("", "verdict", std::string(name_of(*example_.verdict)), word_of(evaluation_.verdict));
        return std::move(findings_);
    }

  private:
    std::string about() const { return "example " + example_.id + " of procedure " + procedure_.code; }

    void held() {
        for (const Finding& finding : evaluation_.findings)
            findings_.push_back(
                {"example.held",
                 about() + ": " + finding.sentence,
                 "/examples",
                 {{"procedure", procedure_.code}, {"example", example_.id}, {"found", finding.sentence}}});
        if (evaluation_.missing.empty()) return;
        const MissingReading& first = evaluation_.missing.front();
        findings_.push_back({"example.incomplete",
                             about() + " lacks " + std::to_string(evaluation_.missing.size()) +
                                 " readings, the first at point " + first.point + ", channel " + first.channel + ", " +
                                 std::to_string(first.repeat) + "; add them to its <readings>",
                             "/examples",
                             {{"procedure", procedure_.code},
                              {"example", example_.id},
                              {"point", first.point},
                              {"channel", first.channel}}});
    }

    void differs(const std::string& where, const std::string& of, const std::string& expected,
                 const std::string& found) {
        const std::string place = where.empty() ? "" : " at " + where;
        findings_.push_back({"example.differs",
                             about() + place + ": " + of + " is " + (found.empty() ? "absent" : found) + ", expected " +
                                 expected + "; correct the procedure or the example",
                             "/examples",
                             {{"procedure", procedure_.code},
                              {"example", example_.id},
                              {"point", where},
                              {"of", of},
                              {"expected", expected},
                              {"found", found}}});
    }

    const PointResult* at(const std::string& point, const std::string& of, const std::string& expected) {
        const auto found = std::find_if(evaluation_.points.begin(), evaluation_.points.end(),
                                        [&](const PointResult& result) { return result.point == point; });
        if (found != evaluation_.points.end()) return &*found;
        differs(point, of, expected, "");
        return nullptr;
    }

    void text(const ExpectedText& expected) {
        const PointResult* result = at(expected.point, expected.field, expected.text);
        if (result == nullptr) return;
        const std::string found = printed_text(*result, expected.field);
        if (found != expected.text) differs(expected.point, expected.field, expected.text, found);
    }

    void figure(const ExpectedFigure& expected) {
        const std::string written =
            Decimal::from_double(expected.value).text() + " ± " + Decimal::from_double(expected.tolerance).text();
        const PointResult* result = at(expected.point, expected.of, written);
        if (result == nullptr) return;
        const auto found = figure_of(*result, expected.of);
        if (!found || !(std::abs(*found - expected.value) <= expected.tolerance))
            differs(expected.point, expected.of, written, found ? Decimal::from_double(*found).text() : "");
    }

    void outcome(const ExpectedOutcome& expected) {
        const auto found =
            std::find_if(evaluation_.operations.begin(), evaluation_.operations.end(),
                         [&](const OperationResult& one) { return one.operation == expected.operation; });
        const std::string came_out(found == evaluation_.operations.end() ? "" : name_of(found->outcome));
        if (came_out != name_of(expected.outcome))
            differs(expected.operation, "outcome", std::string(name_of(expected.outcome)), came_out);
    }

    static std::string word_of(const std::optional<conformity::Verdict>& verdict) {
        return verdict ? std::string(name_of(*verdict)) : "";
    }

    const Procedure& procedure_;
    const Example& example_;
    const Evaluation evaluation_;
    std::vector<Finding> findings_;
};

std::vector<Finding> findings_on(const Procedure& procedure, const Example& example) {
    try {
        return Check(procedure, example).findings();
    } catch (const Error& error) {
        std::vector<Finding> findings;
        for (const Finding& finding : error.findings())
            findings.push_back({"example.held",
                                "example " + example.id + " of procedure " + procedure.code + ": " + finding.sentence,
                                "/examples",
                                {{"procedure", procedure.code}, {"example", example.id}, {"found", finding.sentence}}});
        return findings;
    }
}

}  // namespace

std::string_view name_of(Example::Evidence evidence) {
    constexpr std::array<std::string_view, 3> names = {"published", "recomputed", "ours"};
    return names.at(static_cast<std::size_t>(evidence));
}

std::vector<ExampleOutcome> check_examples(const Procedure& procedure) {
    std::vector<ExampleOutcome> outcomes;
    for (const Example& example : procedure.examples)
        outcomes.push_back({example.id, example.source, example.evidence, findings_on(procedure, example)});
    return outcomes;
}

std::vector<Finding> findings_on_examples(const Procedure& procedure) {
    if (procedure.examples.empty())
        return {{"procedure.no_example",
                 "procedure " + procedure.code + " " + procedure.version +
                     " has no worked example; add <examples> with expected figures as a new version",
                 "/examples",
                 {{"procedure", procedure.code}, {"version", procedure.version}}}};
    std::vector<Finding> findings;
    for (ExampleOutcome& outcome : check_examples(procedure))
        findings.insert(findings.end(), std::make_move_iterator(outcome.findings.begin()),
                        std::make_move_iterator(outcome.findings.end()));
    return findings;
}

}  // namespace chuan::procedures
