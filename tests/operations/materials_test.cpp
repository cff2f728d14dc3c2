// Buffers as standards of a pH meter: bottles offered with their reasons, frozen with the job, named by the readings,
// judged on every day of the work.

#include <gmock/gmock.h>

#include "operations/change_standard.h"
#include "operations/sign_job.h"
#include "operations/trace.h"
#include "tests/operations/buffers.h"

namespace chuan::test {
namespace {

using equipment::BottleAct;
using equipment::BottleId;
using procedures::Stage;
using storage::Transaction;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Buffers : public WithBuffers<InALaboratory> {
  protected:
    operations::Start start_with(BottleId four, BottleId seven, BottleId nine) const {
        return {.procedure = procedure,
                .standards = {},
                .bottles = {{"buffer4", four}, {"buffer7", seven}, {"buffer9", nine}}};
    }
    Codes start(JobId id, const operations::Start& start) {
        return refused_for([&] {
            lab->write([&](Transaction& transaction, Moment now) {
                operations::start_job(transaction, lab->as(lab->technician), id, start, now);
            });
        });
    }
    JobId started() {
        const JobId id = received();
        EXPECT_THAT(start(id, start_with(ph4, ph7, ph9)), IsEmpty());
        return id;
    }
    Codes read(JobId job, const std::string& point, const std::string& channel, std::vector<const char*> values) {
        Codes codes;
        int repeat = 0;
        for (const char* value : values)
            for (const auto& code : codes_of(lab->measure(job, lab->entry(point, channel, ++repeat, value)).findings))
                codes.push_back(code);
        return codes;
    }
    Codes change(JobId job, const std::string& role, BottleId bottle) {
        return refused_for([&] {
            lab->write([&](Transaction& transaction, Moment now) {
                operations::change_standard(transaction, lab->as(lab->technician), job,
                                            {.role = role, .standard = {}, .bottle = bottle, .reason = "chai khác"},
                                            now);
            });
        });
    }
    /// What the start offers for a role: the reasons against each bottle.
    std::map<std::string, Codes> offered(JobId job, const std::string& role) {
        std::map<std::string, Codes> all;
        lab->write([&](Transaction& transaction, Moment now) {
            const auto options =
                operations::start_options(transaction, lab->as(lab->technician), job, procedure, {}, now);
            for (const auto& one : options.roles)
                if (one.need.role == role)
                    for (const auto& option : one.bottles)
                        all[option.use.material.code + " " + option.use.bottle.number] = codes_of(option.findings);
        });
        return all;
    }
    void environment(JobId job) {
        lab->environment(job, "22.9", "53", "start");  // corrected 22.8 and 54
        lab->environment(job, "23.3", "53", "end");
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, Buffers, ::testing::ValuesIn(engines()), engine_name);

// The worked example of QT-HOA-01, computed by hand in its file.
TEST_P(Buffers, AJobGivesTheFiguresOfTheWorkedExampleAndNamesItsBottles) {
    const JobId job = started();
    EXPECT_THAT(read(job, "pH4", "X4", {"4.01", "4.01", "4.01"}), IsEmpty());
    EXPECT_THAT(read(job, "pH7", "X7", {"6.89", "6.89", "6.90"}), IsEmpty());
    EXPECT_THAT(read(job, "pH9", "X9", {"9.22", "9.22", "9.22"}), IsEmpty());
    environment(job);
    const auto sheet = lab->sheet(job);
    EXPECT_THAT(codes_of(sheet.evaluation.findings), IsEmpty());
    ASSERT_EQ(sheet.evaluation.points.size(), 3u);
    const auto& seven = sheet.evaluation.points[1];
    EXPECT_EQ(seven.printed_reference, "6.871");
    EXPECT_EQ(seven.printed_error, "0.022");
    EXPECT_EQ(seven.printed_uncertainty, "0.018");
    EXPECT_NEAR(seven.standard_uncertainty, 0.008988, 5e-6);
    EXPECT_NEAR(sheet.evaluation.points[0].reference, 4.003, 1e-9);
    EXPECT_NEAR(sheet.evaluation.points[2].standard_uncertainty, 0.008869, 5e-6) << "with the stability of the lot";

    lab->not_adjusted(job);
    EXPECT_THAT(refused_for([&] { lab->submit(job); }),
                ElementsAre("material.use_missing", "material.use_missing", "material.use_missing"));
    for (const auto bottle : {ph4, ph7, ph9}) EXPECT_THAT(take(bottle, job), IsEmpty());
    lab->submit(job);
    lab->approve(job);
    lab->write([&](Transaction& transaction, Moment) {
        const auto per_reading = transaction.execute(
            "SELECT s.role, COUNT(*) FROM reading_standard r JOIN job_standard s ON s.id = r.job_standard_id GROUP BY "
            "s.role ORDER BY s.role");
        ASSERT_EQ(per_reading.rows.size(), 3u);
        for (const auto& row : per_reading.rows) EXPECT_EQ(row.get<std::int64_t>(1), 3) << row.get<std::string>(0);
        const auto chain = operations::chain_of_sheet(
            transaction, {lab->body}, operations::site_of(transaction, lab->as(lab->head), lab->clock.now()),
            lab->sheet(job));
        EXPECT_TRUE(chain.reaches_reference);
        EXPECT_THAT(traceability::references(chain), ElementsAre("pH sơ cấp, VMI"));
        EXPECT_EQ(chain.links.front().certificate_number, "VMI-RM-PH4");
    });
}

TEST_P(Buffers, AreOfferedWithTheReasonsAgainstThem) {
    const auto spent = another(ph7, "02");
    end(spent, BottleAct::used_up);
    const auto opened = offered(received(), "buffer7");
    EXPECT_EQ(opened.at("RM-PH7 01"), Codes{});
    EXPECT_FALSE(opened.contains("RM-PH7 02")) << "what is used up is no longer on the shelf";
    EXPECT_FALSE(opened.contains("RM-PH4 01")) << "a buffer of another value is none that a person could mean";
    lab->clock.set(moment_from_iso("2026-03-08T02:00:00Z"));  // ten days after it was opened, the eleventh begins
    const auto later = received();
    EXPECT_EQ(offered(later, "buffer7").at("RM-PH7 01"), Codes{"material.opened_too_long"});
    EXPECT_THAT(start(later, start_with(ph4, ph7, ph9)),
                ElementsAre("material.opened_too_long", "material.opened_too_long", "material.opened_too_long"));
}

TEST_P(Buffers, ARoleIsPlayedByWhatTheProcedureSays) {
    const JobId job = received();
    auto wrong = start_with(ph4, ph7, ph9);
    wrong.bottles.erase("buffer7");
    EXPECT_THAT(start(job, wrong), ElementsAre("standard.role_missing"));
    wrong.standards["buffer7"] = lab->reference_weight;
    EXPECT_THAT(start(job, wrong), ElementsAre("standard.material_needed"));
    EXPECT_THAT(start(job, start_with(ph4, ph9, ph9)), ElementsAre("material.value"));
    const JobId weight = lab->ready(lab->weight);
    EXPECT_THAT(change(weight, "reference", ph7), ElementsAre("standard.not_a_material"));
}

TEST_P(Buffers, TakingIsOfAJobThatWorksWithTheBottle) {
    const JobId job = started();
    const auto other = another(ph7, "02");
    EXPECT_THAT(take(other, job), ElementsAre("material.other_job"));
    EXPECT_THAT(take(ph7, job, "19"), ElementsAre("material.below_minimum"));
    EXPECT_THAT(take(ph7, job, "101"), ElementsAre("material.stock"));
    EXPECT_THAT(take(ph7, job, "90"), IsEmpty());
    EXPECT_EQ(offered(received(), "buffer7").at("RM-PH7 01"), Codes{"material.too_little"});
    EXPECT_THAT(read(job, "pH7", "X7", {"6.89"}), IsEmpty()) << "the sample was taken";
}

TEST_P(Buffers, ABottleServesOnEveryDayOfTheReadingsMadeWithIt) {
    const JobId job = started();
    EXPECT_THAT(read(job, "pH4", "X4", {"4.01", "4.01", "4.01"}), IsEmpty());
    EXPECT_THAT(read(job, "pH7", "X7", {"6.89"}), IsEmpty());
    end(ph9, BottleAct::disposed);  // later on the same day it is gone; what it gave before stands
    lab->clock.set(moment_from_iso("2026-03-03T02:00:00Z"));
    EXPECT_THAT(read(job, "pH9", "X9", {"9.22"}), ElementsAre("material.disposed"));
    EXPECT_EQ(codes_of(lab->measure(job, lab->entry("pH7", "X7", 2, "6.89")).findings), Codes{});
    lab->clock.set(moment_from_iso("2026-03-08T02:00:00Z"));
    EXPECT_EQ(codes_of(lab->measure(job, lab->entry("pH7", "X7", 3, "6.89")).findings),
              Codes{"material.opened_too_long"});
}

TEST_P(Buffers, AnotherBottleTakesItsPlaceAndOnlyItsReadingsAreMadeAgain) {
    const JobId job = started();
    EXPECT_THAT(read(job, "pH4", "X4", {"4.01", "4.01", "4.01"}), IsEmpty());
    EXPECT_THAT(read(job, "pH7", "X7", {"6.89", "6.89", "6.90"}), IsEmpty());
    environment(job);
    EXPECT_THAT(change(job, "buffer7", ph7), ElementsAre("standard.in_use"));
    EXPECT_THAT(change(job, "buffer7", ph4), ElementsAre("material.value"));
    const auto fresh = another(ph7, "02");
    EXPECT_THAT(change(job, "buffer7", fresh), IsEmpty());
    const auto sheet = lab->sheet(job);
    EXPECT_EQ(sheet.evaluation.points.size(), 1u) << "pH 4 stands, pH 7 is measured again";
    EXPECT_TRUE(sheet.earlier_standards.empty());
    EXPECT_THAT(read(job, "pH7", "X7", {"6.88", "6.88", "6.88"}), IsEmpty());
    EXPECT_EQ(lab->sheet(job).evaluation.points.size(), 2u);
}

TEST_P(Buffers, AJobKeepsTheRecordOfTheLotThatItTook) {
    const JobId job = started();
    EXPECT_THAT(read(job, "pH7", "X7", {"6.89", "6.89", "6.90"}), IsEmpty());
    environment(job);
    const auto before = lab->sheet(job);
    lab->write([&](Transaction& transaction, Moment now) {
        storage::MaterialRepository materials(transaction, {lab->body});
        auto corrected = materials.require_of_lot(materials.require_bottle(ph7).lot);
        corrected.replaces = corrected.id;
        corrected.reason = "sửa theo giấy";
        for (auto& value : corrected.values) value.expanded_uncertainty = d("0.030");
        operations::replace_material(transaction, chief(), corrected, now);
    });
    const auto after = lab->sheet(job);
    EXPECT_EQ(after.evaluation.points.front().standard_uncertainty,
              before.evaluation.points.front().standard_uncertainty);
    EXPECT_EQ(operations::inputs_sha256(after.procedure, after.inputs),
              operations::inputs_sha256(before.procedure, before.inputs));
    EXPECT_EQ(offered(received(), "buffer7").at("RM-PH7 01"), Codes{"material.uncertainty"});
}

TEST_P(Buffers, NothingIsExtrapolatedBelowTheLowestTemperature) {
    lab->write([&](Transaction& transaction, Moment now) {
        storage::MaterialRepository materials(transaction, {lab->body});
        auto shorter = materials.require_of_lot(materials.require_bottle(ph7).lot);
        shorter.replaces = shorter.id;
        shorter.reason = "giấy mới";
        shorter.values.erase(shorter.values.begin());  // from 25 °C; the conditions begin at 20 °C
        operations::replace_material(transaction, chief(), shorter, now);
    });
    EXPECT_EQ(offered(received(), "buffer7").at("RM-PH7 01"), Codes{"material.no_value_at"});
}

}  // namespace
}  // namespace chuan::test
