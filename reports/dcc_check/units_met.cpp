#include "reports/dcc_check/units_met.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/error.h"
#include "reports/dcc_check/attachments.h"
#include "reports/dcc_check/figures.h"
#include "reports/signing/xml_document.h"

namespace chuan::reports::dcc_check {
namespace {

std::string xml_of(std::string_view bytes) {
    if (!bytes.starts_with("%PDF-")) return std::string(bytes);
    Findings findings;
    if (auto xml = embedded_dcc(bytes, findings)) return *std::move(xml);
    throw Error(ErrorKind::malformed, "dcc.not_one", findings.take().front().en);
}

struct Place {
    const xmlNode* node;
    std::string unit;
};

/// Units of values and of phases, in the order of their lines.
std::vector<Place> places_in(const Survey& survey) {
    std::vector<Place> places;
    for (const char* name : {"unit", "unitPhase"})
        for (const xmlNode* node : survey.si(name)) places.push_back({node, text(node)});
    for (const char* name : {"unitXMLList", "unitPhaseXMLList"})
        for (const xmlNode* node : survey.si(name))
            for (std::string& unit : tokens(raw_text(node))) places.push_back({node, std::move(unit)});
    std::ranges::stable_sort(places, {}, [](const Place& place) { return line_of(place.node); });
    return places;
}

}  // namespace

std::vector<MetUnit> units_met(std::string_view bytes) {
    const std::string xml = xml_of(bytes);
    const signing::XmlDocument document = signing::parsed_xml(xml);
    const xmlNode* root = xmlDocGetRootElement(document.get());
    if (!is_dcc(root, "digitalCalibrationCertificate"))
        throw Error(
            ErrorKind::malformed, "dcc.not_one",
            "the root element is " + std::string(local_name(root)) + "; give a digital calibration certificate");
    const Survey survey(root);
    std::set<std::string> declared;
    for (const xmlNode* node : survey.dcc("nonSIUnit")) declared.insert(text(node));
    Units units;
    std::vector<MetUnit> met;
    std::unordered_map<std::string, std::size_t> known;
    for (const Place& place : places_in(survey)) {
        const auto entry = known.emplace(place.unit, met.size()).first;
        if (entry->second == met.size()) {
            const quantities::ReadUnit* read = units.read(place.unit);
            met.push_back({place.unit, 0, line_of(place.node), read ? std::optional(*read) : std::nullopt,
                           declared.contains(place.unit)});
        }
        ++met[entry->second].count;
    }
    return met;
}

}  // namespace chuan::reports::dcc_check
