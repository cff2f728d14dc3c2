#include "server/api/numbers_json.h"

namespace chuan::server::api {

json::Value numbers_json(const std::vector<double>& values) {
    return json::list(values, [](double value) { return json::Value(value); });
}

std::map<std::string, double> named_numbers(const json::Object& in, std::string_view name) {
    std::map<std::string, double> numbers;
    in.maybe_object(name, [&](const json::Object& object) {
        for (const auto& one : object.names()) numbers[one] = object.required<double>(one);
        return true;
    });
    return numbers;
}

}  // namespace chuan::server::api
