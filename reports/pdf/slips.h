#pragma once

// Papers of the counter: what was received, what was handed back, and the label on an item while it is in the
// laboratory.

#include <optional>
#include <string>
#include <vector>

#include "certificates/content.h"

namespace chuan::reports::pdf {

struct SlipItem {
    std::string name, model, serial;
    std::string condition, accessories;
    certificates::Bilingual service;  // what is asked, or which document is handed over
};

struct SlipContent {
    bool sample = false;           // MẪU / SAMPLE
    std::string software_release;  // "v0.1.0"
    certificates::LaboratoryContent laboratory;
    certificates::Party customer;
    std::string order_number;
    CivilDate date{};  // of receipt, or of return
    std::optional<CivilDate> promised_on;
    std::vector<SlipItem> items;
    std::string remarks;
    std::string laboratory_person, customer_person;  // names printed under the room for signatures; may be empty
};

/// A4; the table of items goes on over pages.
std::string receipt_slip_pdf(const SlipContent&);
std::string hand_back_slip_pdf(const SlipContent&);

struct LabelContent {
    std::string code;  // in the QR code and below it: what a scanner types
    std::string name, serial, order_number;
    std::optional<CivilDate> promised_on;
    CivilDate printed_on{};
    bool sample = false;  // of the sample laboratory
};

/// 62 mm x 29 mm, for a label printer.
std::string label_pdf(const LabelContent&);

}  // namespace chuan::reports::pdf
