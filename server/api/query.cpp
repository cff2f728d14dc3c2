#include "server/api/query.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "base/encoding.h"
#include "base/text.h"

namespace chuan::server::api {
namespace {

constexpr char kBetween = '\x1f';
constexpr int kMostRows = 500;
constexpr int kUsualRows = 100;

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

void Query::refuse(std::string_view name, const std::string& value, const std::string& expected) {
    findings_.push_back({"parameter.invalid",
                         "parameter " + std::string(name) + " cannot be \"" + value + "\"; give " + expected,
                         {},
                         {{"parameter", std::string(name)}, {"value", value}}});
}

std::optional<std::string> Query::text(std::string_view name) {
    asked_.emplace(name);
    const auto value = request_.query_value(name);
    if (!value || value->empty()) return std::nullopt;
    return std::string(*value);
}

std::optional<std::int64_t> Query::whole(std::string_view name, std::int64_t least) {
    const auto value = text(name);
    if (!value) return std::nullopt;
    const auto number = whole_number(*value);
    if (number && *number >= least) return number;
    const bool any = least == std::numeric_limits<std::int64_t>::min();
    refuse(name, *value, any ? "a whole number" : "a whole number of at least " + std::to_string(least));
    return std::nullopt;
}

std::optional<std::int64_t> Query::integer(std::string_view name) {
    return whole(name, std::numeric_limits<std::int64_t>::min());
}

std::optional<CivilDate> Query::date(std::string_view name) {
    const auto value = text(name);
    if (!value) return std::nullopt;
    try {
        return date_from_iso(*value);
    } catch (const Error&) {
        refuse(name, *value, "a day as YYYY-MM-DD between 1900 and 2999");
        return std::nullopt;
    }
}

bool Query::flag(std::string_view name) {
    const auto value = text(name);
    if (!value || *value == "false") return false;
    if (*value != "true") refuse(name, *value, "true or false");
    return true;
}

int Query::limit() {
    const auto rows = whole("limit", 1);
    if (!rows) return kUsualRows;
    if (*rows > kMostRows) refuse("limit", std::to_string(*rows), "1 to 500");
    return static_cast<int>(std::min<std::int64_t>(*rows, kMostRows));
}

std::optional<std::vector<std::string>> Query::cursor(std::size_t parts) {
    const auto value = text("cursor");
    if (!value) return std::nullopt;
    if (const auto plain = from_base64url(*value))
        if (auto read = split(*plain, kBetween); read.size() == parts && is_utf8(*plain)) return read;
    refuse("cursor", *value, "the next_cursor of the page before");
    return std::nullopt;
}

std::vector<std::string> Query::cursor_parts() {
    const auto value = text("cursor");
    if (!value) return {};
    if (const auto plain = from_base64url(*value); plain && is_utf8(*plain)) return split(*plain, kBetween);
    refuse("cursor", *value, "the next_cursor of the page before");
    return {};
}

std::optional<std::int64_t> Query::cursor_number() {
    const auto read = cursor(1);
    if (!read) return std::nullopt;
    const auto number = whole_number(read->front());
    if (!number) refuse("cursor", *text("cursor"), "the next_cursor of the page before");
    return number;
}

void Query::done() const {
    std::vector<Finding> findings = findings_;
    for (const auto& [name, value] : request_.query)
        if (!asked_.contains(name))
            findings.push_back({"parameter.unknown",
                                "parameter " + name + " is not known here; leave it out",
                                {},
                                {{"parameter", name}}});
    if (!findings.empty()) throw Error(ErrorKind::malformed, std::move(findings));
}

std::string cursor_of(const std::vector<std::string>& parts) {
    std::string plain;
    for (const std::string& part : parts) plain += (&part == &parts.front() ? "" : std::string(1, kBetween)) + part;
    return base64url(plain);
}

std::optional<std::string> next_cursor(const std::optional<std::vector<std::string>>& parts) {
    return parts ? std::optional(cursor_of(*parts)) : std::nullopt;
}

json::Value page_of(const json::Value& items, const std::optional<std::string>& next) {
    return json::object({{"items", items}, {"next_cursor", next}});
}

std::string etag(std::int64_t version) { return "\"" + std::to_string(version) + "\""; }

std::int64_t version_to_change(const http::Request& request) {
    const std::string_view value = request.header("If-Match").value_or("");
    if (value.size() > 2 && value.front() == '"' && value.back() == '"')
        if (const auto version = whole_number(value.substr(1, value.size() - 2))) return *version;
    throw Error(ErrorKind::precondition, "record.changed",
                "the request does not say which version it changes; read the record and send its ETag as If-Match");
}

http::Response with_etag(http::Response response, std::int64_t version) {
    response.with("ETag", etag(version));
    return response;
}

bool wants_csv(const http::Request& request) {
    const std::string_view accept = request.header("Accept").value_or("");
    const auto csv = accept.find("text/csv");
    return csv != std::string_view::npos && csv < accept.find("application/json");
}

}  // namespace chuan::server::api
