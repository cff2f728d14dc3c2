#pragma once

#include <string_view>

namespace chuan::reports::dcc_check {

bool is_country(std::string_view alpha_2);  // ISO 3166-1, capital letters
bool is_language(std::string_view code);    // ISO 639-1, small letters

}  // namespace chuan::reports::dcc_check
