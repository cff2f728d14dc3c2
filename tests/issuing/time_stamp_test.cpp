// What a body with a key issues bears the word of an authority when it was signed; or says that it does not.

#include <algorithm>

#include "base/error.h"
#include "reports/signing/pdf_verification.h"
#include "reports/signing/xml_verification.h"
#include "tests/issuing/house.h"
#include "tests/reports/stamping_office.h"
#include "tests/reports/tools.h"

namespace chuan::test {
namespace {

using reports::signing::Status;
using reports::signing::Trust;
using storage::CertificateSeal;
using storage::Transaction;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// Answers while it is open, and counts what it is asked.
struct Office {
    reports::examples::StampingOffice office{};
    int asked = 0, closes_after = 1'000'000;

    reports::signing::TimeStamp operator()(std::string_view bytes) {
        if (++asked > closes_after)
            throw Error(ErrorKind::unavailable, "time_stamp.unreachable", "nobody answers; try again");
        return office.stamping()(bytes);
    }
};

class TimeStamped : public InWorkshop {
  protected:
    void open(bool required) {
        workshop({.issue_unsigned = false,
                  .seal = true,
                  .time_stamp_required = required,
                  .stamping = [this](std::string_view bytes) { return office_(bytes); }});
    }
    Trust trust() {
        Trust both{workshop().keys().authorities(), clock_.now() + std::chrono::hours(1)};
        for (const auto& root : office_.office.trust({}).authorities) both.authorities.push_back(root);
        return both;
    }
    CertificateSeal seal_of(const storage::CertificateRecord& certificate) {
        return workshop()
            .read([&](Transaction& t) {
                return storage::SigningKeyRepository(t, {workshop().body()}).seal_of(certificate.id);
            })
            .value();
    }

    /// Of the paper, however its lines break.
    std::string text_of(const storage::CertificateRecord& certificate) {
        std::string text = reports::examples::pdf_text(workshop().pdf(certificate));
        std::ranges::replace(text, '\n', ' ');
        return text;
    }

    Office office_;
};
INSTANTIATE_TEST_SUITE_P(Engines, TimeStamped, ::testing::ValuesIn(engines()), engine_name);

TEST_P(TimeStamped, AreThePaperAndTheDccAndTheRegisterKnowsIt) {
    open(true);
    const auto certificate = workshop().issued({.serial = "DMM-1"});
    const auto dcc = reports::signing::verify_xml(workshop().dcc(certificate), trust());
    const auto paper = reports::signing::verify_pdf(workshop().pdf(certificate), trust());
    ASSERT_EQ(dcc.status, Status::valid) << dcc.sentence;
    ASSERT_EQ(paper.status, Status::valid) << paper.sentence;
    ASSERT_TRUE(dcc.stamp && paper.stamp);
    EXPECT_TRUE(dcc.stamp->trusted && paper.stamp->trusted);
    EXPECT_EQ(office_.asked, 2);
    const auto stamp = seal_of(certificate).stamp;
    ASSERT_TRUE(stamp);
    EXPECT_EQ(stamp->at, dcc.stamp->at);
    EXPECT_EQ(stamp->authority, "Time clerk");
    const std::string text = text_of(certificate);
    EXPECT_THAT(text, HasSubstr("; có dấu thời gian"));
    EXPECT_THAT(text, HasSubstr("; time-stamped"));
}

TEST_P(TimeStamped, WhereItIsRequiredNothingIsIssuedWithoutAndTheNumberStays) {
    open(true);
    const JobId job = workshop().ready({.serial = "DMM-1"});
    office_.closes_after = 1;  // between the DCC and the paper
    EXPECT_THAT(refusal([&] { workshop().issue(job); }), ElementsAre("time_stamp.unreachable"));
    const auto waiting = workshop().read(
        [&](Transaction& t) { return operations::prepare_issue(t, workshop().head(), job, clock_.now()); });
    EXPECT_TRUE(waiting.reserved);
    office_.closes_after = 1'000'000;
    const auto certificate = workshop().issue(job);
    EXPECT_EQ(certificate.number, waiting.number);
    EXPECT_TRUE(seal_of(certificate).stamp);
}

TEST_P(TimeStamped, WhereItIsWantedItGoesOutWithoutAndSaysSo) {
    open(false);
    office_.closes_after = 1;
    const auto certificate = workshop().issued({.serial = "DMM-1"});
    EXPECT_FALSE(seal_of(certificate).stamp);
    const auto dcc = reports::signing::verify_xml(workshop().dcc(certificate), trust());
    const auto paper = reports::signing::verify_pdf(workshop().pdf(certificate), trust());
    EXPECT_EQ(dcc.status, Status::valid) << dcc.sentence;
    EXPECT_EQ(paper.status, Status::valid) << paper.sentence;
    EXPECT_FALSE(dcc.stamp || paper.stamp) << "neither, so that the paper says one thing of both";
    const std::string text = text_of(certificate);
    EXPECT_THAT(text, HasSubstr("; không dấu thời gian"));
    EXPECT_THAT(text, Not(HasSubstr("; có dấu thời gian")));
}

TEST_P(TimeStamped, WithoutAnAuthorityAndRequiredIsRefusedWithTheRemedy) {
    workshop({.issue_unsigned = false, .seal = true, .time_stamp_required = true});
    const JobId job = workshop().ready({.serial = "DMM-1"});
    EXPECT_THAT(refusal([&] { workshop().issue(job); }), ElementsAre("time_stamp.none"));
}

}  // namespace
}  // namespace chuan::test
