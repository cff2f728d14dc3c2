#include "jobs/order.h"

#include <algorithm>

#include "base/text.h"

namespace chuan::jobs {
namespace {

Finding missing(const char* field, const std::string& sentence) {
    return {"field.missing", sentence, std::string("/") + field, {{"field", field}}};
}

void add_conformity_findings(std::vector<Finding>& findings, const ContractReview& review) {
    if (trimmed(review.specification).empty())
        findings.push_back(
            missing("specification", "a statement of conformity is asked without a specification; name it"));
    if (review.decision_rule.empty())
        findings.push_back(
            missing("decision_rule", "a statement of conformity is asked without a decision rule; choose it"));
    else if (std::ranges::find(kAgreedRules, review.decision_rule) == std::end(kAgreedRules))
        findings.push_back({"contract.rule_unknown",
                            "the decision rule " + review.decision_rule +
                                " is not known; choose simple, guarded_U or guarded_non_binary",
                            "/decision_rule",
                            {{"rule", review.decision_rule}}});
    if (!review.tolerance && !review.limit_low && !review.limit_high)
        findings.push_back(
            missing("tolerance", "the specification has no limit; give a tolerance or one or two limits"));
    if (review.tolerance && (review.limit_low || review.limit_high))
        findings.push_back(
            {"contract.limits_twice", "both a tolerance and limits are given; keep one of the two", "/tolerance", {}});
    if (review.tolerance && (review.tolerance->is_negative() || review.tolerance->is_zero()))
        findings.push_back({"contract.tolerance_not_positive",
                            "the tolerance " + review.tolerance->text() + " is not above zero; give the half-width",
                            "/tolerance",
                            {{"value", review.tolerance->text()}}});
    if (review.limit_low && review.limit_high && *review.limit_high <= *review.limit_low)
        findings.push_back({"contract.limits_reversed",
                            "the upper limit " + review.limit_high->text() + " is not above the lower " +
                                review.limit_low->text() + "; exchange them",
                            "/limit_high",
                            {{"low", review.limit_low->text()}, {"high", review.limit_high->text()}}});
    if (trimmed(review.agreed_with).empty())
        findings.push_back(
            missing("agreed_with", "specification and rule are agreed with the customer; name the person"));
    if (!review.agreed_on)
        findings.push_back(missing("agreed_on", "say on which day specification and rule were agreed"));
}

void add_point_findings(std::vector<Finding>& findings, const ContractReview& review) {
    for (std::size_t i = 0; i < review.points.size(); ++i)
        if (!Decimal::try_parse(review.points[i]))
            findings.push_back({"number.malformed",
                                "the agreed point \"" + review.points[i] + "\" is no number; write digits with a point",
                                "/points/" + std::to_string(i),
                                {{"value", review.points[i]}}});
}

}  // namespace

std::vector<Finding> findings_on(const ContractReview& review, bool legal) {
    std::vector<Finding> findings;
    add_point_findings(findings, review);
    if (!review.method_fits)
        findings.push_back({"contract.method",
                            "the method does not answer the request; settle it with the customer first",
                            "/method_fits",
                            {}});
    if (!review.capable)
        findings.push_back({"contract.capability",
                            "the laboratory says it cannot do the work; decline it or name an external provider",
                            "/capable",
                            {}});
    if (legal && (review.conformity_asked || review.tolerance || review.limit_low || review.limit_high))
        findings.push_back({"contract.legal_limits",
                            "in a verification the law sets limits and rule; leave specification and rule empty",
                            "/conformity_asked",
                            {}});
    if (!legal && review.conformity_asked) add_conformity_findings(findings, review);
    if (review.validity_asked &&
        (!review.validity_months || *review.validity_months < 1 || *review.validity_months > 120))
        findings.push_back({"contract.validity_months",
                            "a last day is asked; give its period as 1 to 120 months",
                            "/validity_months",
                            {}});
    return findings;
}

}  // namespace chuan::jobs
