// The one field that finds anything by what stands on it: its code, its number, its serial, or a name.

#include <algorithm>
#include <set>

#include "tests/api_certificates/office.h"

namespace chuan::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

class Search : public Office {
  protected:
    /// "certificate I26.00001".
    std::vector<std::string> found(const std::string& words, const Visitor& visitor) {
        const auto response = get("/api/v1/search?q=" + words, visitor);
        EXPECT_EQ(response.status, 200) << response.body;
        std::vector<std::string> lines;
        const Json list = json_of(response);
        for (const auto& one : list["items"])
            lines.push_back(one["kind"].get<std::string>() + " " + one["title"].get<std::string>());
        return lines;
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, Search, ::testing::ValuesIn(engines()), engine_name);

TEST_P(Search, FindsByCodeNumberSerialAndName) {
    const Json certificate = issued({.serial = "AK-4471", .gauge = true});
    const auto job = json_of(get("/api/v1/jobs/" + std::to_string(certificate["job_id"].get<std::int64_t>()), manager));
    const std::string item = job["item"]["code"], number = job["number"];
    EXPECT_THAT(found(item, manager), Contains("item " + item));
    EXPECT_THAT(found(number, manager), Contains("job " + number));
    EXPECT_THAT(found("I26.00001", manager), Contains("certificate I26.00001"));
    EXPECT_THAT(found("AK-4471", manager), Contains("instrument AK-4471"));
    EXPECT_THAT(found("AK-REF", manager), Contains("standard AK-REF"));
    EXPECT_THAT(found("QT-AK", manager), Contains("procedure QT-AK-01 1.0"));
    EXPECT_THAT(found("%C3%A1p%20k%E1%BA%BF", manager), Contains("instrument AK-4471")) << "áp kế";
    const Visitor reception = add("tiepnhan", {people::Role::reception});
    EXPECT_THAT(found("hoi%20ky%20nghe", reception), Contains("organisation Công ty Cổ phần Hơi Kỹ Nghệ Miền Đông"));
}

TEST_P(Search, ReadsWhatWasTypedInAHurry) {
    issued({.serial = "AK-4471", .gauge = true});
    for (const char* typed : {"ak4471", "AK4471", "ak-4471", "%20AK%204471%20", "AK-44"})
        EXPECT_THAT(found(typed, manager), Contains("instrument AK-4471")) << typed;
    for (const char* typed : {"i26.00001", "I26.0"})
        EXPECT_THAT(found(typed, manager), Contains("certificate I26.00001")) << typed;
    EXPECT_THAT(found("AK-4472", manager), IsEmpty());
    for (const char* nothing : {"", "%20", "---", "%25", "_", "'%20OR%20''='"})
        EXPECT_THAT(found(nothing, manager), IsEmpty()) << nothing << " is no word";
}

TEST_P(Search, ShowsOnlyWhatThePersonMayRead) {
    issued({.serial = "AK-4471", .gauge = true});
    const auto kinds = [&](const Visitor& visitor) {
        std::set<std::string> all;
        for (const char* words : {"AK", "I26", "QT", "hoi%20ky", "AK-4471"})
            for (const auto& line : found(words, visitor)) all.insert(line.substr(0, line.find(' ')));
        return all;
    };
    EXPECT_THAT(kinds(technician), Contains("organisation"));
    EXPECT_THAT(kinds(inspector), Contains("certificate"));
    EXPECT_THAT(kinds(inspector), Not(Contains("organisation"))) << "who keeps no customers finds none";
    EXPECT_THAT(kinds(add("khach", {people::Role::customer})), IsEmpty());
    EXPECT_THAT(kinds(add("quantri", {people::Role::administrator})), IsEmpty());
    EXPECT_THAT(kinds(stranger), IsEmpty()) << "of another body";
    const auto token = post(
        "/api/v1/tokens", {{"name", "LIMS"}, {"scopes", {"read_standards"}}, {"expires_on", "2026-03-31"}}, technician);
    EXPECT_THAT(kinds({.token = json_of(token)["secret"]}), ElementsAre("standard"));
}

TEST_P(Search, ShowsAFewOfEachKindAndRefusesWhatItDoesNotKnow) {
    workshop().ready({.serial = "DMM"}, 9);
    const auto lines = found("DMM", manager);
    EXPECT_EQ(std::ranges::count_if(lines, [](const auto& line) { return line.starts_with("instrument "); }), 6);
    EXPECT_EQ(std::ranges::count_if(lines, [](const auto& line) { return line.starts_with("job "); }), 6);
    EXPECT_EQ(outcome(get("/api/v1/search?q=DMM&limit=100", manager)), "400 parameter.unknown");
    EXPECT_EQ(outcome(get("/api/v1/search", manager)), "200");
    EXPECT_EQ(outcome(get("/api/v1/search?q=DMM")), "401 session.missing");
}

class Guess : public Office {
  protected:
    /// Everything a person who asks can see of an answer.
    static std::string seen(const server::http::Response& response) {
        std::string text = std::to_string(response.status) + "\n";
        for (const auto& [name, value] : response.headers) text += name + ": " + value + "\n";
        return text + std::string(response.content());
    }
    server::http::Response page(const std::string& form) {
        return laboratory_->ask({"POST", "/v", form, {{"Content-Type", "application/x-www-form-urlencoded"}}});
    }
    server::http::Response json(const Json& question) { return post("/api/v1/public/lookup", question, {}); }
};
INSTANTIATE_TEST_SUITE_P(Engines, Guess, ::testing::ValuesIn(engines()), engine_name);

TEST_P(Guess, AWrongFactAndANumberNeverGivenOutAreAnsweredWithTheSameBytes) {
    const Json certificate = issued({.gauge = true});
    const std::string number = certificate["number"];
    ASSERT_EQ(json_of(json({{"number", number}, {"fact", "G-5"}}))["answer"], "valid");
    const std::string unknown = seen(json({{"number", "I26.00777"}, {"fact", "G-6"}}));
    EXPECT_EQ(seen(json({{"number", number}, {"fact", "G-6"}})), unknown);
    EXPECT_EQ(seen(json({{"number", number}, {"fact", "2026-03-03"}})), unknown);
    EXPECT_EQ(seen(json({{"number", "zzz"}, {"fact", "G-5"}})), unknown);
    EXPECT_EQ(seen(json({{"serial", "G-5"}, {"fact", "2026-03-03"}})), unknown) << "the serial with another day";
    EXPECT_EQ(seen(json({{"serial", "G-7"}, {"fact", "2026-03-02"}})), unknown);
    EXPECT_NE(seen(json({{"serial", "G-5"}, {"fact", "2026-03-02"}})), unknown);

    const std::string unknown_page = seen(page("number=I26.00777&serial=G-6"));
    EXPECT_EQ(seen(page("number=" + number + "&serial=G-6")), unknown_page);
    EXPECT_EQ(seen(page("number=" + number + "&serial=%3Cb%3E")), unknown_page) << "nothing that was asked comes back";
    EXPECT_NE(seen(page("number=" + number + "&serial=G-5")), unknown_page);
}

TEST_P(Guess, IsCountedTheSameWhetherTheNumberIsKnownAndWhereverItIsAsked) {
    const std::string number = issued({.gauge = true})["number"];
    const auto refused_after = [&](const std::string& asked, const std::string& fact) {
        int questions = 0;
        for (; questions < 50; ++questions) {
            const auto response = questions % 2 == 0 ? json({{"number", asked}, {"fact", fact}})
                                                     : page("number=" + asked + "&serial=" + fact);
            if (response.status == 429) break;
            EXPECT_EQ(response.status, 200);
        }
        return questions;
    };
    const int known = refused_after(number, "G-6");
    EXPECT_LT(known, 20);
    EXPECT_EQ(refused_after("I26.00777", "G-6"), known);
    EXPECT_EQ(refused_after("I26.00778", "G-5"), known);
    const auto refused = json({{"number", number}, {"fact", "G-5"}});
    EXPECT_EQ(refused.status, 429) << "also with the right fact, now";
    EXPECT_EQ(*refused.header("Retry-After"), "900");
    EXPECT_EQ(get("/v/" + issued({.serial = "G-8", .gauge = true})["code"].get<std::string>()).status, 200)
        << "a code is no guess";
    clock().advance(std::chrono::minutes(15));
    EXPECT_EQ(json_of(json({{"number", number}, {"fact", "G-5"}}))["answer"], "valid");
}

}  // namespace
}  // namespace chuan::test
