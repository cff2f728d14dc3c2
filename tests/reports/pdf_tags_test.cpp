// Tagged pages, ISO 14289-1 (PDF/UA-1) and ISO 19005-3 level A: every kind of paper under the conditions that a program
// can check, each condition shown to fail on a file broken in that one way; and what poppler reads in the structure.

#include <algorithm>
#include <functional>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFWriter.hh>

#include <gtest/gtest.h>

#include "accessibility.h"
#include "contents.h"
#include "reports/pdf/certificate.h"
#include "reports/pdf/paper_copy.h"
#include "reports/pdf/slips.h"
#include "reports/pdf/validation.h"
#include "tools.h"

namespace chuan::reports::pdf {
namespace {

using namespace examples;
using Handle = QPDFObjectHandle;

std::string sealed_weight() {
    return certificate_pdf(weight(), Attachment{"C26.00017.xml", "<a/>", "DCC"}, SignedBy{"Phòng Đo lường", "", true});
}

std::string draft() {
    auto content = gauge();
    content.draft = content.sample = true;
    return certificate_pdf(content, std::nullopt);
}

std::string testing() {
    auto content = multimeter();
    content.kind = certificates::Kind::testing;
    content.tables.push_back(content.tables[0]);
    content.tables[0].stage = "as_found";
    content.tables[1].stage = "as_left";
    return certificate_pdf(content, std::nullopt);
}

SlipContent slip(int items) {
    SlipContent content;
    content.laboratory = gauge().laboratory;
    content.customer = gauge().customer;
    content.order_number = "YC26.00456";
    content.date = date_from_iso("2026-11-17");
    for (int i = 1; i <= items; ++i)
        content.items.push_back({"Áp kế", "P252", "AK-" + std::to_string(i), "", "Hộp", {"Kiểm định", "Verification"}});
    return content;
}

std::string label() {
    return label_pdf({"CV26.00456.03", "Áp kế kiểu lò xo", "AK-7003", "YC26.00456", date_from_iso("2026-11-24"),
                      date_from_iso("2026-11-17"), true});
}

std::string validation() {
    ValidationContent content;
    content.laboratory_vi = "Phòng Đo lường";
    content.sha256 = std::string(64, 'a');
    content.cases.push_back(
        {"H.1", "gum", "models.json", "JCGM 100:2008, H.1", "", true, {{"u", "32", "32", "1", true}}});
    return validation_pdf(content);
}

struct Paper {
    const char* name;
    std::string (*made)();
};
class EveryPaper : public ::testing::TestWithParam<Paper> {};

TEST_P(EveryPaper, CanBeReadAloud) {
    const std::vector<Fault> faults = accessibility_faults(GetParam().made());
    EXPECT_TRUE(faults.empty()) << listed(faults);
}

TEST_P(EveryPaper, HasTheSameBytesEachTime) { EXPECT_EQ(GetParam().made(), GetParam().made()); }

INSTANTIATE_TEST_SUITE_P(
    Papers, EveryPaper,
    ::testing::Values(Paper{"calibration", [] { return certificate_pdf(weight(), std::nullopt); }},
                      Paper{"sealed", sealed_weight}, Paper{"testing", testing}, Paper{"draft", draft},
                      Paper{"verification", [] { return certificate_pdf(gauge(), std::nullopt); }},
                      Paper{"record", [] { return certificate_pdf(gauge_record(), std::nullopt); }},
                      Paper{"long_table", [] { return certificate_pdf(long_table(120), std::nullopt); }},
                      Paper{"receipt", [] { return receipt_slip_pdf(slip(60)); }},
                      Paper{"hand_back", [] { return hand_back_slip_pdf(slip(1)); }}, Paper{"label", label},
                      Paper{"validation", validation}),
    [](const auto& paper) { return std::string(paper.param.name); });

TEST(PaperCopy, KeepsItsTagsAndClaimsNothing) {
    const std::vector<Fault> faults = accessibility_faults(paper_copy(sealed_weight()));
    EXPECT_EQ(conditions(faults), (std::set<std::string>{"06-001", "06-002", "06-003", "A"})) << listed(faults);
}

/// The sealed certificate written anew after something was done to it.
template <class Change>
std::string broken(Change&& change) {
    static const std::string whole =
        certificate_pdf(gauge(), Attachment{"a.xml", "<a/>", "DCC"}, SignedBy{"P", "", true});
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("a", whole.data(), whole.size());
    change(pdf);
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setDeterministicID(true);
    writer.setPreserveUnreferencedObjects(true);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

/// The first element of this type that answers the question.
Handle element(
    QPDF& pdf, const char* type, const std::function<bool(Handle)>& wanted = [](Handle) { return true; }) {
    for (Handle object : pdf.getAllObjects())
        if (object.isDictionary() && object.hasKey("/P") && object.getKey("/S").isNameAndEquals(type) && wanted(object))
            return object;
    throw std::logic_error(std::string("no element ") + type);
}

Handle first_of_type(QPDF& pdf, const char* type, const char* subtype) {
    for (Handle object : pdf.getAllObjects())
        if (object.isDictionary() && object.getKey("/Type").isNameAndEquals(type) &&
            object.getKey("/Subtype").isNameAndEquals(subtype))
            return object;
    throw std::logic_error(std::string("no object ") + subtype);
}

Handle page_of(QPDF& pdf, std::size_t index) { return pdf.getAllPages().at(index); }
Handle widget(QPDF& pdf) { return page_of(pdf, 0).getKey("/Annots").getArrayItem(0); }

std::string content_of(Handle stream) {
    const auto buffer = stream.getStreamData();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

/// In the first page, or in the metadata.
void replace_in(Handle stream, const std::string& from, const std::string& to) {
    std::string text = content_of(stream);
    const std::size_t at = text.find(from);
    if (at == std::string::npos) throw std::logic_error("not there: " + from);
    stream.replaceStreamData(text.replace(at, from.size(), to), Handle::newNull(), Handle::newNull());
}
void replace_in_page(QPDF& pdf, const std::string& from, const std::string& to) {
    replace_in(page_of(pdf, 0).getKey("/Contents"), from, to);
}
void replace_in_xmp(QPDF& pdf, const std::string& from, const std::string& to) {
    replace_in(pdf.getRoot().getKey("/Metadata"), from, to);
}
Handle name(const char* text) { return Handle::newName(text); }

struct Break {
    const char *condition, *what;
    void (*change)(QPDF&);
};

const Break kBreaks[] = {
    {"01-003", "artifact_in_content",
     [](QPDF& p) { replace_in_page(p, "/P<</MCID 0>>BDC", "/P<</MCID 0>>BDC /Artifact BMC EMC"); }},
    {"01-004", "content_in_artifact",
     [](QPDF& p) { replace_in_page(p, "/Artifact BMC", "/Artifact BMC /P<</MCID 900>>BDC EMC"); }},
    {"01-005", "neither", [](QPDF& p) { replace_in_page(p, "/Artifact BMC", "1 1 2 2 re f /Artifact BMC"); }},
    {"01-005", "not_closed", [](QPDF& p) { replace_in_page(p, "EMC", ""); }},
    {"01-005", "claimed_by_none", [](QPDF& p) { element(p, "/H1").removeKey("/K"); }},
    {"01-007", "suspect",
     [](QPDF& p) { p.getRoot().getKey("/MarkInfo").replaceKey("/Suspects", Handle::newBool(true)); }},
    {"02-001", "unknown_type", [](QPDF& p) { element(p, "/H1").replaceKey("/S", name("/Title")); }},
    {"02-004", "role_map",
     [](QPDF& p) { p.getRoot().getKey("/StructTreeRoot").replaceKey("/RoleMap", Handle::parse("<< /P /H1 >>")); }},
    {"06-001", "metadata", [](QPDF& p) { p.getRoot().removeKey("/Metadata"); }},
    {"06-002", "part_of_ua", [](QPDF& p) { replace_in_xmp(p, "<pdfuaid:part>1", "<pdfuaid:part>2"); }},
    {"06-003", "title",
     [](QPDF& p) { replace_in_xmp(p, "<dc:title>", "<dc:name>"), replace_in_xmp(p, "</dc:title>", "</dc:name>"); }},
    {"07-001", "preferences", [](QPDF& p) { p.getRoot().removeKey("/ViewerPreferences"); }},
    {"07-002", "title_hidden",
     [](QPDF& p) { p.getRoot().getKey("/ViewerPreferences").replaceKey("/DisplayDocTitle", Handle::newBool(false)); }},
    {"09-004", "cell_in_paragraph", [](QPDF& p) { element(p, "/TR").replaceKey("/S", name("/P")); }},
    {"09-004", "short_row", [](QPDF& p) { element(p, "/TR").getKey("/K").eraseItem(1); }},
    {"11-001", "no_language", [](QPDF& p) { p.getRoot().removeKey("/Lang"); }},
    {"11-001", "english_as_vietnamese", [](QPDF& p) { replace_in_page(p, "/Lang(en)", "/Lang(vi)"); }},
    {"13-004", "figure_without_words", [](QPDF& p) { element(p, "/Figure").removeKey("/Alt"); }},
    {"14-002", "no_first_heading", [](QPDF& p) { element(p, "/H1").replaceKey("/S", name("/P")); }},
    {"14-003", "heading_left_out", [](QPDF& p) { element(p, "/H2").replaceKey("/S", name("/P")); }},
    {"15-003", "head_of_nothing", [](QPDF& p) { element(p, "/TH").removeKey("/A"); }},
    {"20-001", "optional_content",
     [](QPDF& p) { p.getRoot().replaceKey("/OCProperties", Handle::parse("<< /OCGs [] >>")); }},
    {"21-001", "file_without_name", [](QPDF& p) { p.getRoot().getKey("/AF").getArrayItem(0).removeKey("/UF"); }},
    {"25-001", "xfa", [](QPDF& p) { p.getRoot().getKey("/AcroForm").replaceKey("/XFA", Handle::newArray()); }},
    {"28-002", "note", [](QPDF& p) { widget(p).replaceKey("/Subtype", name("/Text")); }},
    {"28-004", "note_without_words", [](QPDF& p) { widget(p).replaceKey("/Subtype", name("/Text")); }},
    {"28-005", "field_without_words", [](QPDF& p) { widget(p).removeKey("/TU"); }},
    {"28-008", "no_tabs", [](QPDF& p) { page_of(p, 0).removeKey("/Tabs"); }},
    {"28-009", "tabs_by_row", [](QPDF& p) { page_of(p, 0).replaceKey("/Tabs", name("/R")); }},
    {"28-010", "widget_outside", [](QPDF& p) { widget(p).removeKey("/StructParent"); }},
    {"28-010", "widget_in_paragraph", [](QPDF& p) { element(p, "/Form").replaceKey("/S", name("/P")); }},
    {"28-011", "link_outside", [](QPDF& p) { widget(p).replaceKey("/Subtype", name("/Link")); }},
    {"30-001", "reference",
     [](QPDF& p) { page_of(p, 0).getKey("/Contents").getDict().replaceKey("/Ref", Handle::newDictionary()); }},
    {"30-002", "numbers_in_xobject",
     [](QPDF& p) {
         widget(p).getKey("/AP").getKey("/N").getDict().replaceKey("/StructParents", Handle::newInteger(0));
     }},
    {"31-003", "glyph_map",
     [](QPDF& p) { first_of_type(p, "/Font", "/CIDFontType0").replaceKey("/Subtype", name("/CIDFontType2")); }},
    {"31-009", "font_file",
     [](QPDF& p) { first_of_type(p, "/Font", "/CIDFontType0").getKey("/FontDescriptor").removeKey("/FontFile3"); }},
    {"31-027", "letters", [](QPDF& p) { first_of_type(p, "/Font", "/Type0").removeKey("/ToUnicode"); }},
    {"A", "private_letters",
     [](QPDF& p) {
         first_of_type(p, "/Font", "/Type0")
             .getKey("/ToUnicode")
             .replaceStreamData("<01> <e001>", Handle::newNull(), Handle::newNull());
     }},
    {"A", "conformance", [](QPDF& p) { replace_in_xmp(p, "conformance>A", "conformance>U"); }},
    {"A", "no_schema", [](QPDF& p) { replace_in_xmp(p, "<pdfaSchema:prefix>pdfuaid", "<pdfaSchema:prefix>other"); }},
    {"A", "not_marked", [](QPDF& p) { p.getRoot().removeKey("/MarkInfo"); }},
    {"tree", "twice_the_same_number", [](QPDF& p) { replace_in_page(p, "/MCID 1>>", "/MCID 0>>"); }},
    {"tree", "other_owner",
     [](QPDF& p) {
         auto list = p.getRoot().getKey("/StructTreeRoot").getKey("/ParentTree").getKey("/Nums").getArrayItem(1);
         list.setArrayItem(0, list.getArrayItem(1));
     }},
    {"tree", "other_parent", [](QPDF& p) { element(p, "/H1").replaceKey("/P", element(p, "/Table")); }},
    {"tree", "claimed_twice",
     [](QPDF& p) {
         element(p, "/H2").replaceKey("/K", element(p, "/H3").getKey("/K")),
             element(p, "/H2").replaceKey("/Pg", element(p, "/H3").getKey("/Pg"));
     }},
};

class EveryCondition : public ::testing::TestWithParam<Break> {};

TEST_P(EveryCondition, IsMissedWhenItIsBroken) {
    const std::vector<Fault> faults = accessibility_faults(broken(GetParam().change));
    EXPECT_TRUE(conditions(faults).contains(GetParam().condition)) << listed(faults);
}

INSTANTIATE_TEST_SUITE_P(Matterhorn, EveryCondition, ::testing::ValuesIn(kBreaks), [](const auto& each) {
    std::string name = std::string(each.param.condition) + "_" + each.param.what;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

TEST(UnbrokenTwin, HasNoFault) {
    const std::vector<Fault> faults = accessibility_faults(broken([](QPDF&) {}));
    EXPECT_TRUE(faults.empty()) << listed(faults);
}

TEST(UnbrokenTwin, IsNotEncrypted) {
    const Folder folder;
    run("qpdf --encrypt '' owner 256 -- " + folder.write("a.pdf", broken([](QPDF&) {})) + " " + folder.path("b.pdf"));
    EXPECT_TRUE(conditions(accessibility_faults(read_file(folder.path("b.pdf")))).contains("26-001"));
}

// What poppler finds in the tree, on lines of their own, in this order.
std::vector<std::string> read_aloud(const std::string& pdf) {
    const Folder folder;
    std::vector<std::string> read;
    for (std::string line : lines(run("pdfinfo -struct-text " + folder.write("a.pdf", pdf)).output)) {
        line.erase(0, line.find_first_not_of(' ') == std::string::npos ? line.size() : line.find_first_not_of(' '));
        read.push_back(line);
    }
    return read;
}

void expect_in_order(const std::vector<std::string>& read, const std::vector<std::string>& expected) {
    std::size_t from = 0;
    for (const std::string& line : expected) {
        std::size_t at = from;
        while (at < read.size() && read[at] != line) ++at;
        ASSERT_LT(at, read.size()) << line << " is not read, or earlier";
        from = at + 1;
    }
}

TEST(ReadingOrder, GoesThroughTheCertificateAsItIsMeant) {
    expect_in_order(read_aloud(certificate_pdf(gauge(), std::nullopt)), {"Document",
                                                                         "\"SỞ KHOA HỌC VÀ CÔNG NGHỆ HÀ NỘI\"",
                                                                         "H1 (block)",
                                                                         "\"GIẤY CHỨNG NHẬN KIỂM ĐỊNH\"",
                                                                         "\"VERIFICATION CERTIFICATE\"",
                                                                         "\"V26.00231\"",
                                                                         "Table (block)",
                                                                         "TR",
                                                                         "TH:",
                                                                         "/Scope /Row",
                                                                         "\"Tên đối tượng\"",
                                                                         "\"  Object\"",
                                                                         "TD",
                                                                         "\"Áp kế kiểu lò xo\"",
                                                                         "\"Kết luận\"",
                                                                         "\"Đạt yêu cầu kỹ thuật đo lường\"",
                                                                         "Figure:",
                                                                         "\"Kiểm tra hiệu lực\"",
                                                                         "H2 (block)",
                                                                         "H3 (block)",
                                                                         "Table (block)",
                                                                         "THead",
                                                                         "/Scope /Column",
                                                                         "\"Giá trị danh nghĩa\"",
                                                                         "TBody",
                                                                         "\"8,12\"",
                                                                         "Figure:",
                                                                         "H3 (block)",
                                                                         "\"Hết\"",
                                                                         "\"  End of document\""});
}

TEST(ReadingOrder, LeavesOutHeadsFeetAndRepetitions) {
    const std::string pdf = certificate_pdf(long_table(40), std::nullopt);  // poppler draws a page for each element
    const std::vector<std::string> read = read_aloud(pdf);
    const auto count = [&](const std::string& words) {
        return std::count_if(read.begin(), read.end(),
                             [&](const std::string& line) { return line.find(words) != std::string::npos; });
    };
    EXPECT_NE(page_text(pdf, 3).find("(tiếp theo)"), std::string::npos);
    EXPECT_EQ(count("\"Giá trị danh nghĩa\""), 1);
    EXPECT_EQ(count("tiếp theo"), 0);
    EXPECT_EQ(count("Trang "), 0);
    EXPECT_EQ(count("±0,005"), 40);
    EXPECT_EQ(count("THead"), 2) << "one for the standards, one for the results";
}

TEST(ReadingOrder, BeginsWithTheMarksOfADraft) {
    expect_in_order(read_aloud(draft()), {"\"BẢN NHÁP / \"", "\"DRAFT\"", "\"MẪU / \"", "\"SAMPLE\"", "H1 (block)"});
}

// Running heads and feet are pagination artifacts of their own kind: ISO 14289-1, 7.8.
TEST(Furniture, IsNamedAsSuch) {
    const std::string pdf = draft();
    QPDF file;
    file.processMemoryFile("a", pdf.data(), pdf.size());
    for (std::size_t page = 0; page < file.getAllPages().size(); ++page) {
        const std::string content = content_of(page_of(file, page).getKey("/Contents"));
        for (const char* kind : {"Header", "Footer", "Watermark"})
            EXPECT_EQ(content.find(std::string("/Subtype/") + kind) != std::string::npos,
                      page > 0 || std::string(kind) != "Header")
                << kind << " on page " << page + 1;
        EXPECT_EQ(content.find("1 1 0.5 0.25 re"), std::string::npos) << "a place for words is left";
    }
}

TEST(Figures, SayWhatTheyShow) {
    const std::string pdf = certificate_pdf(gauge(), std::nullopt);
    QPDF file;
    file.processMemoryFile("a", pdf.data(), pdf.size());
    const auto says = [&](const std::string& words) {
        return element(
                   file, "/Figure",
                   [&](Handle figure) { return figure.getKey("/Alt").getUTF8Value().find(words) != std::string::npos; })
            .getKey("/A")
            .getKey("/BBox")
            .getArrayNItems();
    };
    EXPECT_EQ(says("Mã QR chứa địa chỉ kiểm tra hiệu lực: HTTPS://"), 4);
    EXPECT_EQ(says("Đồ thị sai số tại"), 4);
    EXPECT_THROW(says("Một hình khác"), std::logic_error);
}

}  // namespace
}  // namespace chuan::reports::pdf
