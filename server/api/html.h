#pragma once

#include <string>
#include <string_view>

namespace chuan::server::api {

/// Text from anywhere, safe between tags and inside quoted attributes: the five characters of the markup are escaped;
/// control characters, and those that turn the reading direction around, are taken out.
std::string html_escaped(std::string_view text);

/// The same, kept apart from the direction of the text around it.
std::string html_isolated(std::string_view text);

}  // namespace chuan::server::api
