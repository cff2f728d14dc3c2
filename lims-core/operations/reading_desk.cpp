#include "operations/reading_desk.h"

#include <algorithm>

namespace chuan::operations {
namespace {

/// The answer to a key that is known: the same entry again, of these readings, cell and figure, is answered as the
/// first time; anything else under its key is refused.
ReadingAnswer repeated(const ReadingEntry& entry, const jobs::Reading& known,
                       const std::vector<jobs::Reading>& readings) {
    ReadingAnswer answer{
        .entry_key = entry.entry_key, .outcome = EntryOutcome::refused, .reading = {}, .other = {}, .findings = {}};
    std::vector<Finding> unreadable;
    const auto indication = read_indication(entry, unreadable);
    const bool here = std::ranges::find(readings, known.id, &jobs::Reading::id) != readings.end();
    if (here && known.stage == entry.stage && known.point == entry.point && known.channel == entry.channel &&
        known.repeat == entry.repeat && indication == known.indication) {
        answer.outcome = EntryOutcome::already_saved;
        answer.reading = known;
    } else {
        answer.findings = {key_reused(entry.entry_key)};
    }
    return answer;
}

}  // namespace

ReadingDesk::ReadingDesk(storage::Transaction& transaction, const people::Actor& actor, Moment now)
    : transaction_(transaction),
      actor_(actor),
      now_(now),
      jobs_(transaction, actor.scope()),
      trail_(transaction, actor.scope()) {}

ReadingAnswer ReadingDesk::record(const ReadingEntry& entry) {
    ReadingAnswer answer{
        .entry_key = entry.entry_key, .outcome = EntryOutcome::refused, .reading = {}, .other = {}, .findings = {}};
    if (const auto known = jobs_.reading_by_key(entry.entry_key)) return repeated(entry, *known, readings());
    std::optional<Decimal> indication;
    answer.findings = refusals(entry, indication);
    if (!answer.findings.empty()) return answer;
    if (const auto* standing =
            jobs::standing(readings(), marks(), entry.stage, entry.point, entry.channel, entry.repeat)) {
        answer.outcome = EntryOutcome::conflict;
        answer.other = *standing;
        return answer;
    }
    answer.reading = add(entry, *indication);
    answer.outcome = EntryOutcome::saved;
    return answer;
}

jobs::Reading ReadingDesk::add_replacement(const ReadingEntry& entry, bool slip) {
    std::optional<Decimal> indication;
    auto findings = refusals(entry, indication);
    if (slip) std::erase_if(findings, [](const Finding& finding) { return finding.code == "reading.late_entry"; });
    if (jobs_.reading_by_key(entry.entry_key)) findings.push_back(key_reused(entry.entry_key));
    refuse(std::move(findings));
    return add(entry, *indication);
}

std::string cell_of(const ReadingEntry& entry) {
    return "point " + entry.point + ", " + entry.channel + " " + std::to_string(entry.repeat);
}

std::optional<Decimal> read_indication(const ReadingEntry& entry, std::vector<Finding>& findings) {
    try {
        return Decimal::parse_entered(entry.typed);
    } catch (const Error& error) {
        for (auto finding : error.findings()) {
            finding.sentence = cell_of(entry) + ": " + finding.sentence;
            finding.field = "/indication";
            finding.values.insert(
                {{"point", entry.point}, {"channel", entry.channel}, {"repeat", std::to_string(entry.repeat)}});
            findings.push_back(std::move(finding));
        }
        return std::nullopt;
    }
}

Finding key_reused(const std::string& entry_key) {
    return {"entry_key.reused",
            "the key " + entry_key + " was used for another entry; type the figure again",
            "/entry_key",
            {{"entry_key", entry_key}}};
}

}  // namespace chuan::operations
