// A server that does nothing but issue: every job of the body that waits for it, one after the other, telling each
// number on standard output when it is out. Killed at will by crash_test.
//
//     issue_driver DATABASE BODY forwards|backwards

#include <algorithm>
#include <cstdio>

#include "tests/issuing/workshop.h"

namespace {

using namespace chuan;

std::vector<JobId> waiting(storage::Database& database, BodyId body) {
    return database.read([&](storage::Transaction& transaction) {
        std::vector<JobId> jobs;
        for (const auto& row :
             transaction.execute("SELECT id FROM job WHERE body_id = $1 AND state = 'to_issue' ORDER BY id", {body})
                 .rows)
            jobs.push_back(row.get<JobId>(0));
        return jobs;
    });
}

void issue(test::Workshop& workshop, JobId job) {
    for (;;) {
        try {
            const auto certificate = workshop.issue(job);
            std::printf("%s\n", certificate.number.c_str());
            std::fflush(stdout);
            return;
        } catch (const Error& error) {
            if (error.code() != "database.contended") throw;
        }
    }
}

}  // namespace

int main(int count, char** arguments) try {
    if (count != 4) return 2;
    storage::DatabaseOptions options;
    options.address = arguments[1];
    const auto database = storage::Database::open(options);
    SettableClock clock(test::kOpening);
    test::Workshop workshop(*database, clock, BodyId{std::atoll(arguments[2])});
    auto jobs = waiting(*database, workshop.body());
    if (std::string(arguments[3]) == "backwards") std::ranges::reverse(jobs);
    if (!jobs.empty()) workshop.issuing().draft_pdf(workshop.head(), jobs.front());  // fonts are loaded once
    std::printf("ready\n");
    std::fflush(stdout);
    for (const JobId job : jobs) issue(workshop, job);
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "issue_driver: %s\n", error.what());
    return 1;
}
