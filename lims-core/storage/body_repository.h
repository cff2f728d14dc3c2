#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "organisations/body.h"
#include "organisations/body_settings.h"
#include "storage/connection.h"

namespace chuan::storage {

/// The bodies that keep records in this installation and what each chose for itself.
class BodyRepository {
  public:
    explicit BodyRepository(Transaction& transaction) : transaction_(transaction) {}

    BodyId add(const organisations::Body&, Moment now);
    void update(const organisations::Body&);
    organisations::Body require(BodyId);  // Error(not_found)
    std::optional<BodyId> by_code(std::string_view code);
    std::vector<BodyId> all();
    organisations::BodySettings settings(BodyId);
    std::map<std::string, std::string> setting_values(BodyId);  // as chosen, defaults left out
    void set(BodyId, std::string_view name, std::string_view value);

    /// Facts of the installation: "last_restore_test", "base_address".
    std::optional<std::string> fact(std::string_view name);
    void set_fact(std::string_view name, std::string_view value);

  private:
    Transaction& transaction_;
};

}  // namespace chuan::storage
