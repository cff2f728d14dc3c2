#include "storage/instrument_repository.h"
#include "tests/api_jobs/interface.h"

namespace chuan::test {
namespace {

class SheetApi : public Interface {
  protected:
    Json entries(const std::vector<operations::ReadingEntry>& readings) {
        Json all = Json::array();
        for (const auto& reading : readings) all.push_back(entry_json(reading));
        return {{"entries", all}};
    }
    Json environment_entry(const std::string& quantity, const std::string& typed, const std::string& moment) {
        return {{"entry_key", lab->next_key()},   {"moment", moment},
                {"quantity", quantity},           {"indication", typed},
                {"sensor_id", lab->sensor.value}, {"measured_at", to_iso(lab->clock.now())}};
    }
};

TEST_P(SheetApi, WalksFromTheContractReviewToTheSignatureWithThePublishedFigures) {
    const JobId job = lab->receive(lab->weight);
    const Json review{{"method_fits", true}, {"capable", true}, {"points", Json::array()}, {"conformity_asked", false}};
    ASSERT_EQ(post(lab->reception, path(job, "contract-review"), review).outcome(), "200");
    const Json options = get(lab->technician, path(job, "standards")).json;
    EXPECT_EQ(options["procedure_id"], lab->weighing.value);
    EXPECT_EQ(options["roles"][0]["role"]["role"], "reference");
    EXPECT_EQ(options["roles"][0]["role"]["unit"], "\\gram");
    EXPECT_TRUE(options["roles"][0]["candidates"][0]["standard"].contains("certificate"));
    Json choices = Json::array();
    for (const auto& [role, standard] : lab->standards_for(lab->weighing))
        choices.push_back({{"role", role}, {"standard_id", standard.value}});
    const Json start{
        {"procedure_version_id", lab->weighing.value}, {"standards", choices}, {"place_of_work", "laboratory"}};
    ASSERT_EQ(post(lab->technician, path(job, "start"), start).json["state"], "in_work");

    const Answered saved = post(lab->technician, path(job, "readings"), entries(lab->readings_of(lab->weight)));
    ASSERT_EQ(saved.status, 200) << saved.body;
    for (const auto& item : saved.json["items"]) EXPECT_EQ(item["outcome"], "saved");
    EXPECT_TRUE(saved.json["items"][0]["reading"]["counts"].get<bool>());
    for (const char* moment : {"start", "end"}) {
        const Json room{
            {"entries",
             {environment_entry("temperature", "20,3", moment), environment_entry("humidity", "52", moment)}}};
        const Answered answered = post(lab->technician, path(job, "environment"), room);
        ASSERT_EQ(answered.status, 200) << answered.body;
        EXPECT_EQ(answered.json["state"], "in_work");
        EXPECT_EQ(answered.json["items"][0]["environment"]["corrected"], "20.2");
    }
    ASSERT_EQ(post(lab->technician, path(job, "adjustment"), {{"choice", "not_adjusted"}}).outcome(), "200");
    ASSERT_EQ(post(lab->technician, path(job, "submission"), Json::object()).json["state"], "to_review");

    const Json sheet = get(lab->reviewer, path(job, "sheet")).json;
    const Json& point = sheet["evaluation"]["points"][0];
    EXPECT_EQ(point["value"], "10000.025");
    EXPECT_EQ(point["expanded_uncertainty"], "0.059");
    EXPECT_EQ(point["coverage_factor"], "2.00");
    EXPECT_EQ(point["coverage_probability"], "0.9545");
    EXPECT_EQ(point["budget"][0]["estimate"], "10000.005");
    EXPECT_EQ(point["budget"][0]["standard_uncertainty"], "0.0225");
    EXPECT_FALSE(sheet["editable"].get<bool>());
    EXPECT_EQ(post(lab->reviewer, path(job, "review"), {{"decision", "approve"}}).json["state"], "to_issue");
}

TEST_P(SheetApi, ShowsTheSheetAsItIsAskedFor) {
    const JobId job = lab->ready(lab->gauge);
    const Answered answered = get(lab->technician, path(job, "sheet"));
    ASSERT_EQ(answered.status, 200) << answered.body;
    const Json& sheet = answered.json;
    EXPECT_TRUE(sheet["editable"].get<bool>());
    EXPECT_EQ(sheet["layout"]["points"].size(), 10u);
    EXPECT_EQ(sheet["layout"]["points"][1]["nominal"], "4");
    EXPECT_EQ(sheet["layout"]["points"][1]["direction"], "rising");
    EXPECT_EQ(sheet["layout"]["points"][0]["label_vi"], "Điểm không trước");
    EXPECT_EQ(sheet["layout"]["operations"][0]["kind"], "check");
    EXPECT_EQ(sheet["layout"]["operations"][1]["kind"], "computed");
    EXPECT_EQ(sheet["layout"]["result_unit"], "\\bar");
    EXPECT_EQ(sheet["layout"]["repeat_rule"], "last");
    EXPECT_EQ(sheet["environment_rules"][0]["quantity"], "temperature");
    EXPECT_EQ(sheet["environment_rules"][0]["name_vi"], "Nhiệt độ");
    ASSERT_EQ(sheet["sensors"].size(), 2u);  // one device, two quantities
    EXPECT_EQ(sheet["sensors"][0]["quantity"], "temperature");
    EXPECT_EQ(sheet["sensors"][0]["due_on"], "2026-06-10");
    EXPECT_EQ(sheet["adjustment"], nullptr);
}

TEST_P(SheetApi, AnswersEachEntryByItselfAndTheSameBatchOnlyOnce) {
    const JobId job = lab->ready(lab->weight);
    Json body = entries(
        {lab->entry("10kg", "S", 1, "0,010"), lab->entry("10kg", "X", 1, "1.234,5"), lab->entry("10kg", "X", 2, "")});
    const Json first = post(lab->technician, path(job, "readings"), body).json;
    EXPECT_EQ(first["items"][0]["reading"]["indication"], "0.010");
    EXPECT_EQ(first["items"][1]["outcome"], "refused");
    EXPECT_EQ(first["items"][1]["findings"][0]["code"], "number.grouped");
    EXPECT_EQ(first["items"][1]["findings"][0]["field"], "/indication");
    EXPECT_EQ(first["items"][2]["findings"][0]["code"], "number.empty");
    const Json second = post(lab->technician, path(job, "readings"), body).json;
    EXPECT_EQ(second["items"][0]["outcome"], "already_saved");
    EXPECT_EQ(second["items"][0]["reading"]["id"], first["items"][0]["reading"]["id"]);
    const Json conflict =
        post(lab->colleague, path(job, "readings"), entries({lab->entry("10kg", "S", 1, "0.011")})).json;
    EXPECT_EQ(conflict["items"][0]["outcome"], "conflict");
    EXPECT_EQ(conflict["items"][0]["other"]["author"]["name"], "Nguyễn Văn An");
}

TEST_P(SheetApi, GivesTheKeptAnswerToARepeatedRequest) {
    const JobId job = lab->ready(lab->weight);
    const Json body = entries({lab->entry("10kg", "S", 1, "0.010")});
    const Answered first = post(lab->technician, path(job, "readings"), body, {{"Idempotency-Key", "k1"}});
    const Answered again = post(lab->technician, path(job, "readings"), body, {{"Idempotency-Key", "k1"}});
    EXPECT_EQ(first.body, again.body);
    EXPECT_EQ(again.json["items"][0]["outcome"], "saved");
    EXPECT_EQ(post(lab->technician, path(job, "readings"), entries({}), {{"Idempotency-Key", "k1"}}).outcome(),
              "409 idempotency.other_body");
}

TEST_P(SheetApi, ChangesAStandardAndTakesTheItemOver) {
    const JobId job = lab->ready(lab->multimeter);
    lab->measure(job, lab->readings_of(lab->multimeter));
    const Json change{{"role", "calibrator"}, {"standard_id", lab->calibrator.value}, {"reason", "hiệu chuẩn lại"}};
    EXPECT_EQ(post(lab->technician, path(job, "standards"), change).outcome(), "422 standard.in_use");
    lab->certify(lab->calibrator, "2026-03-01", "2027-03-01");
    EXPECT_EQ(post(lab->technician, path(job, "standards"), change).outcome(), "200");
    lab->database.write([&](storage::Transaction& transaction) {
        storage::InstrumentRepository instruments(transaction, {lab->body});
        auto meter = instruments.require(lab->multimeter);
        meter.serial = "DMM-9A";
        instruments.update(meter);
    });
    Json sheet = get(lab->technician, path(job, "sheet")).json;
    EXPECT_EQ(sheet["readings"][0]["marks"][0]["kind"], "standard_changed");
    EXPECT_FALSE(sheet["readings"][0]["counts"].get<bool>());
    EXPECT_EQ(sheet["standards"][0]["certificate_number"], "VMI-CAL-1-2");
    EXPECT_EQ(sheet["standards"][0]["reason"], "hiệu chuẩn lại");
    EXPECT_EQ(sheet["item_changes"][0]["field"], "serial");
    EXPECT_EQ(sheet["item_changes"][0]["now"], "DMM-9A");
    EXPECT_EQ(post(lab->technician, path(job, "item"), Json::object()).outcome(), "200");
    EXPECT_TRUE(get(lab->technician, path(job, "sheet")).json["item_changes"].empty());
    EXPECT_EQ(post(lab->technician, path(job, "item"), Json::object()).outcome(), "422 item.unchanged");
}

TEST_P(SheetApi, CorrectsAReadingAndShowsBothWithTheirMarks) {
    const JobId job = lab->ready(lab->multimeter);
    const auto reading = *lab->measure(job, lab->entry("100V", "X", 1, "101")).reading;
    const std::string marks = "readings/" + std::to_string(reading.id.value) + "/marks";
    const Json mark{
        {"kind", "slip"}, {"reason", "viết nhầm"}, {"replacement", entry_json(lab->entry("100V", "X", 1, "100.1"))}};
    const Answered answered = post(lab->technician, path(job, marks), mark);
    ASSERT_EQ(answered.status, 200) << answered.body;
    EXPECT_FALSE(answered.json["reading"]["counts"].get<bool>());
    EXPECT_EQ(answered.json["reading"]["marks"][0]["kind"], "slip");
    EXPECT_EQ(answered.json["reading"]["marks"][0]["replaced_by"], answered.json["replacement"]["id"]);
    EXPECT_TRUE(answered.json["replacement"]["counts"].get<bool>());
    EXPECT_EQ(post(lab->technician, path(job, marks), {{"kind", "blot"}, {"reason", "x"}}).outcome(),
              "400 field.value");
}

TEST_P(SheetApi, PreviewsWhatIsTypedAndStoresNothing) {
    const JobId job = lab->ready(lab->multimeter);
    const auto preview = [&](const std::string& typed) {
        const Json cell{
            {"stage", "as_found"}, {"point", "100V"}, {"channel", "X"}, {"repeat", 1}, {"indication", typed}};
        return post(lab->technician, path(job, "preview"),
                    {{"readings", Json::array({cell})}, {"adjustment", "not_adjusted"}});
    };
    const Answered answered = preview("100,1");
    ASSERT_EQ(answered.status, 200) << answered.body;
    EXPECT_EQ(answered.json["points"][0]["error"], "0.10");
    EXPECT_EQ(answered.json["points"][0]["expanded_uncertainty"], "0.05");
    EXPECT_EQ(answered.json["points"][0]["stage"], "as_found_and_left");
    EXPECT_EQ(answered.json["points"][0]["verdict"], nullptr);
    const Json half_typed = preview("1o").json;
    EXPECT_EQ(half_typed["findings"][0]["code"], "number.malformed");
    EXPECT_EQ(half_typed["findings"][0]["field"], "/readings/0/indication");
    EXPECT_EQ(half_typed["missing"].size(), 1u);
    EXPECT_TRUE(lab->sheet(job).readings.empty());
    lab->database.refuse_writes("a head kept elsewhere is ahead");  // a preview needs no writing transaction
    EXPECT_EQ(preview("100,2").json["points"][0]["error"], "0.20");
    EXPECT_EQ(post(lab->technician, path(job, "readings"), entries({lab->entry("100V", "X", 1, "100.1")})).status, 503);
    lab->database.refuse_writes("");
    EXPECT_EQ(post(lab->technician, path(job, "readings"), entries({lab->entry("100V", "X", 1, "100.1")}))
                  .json["items"][0]["outcome"],
              "saved");
}

TEST_P(SheetApi, HoldsTheJobOutsideTheLimitsUntilItIsJudged) {
    const JobId job = lab->ready(lab->weight);
    const Answered outside = post(lab->technician, path(job, "environment"),
                                  {{"entries", {environment_entry("temperature", "29", "start")}}});
    EXPECT_EQ(outside.json["state"], "held");
    EXPECT_EQ(outside.json["items"][0]["findings"][0]["code"], "environment.outside");
    EXPECT_EQ(get(lab->reviewer, path(job, "sheet")).json["judge_findings"], Json::array());
    EXPECT_EQ(get(lab->technician, path(job, "sheet")).json["judge_findings"][0]["code"],
              "two_persons.judge_performed");
    const Json judgement{
        {"finding_code", "environment.outside"}, {"judgement", "vật chuẩn đã ổn định"}, {"effect", "không đáng kể"}};
    const Answered judged = post(lab->reviewer, path(job, "judgements"), judgement);
    ASSERT_EQ(judged.status, 200) << judged.body;
    EXPECT_EQ(judged.json["state"], "in_work");
    EXPECT_EQ(judged.json["judgements"][0]["judged_by"]["name"], "Đỗ Mạnh Cường");
    EXPECT_EQ(post(lab->reviewer, path(job, "judgements"), judgement).outcome(), "422 judgement.nothing");
}

TEST_P(SheetApi, ShowsTheReviewerEveryValueOfTheRoomThatWasReplaced) {
    const JobId job = lab->ready(lab->weight);
    const auto enter = [&](Json entry) {
        return post(lab->technician, path(job, "environment"), {{"entries", Json::array({std::move(entry)})}}).json;
    };
    const Json warm = enter(environment_entry("temperature", "29", "start"))["items"][0]["environment"];
    Json instead = environment_entry("temperature", "21", "start");
    EXPECT_EQ(enter(instead)["items"][0]["outcome"], "conflict");
    instead["replaces"] = warm["id"];
    const Json unsaid = enter(instead)["items"][0];
    EXPECT_EQ(unsaid["outcome"], "refused");
    EXPECT_EQ(unsaid["findings"][0]["code"], "environment.reason");
    instead["reason"] = "phòng đã mát";
    const Json again = enter(instead);
    EXPECT_EQ(again["items"][0]["outcome"], "saved");
    EXPECT_EQ(again["state"], "held");
    const Json sheet = get(lab->reviewer, path(job, "sheet")).json;
    EXPECT_EQ(sheet["environment"].size(), 1u);
    ASSERT_EQ(sheet["environment_changes"].size(), 1u);
    const Json& change = sheet["environment_changes"][0];
    EXPECT_EQ(change["before"]["indication"], "29");
    EXPECT_EQ(change["now"]["indication"], "21");
    EXPECT_EQ(change["now"]["reason"], "phòng đã mát");
    EXPECT_EQ(change["now"]["author"]["name"], "Nguyễn Văn An");
}

TEST_P(SheetApi, AnswersWhatAnotherPersonEnteredMeanwhile) {
    const JobId job = lab->ready(lab->gauge);
    const auto enter = [&](const Member& who, const std::string& what, const Json& entry) {
        return post(who, path(job, what), {{"entries", Json::array({entry})}}).json["items"][0];
    };
    const auto visual = [&](bool passed) {
        return Json{{"entry_key", lab->next_key()}, {"stage", "as_found"}, {"operation", "visual"}, {"passed", passed}};
    };
    enter(lab->technician, "environment", environment_entry("temperature", "20,3", "start"));
    const Json room = enter(lab->colleague, "environment", environment_entry("temperature", "21,3", "start"));
    EXPECT_EQ(room["outcome"], "conflict");
    EXPECT_EQ(room["other"]["indication"], "20.3");
    EXPECT_EQ(room["other"]["author"]["name"], "Nguyễn Văn An");
    const Json first = enter(lab->technician, "checks", visual(false));
    const Json check = enter(lab->colleague, "checks", visual(true));
    EXPECT_EQ(check["outcome"], "conflict");
    EXPECT_EQ(check["other"]["passed"], false);
    Json seen = visual(true);
    seen["replaces"] = first["check"]["id"];
    EXPECT_EQ(enter(lab->colleague, "checks", seen)["outcome"], "saved");
    EXPECT_EQ(get(lab->technician, path(job, "sheet")).json["checks"][0]["passed"], true);
}

TEST_P(SheetApi, TakesChecksAndPointsNotMeasured) {
    const JobId job = lab->ready(lab->gauge);
    const Json check{{"entry_key", lab->next_key()}, {"stage", "as_found"}, {"operation", "visual"}, {"passed", true}};
    const Json answered = post(lab->technician, path(job, "checks"), {{"entries", Json::array({check})}}).json;
    EXPECT_EQ(answered["items"][0]["outcome"], "saved");
    EXPECT_EQ(answered["items"][0]["check"]["answered_by"]["name"], "Nguyễn Văn An");
    EXPECT_EQ(post(lab->technician, path(job, "not-measured"), {{"point", "r25"}, {"reason", "kẹt"}}).outcome(),
              "422 verification.partial");
}

TEST_P(SheetApi, RefusesWhatItCannotReadNamingEveryField) {
    const JobId job = lab->ready(lab->weight);
    EXPECT_EQ(
        ask("POST", &lab->technician, path(job, "readings"), "{", {{"Content-Type", "application/json"}}).outcome(),
        "400 json.malformed");
    Json entry = entry_json(lab->entry("10kg", "S", 1, "0.010"));
    entry["repeat"] = "1";
    entry["colour"] = "red";
    const Answered answered = post(lab->technician, path(job, "readings"), {{"entries", Json::array({entry})}});
    EXPECT_EQ(answered.status, 400);
    std::vector<std::string> fields;
    for (const auto& finding : answered.json["errors"]) fields.push_back(finding["field"]);
    EXPECT_TRUE(has(fields, "/entries/0/repeat"));
    EXPECT_TRUE(has(fields, "/entries/0/colour"));
    EXPECT_EQ(get(lab->technician, path(lab->receive(lab->weight), "sheet")).outcome(), "409 job.not_started");
}

ON_BOTH_ENGINES(SheetApi);

}  // namespace
}  // namespace chuan::test
