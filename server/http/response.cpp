#include "server/http/response.h"

#include <algorithm>

namespace chuan::server::http {
namespace {

Response of(std::string body, std::string type, int status) {
    Response response{.status = status, .body = std::move(body)};
    response.headers.emplace_back("Content-Type", std::move(type));
    return response;
}

}  // namespace

const std::string* Response::header(std::string_view name) const {
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [&](const auto& field) { return equal_ignoring_case(field.first, name); });
    return found == headers.end() ? nullptr : &found->second;
}

Response& Response::with(std::string name, std::string value) {
    std::erase_if(headers, [&](const auto& field) { return equal_ignoring_case(field.first, name); });
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

Response Response::json(std::string text, int status) { return of(std::move(text), "application/json", status); }

Response Response::text(std::string text, int status) {
    return of(std::move(text), "text/plain; charset=utf-8", status);
}

Response Response::html(std::string text, int status) {
    return of(std::move(text), "text/html; charset=utf-8", status);
}

Response Response::no_content() { return Response{.status = 204}; }

Response Response::created(std::string location, std::string json) {
    Response response = json.empty() ? Response{.status = 201} : Response::json(std::move(json), 201);
    response.headers.emplace_back("Location", std::move(location));
    return response;
}

Response Response::file(std::string bytes, std::string media_type, std::string_view name) {
    Response response = of(std::move(bytes), std::move(media_type), 200);
    response.headers.emplace_back("Content-Disposition", "attachment; filename*=UTF-8''" + percent_encoded(name));
    response.headers.emplace_back("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'");
    return response;
}

std::string_view reason_phrase(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 411:
            return "Length Required";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 422:
            return "Unprocessable Content";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Status";
    }
}

}  // namespace chuan::server::http
