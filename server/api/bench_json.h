#pragma once

// How a bench stands in JSON.

#include "operations/load_bench.h"
#include "server/api/jobs_json.h"
#include "storage/bench_repository.h"

namespace chuan::server::api {

json::Value bench_row_json(Call&, PeopleNames&, const storage::BenchRow&);
json::Value bench_json(Call&, const operations::BenchSheets&);
json::Value job_states_json(const std::vector<operations::JobState>&);

}  // namespace chuan::server::api
