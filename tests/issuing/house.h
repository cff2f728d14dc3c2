#pragma once

#include <gmock/gmock.h>

#include "tests/issuing/workshop.h"
#include "tests/storage/engines.h"

namespace chuan::test {

/// A workshop in a fresh database of each engine.
class InWorkshop : public OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        database_.emplace(GetParam());
    }
    /// Founded at the first call.
    Workshop& workshop(const WorkshopOptions& options = {}) {
        if (!workshop_) workshop_.emplace(**database_, clock_, options);
        return *workshop_;
    }
    void later(std::chrono::seconds by) { clock_.advance(by); }

    std::optional<TestDatabase> database_;
    SettableClock clock_{kOpening};
    std::optional<Workshop> workshop_;
};

inline constexpr std::chrono::hours kDay{24};

}  // namespace chuan::test
