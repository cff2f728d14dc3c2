#include "reports/dcc_check/findings.h"

#include <algorithm>
#include <utility>

#include "reports/dcc_check/element.h"
#include "reports/text/catalogue.h"

namespace chuan::reports::dcc_check {
namespace {

constexpr int kMostOfARule = 50;
constexpr std::size_t kLongestValue = 120;

/// Not longer than can be read, cut between characters; no line break of a document ends up in a line of ours.
std::string shown(std::string value) {
    if (value.size() > kLongestValue) {
        std::size_t end = kLongestValue;
        while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0u) == 0x80u) --end;
        value = value.substr(0, end) + "…";
    }
    std::ranges::replace_if(
        value, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return value;
}

int place_of(std::string_view layer) {
    constexpr std::string_view kLayers[] = {"safety", "schema", "content", "metrology", "signature"};
    return static_cast<int>(std::ranges::find(kLayers, layer) - std::begin(kLayers));
}

}  // namespace

std::string_view to_string(Severity severity) { return severity == Severity::error ? "error" : "warning"; }

void Findings::add(std::string_view rule_id, const xmlNode* where, Values values) {
    if (where && count_[rule(rule_id).id] >= kMostOfARule) {  // nobody needs its path
        add(rule_id, std::string(), 0, std::move(values));
        return;
    }
    if (where) values.emplace("element", std::string(local_name(where)));
    add(rule_id, where ? path_of(where) : std::string(), where ? line_of(where) : 0, std::move(values));
}

void Findings::add_at_line(std::string_view rule_id, long line, Values values) {
    add(rule_id, std::string(), line, std::move(values));
}

void Findings::add(std::string_view rule_id, std::string path, long line, Values values) {
    const Rule& broken = rule(rule_id);
    has_error_ = has_error_ || broken.severity == Severity::error;
    if (++count_[broken.id] > kMostOfARule) return;
    for (auto& [name, value] : values) value = shown(std::move(value));
    const std::string key = "dcc_check." + std::string(rule_id);
    found_.push_back({&broken, std::move(path), line, text::filled(text::of(text::Language::vi, key), values),
                      text::filled(text::of(text::Language::en, key), values)});
}

std::vector<Finding> Findings::take() {
    for (const auto& [id, count] : count_) {
        if (count <= kMostOfARule) continue;
        const Values values{{"count", std::to_string(count - kMostOfARule)}};
        found_.push_back({&rule(id), "", 0, text::filled(text::of(text::Language::vi, "dcc_check.more"), values),
                          text::filled(text::of(text::Language::en, "dcc_check.more"), values)});
    }
    std::ranges::stable_sort(found_, [](const Finding& a, const Finding& b) {
        const int first = place_of(a.rule->layer()), second = place_of(b.rule->layer());
        return first != second ? first < second : a.line < b.line;
    });
    count_.clear();
    has_error_ = false;
    return std::exchange(found_, {});
}

}  // namespace chuan::reports::dcc_check
