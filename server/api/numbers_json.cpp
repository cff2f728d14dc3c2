#include "server/api/numbers_json.h"

namespace chuan::server::api {

json::Value numbers_json(const std::vector<double>& values) {
    return json::list(values, [](double value) { return json::Value(value); });
}

/// Names of their own choosing make a document of their own.
std::map<std::string, double> named_numbers(const json::Object& in, std::string_view name) {
    std::map<std::string, double> numbers;
    const std::string text = in.raw(name);
    if (text.empty() || text == "null") return numbers;
    json::Document document(text);
    const json::Object object = document.object();
    for (const auto& one : object.names()) numbers[one] = object.required<double>(one);
    document.done();
    return numbers;
}

}  // namespace chuan::server::api
