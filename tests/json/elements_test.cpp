#include "server/json/elements.h"

#include <gmock/gmock.h>

#include "base/error.h"

namespace chuan::server::json {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(JsonElements, AreCutBeforeTheyAreRead) {
    EXPECT_THAT(elements(" [ 1e999 , {\"a\":[1,2]}\n,\"x,]\\\"\", [] ] "),
                ElementsAre("1e999", "{\"a\":[1,2]}", "\"x,]\\\"\"", "[]"));
    EXPECT_THAT(elements("[]"), IsEmpty());
    EXPECT_THAT(elements("[1,]"), ElementsAre("1", "")) << "its reader refuses the empty one";
    EXPECT_THAT(elements("[" + std::string(50, '[') + std::string(50, ']') + "]"),
                ElementsAre(std::string(50, '[') + std::string(50, ']')));
}

TEST(JsonElements, OfNoArrayAreRefused) {
    for (const char* text : {"", "[", "]", "[1", "[1]]", "[1] 2", "[\"a]", "{}", "5", "[[1]", "[\"\\\"]"}) {
        try {
            elements(text);
            ADD_FAILURE() << text;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), "json.malformed") << text;
        }
    }
}

TEST(JsonMembers, AreNamesAndTextsOfTheOutermostObject) {
    EXPECT_THAT(members(R"( {"a" : 1e999, "b":{"a":"}"} ,"c":[1,2]} )"),
                ElementsAre(Pair("a", "1e999"), Pair("b", R"({"a":"}"})"), Pair("c", "[1,2]")));
    for (const char* text : {"", "{", "{}", "[]", "{\"a\" 1}", "{\"a\":1}}", "{a:1}", "{\"a\":1,}", "{\"a"})
        EXPECT_THAT(members(text), IsEmpty()) << text;
}

}  // namespace
}  // namespace chuan::server::json
