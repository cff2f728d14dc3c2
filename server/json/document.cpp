#include "server/json/document.h"

#include <functional>

#include "server/json/state.h"

namespace chuan::server::json {
namespace {

using Json = nlohmann::ordered_json;
using Event = nlohmann::detail::parse_event_t;

constexpr std::string_view kRemedy = "; send one JSON object in UTF-8 as the description of the interface has it";

/// Watches the parser: where it stands, keys that come twice, how deep it is.
class Watch {
  public:
    explicit Watch(int depth) : depth_(depth) {}

    bool operator()(int depth, Event event, Json& parsed) {
        if (depth > depth_)
            throw Error(ErrorKind::malformed, "json.too_deep",
                        "the JSON is nested deeper than " + std::to_string(depth_) + " levels; send it flatter");
        switch (event) {
            case Event::object_start:
                open_.push_back({.is_array = false, .keys = {}, .step = {}, .index = 0});
                break;
            case Event::array_start:
                open_.push_back({.is_array = true, .keys = {}, .step = {}, .index = 0});
                break;
            case Event::key:
                take_key(parsed.get_ref<const std::string&>());
                break;
            case Event::object_end:
            case Event::array_end:
                open_.pop_back();
                count();
                break;
            case Event::value:
                count();
                break;
        }
        return true;
    }

    /// Of the value that is being read.
    std::string pointer() const {
        std::string pointer;
        for (const Frame& frame : open_)
            pointer += pointer_step(frame.is_array ? std::to_string(frame.index) : frame.step);
        return pointer;
    }

  private:
    struct Frame {
        bool is_array;
        std::set<std::string> keys;
        std::string step;
        std::size_t index;
    };

    void count() {
        if (!open_.empty() && open_.back().is_array) ++open_.back().index;
    }

    void take_key(const std::string& key) {
        open_.back().step = key;
        if (open_.back().keys.insert(key).second) return;
        const std::string place = pointer();
        throw Error(ErrorKind::malformed, "json.double_key", place + " stands there twice; send it once", place);
    }

    int depth_;
    std::vector<Frame> open_;
};

}  // namespace

std::string pointer_step(std::string_view name) {
    std::string step = "/";
    for (const char c : name) {
        if (c == '~')
            step += "~0";
        else if (c == '/')
            step += "~1";
        else
            step += c;
    }
    return step;
}

Document::Document(std::string_view text, Limits limits) : state_(std::make_unique<State>()) {
    if (text.size() > limits.bytes)
        throw Error(ErrorKind::too_large, "json.too_large",
                    "the JSON has " + std::to_string(text.size()) + " bytes, more than " +
                        std::to_string(limits.bytes) + "; send less at once");
    Watch watch(limits.depth);
    try {
        state_->root = Json::parse(text, std::ref(watch));
    } catch (const Json::out_of_range&) {
        const std::string place = watch.pointer();
        throw Error(
            ErrorKind::malformed, "json.malformed",
            "the number at " + (place.empty() ? "/" : place) + " is larger than any that can be read; correct it",
            place);
    } catch (const Json::exception& fault) {
        const auto* parse = dynamic_cast<const Json::parse_error*>(&fault);
        const std::string where = parse ? " at byte " + std::to_string(parse->byte) : "";
        throw Error(ErrorKind::malformed, "json.malformed", "the JSON cannot be read" + where + std::string(kRemedy));
    }
}

Document::~Document() = default;

Object Document::object() { return Object(Item(*state_, state_->root, "")); }

std::vector<Object> Document::objects() {
    std::vector<Object> all;
    if (!state_->root.is_array()) {
        state_->findings.push_back({"field.type", "the JSON must be an array", ""});
        return all;
    }
    for (std::size_t i = 0; i < state_->root.size(); ++i)
        all.emplace_back(Item(*state_, state_->root[i], pointer_step(std::to_string(i))));
    return all;
}

void Document::done() const {
    std::vector<Finding> findings = state_->findings;
    for (const auto& [pointer, opened] : state_->opened)
        for (const auto& [name, value] : opened.object->items())
            if (!opened.asked.contains(name))
                findings.push_back({"field.unknown", pointer + pointer_step(name) + " is not known here; leave it out",
                                    pointer + pointer_step(name)});
    if (!findings.empty()) throw Error(ErrorKind::malformed, std::move(findings));
}

}  // namespace chuan::server::json
