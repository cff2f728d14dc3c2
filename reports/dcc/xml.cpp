#include "reports/dcc/xml.h"

#include "base/text.h"
#include "reports/text/catalogue.h"

namespace chuan::reports::dcc {
namespace {

std::string clean(std::string_view text) {
    std::string result = composed(trimmed(text));
    for (char& c : result)
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n') c = ' ';
    return trimmed(result);
}

void add_content(pugi::xml_node parent, const char* language, const std::string& text) {
    pugi::xml_node content = add(parent, "dcc:content");
    if (language) set(content, "lang", language);
    content.text().set(clean(text).c_str());
}

}  // namespace

pugi::xml_node add(pugi::xml_node parent, const char* element) { return parent.append_child(element); }

void add_text(pugi::xml_node parent, const char* element, std::string_view text) {
    if (const std::string words = clean(text); !words.empty()) add(parent, element).text().set(words.c_str());
}

void set(pugi::xml_node node, const char* attribute, std::string_view value) {
    node.append_attribute(attribute).set_value(std::string(value).c_str());
}

pugi::xml_node add_both(pugi::xml_node parent, const char* element, const std::string& vi, const std::string& en) {
    if (clean(vi).empty() || clean(en).empty()) return add_plain(parent, element, clean(vi).empty() ? en : vi);
    pugi::xml_node node = add(parent, element);
    add_content(node, "vi", vi);
    add_content(node, "en", en);
    return node;
}

pugi::xml_node add_both(pugi::xml_node parent, const char* element, const certificates::Bilingual& text) {
    return add_both(parent, element, text.vi, text.en);
}

pugi::xml_node add_fixed(pugi::xml_node parent, const char* element, std::string_view key) {
    return add_both(parent, element, text::of(text::Language::vi, key), text::of(text::Language::en, key));
}

pugi::xml_node add_plain(pugi::xml_node parent, const char* element, const std::string& text) {
    if (clean(text).empty()) return {};
    pugi::xml_node node = add(parent, element);
    add_content(node, nullptr, text);
    return node;
}

void add_identification(pugi::xml_node identifications, const Identification& identification) {
    if (clean(identification.value).empty()) return;
    pugi::xml_node node = add(identifications, "dcc:identification");
    set(node, "refType", identification.ref_type);
    add_text(node, "dcc:issuer", identification.issuer);
    add_text(node, "dcc:value", identification.value);
    add_fixed(node, "dcc:name", identification.name_key);
}

}  // namespace chuan::reports::dcc
