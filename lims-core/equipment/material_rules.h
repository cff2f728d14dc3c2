#pragma once

// Until when a bottle of a reference material may be used and why not, and what may happen to it next: opened once,
// taken from by jobs, used up or disposed of (ISO 33403; ISO/IEC 17025, 6.4.4 and 6.4.13).

#include <optional>
#include <string_view>
#include <vector>

#include "equipment/material.h"

namespace chuan::equipment {

/// Which of its days ends a bottle first.
enum class Ends { lot, certificate, opening };
std::string_view to_string(Ends);

struct UsableUntil {
    CivilDate day{};  // the last one
    Ends by = Ends::lot;
};
/// The earliest of the lot's expiry, the certificate's last day and the day of opening plus the days after it.
UsableUntil usable_until(const ReferenceMaterial&, const std::optional<CivilDate>& opened_on);

/// Empty: a bottle serves work from its first to its last day. Codes: material.expired, material.certificate_ended,
/// material.opened_too_long, material.not_opened, material.opened_later, material.certified_later, material.used_up,
/// material.disposed, material.not_certified.
std::vector<Finding> why_unusable(const ReferenceMaterial&, const Bottle&, CivilDate from, CivilDate to);

/// nullopt: what is left is enough for the smallest sample that the certificate speaks of. Code: material.too_little.
std::optional<Finding> too_little(const ReferenceMaterial&, const Bottle&);

enum class BottleAct { opened, used, used_up, disposed };
std::string_view to_string(BottleAct);
std::optional<BottleAct> bottle_act_from(std::string_view);

struct BottleEvent {
    BottleAct act = BottleAct::opened;
    CivilDate happened_on{};
    std::optional<Decimal> amount{};  // of a use, in the lot's unit
    std::optional<JobId> job{};       // of a use
    std::string reason{};             // of a disposal
};

/// previous: the day of the bottle's last event, where there is one.
std::vector<Finding> findings_on(const ReferenceMaterial&, const Bottle&, const BottleEvent&,
                                 std::optional<CivilDate> previous, CivilDate today);

/// The bottle after an event without findings.
Bottle after(Bottle, const BottleEvent&);

}  // namespace chuan::equipment
