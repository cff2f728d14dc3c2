#pragma once

// What anybody may ask about a certificate: is it genuine, is it in force, on any day. Says no reading, no price, and
// nothing about the customer beyond what the paper itself says.

#include <optional>
#include <string>
#include <string_view>

#include "certificates/code.h"
#include "operations/certificate_acts.h"
#include "organisations/body.h"
#include "storage/certificate_repository.h"
#include "storage/signing_key_repository.h"

namespace chuan::operations {

struct PublicAnswer {
    certificates::Validity validity;  // answer unknown: nothing below is set but on, covers, code_fault
    certificates::Answer said_that_day = certificates::Answer::unknown;
    std::optional<storage::CertificateRecord> certificate;
    std::optional<organisations::Body> laboratory;
    std::optional<storage::SigningKey> signer;          // whose key sealed it; nothing: not signed digitally
    std::optional<storage::CertificateSeal> seal;       // the same, with its time stamp
    std::optional<certificates::CodeFault> code_fault;  // mistyped or no code of ours at all
    bool reserved = false;                              // given out, its document not completed
    CivilDate on{}, today{};
    std::string covers;  // unknown: the bodies whose certificates this register holds
};

/// For the code printed on a certificate, on a day (default: today at the laboratory). Never throws for an unknown
/// code.
PublicAnswer answer_for_code(storage::Transaction&, std::string_view typed_code, std::optional<CivilDate> on,
                             Moment now);

/// By number with the serial as second fact, or by serial with number or day of issue: unknown number and wrong fact
/// give the same answer, unknown.
struct PublicQuestion {
    std::string number{}, serial{}, fact{};
};
PublicAnswer answer_for_question(storage::Transaction&, const PublicQuestion&, Moment now);

}  // namespace chuan::operations
