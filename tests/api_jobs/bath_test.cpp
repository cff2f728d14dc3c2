// Thermometers in one bath over the interface: one of them adjusted and measured again, a room that somebody has to
// judge, and two persons at the same cell and at the same signature in one moment.

#include "tests/operations/bath.h"

#include <latch>
#include <thread>

#include "tests/api_jobs/interface.h"

namespace chuan::test {
namespace {

class BathApi : public Interface {
  protected:
    void SetUp() override {
        Interface::SetUp();
        if (IsSkipped()) return;
        const auto procedure = lab->approve_procedure("QT-NHIET-03.xml");
        const auto reference =
            lab->write([&](storage::Transaction& t, Moment) { return add_reference_thermometer(*lab, t, "NK-1"); });
        Json ids = Json::array();
        for (const char* serial : {"T-1", "T-2", "T-3"}) {
            jobs.push_back(receive_thermometer(*lab, serial, "0.1", {"50"}));
            ids.push_back(jobs.back().value);
        }
        const auto opened = post(lab->technician, "/api/v1/benches",
                                 {{"name", "Bể 1"},
                                  {"jobs", ids},
                                  {"procedure_version_id", procedure.value},
                                  {"standards", {{{"role", "reference"}, {"standard_id", reference.value}}}},
                                  {"place_of_work", "laboratory"}});
        ASSERT_EQ(opened.status, 201) << opened.body;
        bench_ = "/api/v1/benches/" + std::to_string(opened.json["id"].get<std::int64_t>());
        point = sheet()["layout"]["points"][0]["id"].get<std::string>();
    }

    Json sheet() { return get(lab->technician, bench_).json; }
    Answered send(const Member& who, const std::string& what, const Json& body) {
        return post(who, bench_ + "/" + what, body);
    }
    /// job: of one item; none: of the standard.
    Json cell(std::optional<JobId> job, int repeat, const std::string& typed, const char* stage = "as_found") {
        Json entry{{"entry_key", lab->next_key()},
                   {"stage", stage},
                   {"point", point},
                   {"channel", job ? "X" : "S"},
                   {"repeat", repeat},
                   {"indication", typed},
                   {"measured_at", to_iso(lab->clock.now())}};
        if (job) entry["job"] = job->value;
        return entry;
    }
    /// Four readings; what the first of them was answered.
    Json read(std::optional<JobId> job, const std::string& typed, const char* stage = "as_found") {
        Json entries = Json::array();
        for (int repeat = 1; repeat <= 4; ++repeat) entries.push_back(cell(job, repeat, typed, stage));
        const auto answered = send(lab->technician, "readings", {{"entries", entries}});
        EXPECT_EQ(answered.status, 200) << answered.body;
        return answered.json["items"][0];
    }
    Answered air(const char* moment, const char* temperature) {
        const auto entry = [&](const char* quantity, const char* typed) {
            return Json{{"entry_key", lab->next_key()},   {"moment", moment},
                        {"quantity", quantity},           {"indication", typed},
                        {"sensor_id", lab->sensor.value}, {"measured_at", to_iso(lab->clock.now())}};
        };
        return send(lab->technician, "environment",
                    {{"entries", {entry("temperature", temperature), entry("humidity", "52")}}});
    }
    Json adjusted(JobId job) {
        return post(lab->technician, path(job, "adjustment"),
                    {{"choice", "adjusted"},
                     {"reason", "chỉnh điểm 0"},
                     {"done_by", "An"},
                     {"consent", "email"},
                     {"seals", "không"}})
            .json;
    }
    Json everybody() const { return {{"jobs", {jobs[0].value, jobs[1].value, jobs[2].value}}}; }
    /// The errors of an item as printed, "as_found 0.898".
    static std::vector<std::string> errors(const Json& item) {
        std::vector<std::string> found;
        for (const auto& result : item["evaluation"]["points"])
            found.push_back(result["stage"].get<std::string>() + " " + result["error"].get<std::string>());
        return found;
    }

    std::vector<JobId> jobs;
    std::string point, bench_;
};

TEST_P(BathApi, AnAdjustedItemIsMeasuredAgainBesideTheOthers) {
    read({}, "50.002");
    for (const JobId job : jobs) read(job, job == jobs[1] ? "50.9" : "50.1");
    EXPECT_EQ(air("start", "22.1").status, 200);
    EXPECT_EQ(air("end", "22.2").status, 200);
    EXPECT_EQ(read({}, "50.002", "as_left")["findings"][0]["code"], "adjustment.first");
    EXPECT_EQ(adjusted(jobs[1])["id"], jobs[1].value);
    for (const JobId job : {jobs[0], jobs[2]}) lab->not_adjusted(job);
    EXPECT_EQ(read(jobs[0], "50.0", "as_left")["outcome"], "refused") << "this one was not adjusted";

    Json submitted = send(lab->technician, "submission", everybody()).json["items"];
    EXPECT_TRUE(submitted[0]["signed"].get<bool>());
    EXPECT_FALSE(submitted[1]["signed"].get<bool>()) << "what it reads as left is missing";
    EXPECT_FALSE(submitted[1]["findings"].empty());
    EXPECT_EQ(read({}, "50.002", "as_left")["outcome"], "saved");
    EXPECT_EQ(read(jobs[1], "50.0", "as_left")["outcome"], "saved");
    const Json measured = sheet();
    EXPECT_EQ(errors(measured["items"][0]).size(), 1u);
    const auto both = errors(measured["items"][1]);
    ASSERT_EQ(both.size(), 2u);
    EXPECT_EQ(both[0].substr(0, 12), "as_found 0.9");
    EXPECT_EQ(both[1].substr(0, 11), "as_left 0.0") << both[1];
    EXPECT_EQ(measured["readings"].size(), 8u) << "those of the standard stand once for each stage";
    submitted = send(lab->technician, "submission", {{"jobs", {jobs[1].value}}}).json["items"];
    EXPECT_TRUE(submitted[0]["signed"].get<bool>()) << submitted;
    EXPECT_EQ(sheet()["state"], "done");
    EXPECT_EQ(trail_findings(*lab), Codes{});
}

TEST_P(BathApi, ARoomOutsideItsLimitsWaitsForWhoMayJudgeIt) {
    read({}, "50.002");
    for (const JobId job : jobs) read(job, "50.1");
    const auto warm = air("start", "31");
    ASSERT_EQ(warm.status, 200) << warm.body;
    EXPECT_EQ(warm.json["items"][0]["findings"][0]["code"], "environment.outside");
    for (const auto& job : warm.json["jobs"]) EXPECT_EQ(job["state"], "held");
    EXPECT_EQ(air("end", "31").status, 200);
    for (const JobId job : jobs) lab->not_adjusted(job);
    const Answered held = send(lab->technician, "submission", everybody());
    for (const auto& answer : held.json["items"]) {
        EXPECT_FALSE(answer["signed"].get<bool>());
        EXPECT_FALSE(answer["findings"].empty());
    }
    const auto judge = [&](const Member& who, const std::string& code, const std::string& judgement) {
        return send(who, "judgements",
                    {{"finding_code", code}, {"judgement", judgement}, {"effect", "ΔT vào ngân sách"}});
    };
    EXPECT_EQ(judge(lab->technician, "environment.outside", "được").outcome(), "403 permission.missing");
    EXPECT_EQ(judge(lab->reviewer, "environment.outside", "").outcome(), "422 field.missing");
    EXPECT_EQ(judge(lab->reviewer, "environment.changed", "được").outcome(), "422 judgement.nothing");
    const auto judged = judge(lab->reviewer, "environment.outside", "bể cách ly với phòng");
    ASSERT_EQ(judged.status, 200) << judged.body;
    ASSERT_EQ(judged.json["jobs"].size(), 3u);
    for (const auto& job : judged.json["jobs"]) EXPECT_EQ(job["state"], "in_work");
    const Json items = sheet()["items"];
    for (const auto& item : items) {
        ASSERT_EQ(item["judgements"].size(), 2u) << "of the start and of the end";
        EXPECT_EQ(item["judgements"][0]["judged_by"]["name"], "Đỗ Mạnh Cường");
    }
    const Answered signed_now = send(lab->technician, "submission", everybody());
    for (const auto& answer : signed_now.json["items"]) EXPECT_TRUE(answer["signed"].get<bool>()) << answer;
    EXPECT_EQ(trail_findings(*lab), Codes{});
}

TEST_P(BathApi, OfTwoAtTheSameCellOneIsToldWhatStandsThereAndNothingIsLost) {
    const Member* both[] = {&lab->technician, &lab->colleague};
    for (const Member* who : both) ASSERT_EQ(get(*who, bench_).status, 200);  // signed in before the race
    for (int repeat = 1; repeat <= 4; ++repeat)
        for (const std::optional<JobId> of : {std::optional<JobId>(), std::optional(jobs[0])}) {
            Json asked[2];
            Answered told[2];
            for (std::size_t i : {0, 1}) {
                Json entries{cell(of, repeat, i == 0 ? "50.1" : "50.2")};
                if (of) entries.push_back(cell(jobs[i + 1], repeat, "50.3"));  // and one where nobody else writes
                asked[i] = {{"entries", entries}};
            }
            std::latch start(2);
            {
                std::vector<std::jthread> threads;
                for (int i : {0, 1})
                    threads.emplace_back([&, i] {
                        start.arrive_and_wait();
                        told[i] = send(*both[i], "readings", asked[i]);
                    });
            }
            int saved = 0;
            for (int i : {0, 1}) {
                ASSERT_EQ(told[i].status, 200) << told[i].body;
                const Json& mine = told[i].json["items"][0];
                const Json& other = told[1 - i].json["items"][0];
                saved += mine["outcome"] == "saved";
                if (mine["outcome"] != "saved") {
                    EXPECT_EQ(mine["outcome"], "conflict");
                    EXPECT_EQ(mine["other"]["id"], other["reading"]["id"]);
                    EXPECT_EQ(mine["other"]["indication"], asked[1 - i]["entries"][0]["indication"]);
                    EXPECT_EQ(mine["other"]["author"]["name"], both[1 - i]->name);
                }
            }
            EXPECT_EQ(saved, 1);
        }
    const Json after = sheet();
    EXPECT_EQ(after["readings"].size(), 4u);
    for (const auto& item : after["items"]) EXPECT_EQ(item["readings"].size(), 4u);
    EXPECT_EQ(trail_findings(*lab), Codes{});
}

TEST_P(BathApi, OfTwoSignaturesInOneMomentOneStands) {
    read({}, "50.002");
    for (const JobId job : jobs) {
        read(job, "50.1");
        lab->not_adjusted(job);
    }
    EXPECT_EQ(air("start", "22.1").status, 200);
    EXPECT_EQ(air("end", "22.2").status, 200);
    const Member* both[] = {&lab->technician, &lab->colleague};
    for (const Member* who : both) ASSERT_EQ(get(*who, bench_).status, 200);
    Answered told[2];
    std::latch start(2);
    {
        std::vector<std::jthread> threads;
        for (int i : {0, 1})
            threads.emplace_back([&, i] {
                start.arrive_and_wait();
                told[i] = send(*both[i], "submission", everybody());
            });
    }
    const Json items = sheet()["items"];
    for (std::size_t at = 0; at < 3; ++at) {
        std::vector<std::string> signers;
        for (int i : {0, 1}) {
            ASSERT_EQ(told[i].status, 200) << told[i].body;
            const Json& answer = told[i].json["items"][at];
            EXPECT_NE(answer["signed"].get<bool>(), !answer["findings"].empty());
            if (answer["signed"].get<bool>())
                signers.push_back(both[i]->name);
            else
                EXPECT_EQ(answer["findings"][0]["code"], "state.wrong");
        }
        ASSERT_EQ(signers.size(), 1u);
        EXPECT_EQ(items[at]["job"]["state"], "to_review");
        ASSERT_EQ(items[at]["signatures"].size(), 1u);
        EXPECT_EQ(items[at]["signatures"][0]["name"], signers[0]);
    }
    EXPECT_EQ(trail_findings(*lab), Codes{});
}

ON_BOTH_ENGINES(BathApi);

}  // namespace
}  // namespace chuan::test
