// Metadata, fonts, annotations, and what may not be in the file at all.

#include <qpdf/QPDFObjectHandle.hh>

#include <pugixml.hpp>

#include "accessibility.h"

namespace chuan::reports::examples {
namespace {

using Handle = QPDFObjectHandle;

std::string text_of(Handle stream) {
    const auto buffer = stream.getStreamData();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

class File {
  public:
    File(QPDF& pdf, std::vector<Fault>& faults) : pdf_(pdf), root_(pdf.getRoot()), faults_(faults) {}

    void check() {
        check_metadata();
        check_catalog();
        check_fonts();
        for (Handle page : pdf_.getAllPages()) check_annotations(page);
    }

  private:
    void demand(bool holds, const char* condition, const std::string& what) {
        if (!holds) faults_.push_back({condition, what});
    }

    void check_metadata() {
        Handle metadata = root_.getKey("/Metadata");
        demand(metadata.isStream(), "06-001", "no metadata");
        pugi::xml_document xmp;
        if (metadata.isStream()) xmp.load_string(text_of(metadata).c_str());
        const auto described = [&](const char* path) {
            return std::string(
                xmp.select_node((std::string("//rdf:Description/") + path).c_str()).node().text().as_string());
        };
        demand(described("pdfuaid:part") == "1", "06-002", "no pdfuaid:part of 1");
        demand(!described("dc:title/rdf:Alt/rdf:li").empty(), "06-003", "no title");
        demand(described("pdfaid:part") == "3" && described("pdfaid:conformance") == "A", "A", "not named PDF/A-3a");
        demand(!xmp.select_nodes("//pdfaSchema:prefix[text()='pdfuaid']").empty(), "A",
               "pdfuaid has no extension schema");
    }

    void check_catalog() {
        Handle preferences = root_.getKey("/ViewerPreferences");
        Handle shown = preferences.isDictionary() ? preferences.getKey("/DisplayDocTitle") : Handle::newNull();
        demand(shown.isBool(), "07-001", "DisplayDocTitle is not said");
        demand(!shown.isBool() || shown.getBoolValue(), "07-002", "the title is not shown");
        Handle language = root_.getKey("/Lang");
        demand(language.isString() && language.getStringValue() == "vi-VN", "11-001", "no language of the document");
        Handle marks = root_.getKey("/MarkInfo");
        demand(marks.isDictionary() && marks.getKey("/Marked").isBool() && marks.getKey("/Marked").getBoolValue(), "A",
               "not marked");
        demand(!marks.isDictionary() || !marks.hasKey("/Suspects"), "01-007", "the tags are suspect");
        demand(!root_.hasKey("/OCProperties"), "20-001", "optional content");
        demand(!pdf_.isEncrypted(), "26-001", "encrypted");
        if (Handle form = root_.getKey("/AcroForm"); form.isDictionary()) demand(!form.hasKey("/XFA"), "25-001", "XFA");
        Handle files = root_.getKey("/AF");
        for (int i = 0; files.isArray() && i < files.getArrayNItems(); ++i)
            demand(files.getArrayItem(i).hasKey("/F") && files.getArrayItem(i).hasKey("/UF"), "21-001",
                   "a file without both of its names");
    }

    void check_fonts() {
        for (Handle object : pdf_.getAllObjects()) {
            if (object.isStream()) {
                demand(!object.getDict().hasKey("/Ref"), "30-001", "a reference XObject");
                demand(!object.getDict().hasKey("/StructParents"), "30-002", "numbered content in an XObject");
            }
            if (!object.isDictionary() || !object.getKey("/Type").isNameAndEquals("/Font")) continue;
            Handle descriptor = object.getKey("/FontDescriptor");
            const std::string name = object.getKey("/BaseFont").getName();
            if (object.getKey("/Subtype").isNameAndEquals("/Type0")) {
                check_unicode(object, name);
                continue;
            }
            demand(descriptor.isDictionary() && (descriptor.hasKey("/FontFile") || descriptor.hasKey("/FontFile2") ||
                                                 descriptor.hasKey("/FontFile3")),
                   "31-009", name + " is not embedded");
            if (object.getKey("/Subtype").isNameAndEquals("/CIDFontType2"))
                demand(object.getKey("/CIDToGIDMap").isNameAndEquals("/Identity"), "31-003",
                       name + " has no map of glyphs");
            else if (!object.getKey("/Subtype").isNameAndEquals("/CIDFontType0"))
                check_unicode(object, name);
        }
    }

    /// Each glyph has its characters, none of them private (U+E000 to U+F8FF).
    void check_unicode(Handle font, const std::string& name) {
        Handle map = font.getKey("/ToUnicode");
        demand(map.isStream(), "31-027", name + " has no ToUnicode");
        if (!map.isStream()) return;
        const std::string text = text_of(map);
        int codes = 0;
        for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1)) {
            ++codes;
            const char second = text.size() > at + 2 ? text[at + 2] : ' ';
            const bool of_four = text.size() > at + 5 && text[at + 5] == '>';
            const bool is_private = of_four && ((text[at + 1] == 'e') || (text[at + 1] == 'f' && second <= '8'));
            demand(!is_private, "A", name + " has letters of private use");
        }
        demand(codes > 0, "31-027", name + " maps nothing");
    }

    void check_annotations(Handle page) {
        Handle notes = page.getKey("/Annots");
        if (!notes.isArray() || notes.getArrayNItems() == 0) return;
        demand(page.getKey("/Tabs").isNameAndEquals("/S"), page.hasKey("/Tabs") ? "28-009" : "28-008",
               "the order of tabs");
        for (int i = 0; i < notes.getArrayNItems(); ++i) {
            Handle note = notes.getArrayItem(i);
            const std::string type = note.getKey("/Subtype").getName();
            if (type == "/Widget") demand(!note.getKey("/TU").isNull(), "28-005", "a field without words");
            if (type != "/Widget") demand(note.getKey("/Contents").isString(), "28-004", "an annotation without words");
            const char* condition = type == "/Widget" ? "28-010" : type == "/Link" ? "28-011" : "28-002";
            demand(holder_of(note) == (type == "/Widget" ? "/Form"
                                       : type == "/Link" ? "/Link"
                                                         : "/Annot"),
                   condition, type + " stands in no element of its kind");
        }
    }

    /// The type of the element that the parent tree names and that names the annotation.
    std::string holder_of(Handle note) {
        Handle tree = root_.getKey("/StructTreeRoot");
        Handle numbers = tree.isDictionary() ? tree.getKey("/ParentTree").getKey("/Nums") : Handle::newNull();
        for (int i = 0; numbers.isArray() && i + 1 < numbers.getArrayNItems(); i += 2) {
            Handle place = note.getKey("/StructParent"), element = numbers.getArrayItem(i + 1);
            if (!place.isInteger() || place.getIntValue() != numbers.getArrayItem(i).getIntValue()) continue;
            Handle reference = element.isDictionary() ? element.getKey("/K") : Handle::newNull();
            if (reference.isDictionary() && reference.getKey("/Type").isNameAndEquals("/OBJR") &&
                reference.getKey("/Obj").getObjGen() == note.getObjGen())
                return element.getKey("/S").getName();
        }
        return {};
    }

    QPDF& pdf_;
    Handle root_;
    std::vector<Fault>& faults_;
};

}  // namespace

void check_file(QPDF& pdf, std::vector<Fault>& faults) { File(pdf, faults).check(); }

}  // namespace chuan::reports::examples
