#include <gmock/gmock.h>

#include "tests/api_register/registers.h"

namespace chuan::test {
namespace {

using people::Role;
using ::testing::Contains;
using ::testing::StartsWith;

class OrdersApi : public RegisterApi {};
INSTANTIATE_TEST_SUITE_P(Engines, OrdersApi, ::testing::ValuesIn(engines()), engine_name);

TEST_P(OrdersApi, DocumentsAreWhatTheirBytesAre) {
    const auto put = [&](const std::string& bytes, const std::string& name) {
        return lab->ask(
            {"POST", "/api/v1/documents?file_name=" + name, bytes, {{"Content-Type", "application/octet-stream"}}},
            reception);
    };
    const std::string png("\x89PNG\r\n\x1A\n rest", 13);
    lab->add_person("thanhtra", {Role::inspector});
    EXPECT_EQ(outcome(lab->ask({"POST", "/api/v1/documents?file_name=a.png", png, {}}, lab->sign_in("thanhtra"))),
              "403 permission.missing");
    const auto photo = put(png, "..%2F..%2Fetc%2Fpasswd");
    ASSERT_EQ(outcome(photo), "201") << photo.body;
    EXPECT_EQ(json_of(photo)["media_type"], "image/png");
    EXPECT_EQ(json_of(photo)["file_name"], "passwd.png");
    EXPECT_EQ(members(json_of(photo)), required_of("Document"));
    const auto back = lab->get(at("documents", json_of(photo)), reception);
    EXPECT_EQ(std::string(back.content()), png);
    EXPECT_THAT(*back.header("Content-Disposition"), StartsWith("attachment"));
    EXPECT_EQ(outcome(lab->get(at("documents", json_of(photo)), stranger)), "404 document.unknown");
    EXPECT_EQ(outcome(put("MZ executable", "a.png")), "400 document.type");
    EXPECT_EQ(outcome(put("<html><script>1</script></html>", "a.xml")), "400 document.type");
    EXPECT_EQ(outcome(put(std::string("%PDF-1.7\n") + std::string(10, 'x'), "a")), "201");
}

TEST_P(OrdersApi, AnOrderIsReceivedPrintedAndHandedBack) {
    const auto owner = customer();
    const auto known = gauge(owner);
    const Json order{
        {"customer_id", owner["id"]},
        {"promised_on", "2026-03-09"},
        {"brought_by", "Nguyễn Thị Giao"},
        {"items",
         {{{"instrument_id", known["id"]},
           {"kind", "verification"},
           {"mode", "periodic"},
           {"condition_text", "mặt kính xước"}},
          {{"instrument", {{"serial", "MM-9"}, {"name_vi", "Đồng hồ vạn năng"}, {"maker", "Fluke"}, {"model", "87V"}}},
           {"kind", "calibration"},
           {"contract_review",
            {{"method_fits", true},
             {"capable", true},
             {"points", {"100"}},
             {"conformity_asked", false},
             {"agreed_with", "Giao"},
             {"agreed_on", "2026-03-02"}}}}}}};
    const auto made = lab->send("POST", "/api/v1/orders", order, reception, {{"Idempotency-Key", "o1"}});
    ASSERT_EQ(outcome(made), "201") << made.body;
    const auto received = json_of(made);
    EXPECT_EQ(members(received), required_of("Order"));
    ASSERT_EQ(received["items"].size(), 2U);
    EXPECT_EQ(members(received["items"][0]), required_of("OrderItem"));
    EXPECT_EQ(json_of(lab->send("POST", "/api/v1/orders", order, reception, {{"Idempotency-Key", "o1"}}))["id"],
              received["id"]);
    const auto list = json_of(lab->get("/api/v1/orders?q=cap%20nuoc", reception));
    ASSERT_EQ(list["items"].size(), 1U);
    EXPECT_EQ(members(list["items"][0]), required_of("OrderRow"));
    EXPECT_EQ(list["items"][0]["open_count"], 2);
    const auto slip = lab->get(at("orders", received) + "/receipt.pdf", reception);
    EXPECT_THAT(std::string(slip.content()), StartsWith("%PDF-"));
    const auto item = at("items", received["items"][0]);
    EXPECT_THAT(std::string(lab->get(item + "/label.pdf", reception).content()), StartsWith("%PDF-"));
    EXPECT_EQ(outcome(lab->get(at("orders", received) + "/hand-back.pdf", reception)), "409 order.nothing_handed_back");
    EXPECT_EQ(outcome(lab->send("POST", item + "/hand-back", {{"to", "Giao"}}, reception)), "422 item.work_open");
    EXPECT_THAT(findings_of(lab->send("POST", "/api/v1/orders",
                                      {{"promised_on", "2026-03-01"}, {"brought_by", " "}, {"items", Json::array()}},
                                      reception)),
                Contains("order.empty /items"));
    for (const std::string& one :
         {at("orders", received), at("orders", received) + "/receipt.pdf", item, item + "/label.pdf"})
        EXPECT_THAT(outcome(lab->get(one, stranger)), StartsWith("404"));
    const auto found = json_of(lab->get("/api/v1/instruments/lookup?serial=MM9", reception));
    EXPECT_EQ(members(found["items"][0]["last_job"]), required_of("LastJob"));
    EXPECT_EQ(found["items"][0]["warnings"][0]["code"], "instrument.job_open");
}

}  // namespace
}  // namespace chuan::test
