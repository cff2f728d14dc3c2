#pragma once

// The handful of words in which a DCC is written with pugixml. Every text is composed (NFC) and trimmed, because the
// schema refuses strings that are empty or begin or end with white space.

#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "certificates/content.h"

namespace chuan::reports::dcc {

pugi::xml_node add(pugi::xml_node parent, const char* element);
/// Nothing at all for an empty text.
void add_text(pugi::xml_node parent, const char* element, std::string_view text);
void set(pugi::xml_node, const char* attribute, std::string_view value);

/// <element><content lang="vi">..</content><content lang="en">..</content></element>; one content without language
/// where the English is missing (names, numbers). Nothing for an empty text.
pugi::xml_node add_both(pugi::xml_node parent, const char* element, const std::string& vi, const std::string& en);
pugi::xml_node add_both(pugi::xml_node parent, const char* element, const certificates::Bilingual&);
/// From the catalogues of document texts.
pugi::xml_node add_fixed(pugi::xml_node parent, const char* element, std::string_view key);
/// A name that holds for all languages.
pugi::xml_node add_plain(pugi::xml_node parent, const char* element, const std::string& text);

struct Identification {
    const char* issuer;  // "manufacturer", "calibrationLaboratory", "customer", "owner", "other"
    const char* ref_type;
    const char* name_key;
    std::string value;
};
/// Skipped when the value is empty.
void add_identification(pugi::xml_node identifications, const Identification&);

}  // namespace chuan::reports::dcc
