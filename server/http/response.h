#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "server/http/request.h"

namespace chuan {
class Error;
}

namespace chuan::server::http {

/// What a client is answered, as plain values. Length, date, connection and security headers are added when it is sent.
struct Response {
    int status = 200;
    Fields headers{};
    std::string body{};
    std::shared_ptr<const std::string> shared_body{};  // sent instead of body: one copy of a file for many answers

    std::string_view content() const { return shared_body ? std::string_view(*shared_body) : std::string_view(body); }
    const std::string* header(std::string_view name) const;
    /// Sets a header, in place of an earlier one of that name (several Set-Cookie: append to headers).
    Response& with(std::string name, std::string value);

    static Response json(std::string text, int status = 200);
    static Response text(std::string text, int status = 200);
    static Response html(std::string text, int status = 200);
    static Response no_content();
    /// 201 with the address of what was made, and its JSON if there is something to say.
    static Response created(std::string location, std::string json = {});
    /// A stored document: leaves as an attachment that no browser runs or guesses the type of.
    static Response file(std::string bytes, std::string media_type, std::string_view name);
    /// application/problem+json of an Error, its status by its kind; reference is the request's id.
    static Response problem(const Error&, std::string_view reference = {});
    /// The same for what has no ErrorKind (405, 411, 501 ...).
    static Response problem(int status, std::string code, std::string sentence, std::string_view reference = {});
};

std::string_view reason_phrase(int status);

}  // namespace chuan::server::http
