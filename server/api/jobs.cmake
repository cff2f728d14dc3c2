# The work on an item: queue, contract review, bench, review.
set(job_sources jobs.cpp sheet.cpp jobs_read.cpp agreed_json.cpp jobs_json.cpp sheet_json.cpp benches.cpp bench_json.cpp evaluation_json.cpp start_json.cpp)
set(job_depends quantities conformity equipment procedures jobs certificates)
