#include "trail/chain.h"

namespace chuan::trail {

ChainCheck::ChainCheck(BodyId body) : ChainCheck(body, 0, no_event_sha256()) {}

ChainCheck::ChainCheck(BodyId body, std::int64_t seq, std::string sha256)
    : body_(body), seq_(seq), sha256_(std::move(sha256)) {}

Finding ChainCheck::finding(std::string code, std::int64_t seq, const std::string& what) const {
    const std::string body = std::to_string(body_.value);
    const std::string number = std::to_string(seq);
    return {.code = std::move(code),
            .sentence = "event " + number + " of body " + body + " " + what,
            .values = {{"body", body}, {"seq", number}}};
}

void ChainCheck::check_place(const Event& event, std::vector<Finding>& findings) const {
    if (event.seq <= seq_) {
        findings.push_back(finding("trail.event_inserted", event.seq,
                                   "stands after event " + std::to_string(seq_) + "; it was inserted or moved"));
    } else if (event.seq > seq_ + 1) {
        findings.push_back(
            finding("trail.event_removed", seq_ + 1, "is missing; the next one is event " + std::to_string(event.seq)));
    } else if (event.previous_sha256 != sha256_) {
        findings.push_back(finding("trail.chain_broken", event.seq,
                                   "does not continue the event before it; one of the two was replaced"));
    }
}

std::vector<Finding> ChainCheck::add(const Event& event) {
    std::vector<Finding> findings;
    check_place(event, findings);
    if (event.body != body_ || event_sha256(event) != event.sha256)
        findings.push_back(finding("trail.event_changed", event.seq, "is not what was recorded"));
    for (const SealedChange& change : event.changes)
        if (!is_intact(change))
            findings.push_back(finding("trail.personal_changed", event.seq,
                                       "holds another value of " + change.change.field + " than was recorded"));
    seq_ = event.seq;
    sha256_ = event.sha256;
    return findings;
}

}  // namespace chuan::trail
