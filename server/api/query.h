#pragma once

// The parameters behind the question mark, the validators of a record, and pages of lists.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/json/value.h"

namespace chuan::server::api {

/// Reads the query of a request strictly: done() throws Error(malformed, "parameter.invalid" and "parameter.unknown")
/// with everything found. limit, cursor and what the handler asked for are known. An empty value counts as absent.
class Query {
  public:
    explicit Query(const http::Request& request) : request_(request) {}

    std::optional<std::string> text(std::string_view name);
    std::optional<std::int64_t> integer(std::string_view name);
    std::optional<CivilDate> date(std::string_view name);
    bool flag(std::string_view name);  // "true" or "false"; default false
    template <class Identity>
    std::optional<Identity> identity(std::string_view name) {
        const auto number = whole(name, 1);
        return number ? std::optional(Identity{*number}) : std::nullopt;
    }
    template <class Parse>
    auto word(std::string_view name, Parse parse) -> decltype(parse(std::string_view{})) {
        const auto value = text(name);
        if (!value) return std::nullopt;
        const auto read = parse(std::string_view(*value));
        if (!read) refuse(name, *value, "one of the known words");
        return read;
    }
    /// 1 to 500; default 100.
    int limit();
    /// What next_cursor held, in its parts; nullopt on the first page.
    std::optional<std::vector<std::string>> cursor(std::size_t parts);
    /// Any number of parts; empty on the first page.
    std::vector<std::string> cursor_parts();
    /// A cursor of one whole number.
    std::optional<std::int64_t> cursor_number();
    void refuse(std::string_view name, const std::string& value, const std::string& expected);
    void done() const;

  private:
    std::optional<std::int64_t> whole(std::string_view name, std::int64_t least);
    const http::Request& request_;
    std::set<std::string, std::less<>> asked_;
    std::vector<Finding> findings_;
};

/// The sort values of a page's last row, in a form nobody reads anything into.
std::string cursor_of(const std::vector<std::string>& parts);
/// nullopt at the end of the list.
std::optional<std::string> next_cursor(const std::optional<std::vector<std::string>>& parts);
/// {items, next_cursor}; next: cursor_of the last row, nullopt at the end.
json::Value page_of(const json::Value& items, const std::optional<std::string>& next);

/// "7" in quotes.
std::string etag(std::int64_t version);
/// The version in If-Match. Throws Error(precondition, "record.changed") when it is missing or none of ours.
std::int64_t version_to_change(const http::Request&);
http::Response with_etag(http::Response, std::int64_t version);

/// True when the client prefers text/csv to JSON.
bool wants_csv(const http::Request&);

}  // namespace chuan::server::api
