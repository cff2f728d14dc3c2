#pragma once

// What a check has to say. Every rule has a stable id, a severity and a source; its words stand in the catalogues under
// "dcc_check." and the id, and name element, value and remedy.

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <libxml/tree.h>

namespace chuan::reports::dcc_check {

enum class Severity { error, warning };
std::string_view to_string(Severity);

struct Rule {
    std::string_view id;  // "content.dates_order": layer, then what
    Severity severity;
    std::string_view source;

    /// "safety", "schema", "content", "metrology" or "signature".
    std::string_view layer() const { return id.substr(0, id.find('.')); }
};
std::span<const Rule> rules();
/// Throws std::logic_error for an id that no rule has.
const Rule& rule(std::string_view id);

struct Finding {
    const Rule* rule;
    std::string path;  // "/dcc:digitalCalibrationCertificate/dcc:administrativeData"; empty: the file as a whole
    long line;         // 0: the file as a whole
    std::string vi, en;
};

using Values = std::map<std::string, std::string>;

class Findings {
  public:
    /// Of each rule the first 50 are kept; one more then says how many were left out. Long values are cut.
    void add(std::string_view rule_id, const xmlNode* where, Values values = {});
    void add_at_line(std::string_view rule_id, long line, Values values);
    bool has_error() const { return has_error_; }
    /// In the order of the layers, of the lines within one; leaves nothing behind.
    std::vector<Finding> take();

  private:
    void add(std::string_view rule_id, std::string path, long line, Values values);
    std::vector<Finding> found_;
    std::map<std::string_view, int> count_;
    bool has_error_ = false;
};

}  // namespace chuan::reports::dcc_check
