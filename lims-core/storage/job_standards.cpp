#include "storage/columns.h"
#include "storage/job_repository.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kAddItem = R"sql(
    INSERT INTO job_item (body_id, job_id, name_vi, name_en, maker, maker_country, model, serial, inventory_number, made_in_year,
                          range_low, range_high, unit, resolution, verification_interval, accuracy_class, taken_by, taken_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
    RETURNING id)sql";

constexpr std::string_view kItem = R"sql(
    SELECT name_vi, name_en, maker, maker_country, model, serial, inventory_number, made_in_year, range_low, range_high, unit,
           resolution, verification_interval, accuracy_class, id
      FROM job_item
     WHERE body_id = $1 AND job_id = $2
     ORDER BY id DESC
     LIMIT 1)sql";

constexpr std::string_view kAddItemRange = R"sql(
    INSERT INTO job_item_range (body_id, job_item_id, line, quantity, low, high, unit, resolution, verification_interval,
                                accuracy_class)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))sql";

constexpr std::string_view kItemRanges = R"sql(
    SELECT quantity, low, high, unit, resolution, verification_interval, accuracy_class
      FROM job_item_range
     WHERE body_id = $1 AND job_item_id = $2
     ORDER BY line)sql";

constexpr std::string_view kAddStandard = R"sql(
    INSERT INTO job_standard (body_id, job_id, role, standard_id, standard_certificate_id, code, range_low, range_high, unit,
                              drift_limit, reason, chosen_by, chosen_at, bottle_id, material_id, accuracy_class)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
    RETURNING id)sql";

constexpr std::string_view kStandards = R"sql(
    SELECT s.id, s.role, s.standard_id, s.standard_certificate_id, s.code, s.range_low, s.range_high, s.unit, s.drift_limit,
           s.reason, s.chosen_by, s.chosen_at, s.bottle_id, s.material_id, s.accuracy_class
      FROM job_standard s
     WHERE s.body_id = $1 AND s.job_id = $2
       AND s.id = (SELECT MAX(n.id) FROM job_standard n WHERE n.body_id = s.body_id AND n.job_id = s.job_id AND n.role = s.role)
     ORDER BY s.role)sql";

constexpr std::string_view kReplacedStandards = R"sql(
    SELECT s.id, s.role, s.standard_id, s.standard_certificate_id, s.code, s.range_low, s.range_high, s.unit, s.drift_limit,
           s.reason, s.chosen_by, s.chosen_at, s.bottle_id, s.material_id, s.accuracy_class
      FROM job_standard s
     WHERE s.body_id = $1 AND s.job_id = $2
       AND s.id < (SELECT MAX(n.id) FROM job_standard n WHERE n.body_id = s.body_id AND n.job_id = s.job_id AND n.role = s.role)
     ORDER BY s.id)sql";

constexpr std::string_view kStandardsOfReadings = R"sql(
    SELECT s.reading_id, s.job_standard_id
      FROM job_standard j
      JOIN reading_standard s ON s.body_id = j.body_id AND s.job_standard_id = j.id
     WHERE j.body_id = $1 AND j.job_id = $2)sql";

JobStandard standard_of(const Row& row) {
    return {.id = row.get<std::int64_t>(0),
            .role = row.get<std::string>(1),
            .standard = optional_id_at<StandardId>(row, 2),
            .certificate = optional_id_at<StandardCertificateId>(row, 3),
            .bottle = optional_id_at<equipment::BottleId>(row, 12),
            .material = optional_id_at<MaterialId>(row, 13),
            .code = row.get<std::string>(4),
            .range_low = optional_decimal_at(row, 5),
            .range_high = optional_decimal_at(row, 6),
            .unit = row.get<std::string>(7),
            .drift_limit = optional_decimal_at(row, 8),
            .accuracy_class = row.get<std::string>(14),
            .reason = row.get<std::string>(9),
            .chosen_by = row.get<AccountId>(10),
            .chosen_at = moment_at(row, 11)};
}

}  // namespace

std::int64_t JobRepository::add_item(JobId job, const JobItem& item, AccountId by, Moment now) {
    const auto id = transaction_
                        .one(kAddItem, {body_, job, item.name_vi, item.name_en, item.maker, item.maker_country,
                                        item.model, item.serial, item.inventory_number, item.made_in_year,
                                        text(item.range_low), text(item.range_high), item.unit, text(item.resolution),
                                        text(item.verification_interval), item.accuracy_class, by, text(now)})
                        ->get<std::int64_t>(0);
    std::int64_t line = 0;
    for (const auto& range : item.ranges)
        transaction_.execute(kAddItemRange,
                             {body_, id, ++line, range.quantity, text(range.low), text(range.high), range.unit,
                              text(range.resolution), text(range.verification_interval), range.accuracy_class});
    return id;
}

std::optional<JobItem> JobRepository::item(JobId job) {
    const auto row = transaction_.one(kItem, {body_, job});
    if (!row) return std::nullopt;
    JobItem item{.name_vi = row->get<std::string>(0),
                 .name_en = row->get<std::string>(1),
                 .maker = row->get<std::string>(2),
                 .maker_country = row->get<std::string>(3),
                 .model = row->get<std::string>(4),
                 .serial = row->get<std::string>(5),
                 .inventory_number = row->get<std::string>(6),
                 .made_in_year = row->get<std::string>(7),
                 .range_low = optional_decimal_at(*row, 8),
                 .range_high = optional_decimal_at(*row, 9),
                 .unit = row->get<std::string>(10),
                 .resolution = optional_decimal_at(*row, 11),
                 .verification_interval = optional_decimal_at(*row, 12),
                 .accuracy_class = row->get<std::string>(13)};
    for (const Row& range : transaction_.execute(kItemRanges, {body_, row->get<std::int64_t>(14)}).rows)
        item.ranges.push_back({.quantity = range.get<std::string>(0),
                               .low = optional_decimal_at(range, 1),
                               .high = optional_decimal_at(range, 2),
                               .unit = range.get<std::string>(3),
                               .resolution = optional_decimal_at(range, 4),
                               .verification_interval = optional_decimal_at(range, 5),
                               .accuracy_class = range.get<std::string>(6)});
    return item;
}

std::int64_t JobRepository::add_standard(JobId job, const JobStandard& s) {
    return transaction_
        .one(kAddStandard,
             {body_, job, s.role, s.standard, s.certificate, s.code, text(s.range_low), text(s.range_high), s.unit,
              text(s.drift_limit), s.reason, s.chosen_by, text(s.chosen_at), s.bottle, s.material, s.accuracy_class})
        ->get<std::int64_t>(0);
}

std::vector<JobStandard> JobRepository::standards(JobId job) {
    std::vector<JobStandard> standards;
    for (const Row& row : transaction_.execute(kStandards, {body_, job}).rows) standards.push_back(standard_of(row));
    return standards;
}

std::vector<JobStandard> JobRepository::replaced_standards(JobId job) {
    std::vector<JobStandard> standards;
    for (const Row& row : transaction_.execute(kReplacedStandards, {body_, job}).rows)
        standards.push_back(standard_of(row));
    return standards;
}

std::map<ReadingId, std::set<std::int64_t>> JobRepository::standards_of_readings(JobId job) {
    std::map<ReadingId, std::set<std::int64_t>> standards;
    for (const Row& row : transaction_.execute(kStandardsOfReadings, {body_, job}).rows)
        standards[row.get<ReadingId>(0)].insert(row.get<std::int64_t>(1));
    return standards;
}

}  // namespace chuan::storage
