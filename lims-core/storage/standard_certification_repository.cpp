#include "storage/standard_certification_repository.h"

#include "storage/columns.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kAdd = R"sql(
    INSERT INTO standard_certification (body_id, standard_id, number, issuer_id, issued_on, valid_until, remark, document_id,
                                        recorded_by, recorded_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    RETURNING id)sql";

constexpr std::string_view kOfStandard = R"sql(
    SELECT id, standard_id, number, issuer_id, issued_on, valid_until, remark, document_id, recorded_by, recorded_at
      FROM standard_certification
     WHERE body_id = $1 AND standard_id = $2
     ORDER BY id)sql";

}  // namespace

equipment::StandardCertificationId StandardCertificationRepository::add(const RecordedCertification& record) {
    const auto& c = record.certification;
    return transaction_
        .one(kAdd, {body_, c.standard, c.number, c.issuer, text(c.issued_on), text(c.valid_until), c.remark,
                    record.document, record.recorded_by, text(record.recorded_at)})
        ->get<equipment::StandardCertificationId>(0);
}

std::vector<RecordedCertification> StandardCertificationRepository::records_of(StandardId standard) {
    std::vector<RecordedCertification> records;
    for (const Row& row : transaction_.execute(kOfStandard, {body_, standard}).rows)
        records.push_back({.certification = {.id = row.get<equipment::StandardCertificationId>(0),
                                             .standard = row.get<StandardId>(1),
                                             .number = row.get<std::string>(2),
                                             .issuer = row.get<OrganisationId>(3),
                                             .issued_on = date_at(row, 4),
                                             .valid_until = optional_date_at(row, 5),
                                             .remark = row.get<std::string>(6)},
                           .document = optional_id_at<DocumentId>(row, 7),
                           .recorded_by = row.get<AccountId>(8),
                           .recorded_at = moment_at(row, 9)});
    return records;
}

std::vector<equipment::StandardCertification> StandardCertificationRepository::certifications_of(StandardId standard) {
    std::vector<equipment::StandardCertification> certifications;
    for (auto& record : records_of(standard)) certifications.push_back(std::move(record.certification));
    return certifications;
}

}  // namespace chuan::storage
