#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chuan {

std::string hex(std::string_view bytes);
/// RFC 4648; the strict readers refuse line breaks, missing padding and bits that do not belong.
std::string base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view);
std::string base64url(std::string_view bytes);  // without padding
std::optional<std::string> from_base64url(std::string_view);
std::string base32(std::string_view bytes);  // RFC 4648, without padding
std::optional<std::string> from_base32(std::string_view);

}  // namespace chuan
