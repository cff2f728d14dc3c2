#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "equipment/material.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

/// Reference materials of a body, by code, lot and bottle.
class MaterialRepository {
  public:
    MaterialRepository(Transaction& transaction, people::Scope scope) : transaction_(transaction), body_(scope.body) {}

    MaterialId add(const equipment::ReferenceMaterial&, Moment now);
    std::optional<equipment::ReferenceMaterial> find(MaterialId);
    equipment::ReferenceMaterial require(MaterialId);  // Error(not_found)
    std::optional<MaterialId> find(std::string_view code, std::string_view lot, std::string_view bottle);
    /// In order of code, lot and bottle.
    std::vector<equipment::ReferenceMaterial> list();

  private:
    Transaction& transaction_;
    BodyId body_;
};

}  // namespace chuan::storage
