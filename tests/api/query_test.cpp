#include "server/api/query.h"

#include <gmock/gmock.h>

#include "base/id.h"
#include "people/role.h"

namespace chuan::server::api {
namespace {

using ::testing::ElementsAre;

http::Request asked(std::string_view target) {
    http::Request request;
    http::read_target(target, request);
    return request;
}

std::vector<std::string> codes(const Query& query) {
    std::vector<std::string> all;
    try {
        query.done();
    } catch (const Error& error) {
        for (const Finding& finding : error.findings())
            all.push_back(finding.code + " " + finding.values.at("parameter"));
    }
    return all;
}

TEST(Query, ReadsWhatIsThereAndLeavesOutWhatIsEmpty) {
    const auto request = asked("/x?q=c%C3%A2n&on=2026-02-28&id=7&dry_run=true&role=head&empty=");
    Query query(request);
    EXPECT_EQ(query.text("q"), "cân");
    EXPECT_EQ(query.date("on"), date_from_iso("2026-02-28"));
    EXPECT_EQ(query.identity<AccountId>("id"), AccountId{7});
    EXPECT_TRUE(query.flag("dry_run"));
    EXPECT_EQ(query.word("role", people::parse_role), people::Role::head);
    EXPECT_EQ(query.text("empty"), std::nullopt);
    EXPECT_EQ(query.limit(), 100);
    EXPECT_EQ(query.cursor(1), std::nullopt);
    EXPECT_NO_THROW(query.done());
}

TEST(Query, NamesEverythingThatIsWrong) {
    const auto request = asked("/x?on=30/02/2026&id=0&dry_run=1&role=king&limit=501&cursor=%3F%3F&other=1");
    Query query(request);
    query.date("on");
    query.identity<AccountId>("id");
    query.flag("dry_run");
    query.word("role", people::parse_role);
    query.limit();
    query.cursor_number();
    EXPECT_THAT(codes(query), ElementsAre("parameter.invalid on", "parameter.invalid id", "parameter.invalid dry_run",
                                          "parameter.invalid role", "parameter.invalid limit",
                                          "parameter.invalid cursor", "parameter.unknown other"));
}

TEST(Query, ACursorComesBackAsItWasGiven) {
    const auto request = asked("/x?cursor=" + cursor_of({"Cân 10 kg", "17"}));
    Query query(request);
    EXPECT_THAT(query.cursor(2).value(), ElementsAre("Cân 10 kg", "17"));
    Query other(request);
    other.cursor(1);
    EXPECT_THAT(codes(other), ElementsAre("parameter.invalid cursor"));
}

TEST(Query, OnlyAnEtagOfOursSaysWhichVersionIsChanged) {
    http::Request request;
    for (const char* bad : {"*", "7", "W/\"7\"", "\"x\"", "\"\"", ""}) {
        request.headers = {{"If-Match", bad}};
        EXPECT_THROW(version_to_change(request), Error) << bad;
    }
    request.headers = {{"If-Match", etag(7)}};
    EXPECT_EQ(version_to_change(request), 7);
}

TEST(Query, CsvIsForWhoAsksForItFirst) {
    http::Request request;
    EXPECT_FALSE(wants_csv(request));
    request.headers = {{"Accept", "application/json, text/csv"}};
    EXPECT_FALSE(wants_csv(request));
    request.headers = {{"Accept", "text/csv"}};
    EXPECT_TRUE(wants_csv(request));
}

}  // namespace
}  // namespace chuan::server::api
