// A body with a key of its own signs what it issues; what is signed is read here as a stranger would read it.

#include <algorithm>
#include <filesystem>

#include "operations/signing_keys.h"
#include "reports/signing/pdf_verification.h"
#include "reports/signing/xml_verification.h"
#include "storage/document_store.h"
#include "storage/heads.h"
#include "storage/trail_repository.h"
#include "storage/trail_verification.h"
#include "tests/issuing/house.h"
#include "tests/reports/tools.h"

namespace chuan::test {
namespace {

using operations::end_key;
using reports::signing::Status;
using reports::signing::Trust;
using storage::KeyState;
using storage::SigningKey;
using storage::Transaction;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class Seal : public InWorkshop {
  protected:
    Trust trust() { return {workshop().keys().authorities(), clock_.now() + std::chrono::hours(1)}; }
    std::optional<SigningKey> active() {
        return workshop().read([&](Transaction& t) {
            return storage::SigningKeyRepository(t, {workshop().body()}).active(storage::KeyPurpose::seal);
        });
    }
    std::optional<SigningKey> signer_of(CertificateId id) {
        return workshop().read(
            [&](Transaction& t) { return storage::SigningKeyRepository(t, {workshop().body()}).signer_of(id); });
    }
    void end(const SigningKey& key, KeyState state, const std::string& reason = "thay khóa") {
        workshop().write(
            [&](Transaction& t) { end_key(t, workshop().console(), key.key_id, state, reason, clock_.now()); });
    }
    std::filesystem::path file_of(const SigningKey& key) { return workshop().keys().file_of(key); }
};
INSTANTIATE_TEST_SUITE_P(Engines, Seal, ::testing::ValuesIn(engines()), engine_name);

TEST_P(Seal, IsOnThePaperAndInTheDcc) {
    workshop({.issue_unsigned = false, .seal = true});
    const auto certificate = workshop().issued({.serial = "DMM-1"});
    EXPECT_TRUE(certificate.digitally_signed);
    const auto xml = workshop().dcc(certificate), pdf = workshop().pdf(certificate);
    const auto dcc = reports::signing::verify_xml(xml, trust());
    const auto paper = reports::signing::verify_pdf(pdf, trust());
    ASSERT_EQ(dcc.status, Status::valid) << dcc.sentence;
    ASSERT_EQ(paper.status, Status::valid) << paper.sentence;
    EXPECT_EQ(paper.attached, xml) << "the paper carries the signed bytes";
    EXPECT_EQ(dcc.signer->name, "Trung tâm Kiểm định Đo lường Miền Đông");
    EXPECT_EQ(dcc.signer->authority, "Own authority, not public: DL1");
    EXPECT_EQ(paper.signer, dcc.signer);
    EXPECT_THAT(xml, HasSubstr("<dcc:cryptElectronicSeal>true<"));
    std::string text = reports::examples::pdf_text(pdf);
    std::ranges::replace(text, '\n', ' ');
    EXPECT_THAT(text, HasSubstr("Đã ký số: Trung tâm Kiểm định Đo lường Miền Đông"));
    EXPECT_THAT(text, HasSubstr("own authority, not public"));
    EXPECT_THAT(text, Not(HasSubstr("Chưa ký số")));

    EXPECT_EQ(signer_of(certificate.id), active());
    const auto seal = workshop().read(
        [&](Transaction& t) { return storage::SigningKeyRepository(t, {workshop().body()}).seal_of(certificate.id); });
    ASSERT_TRUE(seal);
    EXPECT_EQ(seal->dcc_digest, dcc.dcc_digest);
}

TEST_P(Seal, IsAlsoOnARecordThatHasNoDcc) {
    workshop({.seal = true});
    const auto record = workshop().issued({.gauge = true, .passes = false});
    ASSERT_EQ(record.kind, certificates::Kind::verification_record);
    EXPECT_TRUE(record.digitally_signed);
    const auto paper = reports::signing::verify_pdf(workshop().pdf(record), trust());
    EXPECT_EQ(paper.status, Status::valid) << paper.sentence;
    EXPECT_FALSE(paper.attached);
}

TEST_P(Seal, IsOfTheKeyInUseWhenTheNumberIsCompleted) {
    workshop({.seal = true});
    const JobId job = workshop().ready({.serial = "DMM-1"});
    const auto reserved = workshop().write([&](Transaction& t) {
        return operations::reserve_certificate(t, workshop().head(), {.job = job}, clock_.now());
    });
    operations::Rendered rendered{.drawn_from = reserved.facts, .approved_at = clock_.now()};
    rendered.pdf = {workshop().documents().put("pdf"), 3};
    rendered.dcc = operations::RenderedDocument{workshop().documents().put("dcc"), 3};
    const auto complete = [&] {
        workshop().write([&](Transaction& t) {
            operations::complete_certificate(t, workshop().head(), reserved.intent.id, rendered, clock_.now());
        });
    };
    EXPECT_THAT(refusal(complete), ElementsAre("issue.facts_changed")) << "drawn without a seal";
    rendered.seal = storage::CertificateSeal{reserved.seal.value().id, std::nullopt};
    const SigningKey newer = workshop().add_seal();
    EXPECT_THAT(refusal(complete), ElementsAre("issue.facts_changed")) << "sealed with the key before";
    const auto certificate = workshop().issue(job);
    EXPECT_EQ(certificate.number, reserved.intent.number);
    EXPECT_EQ(signer_of(certificate.id)->key_id, newer.key_id);
}

TEST_P(Seal, WithoutItsKeyOnThisMachineIssuesNothingAndKeepsTheNumber) {
    workshop({.seal = true});
    const JobId job = workshop().ready({.serial = "DMM-1"});
    const auto file = file_of(active().value());
    std::filesystem::rename(file, file.string() + ".away");
    EXPECT_THAT(refusal([&] { workshop().issue(job); }), ElementsAre("key.missing"));
    std::filesystem::rename(file.string() + ".away", file);
    std::filesystem::permissions(file, std::filesystem::perms(0640));
    EXPECT_THAT(refusal([&] { workshop().issue(job); }), ElementsAre("key.exposed"));
    std::filesystem::permissions(file, std::filesystem::perms(0600));
    EXPECT_THAT(workshop().issue(job).number, HasSubstr("00001"));
}

TEST_P(Seal, RetiredLeavesWhatItSignedGoodAndThenAsksForLeave) {
    workshop({.issue_unsigned = false, .seal = true});
    const auto certificate = workshop().issued({.serial = "DMM-1"});
    const SigningKey key = active().value();
    end(key, KeyState::retired);
    EXPECT_FALSE(active());
    EXPECT_EQ(signer_of(certificate.id)->state, KeyState::retired);
    EXPECT_EQ(reports::signing::verify_xml(workshop().dcc(certificate), trust()).status, Status::valid);
    EXPECT_THAT(refusal([&] { workshop().issued({.serial = "DMM-2"}); }), ElementsAre("issue.unsigned"));
    EXPECT_THAT(refusal([&] { end(key, KeyState::retired); }), ElementsAre("key.ended"));
    end(key, KeyState::compromised, "máy bị mất");
    EXPECT_EQ(signer_of(certificate.id)->state, KeyState::compromised);
    EXPECT_THAT(refusal([&] { end(key, KeyState::retired); }), ElementsAre("key.ended"));
}

TEST_P(Seal, IsNotUsedOutsideTheTimeOfItsCertificate) {
    workshop({.seal = true});
    const JobId job = workshop().ready({.serial = "DMM-1"});
    const SigningKey key = active().value();
    const auto codes = [&](Moment now) {
        std::vector<std::string> all;
        const auto prepared =
            workshop().read([&](Transaction& t) { return operations::prepare_issue(t, workshop().head(), job, now); });
        for (const Finding& finding : prepared.findings) all.push_back(finding.code);
        return all;
    };
    EXPECT_THAT(codes(clock_.now()), ElementsAre());
    EXPECT_THAT(codes(key.until), Contains("key.not_in_force"));
}

TEST_P(Seal, StandsInTheTrailAndNoKeyComesBack) {
    workshop({.seal = true});
    workshop().issued({.serial = "DMM-1"});
    SigningKey key = active().value();
    end(key, KeyState::compromised);
    EXPECT_THAT(refusal([&] {
                    workshop().write(
                        [&](Transaction& t) { operations::register_key(t, workshop().console(), key, clock_.now()); });
                }),
                ElementsAre("key.known"));
    EXPECT_THAT(refusal([&] {
                    workshop().write([&](Transaction& t) {
                        operations::register_key(t, workshop().technician(), key, clock_.now());
                    });
                }),
                Not(ElementsAre()));
    const auto acts = workshop().read([&](Transaction& t) {
        return storage::Trail(t, {workshop().body()}).of_record("signing_key", key.id.value, std::nullopt, 10);
    });
    ASSERT_EQ(acts.size(), 2u);
    EXPECT_EQ(acts.front().action, "key.compromised");
    const auto report = storage::verify_trail(workshop().database(), workshop().documents(), {},
                                              [](const trail::SignedHead&) { return true; });
    ASSERT_FALSE(report.chains.empty());
    for (const auto& chain : report.chains)
        for (const auto& finding : chain.findings) {
            EXPECT_THAT(finding.sentence, Not(HasSubstr("signing_key")));
            EXPECT_THAT(finding.sentence, Not(HasSubstr("of certificate")));
        }
}

TEST_P(Seal, OfASampleLaboratorySaysSoInItsName) {
    workshop({.sample = true, .seal = true});
    const auto certificate = workshop().issued({.serial = "DMM-1"});
    const auto found = reports::signing::verify_xml(workshop().dcc(certificate), trust());
    EXPECT_EQ(found.status, Status::valid);
    EXPECT_THAT(found.signer->name, HasSubstr("SAMPLE"));
    EXPECT_THAT(found.signer->authority, HasSubstr("no authority"));
}

}  // namespace
}  // namespace chuan::test
