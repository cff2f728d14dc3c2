#include "server/json/table.h"

#include <span>
#include <sstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "base/csv.h"
#include "base/text.h"

namespace chuan::server::json {
namespace {

using Json = nlohmann::ordered_json;
using Path = std::span<const std::string>;

std::string cell_of(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_boolean()) return value.get<bool>() ? "1" : "0";
    if (value.is_object()) throw std::logic_error("a column of a list leads to an object: " + value.dump());
    return value.is_null() ? "" : value.dump();
}

void collect(const Json& value, Path path, std::string& cell) {
    if (value.is_array()) {
        for (const Json& element : value) collect(element, path, cell);
        return;
    }
    if (path.empty()) {
        const std::string one = cell_of(value);
        if (!cell.empty() && !one.empty()) cell += "; ";
        cell += one;
        return;
    }
    if (const auto member = value.find(path.front()); value.is_object() && member != value.end())
        collect(*member, path.subspan(1), cell);
}

}  // namespace

struct Table::Row {
    const Json& item;
    const Json* element;
};

Table::Table(std::string_view columns, std::string_view each) : each_(each) {
    std::istringstream words{std::string(columns)};
    for (std::string word; words >> word;) {
        const auto equals = word.find('=');
        const std::string path = equals == std::string::npos ? word : word.substr(equals + 1);
        Column column{.heading = word.substr(0, equals), .path = split(path, '/')};
        column.of_element = !each_.empty() && column.path.front() == each_;
        if (column.of_element) column.path.erase(column.path.begin());
        columns_.push_back(std::move(column));
    }
}

std::string Table::head() const {
    std::vector<std::string> cells;
    for (const Column& column : columns_) cells.push_back(column.heading);
    return csv_line(cells);
}

std::string Table::line(const Row& row) const {
    std::vector<std::string> cells;
    for (const Column& column : columns_) {
        cells.emplace_back();
        if (!column.of_element)
            collect(row.item, column.path, cells.back());
        else if (row.element)
            collect(*row.element, column.path, cells.back());
    }
    return csv_line(cells);
}

Table::Page Table::page(std::string_view json) const {
    const Json read = Json::parse(json, nullptr, false);
    if (!read.is_object() || !read.contains("items") || !read["items"].is_array())
        throw std::logic_error("this is no page of a list");
    Page page;
    for (const Json& item : read["items"]) {
        if (each_.empty() || item.at(each_).empty()) {
            page.lines += line({item, nullptr});
            continue;
        }
        for (const Json& element : item.at(each_)) page.lines += line({item, &element});
    }
    if (const auto next = read.find("next_cursor"); next != read.end() && next->is_string())
        page.next = next->get<std::string>();
    return page;
}

}  // namespace chuan::server::json
