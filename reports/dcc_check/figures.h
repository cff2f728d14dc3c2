#pragma once

// The figures of a DCC with what belongs to them, whichever of the forms of D-SI they are written in: real, list of
// real, XML lists; the uncertainty elements of 2.2.1 and the older ones.

#include <optional>
#include <string>
#include <vector>

#include "quantities/unit_text.h"
#include "reports/dcc_check/element.h"

namespace chuan::reports::dcc_check {

struct Figure {
    std::string text;       // as written
    double value = 0;       // NaN where it is no number
    double half_digit = 0;  // half a unit of its last digit: what rounding to it may hide
    bool is_number() const;
};
Figure figure_of(const std::string& text);

/// Entries that belong to the values: one for all of them or one for each.
struct Column {
    const xmlNode* node = nullptr;  // nullptr: not given
    std::vector<Figure> entries;
    /// For the value with this index; nullptr where nothing is given for it.
    const Figure* at(std::size_t index) const;
};

/// One element of values in one notation.
struct Series {
    const xmlNode* node = nullptr;  // si:real, si:realListXMLList
    std::vector<Figure> values;
    std::vector<std::string> units;
    Column U, u, k, probability, low, high;
    /// Lists that must have as many entries as there are values, or one: uncertainty, k, labels, times ...
    std::vector<const xmlNode*> beside;
    bool is_list() const { return is_si(node, "realListXMLList"); }
    const std::string& unit_at(std::size_t index) const;
};

/// The notations of one quantity: several for si:hybrid, none for words, formulas and complex values. A si:list of
/// reals is one series for each real.
std::vector<Series> series_of(const xmlNode* quantity);

/// Units read once per document; repaired by the fixed table where they can be.
class Units {
  public:
    /// nullptr for a text that is not understood, and for every new one after a thousand.
    const quantities::ReadUnit* read(const std::string& text);

  private:
    std::unordered_map<std::string, std::optional<quantities::ReadUnit>> read_;
};

}  // namespace chuan::reports::dcc_check
