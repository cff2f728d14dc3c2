#pragma once

// What stands on every page around the content: letterhead, continuing head, foot, watermark, frame.

#include "certificates/content.h"
#include "reports/pdf/archive.h"
#include "reports/pdf/sheet.h"

namespace chuan::reports::pdf {

struct Composition {
    const certificates::CertificateContent& content;
    Sheet& sheet;
    bool attached = false;  // the DCC travels inside the file
    int results_page = 2;   // where the face sends the reader
    std::optional<SignedBy> seal{};
};

/// A4 with room for head and foot.
Sheet certificate_sheet();

/// "BẢN NHÁP / DRAFT", "MẪU / SAMPLE" at the top of the first page.
void draw_marks(Composition&);
/// Body, address, numbers on the first page; moves y below.
void draw_letterhead(Composition&);
void draw_title(Composition&);

/// Heads, feet, page numbers and marks of all pages, once their number is known.
void furnish(Composition&);

/// The feet of a paper that is no certificate, on A4: what it is at the left, MẪU / SAMPLE beside it, the page at the
/// right.
void draw_feet(Sheet&, Runs left, bool sample);

}  // namespace chuan::reports::pdf
