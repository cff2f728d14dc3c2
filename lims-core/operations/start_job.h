#pragma once

// A job begins with an approved procedure version and usable standards. What cannot be used is listed with its reasons.

#include <map>
#include <string>
#include <vector>

#include "equipment/standard.h"
#include "jobs/job.h"
#include "operations/material_input.h"
#include "operations/support.h"
#include "procedures/procedure.h"
#include "storage/procedure_repository.h"

namespace chuan::operations {

struct ProcedureOption {
    storage::ProcedureVersion version{};
    std::vector<Finding> findings{};  // empty: may be chosen
};

/// What speaks against a standard for one of several items that are measured together.
struct ItemFindings {
    JobId job{};
    std::string serial{};
    std::vector<Finding> findings{};
};

struct StandardOption {
    equipment::MeasurementStandard standard{};
    std::optional<equipment::StandardCertificate> certificate{};  // that would support the work
    std::vector<Finding> findings{};                              // of every item; empty, with items: may be chosen
    std::vector<ItemFindings> items{};                            // those that it does not serve, where others it does
    bool usable() const { return findings.empty() && items.empty(); }
};

/// A bottle of a reference material for a role that one plays.
struct BottleOption {
    MaterialOnUse use{};
    std::vector<Finding> findings{};  // empty: may be chosen
};

struct RoleOptions {
    procedures::StandardNeed need{};
    std::string unit{};  // D-SI, in which the points are asked
    std::vector<StandardOption> standards{};
    std::vector<BottleOption> bottles{};
};

struct StartOptions {
    std::vector<ProcedureOption> procedures{};   // of the job's kind
    std::optional<int> bench{};                  // items that it measures together at most; absent: each alone
    std::optional<ProcedureVersionId> chosen{};  // the one the roles belong to: asked for, or the first usable one
    std::vector<RoleOptions> roles{};
    std::vector<StandardOption> sensors{};  // of the environment
};

/// beside: jobs that are measured together with it; a standard has to serve every one that the procedure can measure.
StartOptions start_options(storage::Transaction&, const people::Actor&, JobId, std::optional<ProcedureVersionId> asked,
                           const std::vector<JobId>& beside, Moment now);

/// The sensors of the environment, as they serve today.
std::vector<StandardOption> sensor_options(storage::Transaction&, const people::Actor&, JobId, Moment now);

struct Start {
    ProcedureVersionId procedure{};
    std::map<std::string, StandardId> standards{};         // by role
    std::map<std::string, equipment::BottleId> bottles{};  // by role that a reference material plays
    jobs::Place place = jobs::Place::laboratory;
    std::string place_detail{};
};

/// Also for a job in work that has no reading yet. Throws Error(rule_broken) with all findings.
void start_job(storage::Transaction&, const people::Actor&, JobId, const Start&, Moment now);

}  // namespace chuan::operations
