// Bottles of reference materials over the interface: what a job may begin with, what may take its place, and what the
// signature asks for.

#include "storage/organisation_repository.h"
#include "tests/api_jobs/interface.h"
#include "tests/operations/buffers.h"

namespace chuan::test {
namespace {

using equipment::BottleAct;
using equipment::BottleId;

class BottlesApi : public WithBuffers<Interface> {
  protected:
    static Json played(const char* role, BottleId bottle) { return {{"role", role}, {"bottle_id", bottle.value}}; }
    static Json played(const char* role, StandardId standard) {
        return {{"role", role}, {"standard_id", standard.value}};
    }
    template <class Player>
    Json start_with(Player seven) const {
        return {{"procedure_version_id", procedure.value},
                {"standards", {played("buffer4", ph4), played("buffer7", seven), played("buffer9", ph9)}},
                {"place_of_work", "laboratory"}};
    }
    template <class Player>
    Answered start(JobId job, Player seven) {
        return post(lab->technician, path(job, "start"), start_with(seven));
    }
    JobId started() {
        const JobId job = received();
        EXPECT_EQ(start(job, ph7).outcome(), "200");
        return job;
    }
    template <class Player>
    Answered change(JobId job, Player player, const char* reason = "chai khác") {
        Json body = played("buffer7", player);
        body["reason"] = reason;
        return post(lab->technician, path(job, "standards"), body);
    }
    /// Code and field of every finding: "material.value /standards/buffer7".
    static Codes found(const Answered& answered) {
        Codes all{std::to_string(answered.status)};
        if (answered.json.contains("errors"))
            for (const auto& error : answered.json["errors"])
                all.push_back(error["code"].get<std::string>() + " " + error["field"].get<std::string>());
        return all;
    }
    Answered use(BottleId bottle, JobId job, const char* amount = "20") {
        return post(lab->technician, "/api/v1/bottles/" + std::to_string(bottle.value) + "/uses",
                    {{"happened_on", "2026-03-02"}, {"amount", amount}, {"job_id", job.value}});
    }
    BottleId sealed(const char* number) {
        return lab->write([&](storage::Transaction& transaction, Moment now) {
            equipment::Bottle made;
            made.lot = storage::MaterialRepository(transaction, {lab->body}).require_bottle(ph7).lot;
            made.number = number;
            made.received_on = day("2026-02-01");
            made.stock = d("100");
            return operations::add_bottle(transaction, chief(), made, now);
        });
    }
    /// The same material on the shelf of the other laboratory.
    BottleId foreign() {
        return lab->write([&](storage::Transaction& transaction, Moment now) {
            storage::MaterialRepository ours(transaction, {lab->body}), theirs(transaction, {lab->other_body});
            organisations::Organisation producer =
                storage::OrganisationRepository(transaction, {lab->body}).require(lab->institute);
            auto material = ours.require_of_lot(ours.require_bottle(ph7).lot);
            material.producer = storage::OrganisationRepository(transaction, {lab->other_body}).add(producer, now);
            material.lot_id = theirs.add_lot(material.code, material.lot);
            theirs.add(material, lab->stranger.account, now);
            equipment::Bottle made = ours.require_bottle(ph7);
            made.lot = material.lot_id;
            made.number = "K-1";
            return theirs.add_bottle(made, now);
        });
    }
    Json bottle_in_use(JobId job, const std::string& role) {
        const Json shown = get(lab->technician, path(job)).json;
        for (const auto& one : shown["standards"])
            if (one["role"] == role && one["in_use"]) return one["bottle"];
        return {};
    }
};

TEST_P(BottlesApi, AJobBeginsWithTheBottlesThatItIsOffered) {
    const JobId job = received();
    const Json options = get(lab->technician, path(job, "standards?procedure=" + std::to_string(procedure.value))).json;
    ASSERT_EQ(options["roles"].size(), 3u);
    EXPECT_TRUE(options["roles"][1]["is_material"].get<bool>());
    EXPECT_TRUE(options["roles"][1]["candidates"].empty());
    const Json& offered = options["roles"][1]["bottles"][0];
    EXPECT_TRUE(offered["usable"].get<bool>());
    EXPECT_EQ(offered["certificate_number"], "VMI-RM-PH7");
    ASSERT_EQ(start(job, ph7).json["state"], "in_work");
    EXPECT_EQ(bottle_in_use(job, "buffer7")["id"], ph7.value);
    EXPECT_EQ(bottle_in_use(job, "buffer7")["lot"], "L1");
}

TEST_P(BottlesApi, ARoleRefusesWhatDoesNotPlayIt) {
    const JobId job = received();
    EXPECT_EQ(found(start(job, lab->reference_weight)), (Codes{"422", "standard.material_needed /standards/buffer7"}));
    EXPECT_EQ(found(start(job, ph9)), (Codes{"422", "material.value /standards/buffer7"}));
    Json both = start_with(ph7);
    both["standards"][1]["standard_id"] = lab->reference_weight.value;
    EXPECT_EQ(post(lab->technician, path(job, "start"), both).outcome(), "400 field.value");
    Json twice = start_with(ph7);
    twice["standards"].push_back(played("buffer7", lab->reference_weight));
    EXPECT_EQ(post(lab->technician, path(job, "start"), twice).outcome(), "400 field.value");

    const JobId weight = lab->receive(lab->weight);
    lab->review_contract(weight);
    const Json weighing{{"procedure_version_id", lab->weighing.value},
                        {"standards", {played("reference", ph7), played("comparator", lab->comparator)}},
                        {"place_of_work", "laboratory"}};
    EXPECT_EQ(found(post(lab->technician, path(weight, "start"), weighing)),
              (Codes{"422", "standard.not_a_material /standards/reference"}));
    EXPECT_EQ(lab->job(weight).state, jobs::State::received);
}

TEST_P(BottlesApi, ABottleOfAnotherLaboratoryIsNotThere) {
    const BottleId theirs = foreign();
    const JobId job = received();
    EXPECT_EQ(start(job, theirs).outcome(), "404 bottle.unknown");
    EXPECT_EQ(lab->job(job).state, jobs::State::received);
    const JobId begun = started();
    EXPECT_EQ(change(begun, theirs).outcome(), "404 bottle.unknown");
    EXPECT_EQ(use(theirs, begun).outcome(), "404 bottle.unknown");
    EXPECT_EQ(bottle_in_use(begun, "buffer7")["id"], ph7.value);
}

TEST_P(BottlesApi, ABottleThatDoesNotServeIsRefusedAtTheStartAndAsAnother) {
    const JobId begun = started(), job = received();
    const BottleId closed = sealed("02"), gone = another(ph7, "03"), low = another(ph7, "04");
    end(gone, BottleAct::used_up);
    ASSERT_EQ(change(begun, low).outcome(), "200");
    ASSERT_EQ(use(low, begun, "90").outcome(), "200");
    const std::pair<BottleId, const char*> bad[] = {
        {closed, "material.not_opened"}, {gone, "material.used_up"}, {low, "material.too_little"}};
    for (const auto& [bottle, code] : bad)
        EXPECT_EQ(found(start(job, bottle)), (Codes{"422", std::string(code) + " /standards/buffer7"}));
    for (const auto& [bottle, code] : {bad[0], bad[1]})
        EXPECT_EQ(found(change(begun, bottle)), (Codes{"422", std::string(code) + " /bottle_id"}));
    lab->clock.set(moment_from_iso("2027-01-01T02:00:00Z"));  // the day after the certificate's last one
    const auto late = found(start(received(), ph7));
    EXPECT_TRUE(has(late, "material.expired /standards/buffer7")) << late.back();
}

TEST_P(BottlesApi, AnotherBottleIsPutInPlaceWithAReason) {
    const JobId job = started();
    const BottleId fresh = another(ph7, "02");
    EXPECT_EQ(found(change(job, fresh, " ")), (Codes{"422", "field.missing /reason"}));
    EXPECT_EQ(found(change(job, ph7)), (Codes{"422", "standard.in_use /bottle_id"}));
    EXPECT_EQ(found(change(job, ph4)), (Codes{"422", "material.value /bottle_id"}));
    EXPECT_EQ(found(change(job, lab->reference_weight)), (Codes{"422", "standard.material_needed /standard_id"}));
    EXPECT_EQ(change(job, fresh).outcome(), "200");
    EXPECT_EQ(bottle_in_use(job, "buffer7")["number"], "02");
}

TEST_P(BottlesApi, TheSignatureAsksForTheUseOfEachBottle) {
    const JobId job = started();
    Json entries = Json::array();
    const std::pair<const char*, const char*> cells[] = {{"pH4", "4.01"}, {"pH7", "6.89"}, {"pH9", "9.22"}};
    for (const auto& [point, value] : cells)
        for (int repeat = 1; repeat <= 3; ++repeat)
            entries.push_back(entry_json(lab->entry(point, std::string("X") + point[2], repeat, value)));
    ASSERT_EQ(post(lab->technician, path(job, "readings"), {{"entries", entries}}).status, 200);
    lab->environment(job, "22.9", "53", "start");
    lab->environment(job, "23.3", "53", "end");
    lab->not_adjusted(job);
    const auto submit = [&] { return post(lab->technician, path(job, "submission"), Json::object()); };
    EXPECT_EQ(found(submit()),
              (Codes{"422", "material.use_missing /standards/buffer4", "material.use_missing /standards/buffer7",
                     "material.use_missing /standards/buffer9"}));
    for (const auto bottle : {ph4, ph9}) ASSERT_EQ(use(bottle, job).outcome(), "200");
    EXPECT_EQ(found(submit()), (Codes{"422", "material.use_missing /standards/buffer7"}));
    EXPECT_FALSE(bottle_in_use(job, "buffer7")["taken"].get<bool>());
    ASSERT_EQ(use(ph7, job).outcome(), "200");
    EXPECT_TRUE(bottle_in_use(job, "buffer7")["taken"].get<bool>());
    EXPECT_EQ(submit().json["state"], "to_review");
}

TEST_P(BottlesApi, ABenchIsForProceduresThatSaySo) {
    const JobId first = received(), second = received();
    Json opening = start_with(ph7);
    opening["name"] = "Bàn pH";
    opening["jobs"] = {first.value, second.value};
    EXPECT_EQ(post(lab->technician, "/api/v1/benches", opening).outcome(), "422 bench.procedure");
}

TEST_P(BottlesApi, ItemsOfOneBenchShareABottleAndEachTakesItsSample) {
    const auto shared = lab->write([&](storage::Transaction& transaction, Moment) {
        return add_procedure(transaction, {{"version=\"1.1\" kind", "version=\"1.9\" kind"},
                                           {"  </standards>", "  </standards>\n  <sheet bench=\"20\"/>"}});
    });
    const JobId first = received(), second = received(lab->write([&](storage::Transaction&transaction, Moment) {
                                        return add_meter(transaction, "PH-2");
                                    }));
    Json opening = start_with(ph7);
    opening["procedure_version_id"] = shared.value;
    opening["name"] = "Bàn pH";
    opening["jobs"] = {first.value, second.value};
    const Answered opened = post(lab->technician, "/api/v1/benches", opening);
    ASSERT_EQ(opened.status, 201) << opened.body;
    const std::string bench = "/api/v1/benches/" + std::to_string(opened.json["id"].get<std::int64_t>());
    for (const JobId job : {first, second}) EXPECT_EQ(bottle_in_use(job, "buffer7")["id"], ph7.value);
    ASSERT_EQ(use(ph7, first).outcome(), "200");
    EXPECT_TRUE(bottle_in_use(first, "buffer7")["taken"].get<bool>());
    EXPECT_FALSE(bottle_in_use(second, "buffer7")["taken"].get<bool>());

    Json another_bottle = played("buffer7", another(ph7, "02"));
    another_bottle["reason"] = "chai cũ gần hết";
    const Answered changed = post(lab->technician, bench + "/standards", another_bottle);
    ASSERT_EQ(changed.status, 204) << changed.body;
    for (const JobId job : {first, second}) EXPECT_EQ(bottle_in_use(job, "buffer7")["number"], "02");
    const Json sheet = get(lab->technician, bench).json;
    EXPECT_EQ(sheet["standards"][1]["bottle"]["number"], "02") << sheet["standards"].dump();
}

ON_BOTH_ENGINES(BottlesApi);

}  // namespace
}  // namespace chuan::test
