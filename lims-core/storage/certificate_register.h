#pragma once

// The register of certificates as a list: filtered, a page at a time, with the answer that each would get on a day. The
// answers follow validity_on (certificates/validity.h) by what is known now; a test compares the two.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "certificates/validity.h"
#include "people/scope.h"
#include "storage/list_walk.h"

namespace chuan::storage {

struct RegisterFilter {
    std::string begins{};  // number or serial
    std::optional<certificates::Answer> answer{};
    std::optional<certificates::Kind> kind{};
    std::optional<InstrumentId> instrument{};
    std::optional<CivilDate> from{}, to{};  // day of issue
};

struct RegisterRow {
    CertificateId id{};
    certificates::Answer answer = certificates::Answer::valid;
};

struct RegisterPage {
    std::vector<RegisterRow> rows{};
    std::optional<ListPlace> next{};
};

/// Newest first, by what the filter asks for: the test date of an instrument's, the number, the day of issue, the last
/// day of those valid or expired, else the order of entry. today: the day asked about.
RegisterPage register_page(Transaction&, people::Scope, const RegisterFilter&, CivilDate today, const ListPlace& after,
                           int limit);
/// How many of each answer the filter finds, its own answer left out; nullopt where neither the filter nor the register
/// keeps below kMostCertificatesCounted.
std::optional<std::map<certificates::Answer, std::int64_t>> register_counts(Transaction&, people::Scope,
                                                                            const RegisterFilter&, CivilDate today);
inline constexpr int kMostCertificatesCounted = 10'000;

}  // namespace chuan::storage
