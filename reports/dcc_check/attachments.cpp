#include "reports/dcc_check/attachments.h"

#include <algorithm>
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFEmbeddedFileDocumentHelper.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <set>

#include "reports/signing/xml_document.h"

namespace chuan::reports::dcc_check {
namespace {

using Handle = QPDFObjectHandle;

constexpr std::size_t kMostExpansion = 100, kMostFiles = 100, kAlwaysAllowed = 64 * 1024;

/// Takes so much and no more.
class Bounded : public Pipeline {
  public:
    explicit Bounded(std::size_t most) : Pipeline("bounded", nullptr), most_(most) {}
    void write(const unsigned char* data, std::size_t size) override {
        if (size > most_ - bytes_.size()) {
            overflowed_ = true;
            throw std::length_error("the stream is larger than allowed");
        }
        bytes_.append(reinterpret_cast<const char*>(data), size);
    }
    void finish() override {}
    bool overflowed() const { return overflowed_; }
    std::string take() { return std::move(bytes_); }

  private:
    std::size_t most_;
    bool overflowed_ = false;
    std::string bytes_;
};

bool is_plain_or_flate(Handle stream) {
    Handle filter = stream.getDict().getKey("/Filter");
    if (filter.isArray() && filter.getArrayNItems() == 1) filter = filter.getArrayItem(0);
    return filter.isNull() || filter.isNameAndEquals("/FlateDecode");
}

struct Content {
    std::string bytes;
    bool refused = false;
};
Content content_of(Handle stream) {
    if (!is_plain_or_flate(stream)) return {"", true};
    const auto stated = stream.getDict().getKey("/Length").getIntValueAsInt();
    const std::size_t packed = static_cast<std::size_t>(std::max(stated, 0));
    Bounded content(std::min(signing::kLargestXml, std::max(packed * kMostExpansion, kAlwaysAllowed)));
    const bool whole = stream.pipeStreamData(&content, 0, qpdf_dl_generalized);
    return {content.take(), !whole || content.overflowed()};
}

/// Streams of the files in the name tree and of those associated with the document, each once.
std::vector<Handle> streams_of(QPDF& pdf) {
    std::vector<Handle> found;
    std::set<QPDFObjGen> seen;
    const auto add = [&](Handle specification) {
        if (!specification.isDictionary() || !specification.getKey("/EF").isDictionary()) return;
        Handle stream = specification.getKey("/EF").getKey("/F");
        if (!stream.isStream()) stream = specification.getKey("/EF").getKey("/UF");
        if (stream.isStream() && found.size() < kMostFiles && seen.insert(stream.getObjGen()).second)
            found.push_back(stream);
    };
    Handle associated = pdf.getRoot().getKey("/AF");
    for (int i = 0; associated.isArray() && i < associated.getArrayNItems(); ++i) add(associated.getArrayItem(i));
    QPDFEmbeddedFileDocumentHelper files(pdf);
    for (const auto& [name, file] : files.getEmbeddedFiles()) add(file->getObjectHandle());
    return found;
}

/// A first look: what has the namespace and the name of a DCC is parsed later, with all limits.
bool looks_like_dcc(const std::string& bytes) {
    return bytes.find("https://ptb.de/dcc") != std::string::npos &&
           bytes.find("digitalCalibrationCertificate") != std::string::npos;
}

std::optional<std::string> taken_out(QPDF& pdf, Findings& findings) {
    std::vector<std::string> certificates;
    bool refused = false;
    for (const Handle& stream : streams_of(pdf)) {
        Content content = content_of(stream);
        refused = refused || content.refused;
        if (!content.refused && looks_like_dcc(content.bytes)) certificates.push_back(std::move(content.bytes));
    }
    if (certificates.empty()) {
        findings.add(refused ? "safety.attachment_refused" : "safety.pdf_without_dcc", nullptr);
        return std::nullopt;
    }
    if (certificates.size() > 1)
        findings.add("safety.pdf_several", nullptr, {{"value", std::to_string(certificates.size())}});
    return std::move(certificates.front());
}

}  // namespace

std::optional<std::string> embedded_dcc(std::string_view bytes, Findings& findings) {
    if (bytes.size() > kLargestPdf) {
        findings.add("safety.too_large", nullptr, {{"value", std::to_string(bytes.size())}});
        return std::nullopt;
    }
    try {
        QPDF pdf;
        pdf.setSuppressWarnings(true);
        pdf.setAttemptRecovery(false);
        pdf.processMemoryFile("document", bytes.data(), bytes.size());
        if (!pdf.isEncrypted()) return taken_out(pdf, findings);
        findings.add("safety.pdf_encrypted", nullptr);
    } catch (const std::exception& fault) {  // qpdf's own kinds, of which some are plain runtime errors
        findings.add("safety.pdf_unreadable", nullptr, {{"reason", fault.what()}});
    }
    return std::nullopt;
}

}  // namespace chuan::reports::dcc_check
