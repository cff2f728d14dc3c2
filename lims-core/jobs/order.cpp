#include "jobs/order.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "base/text.h"
#include "procedures/agreed_rule.h"
#include "procedures/tolerance.h"

namespace chuan::jobs {
namespace {

Finding missing(const char* field, const std::string& sentence) {
    return {"field.missing", sentence, std::string("/") + field, {{"field", field}}};
}

void add_limit_findings(std::vector<Finding>& findings, const ContractReview& review) {
    std::set<std::string> named;
    for (std::size_t i = 0; i < review.limits.size(); ++i) {
        const procedures::AgreedLimits& agreed = review.limits[i];
        const std::string at = "/limits/" + std::to_string(i);
        if (trimmed(agreed.specification).empty())
            findings.push_back({"field.missing",
                                "a statement of conformity is asked without a specification; name it",
                                at + "/specification",
                                {{"field", "specification"}}});
        if (!named.insert(agreed.function).second)
            findings.push_back({"contract.quantity_twice",
                                "two limits are of the same quantity" +
                                    (agreed.function.empty() ? "" : " " + agreed.function) + "; keep one",
                                at + "/function",
                                {{"function", agreed.function}}});
        const auto more = procedures::findings_on(agreed, at);
        findings.insert(findings.end(), more.begin(), more.end());
    }
}

void add_conformity_findings(std::vector<Finding>& findings, const ContractReview& review) {
    if (review.limits.empty())
        findings.push_back(
            missing("limits", "a statement of conformity is asked without limits; add specification and limits"));
    add_limit_findings(findings, review);
    if (review.decision_rule.empty())
        findings.push_back(
            missing("decision_rule", "a statement of conformity is asked without a decision rule; choose it"));
    else
        std::ranges::move(procedures::findings_on_rule(review.decision_rule, review.rule_number),
                          std::back_inserter(findings));
    if (trimmed(review.agreed_with).empty())
        findings.push_back(
            missing("agreed_with", "specification and rule are agreed with the customer; name the person"));
    if (!review.agreed_on)
        findings.push_back(missing("agreed_on", "say on which day specification and rule were agreed"));
}

/// In a verification law and procedure settle what a calibration agrees on.
void add_legal_findings(std::vector<Finding>& findings, const ContractReview& review) {
    if (!review.points.empty())
        findings.push_back({"contract.legal_points",
                            "in a verification the procedure sets the points; leave the agreed ones empty",
                            "/points",
                            {}});
    if (review.conformity_asked || !review.limits.empty() || !review.decision_rule.empty() || review.rule_number)
        findings.push_back({"contract.legal_limits",
                            "in a verification the law sets limits and rule; leave specification and rule empty",
                            "/conformity_asked",
                            {}});
    if (review.validity_asked)
        findings.push_back({"contract.legal_validity",
                            "in a verification the procedure sets the last day; ask for none",
                            "/validity_asked",
                            {}});
}

void add_point_findings(std::vector<Finding>& findings, const ContractReview& review) {
    for (std::size_t i = 0; i < review.points.size(); ++i)
        if (!Decimal::try_parse(std::string_view(review.points[i]).substr(review.points[i].find(':') + 1)))
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
    if (legal) add_legal_findings(findings, review);
    if (!legal && review.conformity_asked) add_conformity_findings(findings, review);
    if (!legal && review.validity_asked &&
        (!review.validity_months || *review.validity_months < 1 || *review.validity_months > 120))
        findings.push_back({"contract.validity_months",
                            "a last day is asked; give its period as 1 to 120 months",
                            "/validity_months",
                            {}});
    return findings;
}

std::string specifications_of(const ContractReview& review) {
    std::string text;
    for (const procedures::AgreedLimits& agreed : review.limits)
        text +=
            (text.empty() ? "" : "; ") + (agreed.function.empty() ? "" : agreed.function + ": ") + agreed.specification;
    return text;
}

}  // namespace chuan::jobs
