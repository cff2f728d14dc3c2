#include "server/json/table.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace chuan::server::json {
namespace {

TEST(ListAsTable, HasTheDeclaredColumnsOfEachRow) {
    const Table table("number owner=owner/name count back due");
    EXPECT_EQ(table.head(), "number,owner,count,back,due\r\n");
    const auto page = table.page(R"({"items":[
        {"number":"D26.001","owner":{"id":7,"name":"Chợ Hàn, Đà Nẵng"},"count":-3,"back":true,"due":null,"secret":"x"},
        {"number":"=1+1","owner":null,"count":0,"back":false,"due":"2026-03-02"}],"next_cursor":"abc"})");
    EXPECT_EQ(page.lines,
              "D26.001,\"Chợ Hàn, Đà Nẵng\",-3,1,\r\n"
              "\"'=1+1\",,0,0,2026-03-02\r\n");
    EXPECT_EQ(page.next, "abc");
    EXPECT_EQ(table.page(R"({"items":[],"next_cursor":null})").lines, "");
    EXPECT_EQ(table.page(R"({"items":[]})").next, std::nullopt);
}

TEST(ListAsTable, PutsTheElementsOfAListIntoOneCell) {
    const Table table("roles values=values/figure");
    EXPECT_EQ(table
                  .page(R"({"items":[{"roles":["head","verifier"],"values":[{"figure":"7.00"},{"figure":"4.01"}]},
                                      {"roles":[],"values":[]}]})")
                  .lines,
              "\"head; verifier\",\"7.00; 4.01\"\r\n,\r\n");
}

TEST(ListAsTable, GivesEachElementALineWhereTheListAsksForIt) {
    const Table table("seq field=changes/field old=changes/old_value", "changes");
    EXPECT_EQ(table
                  .page(R"({"items":[{"seq":2,"changes":[{"field":"state","old_value":"in_work"},
                                                          {"field":"reason","old_value":null}]},
                                      {"seq":1,"changes":[]}]})")
                  .lines,
              "2,state,in_work\r\n2,reason,\r\n1,,\r\n");
}

TEST(ListAsTable, RefusesWhatIsNoPageAndAColumnThatIsNoValue) {
    EXPECT_THROW(Table("a").page("[]"), std::logic_error);
    EXPECT_THROW(Table("a").page("{\"items\":3}"), std::logic_error);
    EXPECT_THROW(Table("a").page("{\"items\":["), std::logic_error);
    EXPECT_THROW(Table("owner").page(R"({"items":[{"owner":{"id":7}}]})"), std::logic_error);
}

}  // namespace
}  // namespace chuan::server::json
