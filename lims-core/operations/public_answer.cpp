#include "operations/public_answer.h"

#include "base/text.h"
#include "storage/body_repository.h"
#include "storage/intent_repository.h"

namespace chuan::operations {
namespace {

constexpr int kVietnam = 420;  // where no body is known yet: minutes ahead of UTC

std::string bodies_covered(storage::Transaction& transaction) {
    storage::BodyRepository bodies(transaction);
    std::string names;
    for (const auto id : bodies.all()) names += (names.empty() ? "" : "; ") + bodies.require(id).name_vi;
    return names;
}

PublicAnswer unknown(storage::Transaction& transaction, std::optional<CivilDate> on, Moment now) {
    PublicAnswer answer;
    answer.today = civil_date(now, kVietnam);
    answer.on = on.value_or(answer.today);
    answer.covers = bodies_covered(transaction);
    return answer;
}

PublicAnswer answer_for(storage::Transaction& transaction, storage::CertificateRecord certificate,
                        std::optional<CivilDate> on, Moment now) {
    PublicAnswer answer;
    answer.laboratory = storage::BodyRepository(transaction).require(certificate.body);
    const int offset = answer.laboratory->utc_offset_minutes;
    answer.today = civil_date(now, offset);
    answer.on = on.value_or(answer.today);
    const auto dated = answer_on(transaction, people::Scope{certificate.body}, certificate, answer.on, offset, now);
    answer.validity = dated.now;
    answer.said_that_day = dated.then.answer;
    if (certificate.digitally_signed) {
        storage::SigningKeyRepository keys(transaction, {certificate.body});
        answer.signer = keys.signer_of(certificate.id);
        answer.seal = keys.seal_of(certificate.id);
    }
    answer.certificate = std::move(certificate);
    return answer;
}

bool is_second_fact(const storage::CertificateRecord& certificate, const PublicQuestion& question) {
    const std::string fact = folded_serial(question.fact);
    if (fact.empty()) return false;
    if (!question.number.empty()) return fact == folded_serial(certificate.serial);
    const auto day = date_from_entry(trimmed(question.fact));
    return fact == folded_serial(certificate.number) || (day && *day == certificate.issued_on);
}

/// As typed, or in the capital letters that numbers of this program are made of.
std::vector<CertificateId> by_number(storage::CertificateRepository& certificates, const std::string& typed) {
    auto found = certificates.all_by_number(typed);
    if (!found.empty()) return found;
    std::string capitals = typed;
    for (char& letter : capitals)
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    return certificates.all_by_number(capitals);
}

}  // namespace

PublicAnswer answer_for_code(storage::Transaction& transaction, std::string_view typed_code,
                             std::optional<CivilDate> on, Moment now) {
    const auto code = certificates::read_code(typed_code);
    if (const auto* fault = std::get_if<certificates::CodeFault>(&code)) {
        PublicAnswer answer = unknown(transaction, on, now);
        answer.code_fault = *fault;
        return answer;
    }
    if (auto certificate = storage::certificate_by_code(transaction, std::get<std::string>(code)))
        return answer_for(transaction, *std::move(certificate), on, now);
    PublicAnswer answer = unknown(transaction, on, now);
    const auto state = storage::intent_state_by_code(transaction, std::get<std::string>(code));
    answer.reserved = state == storage::IntentState::reserved;
    if (answer.reserved) answer.validity.answer = certificates::Answer::not_yet_issued;
    if (state == storage::IntentState::void_)
        answer.validity.reason = storage::void_reason_by_code(transaction, std::get<std::string>(code)).value_or("");
    return answer;
}

PublicAnswer answer_for_question(storage::Transaction& transaction, const PublicQuestion& question, Moment now) {
    if (question.number.empty() && folded_serial(question.serial).empty())
        return unknown(transaction, std::nullopt, now);
    storage::BodyRepository bodies(transaction);
    for (const auto body : bodies.all()) {
        storage::CertificateRepository certificates(transaction, people::Scope{body});
        const auto found = question.number.empty() ? certificates.by_serial(question.serial)
                                                   : by_number(certificates, trimmed(question.number));
        for (const auto id : found) {
            auto certificate = certificates.require(id);
            if (is_second_fact(certificate, question))
                return answer_for(transaction, std::move(certificate), std::nullopt, now);
        }
    }
    return unknown(transaction, std::nullopt, now);
}

}  // namespace chuan::operations
