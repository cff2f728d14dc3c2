#pragma once

// A bench with the sheets of all its items, each evaluated as it would be alone; what they share is loaded once.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "operations/load_sheet.h"

namespace chuan::operations {

struct BenchColumn {
    jobs::BenchItem place{};
    Sheet sheet{};  // with what is shared, as far as it counts for the item
};

struct BenchSheets {
    jobs::Bench bench{};
    std::vector<BenchColumn> columns{};  // in the order of their places
    std::vector<jobs::Reading> readings{};
    std::vector<jobs::ReadingMark> marks{};
    std::vector<storage::EnvironmentReading> environment{};

    /// Of the first item that is open, else that has not left, else of the first one: what all have in common.
    const Sheet& common() const;
    bool open() const;       // an item is neither signed nor left
    bool is_signed() const;  // one that has not left is signed
};

/// Throws Error(not_found, "bench.unknown") for a bench of another body.
BenchSheets load_bench(storage::Transaction&, people::Scope, jobs::BenchId);

/// What is typed at a bench and not saved: for all open items, and for single ones.
struct BenchTyped {
    Typed shared{};
    std::map<JobId, Typed> items{};
};
struct BenchPreview {
    JobId job{};
    procedures::Evaluation evaluation{};
};
/// The open items, evaluated with it; nothing is stored.
std::vector<BenchPreview> preview(const BenchSheets&, const BenchTyped&, Moment now);

}  // namespace chuan::operations
