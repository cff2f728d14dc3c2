#include "traceability/chain.h"

#include <algorithm>

namespace chuan::traceability {
namespace {

using Codes = std::vector<std::string>;

CivilDate day(const char* text) { return date_from_iso(text); }

/// The item rests on a working standard, this on a reference standard, this on the national one.
class ChainToTheSi : public ::testing::Test {
  protected:
    ChainToTheSi() {
        facts.item.id = "item:1";
        facts.item.kind = NodeKind::item;
        facts.own_name = "Trung tâm";
        facts.used_on = day("2026-03-02");
        facts.organisations[OrganisationId{9}] = "Viện Đo lường Việt Nam";
        add(1, equipment::Level::working, "2025-06-10", "2026-06-10");
        add(2, equipment::Level::reference, "2025-01-10", "2027-01-10");
        add(3, equipment::Level::national, "2024-01-10", "2029-01-10");
        supports(1, 2);
        supports(2, 3);
        facts.uses.push_back({StandardId{1}, StandardCertificateId{1}});
    }

    void add(std::int64_t id, equipment::Level level, const char* calibrated, const char* due) {
        equipment::MeasurementStandard standard;
        standard.id = StandardId{id};
        standard.code = "S" + std::to_string(id);
        standard.level = level;
        if (level == equipment::Level::national) standard.holder = OrganisationId{9};
        facts.standards[standard.id] = standard;
        equipment::StandardCertificate certificate;
        certificate.id = StandardCertificateId{id};
        certificate.number = "C" + std::to_string(id);
        certificate.calibrated_on = day(calibrated);
        certificate.due_on = day(due);
        certificate.values = {{.quantity = "mass",
                               .nominal = {},
                               .meaning = "value",
                               .figure = Decimal::parse("10000.005"),
                               .expanded_uncertainty = Decimal::parse("0.045"),
                               .coverage_factor = Decimal::parse("2"),
                               .unit = "\\gram"}};
        facts.certificates[certificate.id] = certificate;
    }

    void supports(std::int64_t lower, std::int64_t upper) {
        facts.certificates[StandardCertificateId{lower}].sources.push_back(
            {.standard = StandardId{upper}, .certificate = StandardCertificateId{upper}, .stated_reference = {}});
    }

    Codes codes() const {
        Codes found;
        for (const auto& finding : build_chain(facts).findings) found.push_back(finding.code);
        return found;
    }

    ChainFacts facts;
};

TEST_F(ChainToTheSi, ReachesTheNationalStandardThroughEveryLink) {
    const auto chain = build_chain(facts);
    EXPECT_TRUE(chain.reaches_reference);
    EXPECT_TRUE(chain.findings.empty());
    ASSERT_EQ(chain.nodes.size(), 4u);
    EXPECT_EQ(chain.nodes[1].kind, NodeKind::working_standard);
    EXPECT_EQ(chain.nodes[2].kind, NodeKind::reference_standard);
    EXPECT_EQ(chain.nodes[3].kind, NodeKind::national_standard);
    EXPECT_EQ(chain.nodes[3].column, 3);
    EXPECT_EQ(chain.nodes[3].keeper, "Viện Đo lường Việt Nam");
    EXPECT_EQ(chain.nodes[1].keeper, "Trung tâm");
    ASSERT_EQ(chain.links.size(), 3u);
    EXPECT_EQ(chain.links[0].used_on, day("2026-03-02"));
    EXPECT_EQ(chain.links[1].used_on, day("2025-06-10"));  // on the day the working standard was calibrated
    EXPECT_EQ(chain.links[0].figures.at(0), "10000.005 g; U = 0.045 g, k = 2");
}

TEST_F(ChainToTheSi, NamesALevelByTheRegisterAndNotByItsPlace) {
    facts.uses = {{StandardId{2}, StandardCertificateId{2}}};  // a reference standard used directly
    EXPECT_EQ(build_chain(facts).nodes[1].kind, NodeKind::reference_standard);
}

TEST_F(ChainToTheSi, MayEndAtAReferenceStatedInWords) {
    auto& sources = facts.certificates[StandardCertificateId{2}].sources;
    sources = {{.standard = {}, .certificate = {}, .stated_reference = "SI second, UTC(VMI)"}};
    const auto chain = build_chain(facts);
    EXPECT_TRUE(chain.reaches_reference);
    EXPECT_EQ(chain.nodes.back().kind, NodeKind::stated_reference);
}

TEST_F(ChainToTheSi, BreaksWhereACertificateNamesNothingAboveIt) {
    facts.certificates[StandardCertificateId{2}].sources.clear();
    EXPECT_EQ(codes(), Codes{"chain.broken"});
    EXPECT_FALSE(build_chain(facts).reaches_reference);
}

TEST_F(ChainToTheSi, BreaksWhereAStandardRestsOnItself) {
    facts.certificates[StandardCertificateId{2}].sources.clear();
    supports(2, 1);
    EXPECT_TRUE(std::ranges::count(codes(), "chain.cycle"));
    EXPECT_FALSE(build_chain(facts).reaches_reference);
}

TEST_F(ChainToTheSi, DoesNotExistWithoutAStandard) {
    facts.uses.clear();
    EXPECT_EQ(codes(), Codes{"chain.uncovered"});
    EXPECT_FALSE(build_chain(facts).reaches_reference);
}

TEST_F(ChainToTheSi, FindsAStandardThatWasOverdueOrNotYetCalibratedOnTheDayOfItsUse) {
    facts.used_on = day("2026-06-11");
    EXPECT_EQ(codes(), Codes{"chain.overdue"});
    facts.used_on = day("2025-06-09");
    EXPECT_EQ(codes(), Codes{"chain.later"});
    facts.used_on = day("2026-06-10");
    EXPECT_EQ(codes(), Codes{});
    facts.certificates[StandardCertificateId{2}].calibrated_on =
        day("2025-07-01");  // after the working standard's calibration
    const auto chain = build_chain(facts);
    ASSERT_EQ(chain.findings.size(), 1u);
    EXPECT_EQ(chain.findings[0].values.at("standard"), "S2");
    EXPECT_TRUE(chain.links[0].findings.empty());
    EXPECT_FALSE(chain.links[1].findings.empty());
}

TEST_F(ChainToTheSi, DrawsAStandardOnceThatSupportsTwoOthers) {
    add(4, equipment::Level::working, "2025-06-10", "2026-06-10");
    supports(4, 2);
    facts.uses.push_back({StandardId{4}, StandardCertificateId{4}});
    const auto chain = build_chain(facts);
    EXPECT_EQ(chain.nodes.size(), 5u);
    EXPECT_EQ(chain.links.size(), 5u);
    EXPECT_TRUE(chain.reaches_reference);
}

TEST_F(ChainToTheSi, IsNamedOnACertificateByWhoKeepsTheNationalStandard) {
    EXPECT_EQ(references(build_chain(facts)), Codes{"Viện Đo lường Việt Nam"});
    facts.certificates[StandardCertificateId{3}].sources = {
        {.standard = {}, .certificate = {}, .stated_reference = "SI kilogram"}};
    EXPECT_EQ(references(build_chain(facts)), Codes{"Viện Đo lường Việt Nam"}) << "what lies above it is not its end";
    add(4, equipment::Level::working, "2025-06-10", "2026-06-10");
    supports(4, 2);
    facts.uses.push_back({StandardId{4}, StandardCertificateId{4}});
    EXPECT_EQ(references(build_chain(facts)), Codes{"Viện Đo lường Việt Nam"}) << "once, by however many ways";
}

TEST_F(ChainToTheSi, IsNamedByTheWordsWhereNoNationalStandardIsKnown) {
    facts.certificates[StandardCertificateId{2}].sources = {
        {.standard = {}, .certificate = {}, .stated_reference = "SI second, UTC(VMI)"}};
    EXPECT_EQ(references(build_chain(facts)), Codes{"SI second, UTC(VMI)"});
    add(4, equipment::Level::working, "2025-06-10", "2026-06-10");
    supports(4, 3);
    facts.uses.push_back({StandardId{4}, StandardCertificateId{4}});
    EXPECT_EQ(references(build_chain(facts)), (Codes{"SI second, UTC(VMI)", "Viện Đo lường Việt Nam"}));
}

TEST_F(ChainToTheSi, HasNoNameWhereItBreaks) {
    facts.certificates[StandardCertificateId{2}].sources.clear();
    EXPECT_TRUE(references(build_chain(facts)).empty());
    facts.uses.clear();
    EXPECT_TRUE(references(build_chain(facts)).empty());
}

}  // namespace
}  // namespace chuan::traceability
