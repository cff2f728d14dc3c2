#include "server/api/jobs_json.h"

#include <algorithm>

#include "server/api/agreed_json.h"
#include "server/api/material_json.h"
#include "server/api/person_json.h"
#include "server/api/validity_json.h"
#include "storage/certificate_repository.h"
#include "storage/due_dates.h"
#include "storage/material_repository.h"
#include "storage/order_repository.h"
#include "storage/register_lists.h"
#include "storage/standard_repository.h"
#include "storage/words.h"

namespace chuan::server::api {
namespace {

json::Value instrument_ref(const storage::JobRow& row) {
    return json::object({{"id", row.instrument},
                         {"name_vi", row.instrument_name_vi},
                         {"name_en", row.instrument_name_en},
                         {"maker", row.maker},
                         {"model", row.model},
                         {"serial", row.serial}});
}

json::Value technician_of(const storage::JobRow& row) {
    if (!row.technician) return nullptr;
    return json::object({{"id", *row.technician}, {"name", row.technician_name}});
}

std::vector<json::Member> row_members(const storage::JobRow& row) {
    const bool given_back = row.state == jobs::State::in_work;
    return {{"id", row.id},
            {"number", row.number},
            {"order_id", row.order},
            {"order_number", row.order_number},
            {"item_id", row.item},
            {"item_code", row.item_code},
            {"instrument", instrument_ref(row)},
            {"customer", json::object({{"id", row.customer}, {"name", row.customer_name}})},
            {"kind", storage::word(row.kind)},
            {"mode", storage::word(row.mode)},
            {"state", jobs::to_string(row.state)},
            {"is_partial", row.partial},
            {"technician", technician_of(row)},
            {"promised_on", row.promised_on},
            {"received_on", row.received_on},
            {"handed_back", row.handed_back},
            {"returned_reason", given_back ? row.state_reason : ""},
            {"bench", row.bench ? json::object({{"id", *row.bench}, {"name", row.bench_name}}) : json::Value()},
            {"version", row.version}};
}

json::Value item_json(Call& call, PeopleNames& people, const storage::JobRow& row) {
    const auto item = storage::OrderRepository(call.transaction, call.actor.scope()).require_item(row.item);
    const bool back = item.handed_back_at.has_value();
    const auto by = storage::handed_back_by(call.transaction, call.actor.scope(), row.item);
    return json::object(
        {{"id", item.id},
         {"line", item.line},
         {"code", item.code},
         {"instrument", instrument_ref(row)},
         {"condition_text", item.condition},
         {"accessories", item.accessories},
         {"photo_id", item.photo},
         {"handed_back_at", item.handed_back_at},
         {"handed_back_to", back ? json::Value(item.handed_back_to) : json::Value()},
         {"handed_back_by", by ? people.ref(*by) : json::Value()},
         {"job", json::object({{"id", row.id}, {"number", row.number}, {"state", jobs::to_string(row.state)}})},
         {"version", item.version}});
}

json::Value certificate_ref(const storage::CertificateRecord& certificate) {
    return json::object({{"id", certificate.id},
                         {"number", certificate.number},
                         {"test_date", certificate.test_date},
                         {"valid_to", certificate.valid_to}});
}

json::Value timeline_json(const operations::TimelineEntry& entry, const jobs::Job& job) {
    return json::object({{"kind", entry.kind},
                         {"at", entry.at},
                         {"on", entry.on},
                         {"who", entry.who},
                         {"code", entry.code},
                         {"text", entry.text},
                         {"number", entry.number},
                         {"job_id", job.id},
                         {"order_id", job.order},
                         {"certificate_id", entry.certificate},
                         {"document_id", nullptr}});
}

json::Value procedure_of(Call& call, const jobs::Job& job) {
    if (!job.procedure) return nullptr;
    return procedure_ref_json(
        storage::ProcedureRepository(call.transaction, call.actor.scope()).require(*job.procedure));
}

json::Value difference_json(const operations::Difference& one) {
    return json::object({{"kind", one.kind},
                         {"name_vi", one.name_vi},
                         {"name_en", one.name_en},
                         {"point", one.point},
                         {"stage", one.stage},
                         {"unit", one.unit},
                         {"before", one.before},
                         {"now", one.now},
                         {"change", one.change},
                         {"significant", one.significant},
                         {"note", one.note}});
}

}  // namespace

json::Value PeopleNames::ref(AccountId account) {
    auto known = known_.find(account);
    if (known == known_.end()) known = known_.emplace(account, person_json(transaction_, account)).first;
    return known->second;
}

json::Value findings_json(const std::vector<Finding>& findings) { return json::list(findings, finding_json); }

json::Value job_row_json(const storage::JobRow& row) { return json::object(row_members(row)); }

json::Value job_ref_json(const jobs::Job& job) {
    return json::object({{"id", job.id}, {"number", job.number}, {"state", jobs::to_string(job.state)}});
}

json::Value procedure_ref_json(const storage::ProcedureVersion& version) {
    return json::object({{"id", version.id},
                         {"code", version.code},
                         {"version", version.version},
                         {"kind", version.kind},
                         {"title_vi", version.title_vi},
                         {"title_en", version.title_en},
                         {"status", storage::to_string(version.status)}});
}

json::Value review_json(PeopleNames& people, const jobs::ContractReview& review) {
    return json::object({{"method_fits", review.method_fits},
                         {"capable", review.capable},
                         {"points", review.points},
                         {"conformity_asked", review.conformity_asked},
                         {"limits", json::list(review.limits, agreed_limits_json)},
                         {"decision_rule", review.decision_rule},
                         {"rule_number", review.rule_number},
                         {"validity_asked", review.validity_asked},
                         {"validity_months", review.validity_months},
                         {"external_provider", review.external_provider},
                         {"agreed_with", review.agreed_with},
                         {"agreed_on", review.agreed_on},
                         {"remark", review.remark},
                         {"id", review.id},
                         {"reviewed_by", people.ref(review.reviewed_by)},
                         {"reviewed_at", review.reviewed_at}});
}

json::Value adjustment_json(PeopleNames& people, const jobs::Adjustment& adjustment) {
    return json::object({{"choice", jobs::to_string(adjustment.choice)},
                         {"reason", adjustment.reason},
                         {"done_by", adjustment.done_by},
                         {"consent", adjustment.consent},
                         {"seals", adjustment.seals},
                         {"recorded_by", people.ref(adjustment.recorded_by)},
                         {"recorded_at", adjustment.recorded_at}});
}

json::Value judgement_json(PeopleNames& people, const storage::Judgement& judgement) {
    return json::object({{"id", judgement.id},
                         {"finding_code", judgement.finding_code},
                         {"finding", json::raw(judgement.finding)},
                         {"judgement", judgement.judgement},
                         {"effect", judgement.effect},
                         {"judged_by", people.ref(judgement.judged_by)},
                         {"judged_at", judgement.judged_at}});
}

json::Value not_measured_json(PeopleNames& people, const storage::PointNotMeasured& point) {
    return json::object({{"point", point.point},
                         {"reason", point.reason},
                         {"recorded_by", people.ref(point.recorded_by)},
                         {"recorded_at", point.recorded_at}});
}

json::Value signature_json(const jobs::Signature& signature) {
    return json::object({{"id", signature.id},
                         {"round", signature.round},
                         {"meaning", jobs::to_string(signature.meaning)},
                         {"account_id", signature.account},
                         {"name", signature.name},
                         {"title_vi", signature.title_vi},
                         {"title_en", signature.title_en},
                         {"signed_at", signature.signed_at},
                         {"remark", signature.remark}});
}

json::Value bottle_on_job_json(const equipment::ReferenceMaterial& m, const equipment::Bottle& b, bool taken) {
    return json::object({{"id", b.id},
                         {"lot_id", m.lot_id},
                         {"code", m.code},
                         {"lot", m.lot},
                         {"number", b.number},
                         {"stock", b.stock},
                         {"amount_unit", m.amount_unit},
                         {"minimum_amount", m.minimum_amount},
                         {"usable_until", usable_until_json(equipment::usable_until(m, b.opened_on))},
                         {"taken", taken}});
}

/// What plays a role, as far as a standard and a bottle are alike.
struct Played {
    std::string name_vi{}, name_en{}, certificate{};
    CivilDate issued_on{}, due_on{};
    json::Value bottle{};
};

Played played(Call& call, const storage::JobStandard& choice, JobId job) {
    const auto scope = call.actor.scope();
    if (!choice.bottle) {
        storage::StandardRepository standards(call.transaction, scope);
        const auto standard = standards.require(choice.standard.value());
        const auto certificate = standards.require_certificate(choice.certificate.value());
        return {standard.name_vi,          standard.name_en,   certificate.number,
                certificate.calibrated_on, certificate.due_on, {}};
    }
    storage::MaterialRepository materials(call.transaction, scope);
    const auto material = materials.require(choice.material.value());
    const auto bottle = materials.require_bottle(*choice.bottle);
    const auto uses = materials.uses_of(job);
    const bool taken = std::ranges::find(uses, bottle.id, &storage::BottleEventRow::bottle) != uses.end();
    return {material.name_vi,
            material.name_en,
            material.certificate_number,
            material.issued_on,
            equipment::usable_until(material, bottle.opened_on).day,
            bottle_on_job_json(material, bottle, taken)};
}

json::Value job_standard_json(Call& call, PeopleNames& people, JobId job, const storage::JobStandard& choice,
                              bool in_use, CivilDate today) {
    const auto one = played(call, choice, job);
    return json::object({{"id", choice.id},
                         {"role", choice.role},
                         {"standard_id", choice.standard},
                         {"bottle", one.bottle},
                         {"code", choice.code},
                         {"name_vi", one.name_vi},
                         {"name_en", one.name_en},
                         {"certificate_number", one.certificate},
                         {"calibrated_on", one.issued_on},
                         {"due_on", one.due_on},
                         {"status", storage::to_string(storage::due_status(one.due_on, today))},
                         {"in_use", in_use},
                         {"reason", choice.reason},
                         {"chosen_by", people.ref(choice.chosen_by)},
                         {"chosen_at", choice.chosen_at}});
}

json::Value job_json(Call& call, JobId id) {
    const auto scope = call.actor.scope();
    storage::JobRepository jobs(call.transaction, scope);
    storage::CertificateRepository certificates(call.transaction, scope);
    const auto site = operations::site_of(call.transaction, call.actor, call.now);
    const auto row = jobs.require_row(id);
    const auto job = jobs.require(id);
    const auto review = jobs.contract_review(id);
    const auto adjustment = jobs.adjustment(id);
    PeopleNames people(call.transaction);
    auto members = row_members(row);
    const bool held = job.state == jobs::State::held;  // then the reason is what was found
    const std::vector<json::Member> rest{
        {"state_reason", held ? "" : job.state_reason},
        {"hold", held ? json::raw(job.state_reason) : json::Value()},
        {"place_of_work", jobs::to_string(job.place)},
        {"place_detail", job.place_detail},
        {"procedure", procedure_of(call, job)},
        {"item", item_json(call, people, row)},
        {"contract_review", review ? review_json(people, *review) : json::Value()},
        {"agreement_fixed", !jobs.readings(id).empty()},
        {"standards",
         json::list(jobs.standards(id),
                    [&](const auto& one) { return job_standard_json(call, people, id, one, true, site.today); })},
        {"adjustment", adjustment ? adjustment_json(people, *adjustment) : json::Value()},
        {"judgements", json::list(jobs.judgements(id), [&](const auto& one) { return judgement_json(people, one); })},
        {"not_measured",
         json::list(jobs.not_measured(id), [&](const auto& one) { return not_measured_json(people, one); })},
        {"signatures", json::list(jobs.signatures(id), signature_json)},
        {"certificates", json::list(certificates.of_job(id),
                                    [&](CertificateId one) { return certificate_ref(certificates.require(one)); })},
        {"first_reading_at", job.first_reading_at},
        {"last_reading_at", job.last_reading_at},
        {"history", json::list(operations::job_timeline(call.transaction, scope, site, job),
                               [&](const auto& entry) { return timeline_json(entry, job); })}};
    members.insert(members.end(), rest.begin(), rest.end());
    return json::object(members);
}

namespace {

json::Value copied_json(PeopleNames& people, const operations::PaperCopy& copy) {
    return json::object({{"document_id", copy.document},
                         {"reason", copy.reason},
                         {"author", people.ref(copy.author)},
                         {"measured_at", copy.measured_at},
                         {"entered_at", copy.entered_at},
                         {"readings", copy.readings},
                         {"room", copy.room},
                         {"checks", copy.checks}});
}

}  // namespace

json::Value differences_json(PeopleNames& people, const operations::JobComparison& comparison) {
    json::Value previous;
    if (const auto& before = comparison.previous)
        previous = json::object(
            {{"job", job_ref_json(before->job)},
             {"finished_on", before->finished_on},
             {"certificate", before->certificate ? certificate_ref(*before->certificate) : json::Value()}});
    return json::object(
        {{"previous", previous},
         {"items", json::list(comparison.differences, difference_json)},
         {"outliers", comparison.outliers},
         {"slips", comparison.slips},
         {"repeats", comparison.repeats},
         {"copied", json::list(comparison.copied, [&](const auto& one) { return copied_json(people, one); })},
         {"findings", findings_json(comparison.findings)}});
}

}  // namespace chuan::server::api
