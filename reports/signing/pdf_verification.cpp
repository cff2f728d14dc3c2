#include "reports/signing/pdf_verification.h"

#include <array>
#include <memory>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

#include "base/encoding.h"
#include "reports/signing/cms.h"

namespace chuan::reports::signing {
namespace {

using Handle = QPDFObjectHandle;

constexpr std::size_t kLargestPdf = 64 * 1024 * 1024;
constexpr std::size_t kLargestAttachment = 32 * 1024 * 1024;

struct Refused {
    std::string reason, sentence;
};
void demand(bool holds, const char* reason, const std::string& sentence) {
    if (!holds) throw Refused{reason, sentence};
}

struct Pieces {
    std::string_view before, after;
};

/// From 0 to the gap and from the gap to the end of the file.
Pieces pieces_of(std::string_view bytes, Handle range) {
    demand(range.isArray() && range.getArrayNItems() == 4, "signature.range", "the signature covers no stated range");
    std::array<std::size_t, 4> numbers{};
    for (int i = 0; i < 4; ++i) {
        Handle number = range.getArrayItem(i);
        const bool fits = number.isInteger() && number.getIntValue() >= 0 &&
                          static_cast<unsigned long long>(number.getIntValue()) <= bytes.size();
        demand(fits, "signature.range", "the signature covers a range outside of the file");
        numbers[static_cast<std::size_t>(i)] = static_cast<std::size_t>(number.getIntValue());
    }
    const auto [first, length, second, rest] = numbers;
    demand(first == 0 && length > 0 && second > length && rest > 0 && second + rest == bytes.size(), "signature.range",
           "the signature does not cover the whole file: something was added or left out");
    return {bytes.substr(0, length), bytes.substr(second)};
}

/// The gap holds the signature in hexadecimal digits and not one byte more.
void require_gap(std::string_view bytes, const Pieces& pieces, const std::string& contents) {
    const std::size_t begin = pieces.before.size(), end = bytes.size() - pieces.after.size();
    demand(bytes.substr(begin, end - begin) == "<" + hex(contents) + ">", "signature.gap",
           "the part that the signature leaves out is not the signature itself");
}

/// The one signature field, which certifies the document and allows no change.
Handle the_signature(QPDF& pdf, Verification& result) {
    Handle root = pdf.getRoot();
    int signatures = 0;
    for (Handle object : pdf.getAllObjects())
        if (object.isDictionary() && object.hasKey("/ByteRange")) ++signatures;
    Handle fields = root.getKey("/AcroForm").isDictionary() ? root.getKey("/AcroForm").getKey("/Fields") : Handle();
    if (signatures == 0) {
        result.status = Status::missing;
        throw Refused{"signature.missing", "the document carries no signature"};
    }
    demand(signatures == 1, "signature.several", "the document carries more than one signature");
    demand(fields.isInitialized() && fields.isArray() && fields.getArrayNItems() == 1, "signature.form",
           "the document has other fields than its signature");
    Handle signature = fields.getArrayItem(0).getKey("/V");
    Handle permissions = root.getKey("/Perms");
    demand(signature.isDictionary() && signature.isIndirect() && permissions.isDictionary() &&
               permissions.getKey("/DocMDP").isIndirect() &&
               permissions.getKey("/DocMDP").getObjGen() == signature.getObjGen(),
           "signature.form", "the signature does not certify the document");
    demand(signature.getKey("/SubFilter").isNameAndEquals("/ETSI.CAdES.detached") &&
               signature.getKey("/Contents").isString(),
           "signature.form", "the signature is not of the form that is accepted (ETSI.CAdES.detached)");
    return signature;
}

std::optional<std::string> attachment_of(QPDF& pdf) {
    Handle files = pdf.getRoot().getKey("/AF");
    if (!files.isArray() || files.getArrayNItems() != 1) return std::nullopt;
    Handle stream = files.getArrayItem(0).getKey("/EF").getKey("/F");
    if (!stream.isStream()) return std::nullopt;
    const std::shared_ptr<Buffer> data = stream.getStreamData(qpdf_dl_generalized);
    if (data->getSize() > kLargestAttachment) return std::nullopt;
    return std::string(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
}

/// "D:20261120073200Z" as "2026-11-20T07:32:00Z"; another form as it stands.
std::string iso_moment(const std::string& text) {
    if (text.size() != 17 || !text.starts_with("D:") || text.back() != 'Z') return text;
    const auto part = [&](std::size_t at, std::size_t size) { return text.substr(at, size); };
    return part(2, 4) + "-" + part(6, 2) + "-" + part(8, 2) + "T" + part(10, 2) + ":" + part(12, 2) + ":" + part(14, 3);
}

void verify(std::string_view bytes, const Trust& trust, PdfVerification& result) {
    demand(bytes.size() <= kLargestPdf, "pdf.too_large", "the PDF is larger than 64 MiB; give a smaller file");
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.setAttemptRecovery(false);  // a file that needs guessing is not what was signed
    pdf.processMemoryFile("document", bytes.data(), bytes.size());
    demand(!pdf.isEncrypted(), "pdf.encrypted", "the PDF is encrypted; a certificate is not");
    Handle signature = the_signature(pdf, result);
    const Pieces pieces = pieces_of(bytes, signature.getKey("/ByteRange"));
    const std::string contents = signature.getKey("/Contents").getStringValue();
    require_gap(bytes, pieces, contents);
    const CmsVerdict verdict = verify_cms(contents, pieces.before, pieces.after, trust);
    result.signer = verdict.signer;
    result.stamp = verdict.stamp;
    if (verdict.untrusted) result.status = Status::untrusted;
    demand(verdict.fault.empty(), verdict.untrusted ? "signature.untrusted" : "signature.broken", verdict.fault);
    result.stated_time = signature.getKey("/M").isString() ? iso_moment(signature.getKey("/M").getUTF8Value()) : "";
    result.attached = attachment_of(pdf);
    result.status = Status::valid;
}

}  // namespace

PdfVerification verify_pdf(std::string_view bytes, const Trust& trust) {
    PdfVerification result;
    try {
        verify(bytes, trust, result);
    } catch (const Refused& refused) {
        result.reason = refused.reason;
        result.sentence = refused.sentence;
    } catch (const std::exception& fault) {  // qpdf's own kinds, of which some are plain runtime errors
        result.reason = "pdf.malformed";
        result.sentence = std::string("the PDF cannot be read: ") + fault.what();
    }
    return result;
}

}  // namespace chuan::reports::signing
