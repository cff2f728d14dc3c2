#include "operations/seal_gate.h"

namespace chuan::operations {

std::optional<Finding> fault_of_seal(const std::optional<storage::SigningKey>& seal, const Site& site, Moment now) {
    if (!seal) {
        if (site.settings.issue_unsigned || site.body.is_sample) return std::nullopt;
        return Finding{"issue.unsigned",
                       "no key signs documents here; make one (chuan key make), or allow unsigned issue "
                       "(issue.unsigned = allow)",
                       "",
                       {}};
    }
    if (now >= seal->from && now < seal->until) return std::nullopt;
    return Finding{"key.not_in_force",
                   "the certificate of key " + seal->key_id + ", which signs documents, is in force from " +
                       to_iso(seal->from) + " to " + to_iso(seal->until) + "; change the key (chuan key rotate)",
                   "",
                   {{"key", seal->key_id}, {"from", to_iso(seal->from)}, {"until", to_iso(seal->until)}}};
}

}  // namespace chuan::operations
