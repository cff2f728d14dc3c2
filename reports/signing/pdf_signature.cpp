#include "reports/signing/pdf_signature.h"

#include <stdexcept>

#include "base/encoding.h"
#include "base/error.h"
#include "reports/signing/cms.h"

namespace chuan::reports::signing {
namespace {

constexpr std::string_view kRange = "/ByteRange [ 0 9999999999 9999999999 9999999999 ]";
constexpr std::string_view kContents = "/Contents <0000000000000000";

std::size_t the_only(const std::string& text, std::string_view part) {
    const std::size_t at = text.find(part);
    if (at == std::string::npos || text.find(part, at + 1) != std::string::npos)
        throw std::logic_error("the room for the signature is not there exactly once");
    return at;
}

}  // namespace

std::string sign_pdf(std::string prepared, const Signer& signer, const Stamping& stamping) {
    const std::size_t range = the_only(prepared, kRange);
    const std::size_t open = the_only(prepared, kContents) + kContents.find('<');
    const std::size_t close = prepared.find_first_not_of('0', open + 1);
    if (close == std::string::npos || prepared[close] != '>')
        throw std::logic_error("the room for the signature is not empty");
    const std::size_t after = close + 1;
    std::string numbers = "/ByteRange [ 0 " + std::to_string(open) + " " + std::to_string(after) + " " +
                          std::to_string(prepared.size() - after);
    numbers.append(kRange.size() - numbers.size() - 1, ' ');
    prepared.replace(range, kRange.size(), numbers + "]");

    const std::string_view whole(prepared);
    const std::string signature = hex(detached_cms(whole.substr(0, open), whole.substr(after), signer, stamping));
    if (signature.size() > close - open - 1)
        throw Error(ErrorKind::unavailable, "signature.too_large",
                    "the signature with its certificates and time stamp takes " + std::to_string(signature.size() / 2) +
                        " octets and the document has room for " + std::to_string((close - open - 1) / 2) +
                        "; use an authority with a shorter chain");
    prepared.replace(open + 1, signature.size(), signature);
    return prepared;
}

}  // namespace chuan::reports::signing
