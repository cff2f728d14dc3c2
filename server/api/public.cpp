#include "server/api/public.h"

#include "base/text.h"
#include "server/api/public_page.h"
#include "server/api/query.h"
#include "server/api/validity_json.h"
#include "server/http/problem.h"
#include "server/json/document.h"

namespace chuan::server::api {
namespace {

using http::Request;
using http::Response;

constexpr std::size_t kLookupLimit = 4096;  // bytes of a question
constexpr const char* kAskAgain = "30";     // seconds, where the register could not be asked
constexpr const char* kBusyAgain = "2";     // seconds, where only all places were taken

/// What is said about a code is for now and for whoever asked.
Response unkept(Response response) {
    return std::move(response.with("Cache-Control", "no-store").with("Referrer-Policy", "no-referrer"));
}

Language language_of(const http::Fields& fields) {
    for (const auto& [name, value] : fields)
        if (name == "lang") return value == "en" ? Language::en : Language::vi;
    return Language::vi;
}

std::string letters_and_digits(std::string_view typed) {
    std::string code;
    for (const char character : typed)
        if ((character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
            (character >= 'A' && character <= 'Z'))
            code += character;
    return code;
}

/// A person at a printed code is told in words, too, that the register cannot be read now, and since when; the reason
/// goes to the log.
template <class Work>
Response or_trouble(OutsideCall& call, const PageFrame& frame, Work&& work) {
    try {
        Response response = work();
        call.house.last_answer.note(call.now);
        return response;
    } catch (...) {
        if (http::problem_of_current_exception(call.request, call.house.log).status < 500) throw;
        return unkept(Response::html(trouble_page(frame, call.house.last_answer.at()), 503))
            .with("Retry-After", kAskAgain);
    }
}

/// All places are taken: the register was not asked.
Response no_room(const Request& request, House& house) {
    const std::string code = request.parameters.empty() ? "" : "/" + letters_and_digits(request.parameter("code"));
    return unkept(Response::html(trouble_page({language_of(request.query), "/v" + code, house.clock.now()}), 503))
        .with("Retry-After", kBusyAgain);
}

Response start(OutsideCall& call) {
    const PageFrame frame{language_of(call.request.query), "/v", call.now};
    const auto typed = call.request.query_value("code");
    if (!typed) return unkept(Response::html(start_page(frame, "")));
    const std::string code = letters_and_digits(*typed);
    if (code.empty()) return unkept(Response::html(start_page(frame, "public.why.malformed"), 400));
    return unkept(
        Response::text("", 303).with("Location", "/v/" + code + (frame.language == Language::en ? "?lang=en" : "")));
}

Response page_of_code(OutsideCall& call) {
    const std::string code = letters_and_digits(call.request.parameter("code"));
    const PageFrame frame{language_of(call.request.query), "/v/" + code, call.now};
    std::optional<CivilDate> on;
    if (const auto asked = call.request.query_value("on"); asked && !asked->empty()) {
        on = date_from_entry(trimmed(*asked));
        if (!on) return unkept(Response::html(start_page(frame, "public.day.malformed"), 400));
    }
    return or_trouble(call, frame, [&] {
        const auto answer = call.database.read([&](storage::Transaction& transaction) {
            return operations::answer_for_code(transaction, code, on, call.now);
        });
        return unkept(Response::html(answer_page(answer, frame, true)));
    });
}

/// "a=1&b=%20c" as a form sends it.
http::Fields form_of(const Request& request) {
    Request read;
    http::read_target("/?" + request.body, read);
    return read.query;
}

std::string field(const http::Fields& form, std::string_view name) {
    for (const auto& [known, value] : form)
        if (known == name) return trimmed(value);
    return {};
}

/// Nothing of a question is left out: number with serial, or serial with the day of issue.
std::optional<operations::PublicQuestion> question_of(const http::Fields& form) {
    const std::string number = field(form, "number"), serial = field(form, "serial"),
                      issued_on = field(form, "issued_on");
    if (!number.empty() && !serial.empty()) return operations::PublicQuestion{number, "", serial};
    if (!serial.empty() && !issued_on.empty()) return operations::PublicQuestion{"", serial, issued_on};
    return std::nullopt;
}

operations::PublicAnswer look_up(OutsideCall& call, const operations::PublicQuestion& question) {
    const std::string& subject = question.number.empty() ? question.serial : question.number;
    call.house.lookups.count(folded_serial(subject), call.request.remote_address, call.now);
    return call.database.read([&](storage::Transaction& transaction) {
        return operations::answer_for_question(transaction, question, call.now);
    });
}

Response wait_page(const PageFrame& frame, const Error& error) {
    const int seconds = std::stoi(error.findings().front().values.at("seconds"));
    return unkept(Response::html(start_page(frame, "public.wait", (seconds + 59) / 60), 429))
        .with("Retry-After", std::to_string(seconds));
}

Response look_up_page(OutsideCall& call) {
    const auto form = form_of(call.request);
    const PageFrame frame{language_of(form), "/v", call.now};
    const auto question = question_of(form);
    if (!question) return unkept(Response::html(start_page(frame, "public.lookup.missing"), 400));
    return or_trouble(call, frame, [&] {
        try {
            return unkept(Response::html(answer_page(look_up(call, *question), frame, false)));
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::too_many) throw;
            return wait_page(frame, error);
        }
    });
}

Response answer_of_code(Call& call) {
    Query query(call.request);
    const auto on = query.date("on");
    query.done();
    const auto answer = operations::answer_for_code(call.transaction, call.request.parameter("code"), on, call.now);
    if (answer.code_fault)
        throw Error(ErrorKind::malformed,
                    *answer.code_fault == certificates::CodeFault::mistyped ? "code.mistyped" : "code.malformed",
                    "this is no code of ours: the check characters do not fit, or it has not 18 characters; compare it "
                    "with the paper");
    return unkept(Response::json(public_answer_json(answer, call.now).text()));
}

Response answer_of_lookup(OutsideCall& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const operations::PublicQuestion question{.number = trimmed(in.value_or<std::string>("number", "")),
                                              .serial = trimmed(in.value_or<std::string>("serial", "")),
                                              .fact = trimmed(in.required<std::string>("fact"))};
    if (question.number.empty() == question.serial.empty())
        in.refuse("number", "field.missing",
                  "give the number or the serial, and the other one or the day of issue as fact");
    document.done();
    return unkept(Response::json(public_answer_json(look_up(call, question), call.now).text()));
}

const Route kRoutes[] = {
    {"GET", "/v", kPublic, &start, {.no_room = &no_room}},
    {"POST",
     "/v",
     kPublic,
     &look_up_page,
     {.media = "application/x-www-form-urlencoded", .body_limit = kLookupLimit, .no_room = &no_room}},
    {"GET", "/v/{code}", kPublic, &page_of_code, {.no_room = &no_room}},
    {"GET", "/api/v1/public/certificates/{code}", kPublic, &answer_of_code},
    {"POST", "/api/v1/public/lookup", kPublic, &answer_of_lookup, {.body_limit = kLookupLimit}},
};

}  // namespace

std::span<const Route> public_routes() { return kRoutes; }

std::string busy_page(Moment now) { return trouble_page({Language::vi, "/v", now}); }

}  // namespace chuan::server::api
