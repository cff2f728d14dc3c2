#pragma once

// A strict walk over one XML file: every attribute and element must be asked for, everything else is a finding. Used by
// the readers of this module's data files (procedures, tables of permissible errors), which alone see pugixml.

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"

namespace chuan::procedures {

/// What a kind of data file is: its root element in its namespace, and the code of what is found wrong.
struct XmlForm {
    const char* root;    // "procedure": also what the file is called in sentences and its schema's name
    const char* space;   // "urn:chuan:procedure:1"
    const char* schema;  // "procedure.xsd"
    const char* code;    // "procedure.malformed"
};

/// The file being read and what was found wrong in it so far.
class XmlFile {
  public:
    XmlFile(std::string_view bytes, std::string_view name, const XmlForm& form);
    /// Parses the bytes: UTF-8, well-formed, one root element of the form, no DOCTYPE. Everything else is reported.
    void parse(pugi::xml_document& document);
    /// Throws Error(malformed) with findings() if there are any.
    void end_if_malformed() const;
    /// One finding: "NAME:LINE: what; remedy".
    void report(std::ptrdiff_t offset, const std::string& what, const std::string& remedy);
    std::size_t line(std::ptrdiff_t offset) const;
    /// In the order of their lines.
    std::vector<Finding> findings() const;

  private:
    struct Found {
        std::size_t line;
        Finding finding;
    };
    void require_plain_xml(const pugi::xml_document& document);
    std::string_view bytes_;
    std::string name_;
    XmlForm form_;
    std::vector<std::ptrdiff_t> line_starts_;
    std::vector<Found> found_;
};

class XmlElement {
  public:
    XmlElement(XmlFile& file, pugi::xml_node node) : file_(&file), node_(node) {}

    /// Reports attributes and child elements that the element does not have, doubled attributes, and stray text.
    void allow(std::initializer_list<const char*> attributes, std::initializer_list<const char*> children);

    bool has(const char* attribute) const { return !node_.attribute(attribute).empty(); }
    /// A required text, trimmed; "" and a finding when it is missing or empty.
    std::string text(const char* attribute) const;
    std::optional<std::string> optional_text(const char* attribute) const;
    std::string identifier(const char* attribute) const;  // letters, digits, _ - and .
    Decimal decimal(const char* attribute) const;
    std::optional<Decimal> optional_decimal(const char* attribute) const;
    std::optional<double> optional_number(const char* attribute, double low, double high) const;
    double number(const char* attribute, double low, double high) const;
    int integer(const char* attribute, int low, int high) const;
    std::optional<int> optional_integer(const char* attribute, int low, int high) const;
    std::optional<CivilDate> optional_date(const char* attribute) const;
    bool yes(const char* attribute) const;
    std::vector<std::string> words(const char* attribute) const;

    template <class Value>
    struct Choice {
        const char* word;
        Value value;
    };
    template <class Value>
    Value choice(const char* attribute, std::initializer_list<Choice<Value>> choices) const {
        const std::string word = text(attribute);
        std::string known;
        for (const auto& choice : choices) {
            if (word == choice.word) return choice.value;
            known += (known.empty() ? "" : ", ") + std::string(choice.word);
        }
        if (!word.empty()) report(of(attribute) + " \"" + word + "\" is unknown", "choose one of: " + known);
        return choices.begin()->value;
    }

    /// The one child of that name; without it a finding and an empty element, of which nothing more is reported.
    XmlElement child(const char* name) const;
    std::optional<XmlElement> optional_child(const char* name) const;
    /// The first child of that name, or an empty element; nothing is reported.
    XmlElement first(const char* name) const { return XmlElement(*file_, node_.child(name)); }
    /// All children of that name, at least `least`.
    std::vector<XmlElement> children(const char* name, std::size_t least) const;
    std::vector<XmlElement> children() const;

    bool exists() const { return !node_.empty(); }
    std::string name() const { return node_.name(); }
    void report(const std::string& what, const std::string& remedy) const;
    std::size_t line() const { return file_->line(node_.offset_debug()); }

  private:
    std::string of(const char* attribute) const { return "<" + name() + "> " + attribute; }

    XmlFile* file_;
    pugi::xml_node node_;
};

}  // namespace chuan::procedures
