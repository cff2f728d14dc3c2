#include "organisations/body.h"

#include <algorithm>

#include "base/text.h"

namespace chuan::organisations {
namespace {

bool is_code_character(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

void demand_text(std::vector<Finding>& findings, const std::string& text, const std::string& field,
                 const std::string& words) {
    if (trimmed(text).empty())
        findings.push_back({"body.field_missing",
                            "the " + words + " of the body is empty; enter it",
                            "/" + field,
                            {{"field", field}}});
}

}  // namespace

std::string_view to_string(BodyKind kind) { return kind == BodyKind::laboratory ? "laboratory" : "authority"; }

std::optional<BodyKind> parse_body_kind(std::string_view text) {
    if (text == "laboratory") return BodyKind::laboratory;
    if (text == "authority") return BodyKind::authority;
    return std::nullopt;
}

bool is_mail_address(std::string_view text) {
    const auto at = text.find('@');
    if (text.size() > 254 || at == std::string_view::npos || at == 0 ||
        text.find('@', at + 1) != std::string_view::npos)
        return false;
    if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; }))
        return false;
    const std::string_view domain = text.substr(at + 1);
    const auto dot = domain.find('.');
    return dot != std::string_view::npos && dot != 0 && domain.back() != '.' &&
           domain.find("..") == std::string_view::npos;
}

bool is_utc_offset(int minutes) { return minutes >= -720 && minutes <= 840 && minutes % 15 == 0; }

std::vector<Finding> findings_on(const Body& body) {
    std::vector<Finding> findings;
    if (body.code.size() < 2 || body.code.size() > 16 ||
        !std::all_of(body.code.begin(), body.code.end(), is_code_character))
        findings.push_back({"body.code",
                            "body code \"" + body.code + "\" is not 2 to 16 of A-Z, 0-9 and -; write it like TTKT3",
                            "/code",
                            {{"value", body.code}}});
    demand_text(findings, body.name_vi, "name_vi", "Vietnamese name");
    demand_text(findings, body.name_en, "name_en", "English name");
    demand_text(findings, body.address_vi, "address_vi", "address");
    demand_text(findings, body.city, "city", "city");
    if (body.country.size() != 2 || !std::all_of(body.country.begin(), body.country.end(), is_capital))
        findings.push_back({"body.country",
                            "country \"" + body.country + "\" is no two-letter code; write VN for Vietnam",
                            "/country",
                            {{"value", body.country}}});
    if (!is_utc_offset(body.utc_offset_minutes))
        findings.push_back({"body.utc_offset",
                            "the clock of no place is " + std::to_string(body.utc_offset_minutes) +
                                " minutes from UTC; enter 420 for Vietnam",
                            "/utc_offset_minutes",
                            {{"value", std::to_string(body.utc_offset_minutes)}}});
    if (!body.email.empty() && !is_mail_address(body.email))
        findings.push_back({"mail.malformed",
                            "\"" + body.email + "\" is no mail address; write it like name@example.vn",
                            "/email",
                            {{"value", body.email}}});
    return findings;
}

}  // namespace chuan::organisations
