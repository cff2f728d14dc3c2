#pragma once

// Everything a certificate says, once, in no language's layout: the PDF and the DCC are two drawings of this value.
// Figures are the strings that the one evaluation printed; nothing here is computed again.

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"

namespace chuan::certificates {

enum class Kind { calibration, verification, testing, verification_record };

/// A text in both languages; english may be empty where a name has only one form.
struct Bilingual {
    std::string vi, en;
    bool operator==(const Bilingual&) const = default;
};

struct Party {
    std::string name_vi, name_en;
    std::string address, city;
    std::string country = "VN";  // ISO 3166-1
    std::string phone, email;
    bool operator==(const Party&) const = default;
};

struct LaboratoryContent : Party {
    std::string registration_number;                   // "ĐK 123"; printed only when present
    std::string designation_number;                    // "N 123"
    std::string head_of_letter_vi, head_of_letter_en;  // parent authority above the name, may be empty
    bool operator==(const LaboratoryContent&) const = default;
};

struct ItemContent {
    std::string name_vi, name_en;
    std::string maker, maker_country, model, serial, inventory_number, year;
    std::vector<std::string> characteristics;  // "0 ÷ 16 bar; cấp / class 1,6": one line per range, point as separator
    std::string owner, owner_address, place_of_use;
    std::string condition;  // on receipt; empty: nothing to say
    bool operator==(const ItemContent&) const = default;
};

struct StandardContent {
    std::string code, name_vi, name_en, maker, model, serial;
    std::string lot{}, bottle{};  // of a reference material; due_on is then the last day it is usable
    std::string certificate_number, certificate_issuer;
    std::optional<CivilDate> calibrated_on, due_on;
    std::string certificate_sha256_base64;  // of the DCC where the certificate is one; else empty (paper: "analogue")
    std::string certificate_unique_id;      // urn:uuid of the DCC; else empty
    bool operator==(const StandardContent&) const = default;
};

struct ConditionContent {
    std::string quantity;   // "temperature", "humidity", "pressure"
    std::string unit;       // D-SI
    std::string low, high;  // corrected, smallest and largest recorded
    bool operator==(const ConditionContent&) const = default;
};

struct ResultRow {
    std::string point, direction;  // direction: "rising", "falling", ""
    std::string nominal, reference, indication, value, error, uncertainty, coverage_factor, limit;
    std::string verdict;  // "pass", "conditional_pass", "conditional_fail", "fail", ""
    /// Where the coverage interval is not symmetric: its ends stand in place of U. Of "value" or "error"; else empty.
    std::string interval_of{}, interval_low{}, interval_high{}, standard_uncertainty{};
    bool operator==(const ResultRow&) const = default;
};

struct ResultTable {
    std::string stage;  // "as_found", "as_left", "as_found_and_left"
    Bilingual title;
    std::string quantity;              // "mass", "dc_voltage", "pressure"
    std::string unit;                  // D-SI of every figure in it
    std::vector<std::string> columns;  // which of ResultRow's fields, in printing order
    std::vector<ResultRow> rows;
    std::string coverage_probability;  // "0.9545"
    std::string coverage_reason;       // code of the evaluation
    bool operator==(const ResultTable&) const = default;
};

struct OperationRow {  // of a verification: visual, hold, hysteresis, ...
    Bilingual name;
    std::string outcome;  // "pass", "fail", "not_performed"
    std::string remark;
    bool operator==(const OperationRow&) const = default;
};

struct SignatureContent {
    std::string meaning;  // "performed", "reviewed", "approved"
    std::string name;
    Bilingual title;  // capacity printed under the name
    std::string at;   // moment, ISO with Z
    bool operator==(const SignatureContent&) const = default;
};

enum class Conclusion { none, pass, fail, see_results };

struct CertificateContent {
    Kind kind = Kind::calibration;
    bool draft = false;             // BẢN NHÁP: no number, no code, no QR
    bool sample = false;            // MẪU / SAMPLE
    bool unsigned_document = true;  // "chưa ký số / not digitally signed"
    std::string number, code;       // code: 18 characters, empty on a draft
    std::string verify_address;     // "https://HOST/v/CODE"
    std::string unique_id;          // "urn:uuid:..."
    std::string software_release;   // "v0.1.0"
    int utc_offset_minutes = 420;   // of the site's clock; signatures are printed in its time
    LaboratoryContent laboratory;
    Party customer;
    ItemContent item;
    std::string procedure_code, procedure_version;
    Bilingual procedure_title;
    std::string procedure_basis;  // "EA-4/02 M:2022, S2"
    Bilingual procedure_note;     // "to be checked against ĐLVN 08:2011"
    std::string mode;             // of a verification: "initial", "periodic", "after_repair"
    std::string order_number, job_number;
    std::optional<CivilDate> received_on;
    CivilDate measured_from{}, measured_to{}, issued_on{};
    std::string place_of_work;  // "laboratory", "customer", "mobile"
    std::string place_detail;
    std::vector<ConditionContent> conditions;
    std::vector<StandardContent> standards;
    Bilingual traceability;  // statement, composed from the chain
    bool traceable = false;  // the chain is complete: the DCC declares the results traceable to the SI
    std::vector<ResultTable> tables;
    std::vector<OperationRow> operations;
    std::vector<std::string> not_measured;  // points of a partial job, with reason
    Conclusion conclusion = Conclusion::none;
    std::string fail_reason;
    Bilingual specification;  // agreed, empty where none
    Bilingual decision_rule;
    std::string decision_rule_code;  // "simple", "guarded_U", "mpe", "guarded_non_binary"
    Bilingual adjustment;            // "not adjusted", "adjusted by ...", "as found not applicable: ..."
    std::string stamp_number;
    std::optional<CivilDate> valid_to;
    std::vector<std::string> deviations;  // from the method
    std::string replaces_number, replaces_unique_id, replaces_reason;
    std::string previous_number, previous_unique_id, previous_sha256_base64;
    std::vector<SignatureContent> signatures;
    bool operator==(const CertificateContent&) const = default;
};

}  // namespace chuan::certificates
