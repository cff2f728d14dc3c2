#include "server/api/kept_answer.h"

#include <charconv>

#include "base/sha256.h"
#include "server/auth/origin.h"
#include "storage/idempotency_repository.h"

namespace chuan::server::api {
namespace {

constexpr std::size_t kLongestKey = 80;
constexpr std::string_view kBegun = " begun ";  // between address and content: no answer, but a beginning
constexpr int kNoAnswerYet = 102;
constexpr std::string_view kKeptHeaders[] = {"Content-Type", "Location", "ETag"};

/// Header lines, an empty line, the body.
std::string written(const http::Response& response) {
    std::string text;
    for (const std::string_view name : kKeptHeaders)
        if (const std::string* value = response.header(name)) text += std::string(name) + ": " + *value + "\n";
    return text + "\n" + std::string(response.content());
}

http::Response read(const storage::StoredAnswer& stored) {
    http::Response response{.status = stored.status};
    std::string_view rest = stored.response;
    while (!rest.empty() && rest.front() != '\n') {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        const auto colon = line.find(": ");
        response.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
        rest.remove_prefix(line.size() + 1);
    }
    response.body = rest.substr(1);
    return response;
}

}  // namespace

KeptAnswer::KeptAnswer(const Route& route, const http::Request& request) : secret_(route.options.secret_answer) {
    const auto key = request.header("Idempotency-Key");
    if (!key || route.right.is_public() || auth::is_safe_method(request.method)) return;
    if (key->empty() || key->size() > kLongestKey)
        throw Error(ErrorKind::malformed, "parameter.invalid",
                    "the Idempotency-Key must have 1 to 80 characters; make one per act, such as a UUID", {},
                    {{"parameter", "Idempotency-Key"}});
    key_ = *key;
    address_ = request.method + " " + request.path;
    Sha256 content;
    for (const auto& [name, value] : request.query) {
        content.update_field(name);
        content.update_field(value);
    }
    content.update_field(request.body);
    content_sha256_ = content.hex();
}

std::optional<http::Response> KeptAnswer::find(storage::Transaction& transaction, AccountId account) const {
    if (key_.empty()) return std::nullopt;
    const auto stored = storage::IdempotencyRepository(transaction, account).find(address_, key_, content_sha256_);
    if (!stored) return std::nullopt;
    if (secret_)
        throw Error(
            ErrorKind::conflict, "idempotency.secret_shown",
            "this was done already with key " + key_ +
                ", and its answer held a secret that is shown only once; look whether it arrived, or do it anew "
                "with another key",
            {}, {{"key", key_}});
    return read(*stored);
}

void KeptAnswer::keep(storage::Transaction& transaction, AccountId account, const http::Response& response,
                      Moment now) const {
    if (key_.empty()) return;
    storage::IdempotencyRepository(transaction, account)
        .store(address_, key_, content_sha256_, {response.status, secret_ ? std::string() : written(response)}, now);
}

std::optional<Moment> KeptAnswer::begin(storage::Transaction& transaction, AccountId account, Moment now) const {
    if (key_.empty()) return std::nullopt;
    storage::IdempotencyRepository kept(transaction, account);
    const std::string address = address_ + std::string(kBegun) + content_sha256_;
    if (const auto before = kept.find(address, key_, content_sha256_)) return moment_from_iso(before->response);
    kept.store(address, key_, content_sha256_, {kNoAnswerYet, to_iso(now)}, now);
    return std::nullopt;
}

}  // namespace chuan::server::api
