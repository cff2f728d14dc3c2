// The bench over the interface: from the candidates to the signatures, as the screen asks.

#include "storage/instrument_repository.h"
#include "tests/api_jobs/interface.h"

namespace chuan::test {
namespace {

using procedures::Stage;

class BenchApi : public Interface {
  protected:
    JobId gauge(const char* serial) {
        auto made = lab->database.read([&](storage::Transaction& transaction) {
            return storage::InstrumentRepository(transaction, {lab->body}).require(lab->gauge);
        });
        made.id = {};
        made.serial = serial;
        const auto id = lab->database.write(
            [&](storage::Transaction& transaction) { return lab->add_instrument(transaction, made); });
        const JobId job = lab->receive(id, procedures::Kind::verification, procedures::Mode::periodic);
        lab->review_contract(job);
        return job;
    }
    Json opening(const std::vector<JobId>& jobs) const {
        Json ids = Json::array();
        for (const JobId job : jobs) ids.push_back(job.value);
        return {{"name", "Bàn 1"},
                {"jobs", ids},
                {"procedure_version_id", lab->gauges.value},
                {"standards", {{{"role", "reference"}, {"standard_id", lab->reference_gauge.value}}}},
                {"place_of_work", "laboratory"}};
    }
    std::string bench(const std::string& rest = {}) const {
        return "/api/v1/benches/" + std::to_string(id_) + (rest.empty() ? "" : "/" + rest);
    }
    void open(const std::vector<JobId>& jobs) {
        const auto opened = post(lab->technician, "/api/v1/benches", opening(jobs));
        ASSERT_EQ(opened.status, 201) << opened.body;
        id_ = opened.json["id"].get<std::int64_t>();
    }
    Json of(JobId job, Json entry) const {
        entry["job"] = job.value;
        return entry;
    }
    Json check(JobId job, const char* operation) const {
        return {{"job", job.value},
                {"entry_key", lab->next_key()},
                {"stage", "as_found"},
                {"operation", operation},
                {"passed", true}};
    }
    Json room(const char* quantity, const char* typed, const char* moment) {
        return {{"entry_key", lab->next_key()},   {"moment", moment},
                {"quantity", quantity},           {"indication", typed},
                {"sensor_id", lab->sensor.value}, {"measured_at", to_iso(lab->clock.now())}};
    }
    std::int64_t id_ = 0;
};

TEST_P(BenchApi, WalksFromTheCandidatesToTheSignatures) {
    const JobId first = gauge("AK-1"), second = gauge("AK-2");
    EXPECT_EQ(get(lab->technician, path(first, "standards")).json["bench"], 60);
    const Json candidates = get(lab->technician, "/api/v1/benches/candidates?job=" + std::to_string(first.value)).json;
    EXPECT_EQ(candidates["bench"], 60);
    ASSERT_EQ(candidates["items"].size(), 2u);
    EXPECT_EQ(candidates["items"][1]["job"]["id"], second.value);
    EXPECT_TRUE(candidates["items"][1]["findings"].empty());
    open({first, second});
    EXPECT_EQ(get(lab->technician, path(second)).json["bench"]["name"], "Bàn 1");

    Json entries = Json::array();
    for (const JobId job : {first, second})
        for (const auto& reading : lab->readings_of(lab->gauge)) entries.push_back(of(job, entry_json(reading)));
    const Answered saved = post(lab->technician, bench("readings"), {{"entries", entries}});
    ASSERT_EQ(saved.status, 200) << saved.body;
    EXPECT_EQ(saved.json["items"][19]["outcome"], "saved");
    EXPECT_TRUE(saved.json["items"][19]["reading"]["bench_id"].is_null());
    for (const char* moment : {"start", "end"}) {
        const Answered aired =
            post(lab->technician, bench("environment"),
                 {{"entries", {room("temperature", "20,3", moment), room("humidity", "52", moment)}}});
        ASSERT_EQ(aired.status, 200) << aired.body;
        EXPECT_EQ(aired.json["jobs"][1]["state"], "in_work");
    }
    const Json checks{
        {"entries", {check(first, "visual"), check(first, "hold"), check(second, "visual"), check(second, "hold")}}};
    EXPECT_EQ(post(lab->technician, bench("checks"), checks).json["items"][3]["outcome"], "saved");
    lab->not_adjusted(first);
    const Json both{{"jobs", {first.value, second.value}}};
    const Json submitted = post(lab->technician, bench("submission"), both).json;
    EXPECT_TRUE(submitted["items"][0]["signed"].get<bool>());
    EXPECT_FALSE(submitted["items"][1]["signed"].get<bool>());
    EXPECT_EQ(submitted["items"][1]["findings"][0]["code"], "adjustment.missing");

    const Answered sheet = get(lab->technician, bench());
    ASSERT_EQ(sheet.status, 200) << sheet.body;
    EXPECT_EQ(sheet.json["items"][0]["job"]["state"], "to_review");
    EXPECT_FALSE(sheet.json["items"][0]["editable"].get<bool>());
    EXPECT_TRUE(sheet.json["items"][1]["editable"].get<bool>());
    EXPECT_FALSE(sheet.json["shared_editable"].get<bool>());
    EXPECT_EQ(sheet.json["items"][1]["readings"].size(), 10u);
    EXPECT_TRUE(sheet.json["items"][1]["evaluation"]["points"][0]["budget"].empty());
    EXPECT_EQ(sheet.json["environment"].size(), 4u);
    EXPECT_EQ(sheet.json["layout"]["channels"][0]["of"], "item");
    const Json listed = get(lab->technician, "/api/v1/benches?state=open").json["items"][0];
    EXPECT_EQ(listed["signed"], 1);
    EXPECT_EQ(listed["procedure"]["code"], "QT-AK-01");
}

TEST_P(BenchApi, PreviewsWhatIsTypedAndLetsAnItemLeave) {
    const JobId first = gauge("AK-1"), second = gauge("AK-2");
    open({first, second});
    const Json typed{{"readings",
                      {{{"job", second.value},
                        {"stage", "as_found"},
                        {"point", "r50"},
                        {"channel", "X"},
                        {"repeat", 1},
                        {"indication", "8,05"}},
                       {{"job", second.value},
                        {"stage", "as_found"},
                        {"point", "r75"},
                        {"channel", "X"},
                        {"repeat", 1},
                        {"indication", "x"}}}}};
    const Answered preview = post(lab->technician, bench("preview"), typed);
    ASSERT_EQ(preview.status, 200) << preview.body;
    EXPECT_TRUE(preview.json["items"][0]["evaluation"]["points"].empty());
    EXPECT_EQ(preview.json["items"][1]["evaluation"]["points"][0]["error"], "0.048");
    EXPECT_EQ(preview.json["findings"][0]["code"], "number.malformed");
    const std::string leaving = "items/" + std::to_string(second.value) + "/leaving";
    EXPECT_EQ(post(lab->technician, bench(leaving), {{"reason", ""}}).outcome(), "422 field.missing");
    EXPECT_EQ(post(lab->technician, bench(leaving), {{"reason", "kẹt kim"}}).status, 204);
    EXPECT_EQ(get(lab->technician, bench()).json["items"][1]["left"]["reason"], "kẹt kim");
    EXPECT_TRUE(get(lab->technician, path(second)).json["bench"].is_null());
    EXPECT_EQ(get(lab->stranger, bench()).outcome(), "404 bench.unknown");
}

TEST_P(BenchApi, OffersStandardsThatServeEveryItemAndSaysWhichOnesDoNot) {
    const JobId first = gauge("AK-1"), second = gauge("AK-2"), third = gauge("AK-3");
    const auto candidate = [&](const std::string& query) {
        const Answered options = get(lab->technician, path(first, "standards" + query));
        EXPECT_EQ(options.status, 200) << options.body;
        for (const auto& each : options.json["roles"][0]["candidates"])
            if (each["standard"]["code"] == "AK-REF") return each;
        return Json();
    };
    const std::string beside = "?beside=" + std::to_string(second.value) + "," + std::to_string(third.value);
    EXPECT_TRUE(candidate(beside)["usable"].get<bool>());
    const auto of = [&](JobId job) {
        lab->change_standard(lab->reference_gauge, [&](equipment::MeasurementStandard& standard) {
            standard.instrument = lab->job(job).instrument;
        });
    };
    of(second);
    EXPECT_TRUE(candidate("")["usable"].get<bool>()) << "the first item alone does not care";
    const Json others = candidate(beside);
    EXPECT_FALSE(others["usable"].get<bool>());
    EXPECT_TRUE(others["findings"].empty()) << "it serves the two others";
    ASSERT_EQ(others["items"].size(), 1u);
    EXPECT_EQ(others["items"][0]["job"], second.value);
    EXPECT_EQ(others["items"][0]["serial"], "AK-2");
    EXPECT_EQ(others["items"][0]["findings"][0]["code"], "standard.is_the_item");
    of(first);
    ASSERT_EQ(candidate(beside)["items"].size(), 1u);
    EXPECT_EQ(candidate(beside)["items"][0]["job"], first.value);
    EXPECT_EQ(candidate("")["findings"][0]["code"], "standard.is_the_item") << "alone it is said of the standard";
    lab->change_standard(lab->reference_gauge,
                         [](equipment::MeasurementStandard& standard) { standard.range_high = Decimal::parse("10"); });
    const Json poor = candidate(beside);
    EXPECT_EQ(poor["findings"][0]["code"], "standard.out_of_range") << "said once of what holds for all";
    EXPECT_EQ(poor["items"].size(), 1u);
    for (const char* wrong : {"1,x", "0", ",", "1 2"})
        EXPECT_EQ(get(lab->technician,
                      path(first, std::string("standards?beside=") + (std::string(wrong) == "1 2" ? "1%202" : wrong)))
                      .outcome(),
                  "400 parameter.invalid")
            << wrong;
    EXPECT_EQ(get(lab->technician, path(first, "standards?beside=987654")).outcome(), "404 record.unknown");
}

ON_BOTH_ENGINES(BenchApi);

}  // namespace
}  // namespace chuan::test
