#include "reports/signing/xml_verification.h"

#include <algorithm>
#include <initializer_list>

#include "base/encoding.h"
#include "base/error.h"
#include "reports/signing/xml_document.h"
#include "reports/signing/xml_form.h"
#include "reports/signing/xml_signature.h"

namespace chuan::reports::signing {
namespace {

constexpr const char* kDccSpace = "https://ptb.de/dcc";

struct Census {
    int signatures = 0;
    bool comments = false;
};
void count(const xmlNode* node, Census& census) {
    for (; node; node = node->next) {
        census.comments = census.comments || node->type == XML_COMMENT_NODE;
        if (is_element(node, kSignatureSpace, "Signature")) ++census.signatures;
        if (node->type == XML_ELEMENT_NODE) count(node->children, census);
    }
}

/// Exactly these children in this order.
std::vector<xmlNode*> exactly(const xmlNode* parent, const char* space, std::initializer_list<const char*> names) {
    auto elements = elements_of(parent);
    const bool same = std::ranges::equal(
        elements, names, [&](const xmlNode* element, const char* name) { return is_element(element, space, name); });
    demand_form(same, parent ? reinterpret_cast<const char*>(parent->name) : "a part is missing");
    return elements;
}

std::vector<Certificate> chain_in(const xmlNode* key_info) {
    const xmlNode* data = exactly(key_info, kSignatureSpace, {"X509Data"}).front();
    std::vector<Certificate> chain;
    for (const xmlNode* element : elements_of(data)) {
        demand_form(is_element(element, kSignatureSpace, "X509Certificate"), "KeyInfo holds more than certificates");
        const auto bytes = from_base64(text_of(element));
        demand_form(bytes && bytes->size() <= kLongestCertificate, "a certificate cannot be read");
        chain.push_back(certificate_from_der(*bytes));
    }
    demand_form(!chain.empty() && chain.size() <= 5, "it carries no certificate, or too many");
    return chain;
}

/// The encapsulated time stamp; nullptr where nothing stands beside what is signed.  Source: ETSI EN 319 132-1, 5.3.
const xmlNode* stamp_of(const xmlNode* qualifying) {
    const xmlNode* unsigned_part = only_child(qualifying, kXadesSpace, "UnsignedProperties");
    if (!unsigned_part) return nullptr;
    const xmlNode* of_signature = exactly(unsigned_part, kXadesSpace, {"UnsignedSignatureProperties"}).front();
    const xmlNode* stamp = exactly(of_signature, kXadesSpace, {"SignatureTimeStamp"}).front();
    const xmlNode* form = only_child(stamp, kSignatureSpace, "CanonicalizationMethod");
    const xmlNode* token = only_child(stamp, kXadesSpace, "EncapsulatedTimeStamp");
    demand_form(form && token && elements_of(stamp).size() == 2 && attribute(form, "Algorithm") == kExclusiveC14n &&
                    elements_of(form).empty() && attribute(token, "Encoding").empty(),
                "its time stamp");
    return token;
}

struct Parts {
    xmlNode *signature, *value, *key_info, *properties;
    const xmlNode* stamp;  // nullptr: none
};

/// The parts of the one form that is accepted.
Parts parts_of(xmlNode* signature) {
    const auto parts = exactly(signature, kSignatureSpace, {"SignedInfo", "SignatureValue", "KeyInfo", "Object"});
    const auto info =
        exactly(parts[0], kSignatureSpace, {"CanonicalizationMethod", "SignatureMethod", "Reference", "Reference"});
    const auto qualifying = exactly(parts[3], kXadesSpace, {"QualifyingProperties"});
    const auto properties = stamp_of(qualifying[0])
                                ? exactly(qualifying[0], kXadesSpace, {"SignedProperties", "UnsignedProperties"})
                                : exactly(qualifying[0], kXadesSpace, {"SignedProperties"});
    const std::string id = attribute(properties[0], "Id"), signature_id = attribute(signature, "Id");
    demand_form(!id.empty() && id != signature_id, "its properties have no name of their own");
    demand_form(!signature_id.empty() && attribute(qualifying[0], "Target") == "#" + signature_id,
                "its properties belong to another signature");
    demand_form(is_listed_form(attribute(info[0], "Algorithm")) && elements_of(info[0]).empty(),
                "its own canonical form is not listed");
    demand_form(is_listed_method(attribute(info[1], "Algorithm")) && elements_of(info[1]).empty(),
                "its algorithm is not listed");
    require_document_reference(info[2]);
    require_properties_reference(info[3], id);
    make_known(properties[0]);
    return {signature, parts[1], parts[2], properties[0], stamp_of(qualifying[0])};
}

void require_stamp(const Parts& parts, const Trust& trust, std::optional<Stamped>& stamp) {
    if (!parts.stamp) return;
    const auto token = from_base64(text_of(parts.stamp));
    demand(token.has_value(), "time_stamp.broken", "the time stamp cannot be read");
    const std::string fault = taken_up(verify_stamp(*token, canonical(parts.value), trust), stamp);
    demand(fault.empty(), "time_stamp.broken", fault);
}

xmlNode* the_signature(xmlDoc* document, Verification& result) {
    xmlNode* root = xmlDocGetRootElement(document);
    demand(is_element(root, kDccSpace, "digitalCalibrationCertificate"), "dcc.not_one",
           "the XML is no digital calibration certificate");
    Census census;
    count(document->children, census);
    if (census.signatures == 0) {
        result.status = Status::missing;
        throw Refused{"signature.missing", "the certificate carries no signature"};
    }
    demand(census.signatures == 1, "signature.several", "the certificate carries more than one signature");
    xmlNode* last = last_element(root);
    demand(is_element(last, kSignatureSpace, "Signature"), "signature.place",
           "the signature is not the last part of the certificate");
    demand(!census.comments, "signature.uncovered", "the certificate holds comments, which no signature covers");
    return last;
}

void verify(const XmlDocument& document, std::string_view bytes, const Trust& trust, Verification& result) {
    const Parts parts = parts_of(the_signature(document.get(), result));
    const auto chain = chain_in(parts.key_info);
    const xmlNode* named = only_child(only_child(parts.properties, kXadesSpace, "SignedSignatureProperties"),
                                      kXadesSpace, "SigningCertificateV2");
    require_named(only_child(named, kXadesSpace, "Cert"), chain.front());
    result.signer = owner_of(chain.front());
    result.stated_time = text_of(
        only_child(only_child(parts.properties, kXadesSpace, "SignedSignatureProperties"), kXadesSpace, "SigningTime"));
    require_stamp(parts, trust, result.stamp);
    if (const auto doubt = reason_to_distrust(chain, as_of(trust, result.stamp))) {
        result.status = Status::untrusted;
        throw Refused{"signature.untrusted", "the signer " + result.signer->name + " is not trusted: " + *doubt};
    }
    demand(signature_holds(parts.signature, chain.front()), "signature.broken",
           "the certificate was changed after it was signed, or the signature is not of this certificate");
    result.dcc_digest = dcc_digest(bytes);
    result.status = Status::valid;
}

}  // namespace

Verification verify_xml(std::string_view bytes, const Trust& trust) {
    Verification result;
    try {
        verify(parsed_xml(bytes), bytes, trust, result);
    } catch (const Refused& refused) {
        result.reason = refused.reason;
        result.sentence = refused.sentence;
    } catch (const Error& error) {
        result.reason = error.code();
        result.sentence = error.what();
    }
    return result;
}

}  // namespace chuan::reports::signing
