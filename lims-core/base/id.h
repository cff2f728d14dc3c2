#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace chuan {

/// A record's identity. The tag keeps identities of different nouns apart: a StandardId is not a JobId.
template <class Tag>
struct Id {
    std::int64_t value{};
    auto operator<=>(const Id&) const = default;
};

using BodyId = Id<struct BodyTag>;  // the laboratory or authority that keeps a record
using AccountId = Id<struct AccountTag>;
using OrganisationId = Id<struct OrganisationTag>;
using InstrumentId = Id<struct InstrumentTag>;
using StandardId = Id<struct StandardTag>;
using MaterialId = Id<struct MaterialTag>;  // a reference material (one lot)
using StandardCertificateId = Id<struct StandardCertificateTag>;
using ProcedureVersionId = Id<struct ProcedureVersionTag>;
using OrderId = Id<struct OrderTag>;
using ItemId = Id<struct ItemTag>;  // an instrument received under an order
using JobId = Id<struct JobTag>;
using RunId = Id<struct RunTag>;
using ReadingId = Id<struct ReadingTag>;
using EvaluationId = Id<struct EvaluationTag>;
using CertificateId = Id<struct CertificateTag>;
using IntentId = Id<struct IntentTag>;
using DocumentId = Id<struct DocumentTag>;
using ImportBatchId = Id<struct ImportBatchTag>;
using TaskId = Id<struct TaskTag>;

}  // namespace chuan

template <class Tag>
struct std::hash<chuan::Id<Tag>> {
    std::size_t operator()(const chuan::Id<Tag>& id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
