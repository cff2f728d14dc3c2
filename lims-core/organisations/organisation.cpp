#include "organisations/organisation.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "organisations/body.h"

namespace chuan::organisations {
namespace {

constexpr std::pair<OrganisationRole, std::string_view> kRoleNames[] = {
    {OrganisationRole::customer, "customer"},
    {OrganisationRole::manufacturer, "manufacturer"},
    {OrganisationRole::laboratory, "laboratory"},
    {OrganisationRole::authority, "authority"},
};

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_tax_code(std::string_view text) {
    if (text.size() == 10 || text.size() == 12) return is_digits(text);  // 12: a person's identity number
    return text.size() == 14 && text[10] == '-' && is_digits(text.substr(0, 10)) && is_digits(text.substr(11));
}

}  // namespace

std::string_view to_string(OrganisationRole role) {
    for (const auto& [value, name] : kRoleNames)
        if (value == role) return name;
    return {};
}

std::optional<OrganisationRole> parse_organisation_role(std::string_view text) {
    for (const auto& [value, name] : kRoleNames)
        if (name == text) return value;
    return std::nullopt;
}

std::vector<Finding> findings_on(const Organisation& organisation) {
    std::vector<Finding> findings;
    if (trimmed(organisation.name).empty())
        findings.push_back({"organisation.name_missing",
                            "the organisation has no name; enter it as certificates shall print it", "/name"});
    if (organisation.roles.empty())
        findings.push_back({"organisation.role_missing",
                            "organisation \"" + organisation.name +
                                "\" is neither customer, manufacturer, laboratory nor authority; choose at least one",
                            "/roles",
                            {{"name", organisation.name}}});
    if (!organisation.tax_code.empty() && organisation.country == "VN" && !is_tax_code(organisation.tax_code))
        findings.push_back(
            {"organisation.tax_code",
             "tax code \"" + organisation.tax_code +
                 "\" has neither 10 nor 12 digits, nor 10 digits, a dash and 3 digits; correct it or leave it empty",
             "/tax_code",
             {{"value", organisation.tax_code}}});
    if (organisation.country.size() != 2 ||
        !std::all_of(organisation.country.begin(), organisation.country.end(), is_capital))
        findings.push_back({"organisation.country",
                            "country \"" + organisation.country + "\" is no two-letter code; write VN for Vietnam",
                            "/country",
                            {{"value", organisation.country}}});
    if (!organisation.email.empty() && !is_mail_address(organisation.email))
        findings.push_back({"mail.malformed",
                            "\"" + organisation.email + "\" is no mail address; write it like name@example.vn",
                            "/email",
                            {{"value", organisation.email}}});
    return findings;
}

std::optional<Finding> successor_refused(OrganisationId organisation, OrganisationId successor,
                                         std::span<const Organisation> all) {
    std::optional<OrganisationId> next = successor;
    for (std::size_t step = 0; next && step <= all.size(); ++step) {
        if (*next == organisation)
            return Finding{"organisation.successor_circle",
                           "an organisation cannot be its own successor, directly or through others; choose the one "
                           "that exists today",
                           "/successor"};
        const auto row = std::find_if(all.begin(), all.end(), [&](const Organisation& one) { return one.id == *next; });
        next = row == all.end() ? std::nullopt : row->successor;
    }
    return std::nullopt;
}

std::string search_text(const Organisation& organisation) {
    return folded(organisation.name + " " + organisation.name_en + " " + organisation.address + " " +
                  organisation.tax_code);
}

}  // namespace chuan::organisations
