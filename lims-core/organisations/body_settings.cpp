#include "organisations/body_settings.h"

#include <charconv>
#include <functional>
#include <iterator>
#include <utility>
#include <vector>

#include "base/error.h"

namespace chuan::organisations {
namespace {

struct KindRow {
    NumberKind kind;
    std::string_view name;
    std::string_view default_template;
};
constexpr KindRow kKinds[] = {
    {NumberKind::verification_group1, "verification_group1", "I{yy}.{n:5}"},
    {NumberKind::verification_group2, "verification_group2", "V{yy}.{n:5}"},
    {NumberKind::calibration, "calibration", "C{yy}.{n:5}"},
    {NumberKind::testing, "testing", "T{yy}.{n:5}"},
    {NumberKind::record, "record", "B{yy}.{n:5}"},
    {NumberKind::order, "order", "Y{yy}.{n:5}"},
};

// Between the words of a setting and its value. read: empty if understood, else what would be right. choices: all the
// words there are; none where the value is free.
struct Key {
    std::string name;
    std::function<std::string(BodySettings&, const std::string&)> read;
    std::function<std::string(const BodySettings&)> write;
    std::vector<std::string> choices{};
};

template <class Duration>
Key duration_key(std::string name, Duration BodySettings::*member, int least, int most) {
    return {std::move(name),
            [=](BodySettings& settings, const std::string& text) -> std::string {
                int number = 0;
                const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
                if (fault != std::errc{} || end != text.data() + text.size() || number < least || number > most)
                    return "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
                settings.*member = Duration(number);
                return {};
            },
            [=](const BodySettings& settings) { return std::to_string((settings.*member).count()); }};
}

Key number_key(NumberKind kind, std::string_view name) {
    return {"number." + std::string(name),
            [=](BodySettings& settings, const std::string& text) -> std::string {
                settings.numbers.insert_or_assign(kind, NumberTemplate::parse(text));
                return {};
            },
            [=](const BodySettings& settings) { return settings.number_template(kind).text(); }};
}

/// A setting that is one of two words.
Key choice_key(std::string name, std::string yes, std::string no, std::function<void(BodySettings&, bool)> set,
               std::function<bool(const BodySettings&)> is_set) {
    const std::string expected = yes + " or " + no;
    return {std::move(name),
            [=](BodySettings& settings, const std::string& text) -> std::string {
                if (text != yes && text != no) return expected;
                set(settings, text == yes);
                return {};
            },
            [=](const BodySettings& settings) { return is_set(settings) ? yes : no; },
            {yes, no}};
}

Key second_factor_key(GuardedAct act) {
    return choice_key(
        "second_factor." + std::string(to_string(act)), "required", "optional",
        [act](BodySettings& settings, bool required) {
            if (required)
                settings.second_factor.insert(act);
            else
                settings.second_factor.erase(act);
        },
        [act](const BodySettings& settings) { return settings.second_factor.contains(act); });
}

Key valid_to_key() {
    return choice_key(
        "valid_to", std::string(to_string(ValidTo::end_of_month)), std::string(to_string(ValidTo::exact)),
        [](BodySettings& settings, bool to_the_end) {
            settings.valid_to = to_the_end ? ValidTo::end_of_month : ValidTo::exact;
        },
        [](const BodySettings& settings) { return settings.valid_to == ValidTo::end_of_month; });
}

Key calibration_key() {
    return choice_key(
        "calibration.last_day", "form", "asked",
        [](BodySettings& settings, bool of_the_form) { settings.calibration_last_day = of_the_form; },
        [](const BodySettings& settings) { return settings.calibration_last_day; });
}

Key unsigned_key() {
    return choice_key(
        "issue.unsigned", "allow", "forbid",
        [](BodySettings& settings, bool allowed) { settings.issue_unsigned = allowed; },
        [](const BodySettings& settings) { return settings.issue_unsigned; });
}

Key time_stamp_key() {
    return choice_key(
        "issue.time_stamp", "required", "wanted",
        [](BodySettings& settings, bool required) { settings.time_stamp_required = required; },
        [](const BodySettings& settings) { return settings.time_stamp_required; });
}

std::vector<Key> made_keys() {
    std::vector<Key> keys;
    for (const KindRow& row : kKinds) keys.push_back(number_key(row.kind, row.name));
    keys.push_back(valid_to_key());
    keys.push_back(calibration_key());
    keys.push_back(duration_key("calibration.months", &BodySettings::calibration_months, 1, 120));
    keys.push_back(unsigned_key());
    keys.push_back(time_stamp_key());
    for (const GuardedAct act : kGuardedActs) keys.push_back(second_factor_key(act));
    keys.push_back(duration_key("session.idle_minutes", &BodySettings::session_idle, 5, 480));
    keys.push_back(duration_key("session.longest_hours", &BodySettings::session_longest, 1, 24));
    keys.push_back(duration_key("token.longest_days", &BodySettings::token_longest, 1, 1095));
    return keys;
}

const std::vector<Key>& all_keys() {
    static const std::vector<Key> keys = made_keys();
    return keys;
}

void read_setting(const std::vector<Key>& keys, BodySettings& settings, const std::string& name,
                  const std::string& text, std::vector<Finding>& findings) {
    for (const Key& key : keys) {
        if (key.name != name) continue;
        try {
            if (const std::string right = key.read(settings, text); !right.empty())
                findings.push_back({"setting.malformed",
                                    "setting " + name + " is \"" + text + "\"; it must be " + right,
                                    "/" + name,
                                    {{"key", name}, {"value", text}, {"expected", right}}});
        } catch (const Error& error) {
            Finding finding = error.findings().front();
            finding.sentence = "setting " + name + ": " + finding.sentence;
            finding.field = "/" + name;
            finding.values.emplace("key", name);
            findings.push_back(std::move(finding));
        }
        return;
    }
    findings.push_back({"setting.unknown",
                        "there is no setting " + name + "; remove it or correct its name",
                        "/" + name,
                        {{"key", name}}});
}

void find_collisions(const BodySettings& settings, std::vector<Finding>& findings) {
    for (auto one = settings.numbers.begin(); one != settings.numbers.end(); ++one) {
        for (auto other = std::next(one); other != settings.numbers.end(); ++other) {
            if (!may_collide(one->second, other->second)) continue;
            const std::string first = "number." + std::string(to_string(one->first));
            const std::string second = "number." + std::string(to_string(other->first));
            findings.push_back({"setting.numbers_collide",
                                "settings " + first + " (" + one->second.text() + ") and " + second + " (" +
                                    other->second.text() + ") can give the same number; begin each with its own letter",
                                "/" + second,
                                {{"key", second}, {"other", first}}});
        }
    }
}

}  // namespace

std::string_view to_string(NumberKind kind) {
    for (const KindRow& row : kKinds)
        if (row.kind == kind) return row.name;
    return {};
}

std::string_view to_string(ValidTo policy) { return policy == ValidTo::exact ? "exact" : "end_of_month"; }

BodySettings::BodySettings() {
    for (const KindRow& row : kKinds) numbers.emplace(row.kind, NumberTemplate::parse(row.default_template));
}

const NumberTemplate& BodySettings::number_template(NumberKind kind) const { return numbers.at(kind); }

BodySettings parse_settings(const std::map<std::string, std::string>& values) {
    const std::vector<Key>& keys = all_keys();
    BodySettings settings;
    std::vector<Finding> findings;
    for (const auto& [name, text] : values) read_setting(keys, settings, name, text, findings);
    find_collisions(settings, findings);
    if (!findings.empty()) throw Error(ErrorKind::malformed, std::move(findings));
    return settings;
}

std::vector<SettingRow> rows_of(const BodySettings& settings) {
    const BodySettings defaults;
    std::vector<SettingRow> rows;
    for (const Key& key : all_keys()) rows.push_back({key.name, key.write(settings), key.write(defaults), key.choices});
    return rows;
}

std::map<std::string, std::string> serialise(const BodySettings& settings) {
    std::map<std::string, std::string> values;
    for (const Key& key : all_keys()) values.emplace(key.name, key.write(settings));
    return values;
}

}  // namespace chuan::organisations
