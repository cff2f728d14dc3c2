#include "reports/pdf/paper_copy.h"

#include <memory>
#include <numbers>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include "base/error.h"
#include "reports/pdf/ornament.h"
#include "reports/pdf/sheet.h"
#include "reports/pdf/tagging.h"
#include "reports/pdf/words.h"

namespace chuan::reports::pdf {
namespace {

using Handle = QPDFObjectHandle;

/// One page with nothing on it but the mark: large and light across, small and red in words at the foot.
std::string mark_page(double width, double height) {
    const Block across =
        lay({{vi("mark.copy"), {.size = 92, .weight = 700, .italic = false, .colour = kWatermark, .spacing = 6}}});
    const Block words =
        lay({{vi("mark.copy") + " / ", vietnamese(8, 700, kRed)},
             {en("mark.copy"), {.size = 7.4, .weight = 700, .italic = false, .colour = kRed, .spacing = 0}}});
    Page page;
    page.marks.push_back([=](cairo_t* surface) {
        cairo_translate(surface, width / 2, height * 0.72);
        cairo_rotate(surface, -std::numbers::pi / 5);
        set_source(surface, kWatermark);
        across.trace(surface, -across.width() / 2, -across.height() / 2);
        cairo_fill(surface);
    });
    page.add(kLayout, [=](cairo_t* surface) {
        const double left = (width - words.width()) / 2 - 5, top = 5 * kMillimetre;
        set_source(surface, kRed);
        cairo_set_line_width(surface, 0.7);
        cairo_rectangle(surface, left, top, words.width() + 10, words.height() + 4);
        cairo_stroke(surface);
        words.draw(surface, left + 5, top + 2);
    });
    return rendered(page, width, height);
}

void stamp(QPDF& pdf, QPDF& mark) {
    const auto mark_pages = QPDFPageDocumentHelper(mark).getAllPages();
    const Handle form = pdf.copyForeignObject(QPDFPageObjectHelper(mark_pages.front()).getFormXObjectForPage());
    for (auto& page : QPDFPageDocumentHelper(pdf).getAllPages()) {
        Handle resources = page.getAttribute("/Resources", true);
        if (!resources.hasKey("/XObject")) resources.replaceKey("/XObject", Handle::newDictionary());
        resources.getKey("/XObject").replaceKey("/Copy", form);
        page.getObjectHandle().replaceKey("/Resources", resources);
        page.addPageContents(
            Handle::newStream(&pdf, "/Artifact<</Type/Pagination/Subtype/Watermark>>BDC q /Copy Do Q EMC\n"),
            true);  // below what the page says
    }
}

/// What only the original may carry: its seal, the attached DCC and the claim to be an archive file.
void take_out(QPDF& pdf) {
    Handle root = pdf.getRoot();
    for (const char* key : {"/Names", "/AF", "/Metadata", "/OutputIntents", "/AcroForm", "/Perms"}) root.removeKey(key);
    for (auto& page : QPDFPageDocumentHelper(pdf).getAllPages()) {
        Handle notes = page.getObjectHandle().getKey("/Annots");
        for (int i = notes.isArray() ? notes.getArrayNItems() - 1 : -1; i >= 0; --i)
            if (Handle note = notes.getArrayItem(i); note.getKey("/Subtype").isNameAndEquals("/Widget")) {
                untag(pdf, note);
                notes.eraseItem(i);
            }
    }
}

}  // namespace

std::string paper_copy(const std::string& issued) {
    try {
        QPDF pdf, mark;
        pdf.setSuppressWarnings(true);
        pdf.processMemoryFile("issued", issued.data(), issued.size());
        Handle box = QPDFPageDocumentHelper(pdf).getAllPages().at(0).getAttribute("/MediaBox", false);
        const std::string mark_bytes =
            mark_page(box.getArrayItem(2).getNumericValue() - box.getArrayItem(0).getNumericValue(),
                      box.getArrayItem(3).getNumericValue() - box.getArrayItem(1).getNumericValue());
        mark.processMemoryFile("mark", mark_bytes.data(), mark_bytes.size());
        take_out(pdf);
        stamp(pdf, mark);
        QPDFWriter writer(pdf);
        writer.setOutputMemory();
        writer.setDeterministicID(true);
        writer.write();
        const std::shared_ptr<Buffer> buffer = writer.getBufferSharedPointer();
        return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
    } catch (const QPDFExc&) {
        throw Error(ErrorKind::malformed, "document.not_pdf",
                    "the stored document cannot be read as PDF; compare it with its hash");
    }
}

}  // namespace chuan::reports::pdf
