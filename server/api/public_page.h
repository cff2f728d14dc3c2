#pragma once

// The page that anybody opens from the code on a certificate: one HTML document without script, whose answer can be
// told apart by word, sign and ground. Both languages stand on it; the asked one is the larger.

#include <optional>
#include <string>

#include "operations/public_answer.h"
#include "reports/text/catalogue.h"

namespace chuan::server::api {

using reports::text::Language;

struct PageFrame {
    Language language = Language::vi;
    std::string address;  // of this page, without query: "/v/CODE", "/v"
    Moment now{};
};

/// kind of what is said: one word of the page's own set, from the answer and the document it is about.
enum class Verdict {
    valid,
    genuine,
    failed,
    not_yet_issued,
    expired,
    ended_early,
    replaced,
    suspended,
    revoked,
    unknown,
    mistyped
};
Verdict verdict_of(const operations::PublicAnswer&);
std::string_view to_string(Verdict);

/// may_ask_other_day: the page stands under a code, so that a day can be added to its address.
std::string answer_page(const operations::PublicAnswer&, const PageFrame&, bool may_ask_other_day);

/// Field for a code and the lookup by two facts. notice: key of a text above the forms, empty for none.
std::string start_page(const PageFrame&, const std::string& notice, int minutes_to_wait = 0);

/// The register could not be asked: nothing is said about the paper, and the same question can be asked again.
/// since: when it answered last, where that is known.
std::string trouble_page(const PageFrame&, std::optional<Moment> since = {});

}  // namespace chuan::server::api
