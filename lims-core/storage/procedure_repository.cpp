#include "storage/procedure_repository.h"

#include <stdexcept>

#include "storage/columns.h"
#include "storage/words.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kAdd = R"sql(
    INSERT INTO procedure_version (body_id, code, version, kind, title_vi, title_en, sha256, content, loaded_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    RETURNING id)sql";

constexpr std::string_view kAddEvent = R"sql(
    INSERT INTO procedure_event (body_id, procedure_version_id, kind, effective_on, remark, document_id, recorded_by, recorded_at,
                                 first_order_reason, first_order_engine, first_order_generator)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    RETURNING id)sql";

constexpr std::string_view kAddFirstOrder = R"sql(
    INSERT INTO procedure_first_order (body_id, procedure_event_id, line, example, point, stage, outcome, encloses, tolerance,
                                       difference_low, difference_high, unit, trials, seed)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14))sql";

constexpr std::string_view kFirstOrderOf = R"sql(
    SELECT example, point, stage, outcome, encloses, tolerance, difference_low, difference_high, unit, trials, seed
      FROM procedure_first_order
     WHERE body_id = $1 AND procedure_event_id = $2
     ORDER BY line)sql";

constexpr std::string_view kAllEvents = R"sql(
    SELECT id, kind, effective_on, remark, document_id, recorded_by, recorded_at, first_order_reason, first_order_engine,
           first_order_generator
      FROM procedure_event
     WHERE body_id = $1 AND procedure_version_id = $2
     ORDER BY id)sql";

constexpr std::string_view kLoadedAt = "SELECT loaded_at FROM procedure_version WHERE body_id = $1 AND id = $2";

constexpr std::string_view kFind = R"sql(
    SELECT id, code, version, kind, title_vi, title_en, sha256 FROM procedure_version WHERE body_id = $1 AND id = $2)sql";

constexpr std::string_view kEvents = R"sql(
    SELECT kind, effective_on, recorded_by FROM procedure_event WHERE body_id = $1 AND procedure_version_id = $2 ORDER BY id)sql";

constexpr std::string_view kContent = "SELECT content FROM procedure_version WHERE body_id = $1 AND id = $2";
constexpr std::string_view kByVersion =
    "SELECT id FROM procedure_version WHERE body_id = $1 AND code = $2 AND version = $3";
constexpr std::string_view kList = "SELECT id FROM procedure_version WHERE body_id = $1 ORDER BY code, version";

void apply(ProcedureVersion& version, const Row& event) {
    const auto kind = event.get<std::string>(0);
    if (kind == "verified") {
        version.status = ProcedureStatus::verified;
        version.verified_on = date_at(event, 1);
        version.verified_by = event.get<AccountId>(2);
    } else if (kind == "approved") {
        version.status = ProcedureStatus::approved;
        version.approved_on = date_at(event, 1);
        version.approved_by = event.get<AccountId>(2);
    } else {
        version.status = ProcedureStatus::withdrawn;
        version.withdrawn_on = date_at(event, 1);
    }
}

}  // namespace

std::string_view to_string(ProcedureStatus status) {
    switch (status) {
        case ProcedureStatus::draft:
            return "draft";
        case ProcedureStatus::verified:
            return "verified";
        case ProcedureStatus::approved:
            return "approved";
        case ProcedureStatus::withdrawn:
            return "withdrawn";
    }
    throw std::logic_error("no such status");
}

ProcedureVersionId ProcedureRepository::add(const procedures::Procedure& p, std::string_view content, Moment now) {
    return transaction_
        .one(kAdd, {body_, p.code, p.version, word(p.kind), p.title.vi, p.title.en, p.sha256, content, text(now)})
        ->get<ProcedureVersionId>(0);
}

std::int64_t ProcedureRepository::add_event(ProcedureVersionId id, std::string_view kind, CivilDate effective_on,
                                            std::string_view remark, AccountId by, Moment now,
                                            std::optional<DocumentId> document, const FirstOrderRecord& first_order) {
    const auto event = transaction_
                           .one(kAddEvent, {body_, id, kind, text(effective_on), remark, document, by, text(now),
                                            first_order.reason, first_order.engine, first_order.generator})
                           ->get<std::int64_t>(0);
    std::int64_t line = 0;
    for (const auto& p : first_order.points)
        transaction_.execute(kAddFirstOrder,
                             {body_, event, ++line, p.example, p.point, word(p.stage), procedures::name_of(p.outcome),
                              p.encloses ? 1 : 0, p.tolerance, p.difference_low, p.difference_high, p.unit,
                              static_cast<std::int64_t>(p.trials), static_cast<std::int64_t>(p.seed)});
    return event;
}

std::vector<procedures::FirstOrderPoint> ProcedureRepository::first_order_of(std::int64_t event) {
    std::vector<procedures::FirstOrderPoint> points;
    for (const Row& row : transaction_.execute(kFirstOrderOf, {body_, event}).rows)
        points.push_back({.example = row.get<std::string>(0),
                          .point = row.get<std::string>(1),
                          .stage = stage_from(row.get<std::string>(2)),
                          .outcome = procedures::first_order_outcome_from(row.get<std::string>(3)).value(),
                          .encloses = row.get<std::int64_t>(4) == 1,
                          .tolerance = row.get<double>(5),
                          .difference_low = row.get<double>(6),
                          .difference_high = row.get<double>(7),
                          .unit = row.get<std::string>(8),
                          .trials = static_cast<std::uint64_t>(row.get<std::int64_t>(9)),
                          .seed = static_cast<std::uint64_t>(row.get<std::int64_t>(10))});
    return points;
}

std::vector<ProcedureEventRow> ProcedureRepository::events_of(ProcedureVersionId id) {
    std::vector<ProcedureEventRow> events;
    for (const Row& row : transaction_.execute(kAllEvents, {body_, id}).rows) {
        ProcedureEventRow event{.id = row.get<std::int64_t>(0),
                                .kind = row.get<std::string>(1),
                                .effective_on = date_at(row, 2),
                                .remark = row.get<std::string>(3),
                                .document = optional_id_at<DocumentId>(row, 4),
                                .recorded_by = row.get<AccountId>(5),
                                .recorded_at = moment_at(row, 6)};
        if (event.kind == "approved")
            event.first_order = FirstOrderRecord{.reason = row.get<std::string>(7),
                                                 .engine = row.get<std::string>(8),
                                                 .generator = row.get<std::string>(9),
                                                 .points = first_order_of(event.id)};
        events.push_back(std::move(event));
    }
    return events;
}

Moment ProcedureRepository::loaded_at(ProcedureVersionId id) {
    require(id);
    return moment_at(*transaction_.one(kLoadedAt, {body_, id}), 0);
}

ProcedureVersion ProcedureRepository::require(ProcedureVersionId id) {
    const auto row = transaction_.one(kFind, {body_, id});
    if (!row)
        throw Error(ErrorKind::not_found, "procedure.unknown",
                    "there is no procedure version " + std::to_string(id.value) + " here");
    ProcedureVersion version{.id = id,
                             .code = row->get<std::string>(1),
                             .version = row->get<std::string>(2),
                             .kind = row->get<std::string>(3),
                             .title_vi = row->get<std::string>(4),
                             .title_en = row->get<std::string>(5),
                             .sha256 = row->get<std::string>(6)};
    for (const Row& event : transaction_.execute(kEvents, {body_, id}).rows) apply(version, event);
    return version;
}

std::string ProcedureRepository::content(ProcedureVersionId id) {
    require(id);
    return transaction_.one(kContent, {body_, id})->get<std::string>(0);
}

std::optional<ProcedureVersionId> ProcedureRepository::find(std::string_view code, std::string_view version) {
    const auto row = transaction_.one(kByVersion, {body_, code, version});
    return row ? std::optional(row->get<ProcedureVersionId>(0)) : std::nullopt;
}

std::vector<ProcedureVersion> ProcedureRepository::list() {
    std::vector<ProcedureVersion> versions;
    for (const Row& row : transaction_.execute(kList, {body_}).rows)
        versions.push_back(require(row.get<ProcedureVersionId>(0)));
    return versions;
}

}  // namespace chuan::storage
