#pragma once

// The unbroken chain from a result to the SI (VIM 2.41; ISO/IEC 17025, 6.5): item, the standards that supported its
// readings, the certificate that each of them rested on, that certificate's own standards, up to a national standard or
// a reference stated in words. Links carry the day on which they were used, and say what was wrong with them on that
// day.

#include <map>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "equipment/material.h"
#include "equipment/standard.h"

namespace chuan::traceability {

enum class NodeKind {
    item,
    working_standard,
    reference_standard,
    national_standard,
    reference_material,
    stated_reference
};
std::string_view to_string(NodeKind);

struct Node {
    std::string id{};  // "item:12", "standard:3", "reference:SI volt ..."
    NodeKind kind = NodeKind::working_standard;
    std::string code{};  // serial, code of the standard, or the reference's words
    std::string name_vi{}, name_en{};
    std::string keeper{};                           // who keeps it
    int column = 0;                                 // 0: the item, growing towards the SI
    std::optional<equipment::MaterialLotId> lot{};  // of a reference material
};

struct Link {
    std::string from{}, to{};                    // lower and upper node
    std::string certificate_number{}, issuer{};  // the certificate of `to` that supported the work on `from`
    CivilDate calibrated_on{}, due_on{}, used_on{};
    std::vector<std::string> figures{};  // "10000.005 g; U = 0.045 g, k = 2"
    std::vector<Finding> findings{};     // empty: sound on that day
};

struct Chain {
    std::vector<Node> nodes{};
    std::vector<Link> links{};
    bool reaches_reference = false;  // every path ends at a national standard or a stated reference
    std::vector<Finding> findings{};
};

/// The item, its standards with the certificates frozen at the readings, and everything above them, already loaded.
struct ChainFacts {
    Node item;
    struct Use {
        StandardId standard;
        StandardCertificateId certificate;
    };
    std::vector<Use> uses{};
    /// A bottle that served: its chain ends at the producer's certificate and what that states.
    struct Material {
        equipment::ReferenceMaterial material;
        equipment::Bottle bottle;
        std::string producer;
    };
    std::vector<Material> materials{};
    CivilDate used_on{};  // last day of the readings
    std::map<StandardId, equipment::MeasurementStandard> standards{};
    std::map<StandardCertificateId, equipment::StandardCertificate> certificates{};
    std::map<OrganisationId, std::string> organisations{};
    std::string own_name{};  // of the body: issuer where none is named
};

/// Codes of findings: chain.overdue, chain.later, chain.broken (a standard above which nothing is known), chain.cycle,
/// chain.uncovered (no standard recorded for the result).
Chain build_chain(const ChainFacts&);

/// What a certificate names as the end of its chain: who keeps the national standards it reaches, and the references
/// stated in words where no national standard stands below them. Each once, in the order of the chain.
std::vector<std::string> references(const Chain&);

}  // namespace chuan::traceability
