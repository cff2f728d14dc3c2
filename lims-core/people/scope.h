#pragma once

#include "base/id.h"

namespace chuan::people {

/// The body whose records may be touched; every repository is built with one and puts it into every statement.
struct Scope {
    BodyId body;
    auto operator<=>(const Scope&) const = default;
};

}  // namespace chuan::people
