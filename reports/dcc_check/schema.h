#pragma once

// PTB's schemas in a folder that the operator names: the program brings none and asks no address.

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <libxml/tree.h>

#include "reports/dcc_check/findings.h"

namespace chuan::reports::dcc_check {

enum class SchemaVerdict { valid, invalid, not_checked };
std::string_view to_string(SchemaVerdict);

/// The versions that are read for their content: 2.4.0 and 3.0.0 to 3.3.0 as released.
bool is_read(const std::string& version);
inline constexpr const char* kNewestVersion = "3.3.0";

/// Schemas by version, compiled when first asked for; safe for several threads. A version's schema is the file
/// dcc-vVERSION.xsd, or vVERSION/dcc.xsd as at PTB's addresses, anywhere in the folder. What a schema imports is looked
/// for at its place and then by the end of its address in the folder, never outside.
class Schemas {
  public:
    /// Throws Error(unavailable, "schemas.folder") for what is no folder or has no file .xsd.
    explicit Schemas(const std::string& folder);
    ~Schemas();
    Schemas(const Schemas&) = delete;
    Schemas& operator=(const Schemas&) = delete;

    /// Choosing by `version`, never by an address in the document.
    SchemaVerdict check(xmlDoc*, const std::string& version, Findings&);

  private:
    struct Compiled;
    struct Folder;
    const Compiled& compiled(const std::string& version);
    std::unique_ptr<Folder> folder_;
    std::mutex mutex_;
    std::map<std::string, std::unique_ptr<Compiled>> compiled_;
};

}  // namespace chuan::reports::dcc_check
