#pragma once

// What changed between two versions of a procedure, said in the elements of the form (an input, a limit, a point, a
// condition), not in lines of XML: whoever approves a version reads this first. The comparison knows how the form is
// built, not what its elements mean, so that what the form learns is compared too.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chuan::procedures {

/// An element of the form as the file writes it: what it is, what tells it from its neighbours, all that it says.
struct WrittenElement {
    std::string section;  // "limits", "measurand", of one of several functions "V/measurand"; "procedure" for the head
    std::string element;  // "limit", "input"
    std::string key;      // "dVS", "error 1.6 periodic"; empty: there is one only
    /// Attributes, also of the elements inside: "specification.absolute"; an empty element inside says "yes".
    std::vector<std::pair<std::string, std::string>> fields;
};
/// In the order of the file. content: what read_procedure has accepted; throws Error(malformed, "procedure.malformed")
/// for what is no XML.
std::vector<WrittenElement> written_elements(std::string_view content);

/// A property of an element: an attribute, or one of an element inside ("specification.absolute").
struct FieldChange {
    std::string field;
    std::optional<std::string> before, after;  // absent: the version says nothing of it
    bool operator==(const FieldChange&) const = default;
};

struct ElementChange {
    enum class Kind { added, removed, changed, moved };  // moved: only its place in the order of work is another
    std::string section, element, key;                   // as in WrittenElement
    Kind kind = Kind::changed;
    std::vector<FieldChange> fields;  // of an added or removed element: everything it says
    bool operator==(const ElementChange&) const = default;
};

/// In the order of the form. before, after: as written_elements takes them. Comments, blanks and the order of what has
/// no order change nothing.
std::vector<ElementChange> compare(std::string_view before, std::string_view after);

}  // namespace chuan::procedures
