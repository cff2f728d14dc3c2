#pragma once

// Like items measured together: one state of the standards and of the room acts on all of them. What is read of a
// standard is stored once and counts for every item; each item has its own readings, checks, adjustment, verdict,
// signature and certificate, and may leave without holding the others.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "base/id.h"
#include "procedures/layout.h"
#include "procedures/procedure.h"

namespace chuan::jobs {

using BenchId = Id<struct BenchTag>;

struct Bench {
    BenchId id{};
    std::string name{};
    ProcedureVersionId procedure{};
    procedures::Kind kind = procedures::Kind::calibration;
    procedures::Mode mode = procedures::Mode::none;
    AccountId opened_by{};
    Moment opened_at{};
};

/// The last shared reading, mark and environment reading that count for an item, by id; 0: none stood.
struct Standing {
    std::int64_t reading = 0, mark = 0, environment = 0;
};

struct Leaving {
    Moment at{};
    AccountId by{};
    std::string reason{};
};

/// A job at its place of a bench. until: set while it is signed and once it has left.
struct BenchItem {
    std::int64_t id = 0;
    BenchId bench{};
    std::string bench_name{};
    JobId job{};
    int position = 1;
    std::optional<Standing> until{};
    std::optional<Leaving> left{};

    /// What is measured at the bench counts for it.
    bool open() const { return !until; }
};

inline constexpr std::size_t kLongestBenchName = 80;

/// Whether the channel is read once for all items at a bench.
bool is_shared(const procedures::SheetLayout&, std::string_view channel);

/// Why so many items may not be measured together by this procedure. Codes: bench.procedure, bench.items.
std::vector<Finding> findings_on_size(const procedures::Procedure&, std::size_t items);

/// Why the item of this job may not stand beside the first: other points, or bounds of what is read of the standard.
/// Empty: it may. Code bench.points, with the number of the job and what differs.
std::vector<Finding> differences(const std::string& job, const procedures::SheetLayout& first,
                                 const procedures::SheetLayout& other);

}  // namespace chuan::jobs
