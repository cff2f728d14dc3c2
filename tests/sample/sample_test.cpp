// The sample laboratory is made by the operations that users call, so it is also the longest walk through all of them.

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "server/catalogue/shipped_files.h"
#include "server/sample/sample_laboratory.h"
#include "storage/trail_verification.h"
#include "tests/services/key_folder.h"
#include "tests/storage/engines.h"

namespace chuan::server::sample {
namespace {

using test::TestDatabase;

class SampleLaboratory : public test::OnEachEngine {};

/// Points of the finished multimeter by the unit of its quantity, with how many conform.
constexpr std::string_view kResultsOfMultimeters = R"sql(
    SELECT r.unit, COUNT(*), COUNT(CASE WHEN r.verdict = 'pass' THEN 1 END)
      FROM result r
      JOIN evaluation e ON e.body_id = r.body_id AND e.id = r.evaluation_id
      JOIN certificate c ON c.body_id = e.body_id AND c.job_id = e.job_id
      JOIN job j ON j.body_id = c.body_id AND j.id = c.job_id
      JOIN procedure_version v ON v.body_id = j.body_id AND v.id = j.procedure_version_id
     WHERE v.code = 'QT-DIEN-02'
     GROUP BY r.unit
     ORDER BY r.unit)sql";

constexpr std::string_view kProceduresOfCertificates = R"sql(
    SELECT DISTINCT v.code
      FROM certificate c
      JOIN job j ON j.body_id = c.body_id AND j.id = c.job_id
      JOIN procedure_version v ON v.body_id = j.body_id AND v.id = j.procedure_version_id)sql";

TEST_P(SampleLaboratory, HasACertificateForSevenOfTheEightAnswers) {
    TestDatabase database(GetParam());
    database->write([](storage::Transaction& transaction) { storage::make_installation_identity(transaction); });
    const auto documents = storage::DocumentStore::open(*database);
    const auth::Passwords passwords({.passes = 1, .memory = 64 * 1024});
    const test::KeyFolder keys;
    const services::SealKeys seal_keys(keys.path);
    const SampleMaker maker{*database, *documents, passwords, "http://localhost:8080", "v0.1.0", seal_keys, {}};
    const auto made = make_sample(maker, read_sample(catalogue::shipped_sample().front().bytes),
                                  moment_from_iso("2026-11-21T05:00:00Z"));
    std::set<std::string> answers;
    for (const auto& certificate : made.certificates) answers.insert(certificate.answer);
    EXPECT_EQ(answers, (std::set<std::string>{"valid", "expired", "ended_early", "replaced", "suspended", "revoked",
                                              "not_yet_issued"}));
    EXPECT_EQ(made.accounts.size(), 9U);
    EXPECT_GE(database->read([](storage::Transaction& transaction) {
        return transaction.execute(std::string(kProceduresOfCertificates)).rows.size();
    }),
              8U);

    const auto counted = [&](const char* what) {
        return database->read(
            [&](storage::Transaction& transaction) { return transaction.one(what, {})->get<std::int64_t>(0); });
    };
    EXPECT_GE(counted("SELECT COUNT(*) FROM measurement_standard") + counted("SELECT COUNT(*) FROM material_lot"), 12);
    EXPECT_GE(counted("SELECT COUNT(*) FROM measurement_standard WHERE level = 'national'"), 1);
    EXPECT_GE(counted("SELECT COUNT(*) FROM measurement_standard WHERE level = 'reference'"), 1);
    EXPECT_GE(counted("SELECT COUNT(*) FROM instrument"), 40);
    EXPECT_GE(counted("SELECT COUNT(DISTINCT owner_id) FROM instrument"), 12);
    EXPECT_EQ(counted("SELECT COUNT(DISTINCT state) FROM job"), 8);  // every one that there is

    const auto multimeters = database->read(
        [&](storage::Transaction& transaction) { return transaction.execute(std::string(kResultsOfMultimeters)); });
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> of_unit;
    for (const auto& row : multimeters.rows)
        of_unit[row.get<std::string>(0)] = {row.get<std::int64_t>(1), row.get<std::int64_t>(2)};
    using Counts = std::map<std::string, std::pair<std::int64_t, std::int64_t>>;
    EXPECT_EQ(of_unit, (Counts{{"\\volt", {4, 4}}, {"\\milli\\ampere", {2, 2}}, {"\\kilo\\ohm", {2, 2}}}));

    const auto report = storage::verify_trail(*database, *documents, {}, [](const trail::SignedHead&) { return true; });
    for (const auto& chain : report.chains)
        for (const auto& finding : chain.findings) ADD_FAILURE() << finding.code << ": " << finding.sentence;
}

TEST(ShippedFiles, HoldEveryProcedureOfTheCatalogue) {
    std::set<std::string> here, carried;
    for (const auto& entry : std::filesystem::directory_iterator("config/procedures"))
        if (entry.path().extension() == ".xml") here.insert(entry.path().filename().string());
    for (const auto& file : catalogue::shipped_procedures()) carried.emplace(file.name);
    EXPECT_EQ(carried, here);
    EXPECT_GE(here.size(), 20U);
}

INSTANTIATE_TEST_SUITE_P(Engines, SampleLaboratory, ::testing::ValuesIn(test::engines()), test::engine_name);

}  // namespace
}  // namespace chuan::server::sample
