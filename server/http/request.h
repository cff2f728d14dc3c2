#pragma once

#include <any>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/id.h"

namespace chuan::server::http {

/// Names and values in the order they came.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// What a client asked, as plain values: a handler is tested by filling one in.
struct Request {
    std::string method = "GET";
    std::string path{};  // percent-decoded, without the query
    Fields query{};      // decoded
    Fields headers{};
    std::string body{};
    std::string remote_address{};  // the client's, also behind a trusted proxy
    bool secure = false;           // the client speaks TLS, to us or to a trusted proxy

    std::string id{};          // names this request in the log; the reference number of a failure
    std::string_view route{};  // the pattern that matched; the only form of the path that is logged
    Fields parameters{};       // the values of the pattern's {names}
    std::string actor{};       // who asks, for the log; set by the guard
    std::any session{};        // what the guard found out about who asks, for the handlers
    /// Whether the client has gone meanwhile, for work that takes long; unset where there is no connection.
    std::function<bool()> client_left{};

    /// Letter case of a header's name does not matter; the first of several.
    std::optional<std::string_view> header(std::string_view name) const;
    std::optional<std::string_view> query_value(std::string_view name) const;
    std::optional<std::string_view> cookie(std::string_view name) const;
    /// The value of {name} in the route's pattern; std::logic_error if the pattern has no such name.
    std::string_view parameter(std::string_view name) const;
    /// The parameter as a positive whole number; Error(not_found, "path.unknown") for anything else.
    std::int64_t number(std::string_view name) const;
    template <class Identity>
    Identity identity(std::string_view name) const {
        return Identity{number(name)};
    }
};

/// %41 -> A; nullopt for an incomplete escape, a NUL byte or bytes that are not UTF-8.
std::optional<std::string> percent_decoded(std::string_view, bool plus_is_space = false);

/// Every byte but letters, digits and -._~ as %41.
std::string percent_encoded(std::string_view);

/// "/a%20b?x=1&y=2": fills path, query; Error(malformed, "request.target") for what cannot be decoded.
/// Returns the path as it was sent, in which an escaped slash does not separate segments.
std::string_view read_target(std::string_view target, Request&);

bool equal_ignoring_case(std::string_view, std::string_view);

}  // namespace chuan::server::http
