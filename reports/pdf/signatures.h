#pragma once

#include <string>
#include <vector>

#include "reports/pdf/furniture.h"

namespace chuan::reports::pdf {

struct SignatureColumn {
    Block caption, name;
};

/// Performed, reviewed, approved beside one another, with room for pen and seal.
struct SignatureRow {
    Block dated;  // "Hà Nội, ngày 20 tháng 11 năm 2026"
    std::vector<SignatureColumn> columns;
    double column_width = 0, caption_height = 0, pen_height = 0, name_height = 0, height = 0;
};

/// The room for pens shrinks, down to 11 mm, when the row would otherwise not fit into `room`.
SignatureRow signature_row(const Composition&, double room);
void draw_signature_row(Composition&, const SignatureRow&);

/// What the QR code holds: the verification address in capitals.
std::string printed_address(const certificates::CertificateContent&);

}  // namespace chuan::reports::pdf
