#include "server/api/csv_list.h"

#include "server/json/table.h"

namespace chuan::server::api {
namespace {

using http::Request;
using http::Response;

constexpr int kPagesInFile = 10;
constexpr std::string_view kRowsInPage = "500";  // the most that a page holds

void set(Request& request, std::string_view name, std::string_view value) {
    std::erase_if(request.query, [&](const auto& field) { return field.first == name; });
    request.query.emplace_back(name, value);
}

/// Relative to the address that was asked.
std::string link_to(const Request& request, const std::string& cursor) {
    std::string query;
    for (const auto& [name, value] : request.query)
        if (name != "cursor") query += http::percent_encoded(name) + "=" + http::percent_encoded(value) + "&";
    return "<?" + query + "cursor=" + http::percent_encoded(cursor) + ">; rel=\"next\"";
}

}  // namespace

Response csv_of(Call& call, const CsvList& list, Handler handler) {
    const json::Table table(list.columns, list.each);
    const bool one_page = call.request.query_value("limit").has_value();
    std::string lines = table.head();
    Request request = call.request;
    std::optional<std::string> next;
    for (int pages = 0; pages == 0 || (next && !one_page && pages < kPagesInFile); ++pages) {
        if (next) {  // a list that has pages takes a limit
            set(request, "limit", kRowsInPage);
            set(request, "cursor", *next);
        }
        Call asked{request, call.house, call.caller, call.actor, call.transaction, call.now};
        auto page = table.page(handler(asked).content());
        lines += page.lines;
        next = std::move(page.next);
    }
    Response file = Response::file(std::move(lines), "text/csv; charset=utf-8", std::string(list.name) + ".csv");
    if (next) file.with("Link", link_to(call.request, *next));
    return file;
}

}  // namespace chuan::server::api
