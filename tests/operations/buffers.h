#pragma once

#include <fstream>
#include <sstream>

#include "operations/register_materials.h"
#include "procedures/reader.h"
#include "storage/instrument_repository.h"
#include "storage/material_repository.h"
#include "tests/operations/refusals.h"

namespace chuan::test {

inline Decimal d(const char* text) { return Decimal::parse(text); }
inline CivilDate day(const char* iso) { return date_from_iso(iso); }

/// A pH meter, QT-HOA-01 and three buffers on the shelf, beside what the laboratory of Base has.
template <class Base>
class WithBuffers : public Base {
  protected:
    void SetUp() override {
        Base::SetUp();
        if (this->IsSkipped()) return;
        this->lab->database.write([&](storage::Transaction& transaction) {
            procedure = add_procedure(transaction);
            meter = add_meter(transaction, "PH-1");
        });
        ph4 = shelf("RM-PH4", {"4.000", "4.005", "4.011"});
        ph7 = shelf("RM-PH7", {"6.881", "6.865", "6.853"});
        ph9 = shelf("RM-PH9", {"9.225", "9.180", "9.139"}, "0.003");
    }

    ProcedureVersionId add_procedure(storage::Transaction& transaction,
                                     const std::vector<std::pair<std::string, std::string>>& changed = {}) {
        std::ifstream file("config/procedures/QT-HOA-01.xml");
        std::stringstream bytes;
        bytes << file.rdbuf();
        std::string content = bytes.str();
        for (const auto& [was, is] : changed) content.replace(content.find(was), was.size(), is);
        storage::ProcedureRepository procedures(transaction, {this->lab->body});
        const auto id =
            procedures.add(procedures::read_procedure(content, "QT-HOA-01.xml"), content, this->lab->clock.now());
        for (const char* step : {"verified", "approved"})
            procedures.add_event(id, step, day("2025-12-01"), "", this->lab->head.account, this->lab->clock.now());
        return id;
    }

    InstrumentId add_meter(storage::Transaction& transaction, const char* serial) {
        equipment::Instrument made;
        made.name_vi = "Máy đo pH";
        made.maker = "Horiba";
        made.model = "PH1100";
        made.serial = serial;
        made.quantity = "ph";
        made.range_low = d("0");
        made.range_high = d("14");
        made.unit = "\\one";
        made.resolution = d("0.01");
        made.owner = this->lab->customer;
        return storage::InstrumentRepository(transaction, {this->lab->body}).add(made, this->lab->clock.now());
    }

    people::Actor chief() const {
        auto actor = this->lab->as(this->lab->reviewer);
        actor.roles.push_back(people::Role::custodian);
        return actor;
    }

    /// A lot with the values at 20, 25 and 30 °C, and an open bottle of 100 mL that serves 10 days.
    equipment::BottleId shelf(const std::string& code, std::vector<const char*> values,
                              const char* stability = nullptr) {
        equipment::ReferenceMaterial m;
        m.code = code;
        m.lot = "L1";
        m.name_vi = "Dung dịch chuẩn " + code;
        m.producer = this->lab->institute;
        m.certificate_number = "VMI-" + code;
        m.issued_on = day("2026-01-10");
        m.expires_on = day("2026-12-31");
        m.days_after_opening = 10;
        m.minimum_amount = d("20");
        m.amount_unit = "\\milli\\litre";
        m.traceable_to = "pH sơ cấp, VMI";
        const char* temperatures[] = {"20", "25", "30"};
        for (std::size_t i = 0; i < values.size(); ++i)
            m.values.push_back({.quantity = "ph",
                                .argument = d(temperatures[i]),
                                .argument_unit = "\\degreecelsius",
                                .figure = d(values[i]),
                                .expanded_uncertainty = d("0.010"),
                                .coverage_factor = d("2"),
                                .unit = "\\one"});
        m.stability_in_U = stability == nullptr;
        if (stability)
            m.contributions.push_back(
                {equipment::MaterialContribution::Of::stability, "ph", d(stability), "\\one", "trang 3"});
        return this->lab->write([&](storage::Transaction& transaction, Moment now) {
            const auto id = operations::add_material(transaction, chief(), m, now);
            const auto lot = storage::MaterialRepository(transaction, {this->lab->body}).require(id).lot_id;
            return bottle(transaction, lot, "01", now);
        });
    }

    equipment::BottleId bottle(storage::Transaction& transaction, equipment::MaterialLotId lot, const char* number,
                               Moment now) {
        equipment::Bottle made;
        made.lot = lot;
        made.number = number;
        made.received_on = day("2026-02-01");
        made.stock = d("100");
        const auto id = operations::add_bottle(transaction, chief(), made, now);
        operations::record_bottle_event(transaction, this->lab->as(this->lab->technician), id,
                                        {.act = equipment::BottleAct::opened, .happened_on = day("2026-02-25")}, now);
        return id;
    }
    equipment::BottleId another(equipment::BottleId of, const char* number) {
        return this->lab->write([&](storage::Transaction& transaction, Moment now) {
            const auto lot = storage::MaterialRepository(transaction, {this->lab->body}).require_bottle(of).lot;
            return bottle(transaction, lot, number, now);
        });
    }

    JobId received() { return received(meter); }
    JobId received(InstrumentId item) {
        const JobId id = this->lab->receive(item);
        this->lab->review_contract(id);
        return id;
    }
    Codes take(equipment::BottleId bottle, JobId job, const char* amount = "20") {
        return refused_for([&] {
            this->lab->write([&](storage::Transaction& transaction, Moment now) {
                operations::record_bottle_event(transaction, this->lab->as(this->lab->technician), bottle,
                                                {.act = equipment::BottleAct::used,
                                                 .happened_on = day("2026-03-02"),
                                                 .amount = d(amount),
                                                 .job = job,
                                                 .reason = {}},
                                                now);
            });
        });
    }
    void end(equipment::BottleId bottle, equipment::BottleAct act) {
        this->lab->write([&](storage::Transaction& transaction, Moment now) {
            operations::record_bottle_event(
                transaction, chief(), bottle,
                {.act = act, .happened_on = civil_date(now, 420), .amount = {}, .job = {}, .reason = "nhiễm bẩn"}, now);
        });
    }

    InstrumentId meter{};
    ProcedureVersionId procedure{};
    equipment::BottleId ph4{}, ph7{}, ph9{};
};

}  // namespace chuan::test
