// Every list as a file: for each route of the table whose answer is a page, also for the next one that somebody adds.

#include <span>
#include <sstream>

#include "base/csv.h"
#include "base/text.h"
#include "tests/api_certificates/routes.h"

namespace chuan::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const server::http::Fields kAsFile{{"Accept", "text/csv"}};

std::vector<CsvRow> rows_of(const Response& response) {
    std::istringstream text{std::string(response.content())};
    CsvReader reader(text);
    std::vector<CsvRow> rows;
    for (CsvRow row; reader.next(row);) rows.push_back(row);
    return rows;
}

/// Every step of the path is a member, as far as something is there.
bool leads_to_a_value(const Json& from, std::span<const std::string> path) {
    if (from.is_null()) return true;
    if (from.is_array())
        return std::ranges::all_of(from, [&](const Json& element) { return leads_to_a_value(element, path); });
    if (path.empty()) return !from.is_object();
    return from.contains(path.front()) && leads_to_a_value(from[path.front()], path.subspan(1));
}

class Lists : public EveryRoute {
  protected:
    void SetUp() override {
        EveryRoute::SetUp();
        if (IsSkipped()) return;
        const auto conflict =
            post(filled("/api/v1/accounts/{account}/conflicts"),
                 {{"organisation_id", ids["organisation"]}, {"valid_from", "2026-03-02"}, {"reason", "x"}}, owner);
        ASSERT_EQ(conflict.status, 201) << conflict.body;
    }
    Response file_of(const std::string& target, const Visitor& visitor) {
        return laboratory_->ask({.target = target, .headers = kAsFile}, visitor);
    }
    /// A GET whose answer is {items, next_cursor}.
    std::vector<const Route*> lists() {
        std::vector<const Route*> found;
        for (const Route& route : server::api::all_routes()) {
            if (route.method != "GET" || route.right.is_public()) continue;
            const auto response = get(target_of(route), owner);
            const std::string* type = response.header("Content-Type");
            if (!type || !type->starts_with("application/json")) continue;
            const Json json = json_of(response);
            if (json.contains("items") && json["items"].is_array() && json.contains("next_cursor"))
                found.push_back(&route);
        }
        return found;
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, Lists, ::testing::ValuesIn(engines()), engine_name);

TEST_P(Lists, LeaveAllAsAFileToo) {
    const auto all = lists();
    EXPECT_GT(all.size(), 15U);
    for (const Route* route : all) {
        const std::string name = name_of(*route), target = target_of(*route);
        ASSERT_TRUE(route->options.csv) << name << " is a list without columns for Accept: text/csv";
        const auto& list = *route->options.csv;
        const auto response = file_of(target, owner);
        ASSERT_EQ(outcome(response), "200") << name;
        EXPECT_EQ(*response.header("Content-Type"), "text/csv; charset=utf-8") << name;
        EXPECT_EQ(*response.header("Content-Disposition"),
                  "attachment; filename*=UTF-8''" + std::string(list.name) + ".csv");
        const auto rows = rows_of(response);
        const Json items = json_of(get(target, owner))["items"];
        ASSERT_FALSE(items.empty()) << name << " shows nothing";
        EXPECT_GE(rows.size(), items.size() + 1) << name;
        std::set<std::string> filled_columns;
        for (const auto& row : rows) {
            ASSERT_EQ(row.size(), rows.front().size()) << name;
            for (std::size_t i = 0; i < row.size(); ++i)
                if (&row != &rows.front() && !row[i].empty()) filled_columns.insert(rows.front()[i]);
        }
        EXPECT_GT(filled_columns.size(), 2U) << name << response.body;
        EXPECT_EQ(std::set<std::string>(rows.front().begin(), rows.front().end()).size(), rows.front().size()) << name;
    }
}

/// A column that leads nowhere would stay empty for ever.
TEST_P(Lists, HaveColumnsThatTheirRowsHold) {
    for (const Route* route : lists()) {
        ASSERT_TRUE(route->options.csv) << name_of(*route);
        const Json items = json_of(get(target_of(*route), owner))["items"];
        std::istringstream words{std::string(route->options.csv->columns)};
        for (std::string word; words >> word;) {
            const auto path = split(word.substr(word.find('=') + 1), '/');
            EXPECT_TRUE(leads_to_a_value(items, path)) << name_of(*route) << ": " << word;
        }
    }
}

TEST_P(Lists, AsAFileHoldNothingOfAnotherBodyAndNoSecret) {
    std::size_t with_marks = 0;
    for (const Route* route : lists()) {
        const std::string target = target_of(*route);
        const auto own = file_of(target, owner), other = file_of(target, guesser);
        EXPECT_THAT(marks_in(other), IsEmpty()) << target << other.body;
        with_marks += !marks_in(own).empty();
        for (const char* secret : {"_hash", "secret", "totp", "$argon2"})
            EXPECT_THAT(own.body, Not(HasSubstr(secret))) << target;
        EXPECT_EQ(outcome(file_of(target, {})), "401 session.missing");
    }
    EXPECT_GT(with_marks, 12U);
    const Visitor customer = add("khach", {Role::customer});
    EXPECT_EQ(outcome(file_of("/api/v1/orders", customer)), "403 permission.missing");
    EXPECT_EQ(outcome(file_of("/api/v1/orders?colour=red", owner)), "400 parameter.unknown");
}

TEST_P(Lists, AsAFileTakeTheSameFiltersAndPages) {
    for (const char* name : {"Một", "Hai", "@Ba", "Bốn"})
        ASSERT_EQ(post("/api/v1/organisations", {{"name", name}, {"roles", {"customer"}}}, owner).status, 201);
    const auto names_of = [](const Response& response) {
        const auto rows = rows_of(response);
        const auto column = std::ranges::find(rows.front(), "name") - rows.front().begin();
        std::vector<std::string> names;
        for (const auto& row : rows) names.push_back(row.at(static_cast<std::size_t>(column)));
        return std::vector<std::string>(names.begin() + 1, names.end());
    };
    const auto all = names_of(file_of("/api/v1/organisations", owner));
    const Json items = json_of(get("/api/v1/organisations", owner))["items"];
    ASSERT_EQ(all.size(), items.size());
    EXPECT_THAT(all, ::testing::Contains("'@Ba")) << "no formula";
    EXPECT_EQ(names_of(file_of("/api/v1/organisations?q=hai", owner)), std::vector<std::string>{"Hai"});

    std::vector<std::string> paged;
    std::string query = "?limit=2";
    for (std::size_t page = 0; page < all.size(); ++page) {
        const auto part = file_of("/api/v1/organisations" + query, owner);
        const auto names = names_of(part);
        EXPECT_LE(names.size(), 2U);
        paged.insert(paged.end(), names.begin(), names.end());
        const std::string* link = part.header("Link");
        if (!link) break;
        ASSERT_TRUE(link->starts_with("<?limit=2&cursor=") && link->ends_with(">; rel=\"next\"")) << *link;
        query = link->substr(1, link->find('>') - 1);
    }
    EXPECT_EQ(paged, all);
    EXPECT_EQ(file_of("/api/v1/organisations", owner).header("Link"), nullptr);
}

/// 5 000 rows and more: one answer holds some thousand of them and says where the others are.
TEST_P(Lists, OfARegisterLeaveInFilesOfSomeThousandRows) {
    std::string csv = "name_vi,maker,serial,owner\n";
    for (int i = 0; i < 5'000; ++i) csv += "Cân,Ohaus,NHIEU-" + std::to_string(i) + ",Chợ\n";
    const auto imported = laboratory_->ask(
        {"POST", "/api/v1/imports?kind=instruments&file_name=nhieu.csv", csv, {{"Content-Type", "text/csv"}}}, owner);
    ASSERT_EQ(imported.status, 200) << imported.body;
    std::set<std::string> serials;
    std::size_t rows = 0, files = 0;
    for (std::string target = "/api/v1/instruments?q=ohaus"; !target.empty() && files < 5; ++files) {
        const auto file = file_of(target, owner);
        ASSERT_EQ(outcome(file), "200");
        const auto read = rows_of(file);
        EXPECT_LE(read.size(), 5'001U);
        const auto column = static_cast<std::size_t>(std::ranges::find(read.front(), "serial") - read.front().begin());
        for (std::size_t i = 1; i < read.size(); ++i) serials.insert(read[i].at(column));
        rows += read.size() - 1;
        const std::string* link = file.header("Link");
        target = link ? "/api/v1/instruments" + link->substr(1, link->find('>') - 1) : "";
    }
    EXPECT_EQ(files, 2U);
    EXPECT_EQ(rows, 5'001U) << "and the one of the records that every route has";
    EXPECT_EQ(serials.size(), rows);
}

}  // namespace
}  // namespace chuan::test
