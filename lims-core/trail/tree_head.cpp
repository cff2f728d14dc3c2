#include "trail/tree_head.h"

#include <charconv>

#include "base/encoding.h"
#include "base/error.h"
#include "base/text.h"

namespace chuan::trail {

namespace {

constexpr std::string_view kForm = "chuan tree head 1";
constexpr std::string_view kSignature = "\nsignature: ";

[[noreturn]] void malformed(const std::string& what) {
    throw Error(ErrorKind::malformed, "head.malformed", "this is not a tree head: " + what);
}

std::int64_t number_from_text(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || end != text.data() + text.size() || number < 0 || std::to_string(number) != text)
        malformed("\"" + std::string(text) + "\" is not a number");
    return number;
}

bool is_sha256(std::string_view text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// Takes "name: value\n" off the front.
std::string_view take_line(std::string_view& rest, std::string_view name) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) malformed("line \"" + std::string(name) + "\" is missing");
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    const std::string start = std::string(name) + ": ";
    if (!starts_with(line, start)) malformed("line \"" + std::string(name) + "\" is missing");
    return line.substr(start.size());
}

}  // namespace

std::string to_text(const HighestNumbers& numbers) {
    std::string text;
    for (const auto& [sequence, highest] : numbers)
        text += (text.empty() ? "" : " ") + sequence + "=" + std::to_string(highest);
    return text;
}

HighestNumbers numbers_from_text(std::string_view text) {
    HighestNumbers numbers;
    if (text.empty()) return numbers;
    for (const std::string& part : split(text, ' ')) {
        const std::size_t equals = part.find('=');
        if (equals == std::string::npos || equals == 0) malformed("\"" + part + "\" is not a highest number");
        numbers[part.substr(0, equals)] = number_from_text(std::string_view(part).substr(equals + 1));
    }
    if (to_text(numbers) != text) malformed("the highest numbers are out of order");
    return numbers;
}

std::string to_text(const TreeHead& head) {
    return std::string(kForm) + "\norigin: " + head.origin + "\nbody: " + std::to_string(head.body.value) +
           "\nsize: " + std::to_string(head.size) + "\nhead: " + head.head_sha256 +
           "\nnumbers: " + to_text(head.highest_numbers) + "\nsigned: " + to_iso(head.signed_at) + "\n";
}

TreeHead head_from_text(std::string_view text) {
    std::string_view rest = text;
    if (!starts_with(rest, std::string(kForm) + "\n"))
        malformed("its first line is not \"" + std::string(kForm) + "\"");
    rest.remove_prefix(kForm.size() + 1);
    TreeHead head;
    head.origin = take_line(rest, "origin");
    head.body = BodyId{number_from_text(take_line(rest, "body"))};
    head.size = number_from_text(take_line(rest, "size"));
    head.head_sha256 = take_line(rest, "head");
    if (!is_sha256(head.head_sha256)) malformed("its hash is not 64 hexadecimal characters");
    head.highest_numbers = numbers_from_text(take_line(rest, "numbers"));
    const std::string signed_at(take_line(rest, "signed"));
    try {
        head.signed_at = moment_from_iso(signed_at);
    } catch (const Error&) {
        malformed("\"" + signed_at + "\" is not a moment");
    }
    if (!rest.empty() || to_text(head) != text) malformed("it holds more than a head");
    return head;
}

std::string to_text(const SignedHead& signed_head) {
    return to_text(signed_head.head) + std::string(kSignature) + signed_head.key_id + " " +
           base64(signed_head.signature) + "\n";
}

SignedHead signed_head_from_text(std::string_view text) {
    const std::size_t place = text.find(kSignature);
    if (place == std::string_view::npos || text.back() != '\n') malformed("it is not signed");
    const std::string_view line = text.substr(place + kSignature.size(), text.size() - place - kSignature.size() - 1);
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) malformed("its signature has no key");
    std::optional<std::string> signature = from_base64(line.substr(space + 1));
    if (!signature || signature->empty()) malformed("its signature is not base64");
    return {.head = head_from_text(text.substr(0, place)),
            .key_id = std::string(line.substr(0, space)),
            .signature = std::move(*signature)};
}

}  // namespace chuan::trail
