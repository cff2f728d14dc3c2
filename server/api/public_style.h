#pragma once

#include <string_view>

namespace chuan::server::api {

extern const std::string_view kPublicStyle;

}  // namespace chuan::server::api
