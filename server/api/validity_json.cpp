#include "server/api/validity_json.h"

namespace chuan::server::api {
namespace {

using certificates::Answer;
using certificates::Validity;

json::Value or_null(const std::string& text) { return text.empty() ? json::Value() : json::Value(text); }

std::optional<std::string> replaced_by(const Validity& validity) {
    return validity.answer == Answer::replaced ? std::optional(validity.related_number) : std::nullopt;
}

json::Value said(Answer then, Answer now, CivilDate on, CivilDate today) {
    return on < today && then != now ? json::Value(certificates::to_string(then)) : json::Value();
}

std::string sentence_of(const Validity& validity) {
    const std::string since = validity.since ? " since " + to_iso(*validity.since) : "";
    std::string sentence = std::string(certificates::to_string(validity.answer)) + since;
    if (validity.cause != certificates::EndCause::none)
        sentence += " (" + std::string(certificates::to_string(validity.cause)) + ")";
    if (!validity.related_number.empty()) sentence += ", " + validity.related_number;
    if (!validity.reason.empty()) sentence += ": " + validity.reason;
    return sentence;
}

json::Value item_json(const storage::CertificateRecord& certificate) {
    return json::object({{"name_vi", certificate.item_name_vi},
                         {"name_en", certificate.item_name_en},
                         {"maker", certificate.maker},
                         {"model", certificate.model},
                         {"serial", certificate.serial}});
}

json::Value laboratory_json(const organisations::Body& body) {
    return json::object({{"name_vi", body.name_vi},
                         {"name_en", body.name_en},
                         {"address", body.address_vi},
                         {"registration_number", body.registration_number.value_or("")},
                         {"designation_number", body.designation_number.value_or("")}});
}

}  // namespace

std::vector<Finding> reasons_of(const Validity& validity) {
    if (validity.answer == Answer::valid || validity.answer == Answer::not_yet_issued) return {};
    if (validity.answer == Answer::unknown && validity.reason.empty()) return {};
    std::string code =
        "validity." +
        std::string(validity.answer == Answer::unknown ? "void" : certificates::to_string(validity.answer));
    if (validity.cause != certificates::EndCause::none)
        code += "." + std::string(certificates::to_string(validity.cause));
    return {{code, sentence_of(validity), "", {{"reason", validity.reason}, {"number", validity.related_number}}}};
}

json::Value validity_json(const operations::DatedAnswer& answer, CivilDate on, CivilDate today, Moment now) {
    const auto& validity = answer.now;
    return json::object({{"answer", certificates::to_string(validity.answer)},
                         {"on", on},
                         {"as_of", now},
                         {"since", validity.since},
                         {"until", validity.until},
                         {"reasons", json::list(reasons_of(validity), finding_json)},
                         {"newer_certificate", or_null(validity.newer_number)},
                         {"replaced_by", replaced_by(validity)},
                         {"said_that_day", said(answer.then.answer, validity.answer, on, today)}});
}

json::Value signed_by_json(const std::optional<storage::SigningKey>& key,
                           const std::optional<storage::CertificateSeal>& seal) {
    if (!key) return {};
    const bool stamped = seal && seal->stamp;
    return json::object(
        {{"name", key->name},
         {"authority", key->authority},
         {"is_own_authority", key->origin == storage::KeyOrigin::own},
         {"key_id", key->key_id},
         {"key_state", to_string(key->state)},
         {"time_stamp",
          stamped ? json::object({{"at", seal->stamp->at}, {"authority", seal->stamp->authority}}) : json::Value()}});
}

json::Value public_answer_json(const operations::PublicAnswer& answer, Moment now) {
    const auto& validity = answer.validity;
    const auto& c = answer.certificate;
    const bool stamped = c && !c->stamp_number.empty();
    return json::object(
        {{"answer", certificates::to_string(validity.answer)},
         {"kind", c ? json::Value(certificates::to_string(c->kind)) : json::Value()},
         {"number", c ? json::Value(c->number) : json::Value()},
         {"is_sample", c && c->sample},
         {"is_signed", c ? json::Value(c->digitally_signed) : json::Value()},
         {"signed_by", signed_by_json(answer.signer, answer.seal)},
         {"item", c ? item_json(*c) : json::Value()},
         {"stamp_number", stamped ? json::Value(c->stamp_number) : json::Value()},
         {"laboratory", answer.laboratory && !c->imported ? laboratory_json(*answer.laboratory) : json::Value()},
         {"conclusion", c ? json::Value(certificates::to_string(c->conclusion)) : json::Value()},
         {"test_date", c ? json::Value(c->test_date) : json::Value()},
         {"issued_on", c ? json::Value(c->issued_on) : json::Value()},
         {"valid_to", c ? json::Value(c->valid_to) : json::Value()},
         {"since", validity.since},
         {"reasons", json::list(reasons_of(validity), finding_json)},
         {"newer_certificate", or_null(validity.newer_number)},
         {"replaced_by", replaced_by(validity)},
         {"on", answer.on},
         {"as_of", now},
         {"said_that_day", c ? said(answer.said_that_day, validity.answer, answer.on, answer.today) : json::Value()},
         {"covers", answer.covers},
         {"imported_from", c && c->imported ? json::Value(c->source) : json::Value()}});
}

}  // namespace chuan::server::api
