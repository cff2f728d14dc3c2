#include <algorithm>

#include "base/text.h"
#include "reports/dcc/parts.h"
#include "reports/dcc/xml.h"
#include "reports/text/catalogue.h"

namespace chuan::reports::dcc {
namespace {

using namespace certificates;
using pugi::xml_node;

void add_ref_types(xml_node data) {
    struct Vocabulary {
        const char *name_key, *name_space, *link;
    };
    constexpr Vocabulary vocabularies[] = {
        {"dcc.ref_basic", "basic", "https://digilab.ptb.de/dkd/refType/vocab/index.php?tema=2"},
        {"dcc.ref_chuan", "chuan", "urn:chuan:ref-types"}};
    xml_node definitions = add(data, "dcc:refTypeDefinitions");
    for (const Vocabulary& vocabulary : vocabularies) {
        xml_node definition = add(definitions, "dcc:refTypeDefinition");
        add_fixed(definition, "dcc:name", vocabulary.name_key);
        add_text(definition, "dcc:namespace", vocabulary.name_space);
        add_text(definition, "dcc:link", vocabulary.link);
    }
}

std::string performance_location(const std::string& place) {
    if (place == "laboratory" || place == "customer") return place;
    return place.empty() ? "laboratory" : "other";
}

void add_previous_report(xml_node core, const CertificateContent& content) {
    if (content.previous_unique_id.empty() && content.previous_number.empty()) return;
    const bool digital = !content.previous_unique_id.empty() && !content.previous_sha256_base64.empty();
    xml_node previous = add(core, "dcc:previousReport");
    add_fixed(previous, "dcc:referral", "dcc.previous");
    add_text(previous, "dcc:referralID",
             digital                           ? content.previous_unique_id
             : content.previous_number.empty() ? content.previous_unique_id
                                               : content.previous_number);
    add_text(previous, "dcc:procedure", digital ? "c14n-sha256" : "analogue");
    add_text(previous, "dcc:value", digital ? content.previous_sha256_base64 : "analogue");
}

void add_core_data(xml_node data, const CertificateContent& content) {
    xml_node core = add(data, "dcc:coreData");
    add_text(core, "dcc:countryCodeISO3166_1", content.laboratory.country);
    add_text(core, "dcc:usedLangCodeISO639_1", "vi");
    add_text(core, "dcc:usedLangCodeISO639_1", "en");
    add_text(core, "dcc:mandatoryLangCodeISO639_1", "vi");
    add_text(core, "dcc:uniqueIdentifier", content.unique_id);
    xml_node identifications = add(core, "dcc:identifications");
    const char* laboratory = "calibrationLaboratory";
    add_identification(identifications,
                       {laboratory, "chuan_certificateNumber", "dcc.certificate_number", content.number});
    add_identification(identifications, {laboratory, "chuan_verificationCode", "dcc.verification_code", content.code});
    add_identification(identifications, {laboratory, "basic_orderNumber", "dcc.order_number", content.order_number});
    add_identification(identifications, {laboratory, "chuan_jobNumber", "dcc.job_number", content.job_number});
    add_identification(identifications,
                       {laboratory, "basic_calibrationMark", "dcc.stamp_number", content.stamp_number});
    if (content.received_on) add_text(core, "dcc:receiptDate", to_iso(*content.received_on));
    add_text(core, "dcc:beginPerformanceDate", to_iso(content.measured_from));
    add_text(core, "dcc:endPerformanceDate", to_iso(content.measured_to));
    add_text(core, "dcc:performanceLocation", performance_location(content.place_of_work));
    add_text(core, "dcc:issueDate", to_iso(content.issued_on));
    if (!content.replaces_unique_id.empty()) {
        xml_node replaced = add(core, "dcc:reportAmendedSubstituted");
        add_text(replaced, "dcc:typeOfChange", "substituted");
        add_text(replaced, "dcc:replacedUniqueIdentifier", content.replaces_unique_id);
    }
    add_previous_report(core, content);
}

bool is_country_code(const std::string& text) {
    return text.size() == 2 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// A location holds at least one element: the country where nothing else is known.
void add_location(xml_node parent, const Party& party) {
    xml_node location = add(parent, "dcc:location");
    add_text(location, "dcc:city", party.city);
    add_text(location, "dcc:countryCode", party.country);
    add_text(location, "dcc:street", party.address);
}

void add_contact(xml_node contact, const Party& party) {
    add_both(contact, "dcc:name", party.name_vi, party.name_en);
    add_text(contact, "dcc:eMail", party.email);
    add_text(contact, "dcc:phone", party.phone);
    add_location(contact, party);
}

void add_maker(xml_node node, const ItemContent& item) {
    if (item.maker.empty()) return;
    xml_node maker = add(node, "dcc:manufacturer");
    add_plain(maker, "dcc:name", item.maker);
    if (item.maker_country.empty()) return;
    xml_node location = add(maker, "dcc:location");
    if (is_country_code(item.maker_country))
        add_text(location, "dcc:countryCode", item.maker_country);
    else
        add_plain(location, "dcc:further", item.maker_country);
}

void add_owner(xml_node node, const ItemContent& item) {
    if (item.owner.empty()) return;
    xml_node owner = add(node, "dcc:owner");
    add_plain(owner, "dcc:name", item.owner);
    xml_node location = add(owner, "dcc:location");
    if (item.owner_address.empty())
        add_text(location, "dcc:countryCode", "VN");
    else
        add_plain(location, "dcc:further", item.owner_address);
}

void add_items(xml_node data, const CertificateContent& content) {
    const ItemContent& item = content.item;
    xml_node node = add(add(data, "dcc:items"), "dcc:item");
    set(node, "id", "item1");
    add_both(node, "dcc:name", item.name_vi, item.name_en);
    std::string description;
    for (const std::string& line : item.characteristics) description += (description.empty() ? "" : "\n") + line;
    if (!item.year.empty())
        description += (description.empty() ? "" : "\n") + text::of(text::Language::vi, "dcc.year") + " / " +
                       text::of(text::Language::en, "dcc.year") + ": " + item.year;
    add_plain(node, "dcc:description", description);
    add_owner(node, item);
    add_maker(node, item);
    add_text(node, "dcc:model", item.model);
    xml_node identifications = add(node, "dcc:identifications");
    add_identification(identifications, {"manufacturer", "basic_serialNumber", "dcc.serial_number", item.serial});
    add_identification(identifications,
                       {"customer", "basic_identificationNumber", "dcc.inventory_number", item.inventory_number});
    // The schema wants one identification: an item without any number is known by its certificate.
    if (!identifications.first_child())
        add_identification(identifications, {"calibrationLaboratory", "chuan_certificateNumber",
                                             "dcc.certificate_number", content.number});
}

void add_laboratory(xml_node data, const CertificateContent& content) {
    xml_node laboratory = add(data, "dcc:calibrationLaboratory");
    add_text(laboratory, "dcc:calibrationLaboratoryCode", content.laboratory.registration_number);
    add_contact(add(laboratory, "dcc:contact"), content.laboratory);
    add_text(laboratory, "dcc:cryptElectronicSeal", content.unsigned_document ? "false" : "true");
    add_text(laboratory, "dcc:cryptElectronicSignature", "false");
    add_text(laboratory, "dcc:cryptElectronicTimeStamp", "false");
}

/// Exactly one main signer: who approved last, else the last to sign.
const SignatureContent* main_signer(const CertificateContent& content) {
    const SignatureContent* chosen = &content.signatures.back();
    for (const SignatureContent& signature : content.signatures)
        if (signature.meaning == "approved") chosen = &signature;
    return chosen;
}

void add_persons(xml_node data, const CertificateContent& content) {
    xml_node persons = add(data, "dcc:respPersons");
    const SignatureContent* main = main_signer(content);
    for (const SignatureContent& signature : content.signatures) {
        xml_node person = add(persons, "dcc:respPerson");
        add_plain(add(person, "dcc:person"), "dcc:name", signature.name);
        add_both(person, "dcc:description", signature.title);
        add_text(person, "dcc:role", signature.meaning);
        add_text(person, "dcc:mainSigner", &signature == main ? "true" : "false");
    }
}

}  // namespace

void add_software(xml_node list, const CertificateContent& content) {
    xml_node software = add(list, "dcc:software");
    add_plain(software, "dcc:name", "Chuẩn");
    add_text(software, "dcc:release", content.software_release);
    add_text(software, "dcc:type", "application");
}

void add_administrative_data(xml_node root, const CertificateContent& content) {
    xml_node data = add(root, "dcc:administrativeData");
    add_software(add(data, "dcc:dccSoftware"), content);
    add_ref_types(data);
    add_core_data(data, content);
    add_items(data, content);
    add_laboratory(data, content);
    add_persons(data, content);
    add_contact(add(data, "dcc:customer"), content.customer);
    add_statements(data, content);
}

}  // namespace chuan::reports::dcc
