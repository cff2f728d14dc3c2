#include "reports/pdf/archive.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include "base/error.h"
#include "reports/pdf/tagging.h"
#include "reports/text/catalogue.h"

namespace chuan::reports::pdf {
namespace {

using Handle = QPDFObjectHandle;

constexpr const char* kColourProfile = "/usr/share/color/icc/sRGB.icc";
constexpr long long kLater = 9999999999;         // as wide as any file is long
constexpr std::size_t kSignatureOctets = 16384;  // 2 to 4 kB with its certificates, 4 to 8 more with a time stamp

Handle name(const char* text) { return Handle::newName(text); }
Handle unicode(const std::string& text) { return Handle::newUnicodeString(text); }

/// "D:20261120073200Z"
std::string pdf_date(Moment moment) {
    std::string digits = to_iso(moment);
    std::erase_if(digits, [](char c) { return c < '0' || c > '9'; });
    return "D:" + digits + "Z";
}

std::string escaped(const std::string& text) {
    std::string result;
    for (const char c : text) switch (c) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            default:
                result += c;
        }
    return result;
}

constexpr const char* kXmp = R"(<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{vi}</rdf:li><rdf:li xml:lang="vi">{vi}</rdf:li><rdf:li xml:lang="en">{en}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>vi</rdf:li><rdf:li>en</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool><xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{creator}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289 the document conforms to</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>)";

std::string xmp(const DocumentFacts& facts) {
    return text::filled(kXmp, {{"bom", "\xEF\xBB\xBF"},
                               {"vi", escaped(facts.title_vi)},
                               {"en", escaped(facts.title_en)},
                               {"author", escaped(facts.author)},
                               {"creator", escaped(facts.creator)},
                               {"date", to_iso(facts.made)}});
}

const std::string& colour_profile() {
    static const std::string profile = [] {
        std::ifstream file(kColourProfile, std::ios::binary);
        std::string bytes{std::istreambuf_iterator<char>(file), {}};
        if (bytes.empty())
            throw Error(ErrorKind::unavailable, "document.profile_missing",
                        std::string("colour profile ") + kColourProfile +
                            " cannot be read; install the package icc-profiles-free",
                        "", {{"file", kColourProfile}, {"package", "icc-profiles-free"}});
        return bytes;
    }();
    return profile;
}

/// What cairo 1.16 leaves out or sets against ISO 19005.
void repair_objects(QPDF& pdf) {
    for (Handle object : pdf.getAllObjects()) {
        if (object.isDictionary() && object.getKey("/Subtype").isNameAndEquals("/CIDFontType2") &&
            !object.hasKey("/CIDToGIDMap"))
            object.replaceKey("/CIDToGIDMap", name("/Identity"));
        if (object.isStream() && object.getDict().getKey("/Subtype").isNameAndEquals("/Image"))
            object.getDict().removeKey("/Interpolate");
    }
}

void set_facts(QPDF& pdf, const DocumentFacts& facts) {
    Handle root = pdf.getRoot();
    Handle metadata = Handle::newStream(&pdf, xmp(facts));
    metadata.getDict().replaceKey("/Type", name("/Metadata"));
    metadata.getDict().replaceKey("/Subtype", name("/XML"));
    root.replaceKey("/Metadata", pdf.makeIndirectObject(metadata));
    root.replaceKey("/Lang", Handle::newString("vi-VN"));
    Handle preferences = Handle::newDictionary();
    preferences.replaceKey("/DisplayDocTitle", Handle::newBool(true));
    root.replaceKey("/ViewerPreferences", preferences);

    Handle information = Handle::newDictionary();
    information.replaceKey("/Title", unicode(facts.title_vi));
    information.replaceKey("/Author", unicode(facts.author));
    information.replaceKey("/Creator", unicode(facts.creator));
    information.replaceKey("/Producer", unicode(facts.creator));
    information.replaceKey("/CreationDate", Handle::newString(pdf_date(facts.made)));
    information.replaceKey("/ModDate", Handle::newString(pdf_date(facts.made)));
    pdf.getTrailer().replaceKey("/Info", pdf.makeIndirectObject(information));
}

void set_output_intent(QPDF& pdf) {
    Handle profile = Handle::newStream(&pdf, colour_profile());
    profile.getDict().replaceKey("/N", Handle::newInteger(3));
    Handle intent = Handle::newDictionary();
    intent.replaceKey("/Type", name("/OutputIntent"));
    intent.replaceKey("/S", name("/GTS_PDFA1"));
    intent.replaceKey("/OutputConditionIdentifier", Handle::newString("sRGB IEC61966-2.1"));
    intent.replaceKey("/Info", Handle::newString("sRGB IEC61966-2.1"));
    intent.replaceKey("/DestOutputProfile", pdf.makeIndirectObject(profile));
    Handle intents = Handle::newArray();
    intents.appendItem(pdf.makeIndirectObject(intent));
    pdf.getRoot().replaceKey("/OutputIntents", intents);
}

void attach(QPDF& pdf, const Attachment& attachment, Moment made) {
    Handle parameters = Handle::newDictionary();
    parameters.replaceKey("/Size", Handle::newInteger(static_cast<long long>(attachment.bytes.size())));
    parameters.replaceKey("/CreationDate", Handle::newString(pdf_date(made)));
    parameters.replaceKey("/ModDate", Handle::newString(pdf_date(made)));
    Handle stream = Handle::newStream(&pdf, attachment.bytes);
    stream.getDict().replaceKey("/Type", name("/EmbeddedFile"));
    stream.getDict().replaceKey("/Subtype", name("/text#2fxml"));
    stream.getDict().replaceKey("/Params", parameters);
    stream = pdf.makeIndirectObject(stream);

    Handle files = Handle::newDictionary();
    files.replaceKey("/F", stream);
    files.replaceKey("/UF", stream);
    Handle specification = Handle::newDictionary();
    specification.replaceKey("/Type", name("/Filespec"));
    specification.replaceKey("/F", unicode(attachment.file_name));
    specification.replaceKey("/UF", unicode(attachment.file_name));
    specification.replaceKey("/Desc", unicode(attachment.description));
    specification.replaceKey("/AFRelationship", name("/Alternative"));
    specification.replaceKey("/EF", files);
    specification = pdf.makeIndirectObject(specification);

    Handle names = Handle::newDictionary(), tree = Handle::newDictionary();
    tree.replaceKey("/Names", Handle::newArray({unicode(attachment.file_name), specification}));
    names.replaceKey("/EmbeddedFiles", tree);
    pdf.getRoot().replaceKey("/Names", names);
    pdf.getRoot().replaceKey("/AF", Handle::newArray({specification}));
}

/// What certifies the document: one signature that allows no change.  Source: ISO 32000-1, 12.8.2.2.
Handle certifying_signature(QPDF& pdf, const DocumentFacts& facts) {
    Handle signature = Handle::newDictionary(), allowed = Handle::newDictionary(), reference = Handle::newDictionary();
    allowed.replaceKey("/Type", name("/TransformParams"));
    allowed.replaceKey("/P", Handle::newInteger(1));
    allowed.replaceKey("/V", name("/1.2"));
    reference.replaceKey("/Type", name("/SigRef"));
    reference.replaceKey("/TransformMethod", name("/DocMDP"));
    reference.replaceKey("/TransformParams", allowed);
    signature.replaceKey("/Type", name("/Sig"));
    signature.replaceKey("/Filter", name("/Adobe.PPKLite"));
    signature.replaceKey("/SubFilter", name("/ETSI.CAdES.detached"));
    signature.replaceKey("/Name", unicode(facts.author));
    signature.replaceKey("/M", Handle::newString(pdf_date(facts.made)));
    signature.replaceKey("/Reference", Handle::newArray({reference}));
    Handle range = Handle::newArray();
    for (const long long number : {0LL, kLater, kLater, kLater}) range.appendItem(Handle::newInteger(number));
    signature.replaceKey("/ByteRange", range);
    signature.replaceKey("/Contents", Handle::newString(std::string(kSignatureOctets, '\0')));
    return pdf.makeIndirectObject(signature);
}

/// A field without area, printed and locked, with an empty appearance as archive files want of every widget.
/// Returns the field.
Handle add_signature_room(QPDF& pdf, const DocumentFacts& facts) {
    Handle signature = certifying_signature(pdf, facts);
    Handle page = QPDFPageDocumentHelper(pdf).getAllPages().at(0).getObjectHandle();
    Handle look = Handle::newStream(&pdf, "");
    look.getDict().replaceKey("/Type", name("/XObject"));
    look.getDict().replaceKey("/Subtype", name("/Form"));
    look.getDict().replaceKey("/BBox", Handle::parse("[ 0 0 0 0 ]"));
    Handle looks = Handle::newDictionary();
    looks.replaceKey("/N", pdf.makeIndirectObject(look));
    Handle widget = Handle::parse("<< /Type /Annot /Subtype /Widget /FT /Sig /F 132 /Rect [ 0 0 0 0 ] >>");
    widget.replaceKey("/T", unicode("Seal"));
    widget.replaceKey("/TU",
                      unicode(text::filled(text::of(text::Language::vi, "spoken.seal"), {{"name", facts.author}})));
    widget.replaceKey("/AP", looks);
    widget.replaceKey("/P", page);
    widget.replaceKey("/V", signature);
    widget = pdf.makeIndirectObject(widget);
    if (!page.getKey("/Annots").isArray()) page.replaceKey("/Annots", Handle::newArray());
    page.getKey("/Annots").appendItem(widget);

    Handle form = Handle::newDictionary(), permissions = Handle::newDictionary();
    form.replaceKey("/Fields", Handle::newArray({widget}));
    form.replaceKey("/SigFlags", Handle::newInteger(3));  // signatures exist; only append
    permissions.replaceKey("/DocMDP", signature);
    pdf.getRoot().replaceKey("/AcroForm", form);
    pdf.getRoot().replaceKey("/Perms", permissions);
    return widget;
}

}  // namespace

std::string archived(const Rendered& pages, const DocumentFacts& facts, const std::optional<Attachment>& attachment,
                     bool with_room) {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("pages", pages.bytes.data(), pages.bytes.size());
    repair_objects(pdf);
    set_facts(pdf, facts);
    set_output_intent(pdf);
    if (attachment) attach(pdf, *attachment, facts.made);
    tag(pdf, pages, with_room ? add_signature_room(pdf, facts) : Handle::newNull());

    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setMinimumPDFVersion("1.7");
    writer.setDeterministicID(true);
    writer.setObjectStreamMode(qpdf_o_disable);
    writer.setNewlineBeforeEndstream(true);
    writer.write();
    const std::shared_ptr<Buffer> buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

}  // namespace chuan::reports::pdf
