#include "server/api/case_input.h"

#include "server/json/elements.h"

namespace chuan::server::api {

std::vector<std::vector<double>> number_groups(const json::Object& in, std::string_view name) {
    std::vector<std::vector<double>> groups;
    try {
        for (const std::string& group : json::elements(in.raw(name))) {
            json::Document document("{\"group\":" + group + "}");
            groups.push_back(document.object().list<double>("group"));
            document.done();
        }
    } catch (const Error&) {
        in.refuse(name, "field.type", in.pointer_of(name) + " must be an array of arrays of numbers");
    }
    return groups;
}

json::Value run_chosen(const json::Object& in, json::Document& document, std::string_view name,
                       std::span<const CaseKind> choices) {
    const auto choice_of = [&](std::string_view word) -> std::optional<RunCase> {
        for (const CaseKind& one : choices)
            if (one.name == word) return one.run;
        return std::nullopt;
    };
    if (const RunCase run = in.word(name, choice_of)) return run(in, document);
    for (const std::string& other : in.names()) in.raw(other);
    document.done();
    return nullptr;
}

}  // namespace chuan::server::api
