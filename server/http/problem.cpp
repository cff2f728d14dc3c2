#include "server/http/problem.h"

#include <exception>
#include <typeinfo>

#include <Poco/Exception.h>
#include <nlohmann/json.hpp>

#include "server/http/log.h"

namespace chuan::server::http {
namespace {

using Json = nlohmann::ordered_json;

Json finding_json(const Finding& finding) {
    return {{"code", finding.code},
            {"detail", finding.sentence},
            {"field", finding.field},
            {"values", Json(finding.values)}};
}

Response problem_of(int status, const std::vector<Finding>& findings, std::string_view reference) {
    Json json = {{"type", "about:blank"},         {"title", reason_phrase(status)},      {"status", status},
                 {"code", findings.front().code}, {"detail", findings.front().sentence}, {"errors", Json::array()}};
    for (const Finding& finding : findings) json["errors"].push_back(finding_json(finding));
    json["reference"] = reference;

    Response response = Response::json(json.dump(-1, ' ', false, Json::error_handler_t::replace), status);
    response.with("Content-Type", "application/problem+json").with("Cache-Control", "no-store");
    if (status == 401) response.with("WWW-Authenticate", "Bearer");
    const auto wait = findings.front().values.find("retry_after");  // seconds
    if (wait != findings.front().values.end())
        response.with("Retry-After", wait->second);
    else if (status == 503 || status == 429)
        response.with("Retry-After", "2");
    return response;
}

Response unexpected(const Request& request, Log& log, std::string_view type, std::string_view what) {
    log.failure(request.id, request.route, type, what);
    return Response::problem(500, "internal", "an unexpected failure; quote the reference " + request.id, request.id);
}

/// What the engine or the system said is for the log only.
void note_cause(const Request& request, Log& log, const Error& error) {
    try {
        std::rethrow_if_nested(error);
    } catch (const std::exception& cause) {
        log.failure(request.id, request.route, error.code(), cause.what());
    }
}

}  // namespace

int status_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::malformed:
            return 400;
        case ErrorKind::unauthenticated:
            return 401;
        case ErrorKind::forbidden:
            return 403;
        case ErrorKind::not_found:
            return 404;
        case ErrorKind::conflict:
            return 409;
        case ErrorKind::precondition:
            return 412;
        case ErrorKind::too_large:
            return 413;
        case ErrorKind::rule_broken:
            return 422;
        case ErrorKind::too_many:
            return 429;
        case ErrorKind::unavailable:
            return 503;
    }
    return 500;
}

Response Response::problem(const Error& error, std::string_view reference) {
    return problem_of(status_of(error.kind()), error.findings(), reference);
}

Response Response::problem(int status, std::string code, std::string sentence, std::string_view reference) {
    return problem_of(status, {Finding{std::move(code), std::move(sentence)}}, reference);
}

Response problem_of_current_exception(const Request& request, Log& log) {
    try {
        throw;
    } catch (const Error& error) {
        note_cause(request, log, error);
        return Response::problem(error, request.id);
    } catch (const Poco::Exception& error) {
        return unexpected(request, log, error.className(), error.displayText());
    } catch (const std::exception& error) {
        return unexpected(request, log, typeid(error).name(), error.what());
    } catch (...) {
        return unexpected(request, log, "unknown", "an exception that is no std::exception");
    }
}

}  // namespace chuan::server::http
