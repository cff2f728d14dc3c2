#pragma once

// The structure of a document as objects of its file: marked content in the pages, the tree of elements, and from every
// piece of content the way back to its element.  Source: ISO 32000-1, 14.7 and 14.8; ISO 14289-1 (PDF/UA-1).

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

#include "reports/pdf/sheet.h"

namespace chuan::reports::pdf {

/// Once per file, whose pages are those of `rendered`. field: the widget of a form field on a page, read at the end of
/// the document; null where there is none.
void tag(QPDF&, const Rendered&, QPDFObjectHandle field);

/// Takes a field out of the structure before it is taken out of the file. Nothing happens in a file without structure.
void untag(QPDF&, QPDFObjectHandle field);

}  // namespace chuan::reports::pdf
