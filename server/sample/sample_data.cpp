#include "server/sample/sample_data.h"

#include <pugixml.hpp>

#include "base/error.h"
#include "base/text.h"

namespace chuan::server::sample {
namespace {

std::string at(const pugi::xml_node& node, const char* name) { return node.attribute(name).as_string(); }

std::vector<std::string> words(const pugi::xml_node& node, const char* name) {
    std::vector<std::string> found;
    for (auto& word : split(at(node, name), ' '))
        if (!word.empty()) found.push_back(std::move(word));
    return found;
}

SampleValue value_of(const pugi::xml_node& value) {
    return {at(value, "quantity"), at(value, "nominal"), at(value, "meaning"), at(value, "figure"),
            at(value, "U"),        at(value, "k"),       at(value, "unit")};
}

SampleCertificate certificate_of(const pugi::xml_node& node, std::optional<int> interval) {
    SampleCertificate certificate{.number = at(node, "number"),
                                  .issuer = at(node, "issuer"),
                                  .traceable_to = at(node, "traceable_to"),
                                  .calibrated = node.attribute("calibrated").as_int(),
                                  .months = node.attribute("months").as_int(interval.value_or(12)),
                                  .values = {},
                                  .sources = {}};
    for (const auto& value : node.children("value")) certificate.values.push_back(value_of(value));
    for (const auto& source : node.children("source"))
        certificate.sources.push_back({at(source, "standard"), at(source, "stated")});
    return certificate;
}

std::vector<SampleRange> ranges_of(const pugi::xml_node& node) {
    std::vector<SampleRange> ranges;
    for (const auto& range : node.children("range"))
        ranges.push_back(
            {at(range, "quantity"), at(range, "low"), at(range, "high"), at(range, "unit"), at(range, "resolution")});
    return ranges;
}

SampleStandard standard_of(const pugi::xml_node& node) {
    SampleStandard standard{.key = at(node, "key"),
                            .code = at(node, "code"),
                            .level = at(node, "level"),
                            .quantity = at(node, "quantity"),
                            .name_vi = at(node, "name_vi"),
                            .name_en = at(node, "name_en"),
                            .holder = at(node, "holder"),
                            .low = at(node, "low"),
                            .high = at(node, "high"),
                            .unit = at(node, "unit"),
                            .maker = at(node, "maker"),
                            .model = at(node, "model"),
                            .serial = at(node, "serial"),
                            .place = at(node, "place"),
                            .drift = at(node, "drift"),
                            .accuracy_class = at(node, "class"),
                            .lent = at(node, "lent"),
                            .interval = {},
                            .accepted = at(node, "accepted") != "no",
                            .ranges = {},
                            .certificates = {},
                            .certifications = {}};
    for (const auto& one : node.children("certification"))
        standard.certifications.push_back(
            {.number = at(one, "number"),
             .issuer = at(one, "issuer"),
             .remark = at(one, "remark"),
             .issued = one.attribute("issued").as_int(),
             .until = one.attribute("until") ? std::optional(one.attribute("until").as_int()) : std::nullopt});
    standard.ranges = ranges_of(node);
    if (node.attribute("interval")) standard.interval = node.attribute("interval").as_int();
    for (const auto& certificate : node.children("certificate"))
        standard.certificates.push_back(certificate_of(certificate, standard.interval));
    return standard;
}

SampleBottle bottle_of(const pugi::xml_node& node) {
    return {.key = at(node, "key"),
            .number = at(node, "number"),
            .stock = at(node, "stock"),
            .received = node.attribute("received").as_int(),
            .opened = node.attribute("opened") ? std::optional(node.attribute("opened").as_int()) : std::nullopt};
}

SampleMaterial material_of(const pugi::xml_node& node) {
    SampleMaterial material{
        .code = at(node, "code"),
        .lot = at(node, "lot"),
        .name_vi = at(node, "name_vi"),
        .name_en = at(node, "name_en"),
        .producer = at(node, "producer"),
        .certificate = at(node, "certificate"),
        .traceable_to = at(node, "traceable_to"),
        .storage = at(node, "storage"),
        .minimum = at(node, "minimum"),
        .unit = at(node, "unit"),
        .issued = node.attribute("issued").as_int(),
        .expires = node.attribute("expires").as_int(),
        .days_after_opening = node.attribute("days") ? std::optional(node.attribute("days").as_int()) : std::nullopt,
        .values = {},
        .contributions = {},
        .bottles = {}};
    for (const auto& value : node.children("value")) material.values.push_back(value_of(value));
    for (const auto& each : node.children("contribution"))
        material.contributions.push_back(
            {at(each, "of"), at(each, "quantity"), at(each, "u"), at(each, "unit"), at(each, "from")});
    for (const auto& bottle : node.children("bottle")) material.bottles.push_back(bottle_of(bottle));
    return material;
}

SampleMethod method_of(const pugi::xml_node& node) {
    SampleMethod method{.procedure = at(node, "procedure"),
                        .reads = at(node, "reads"),
                        .parts = node.attribute("parts").as_int(1),
                        .scatter = node.attribute("scatter").as_double(),
                        .uses = {}};
    for (const auto& use : node.children("use"))
        method.uses.push_back({at(use, "role"), at(use, "standard"), at(use, "bottle")});
    return method;
}

SampleInstrument instrument_of(const pugi::xml_node& node) {
    return {.key = at(node, "key"),
            .procedure = at(node, "procedure"),
            .owner = at(node, "owner"),
            .quantity = at(node, "quantity"),
            .name_vi = at(node, "name_vi"),
            .name_en = at(node, "name_en"),
            .maker = at(node, "maker"),
            .country = at(node, "country"),
            .model = at(node, "model"),
            .serial = at(node, "serial"),
            .low = at(node, "low"),
            .high = at(node, "high"),
            .unit = at(node, "unit"),
            .resolution = at(node, "resolution"),
            .accuracy_class = at(node, "class"),
            .place = at(node, "place"),
            .ranges = ranges_of(node)};
}

SampleLimits limits_of(const pugi::xml_node& node) {
    return {.function = at(node, "function"),
            .percent = at(node, "percent"),
            .digits = at(node, "digits"),
            .absolute = at(node, "absolute")};
}

SampleJob job_of(const pugi::xml_node& node) {
    SampleJob job{.day = node.attribute("day").as_int(),
                  .instrument = at(node, "instrument"),
                  .kind = at(node, "kind"),
                  .mode = at(node, "mode"),
                  .error = at(node, "error"),
                  .until = at(node, "until"),
                  .then = at(node, "then"),
                  .reason = at(node, "reason"),
                  .specification = at(node, "specification"),
                  .tolerance = at(node, "tolerance"),
                  .rule = at(node, "rule"),
                  .temperature = at(node, "temperature"),
                  .then_day = node.attribute("then_day").as_int(),
                  .validity_months = node.attribute("validity").as_int(),
                  .handed_back = at(node, "handed_back") != "no",
                  .reserved = at(node, "reserved") == "yes"};
    for (const auto& limits : node.children("limits")) job.limits.push_back(limits_of(limits));
    return job;
}

SampleBench bench_of(const pugi::xml_node& node) {
    SampleBench bench{.name = at(node, "name"), .until = at(node, "until"), .jobs = {}};
    for (const auto& item : node.children("item")) {
        SampleJob job = job_of(node);
        job.instrument = at(item, "instrument");
        job.error = at(item, "error");
        bench.jobs.push_back(std::move(job));
    }
    return bench;
}

void read_body(const pugi::xml_node& node, SampleData& data) {
    data.code = at(node, "code");
    data.name_vi = at(node, "name_vi");
    data.name_en = at(node, "name_en");
    data.parent_vi = at(node, "parent_vi");
    data.parent_en = at(node, "parent_en");
    data.address_vi = at(node, "address_vi");
    data.address_en = at(node, "address_en");
    data.city = at(node, "city");
    data.phone = at(node, "phone");
    data.email = at(node, "email");
    data.head_title_vi = at(node, "head_title_vi");
    data.head_title_en = at(node, "head_title_en");
    data.registration = at(node, "registration");
}

}  // namespace

SampleData read_sample(std::string_view xml) {
    pugi::xml_document document;
    const auto result = document.load_buffer(xml.data(), xml.size());
    const pugi::xml_node root = document.child("sample");
    if (!result || !root)
        throw Error(ErrorKind::malformed, "sample.malformed",
                    std::string("the sample laboratory cannot be read: ") + result.description());
    SampleData data;
    read_body(root.child("body"), data);
    for (const auto& node : root.child("accounts").children("account"))
        data.accounts.push_back({at(node, "login"), at(node, "name"), at(node, "title_vi"), at(node, "title_en"),
                                 words(node, "roles"), words(node, "may")});
    for (const auto& node : root.child("organisations").children("organisation"))
        data.organisations.push_back(
            {at(node, "key"), at(node, "roles"), at(node, "name"), at(node, "name_en"), at(node, "address")});
    for (const auto& node : root.child("standards").children("standard")) data.standards.push_back(standard_of(node));
    for (const auto& node : root.child("materials").children("material")) data.materials.push_back(material_of(node));
    for (const auto& node : root.child("methods").children("method")) data.methods.push_back(method_of(node));
    for (const auto& node : root.child("instruments").children("instrument"))
        data.instruments.push_back(instrument_of(node));
    for (const auto& node : root.child("jobs").children("job")) data.jobs.push_back(job_of(node));
    for (const auto& node : root.child("benches").children("bench")) data.benches.push_back(bench_of(node));
    return data;
}

}  // namespace chuan::server::sample
