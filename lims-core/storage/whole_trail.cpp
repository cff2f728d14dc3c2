#include "storage/whole_trail.h"

#include <algorithm>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>

#include "storage/trail_rows.h"

namespace chuan::storage {
namespace {

/// The ids of a table's rows that belong to record $2 of body $1.
struct Part {
    std::string_view subject, ids;
};

constexpr std::string_view kRunsOfJob =
    "SELECT r.id FROM run r WHERE r.body_id = $1 AND (r.job_id = $2 OR r.bench_id IN "
    "(SELECT b.bench_id FROM bench_item b WHERE b.body_id = $1 AND b.job_id = $2))";

constexpr Part kOfOrder[] = {{"order_item", "SELECT id FROM order_item WHERE body_id = $1 AND order_id = $2"}};
constexpr Part kOfJob[] = {
    {"contract_review", "SELECT id FROM contract_review WHERE body_id = $1 AND job_id = $2"},
    {"job_item", "SELECT id FROM job_item WHERE body_id = $1 AND job_id = $2"},
    {"job_standard", "SELECT id FROM job_standard WHERE body_id = $1 AND job_id = $2"},
    {"bench_item", "SELECT id FROM bench_item WHERE body_id = $1 AND job_id = $2"},
    {"adjustment", "SELECT id FROM adjustment WHERE body_id = $1 AND job_id = $2"},
    {"reading", "SELECT p.id FROM reading p WHERE p.body_id = $1 AND p.run_id IN ({runs})"},
    {"reading_mark",
     "SELECT m.id FROM reading p JOIN reading_mark m ON m.body_id = p.body_id AND m.reading_id = p.id "
     "WHERE p.body_id = $1 AND p.run_id IN ({runs}) AND (m.job_id IS NULL OR m.job_id = $2)"},
    {"check_answer", "SELECT a.id FROM check_answer a WHERE a.body_id = $1 AND a.run_id IN ({runs})"},
    {"environment_reading",
     "SELECT id FROM environment_reading WHERE body_id = $1 AND (job_id = $2 OR bench_id IN "
     "(SELECT b.bench_id FROM bench_item b WHERE b.body_id = $1 AND b.job_id = $2))"},
    {"transcription_check",
     "SELECT t.id FROM transcription_check t WHERE t.body_id = $1 AND (t.check_answer_id IN "
     "(SELECT a.id FROM check_answer a WHERE a.body_id = $1 AND a.run_id IN ({runs})) OR t.environment_reading_id IN "
     "(SELECT e.id FROM environment_reading e WHERE e.body_id = $1 AND (e.job_id = $2 OR e.bench_id IN "
     "(SELECT b.bench_id FROM bench_item b WHERE b.body_id = $1 AND b.job_id = $2))))"},
    {"job_judgement", "SELECT id FROM job_judgement WHERE body_id = $1 AND job_id = $2"},
    {"point_not_measured", "SELECT id FROM point_not_measured WHERE body_id = $1 AND job_id = $2"},
    {"evaluation", "SELECT id FROM evaluation WHERE body_id = $1 AND job_id = $2"},
    {"signature", "SELECT id FROM signature WHERE body_id = $1 AND job_id = $2"},
    {"issue_intent", "SELECT id FROM issue_intent WHERE body_id = $1 AND job_id = $2"}};
constexpr Part kOfCertificate[] = {
    {"certificate_event", "SELECT id FROM certificate_event WHERE body_id = $1 AND certificate_id = $2"},
    {"pending_act",
     "SELECT id FROM pending_act WHERE body_id = $1 AND subject_id = $2 AND "
     "act IN ('withdraw', 'suspend', 'lift', 'replace')"}};
constexpr Part kOfInstrument[] = {
    {"instrument_purpose", "SELECT id FROM instrument_purpose WHERE body_id = $1 AND instrument_id = $2"}};
constexpr Part kOfStandard[] = {
    {"standard_event", "SELECT id FROM standard_event WHERE body_id = $1 AND standard_id = $2"},
    {"standard_certificate", "SELECT id FROM standard_certificate WHERE body_id = $1 AND standard_id = $2"},
    {"standard_certification", "SELECT id FROM standard_certification WHERE body_id = $1 AND standard_id = $2"}};

/// Acts upon the row itself, then those upon each kind of part; a page of them in the order of the chain.
std::string page_query(std::string_view subject, std::span<const Part> parts) {
    std::string sql = "SELECT e.seq FROM trail_event e WHERE e.body_id = $1 AND e.subject = '" + std::string(subject) +
                      "' AND e.subject_id = $2 AND e.seq < $3";
    for (const Part& part : parts) {
        std::string ids(part.ids);
        if (const auto at = ids.find("{runs}"); at != std::string::npos) ids.replace(at, 6, kRunsOfJob);
        sql += " UNION SELECT e.seq FROM (" + ids + ") part JOIN trail_event e ON e.body_id = $1 AND e.subject = '" +
               std::string(part.subject) + "' AND e.subject_id = part.id AND e.seq < $3";
    }
    return "SELECT page.seq FROM (" + sql + ") page ORDER BY page.seq DESC LIMIT $4";
}

struct Whole {
    std::string_view subject;
    std::string events, changes;
};

Whole whole_of(std::string_view subject, std::span<const Part> parts) {
    const std::string page = page_query(subject, parts);
    return {subject,
            "SELECT seq, recorded_at, actor_id, actor_name, action, subject, subject_id, record_sha256, "
            "previous_sha256, sha256 FROM trail_event WHERE body_id = $1 AND seq IN (" +
                page + ") ORDER BY seq",
            "SELECT seq, field, privacy, old_value, new_value, salt, old_sha256, new_sha256 FROM trail_change "
            "WHERE body_id = $1 AND seq IN (" +
                page + ") ORDER BY seq, line"};
}

const Whole* find_whole(std::string_view subject) {
    static const Whole all[] = {whole_of("customer_order", kOfOrder), whole_of("job", kOfJob),
                                whole_of("certificate", kOfCertificate), whole_of("instrument", kOfInstrument),
                                whole_of("measurement_standard", kOfStandard)};
    const auto found = std::ranges::find(all, subject, &Whole::subject);
    return found == std::end(all) ? nullptr : &*found;
}

}  // namespace

bool has_parts(std::string_view subject) { return find_whole(subject) != nullptr; }

std::vector<trail::Event> whole_trail_of(Transaction& transaction, people::Scope scope, std::string_view subject,
                                         std::int64_t subject_id, std::optional<std::int64_t> before, int limit) {
    const Whole* whole = find_whole(subject);
    if (!whole) throw std::logic_error("the trail knows no parts of " + std::string(subject));
    const std::vector<Value> asked{scope.body, subject_id, before.value_or(std::numeric_limits<std::int64_t>::max()),
                                   limit};
    std::vector<trail::Event> events;
    for (const Row& row : transaction.execute(whole->events, asked).rows) events.push_back(event_from(scope.body, row));
    events = with_changes(std::move(events), transaction.execute(whole->changes, asked));
    std::ranges::reverse(events);
    return events;
}

}  // namespace chuan::storage
