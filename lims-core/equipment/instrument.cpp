#include "equipment/instrument.h"

#include "base/text.h"
#include "conformity/verification_interval.h"

namespace chuan::equipment {

std::string_view to_string(Purpose purpose) {
    switch (purpose) {
        case Purpose::group_1:
            return "group_1";
        case Purpose::group_2:
            return "group_2";
        case Purpose::own_standard:
            return "own_standard";
    }
    throw std::logic_error("no such purpose");
}

std::optional<Purpose> purpose_from(std::string_view word) {
    for (const auto purpose : {Purpose::group_1, Purpose::group_2, Purpose::own_standard})
        if (to_string(purpose) == word) return purpose;
    return std::nullopt;
}

std::vector<Finding> findings_on(const Instrument& instrument) {
    std::vector<Finding> findings;
    const auto missing = [&](const std::string& value, const std::string& field, const std::string& what) {
        if (trimmed(value).empty())
            findings.push_back({"field.missing", what + " is missing; give it", "/" + field, {{"field", field}}});
    };
    missing(instrument.name_vi, "name_vi", "the instrument's Vietnamese name");
    missing(instrument.serial, "serial", "the serial number (R20: without one the laboratory marks its own)");
    missing(instrument.maker, "maker", "the maker");
    if (instrument.range_low && instrument.range_high && *instrument.range_high < *instrument.range_low)
        findings.push_back({"instrument.range_reversed",
                            "the range " + instrument.range_low->text() + " to " + instrument.range_high->text() +
                                " ends before it begins; exchange the two",
                            "/range_high",
                            {{"low", instrument.range_low->text()}, {"high", instrument.range_high->text()}}});
    if (instrument.resolution && (instrument.resolution->is_zero() || instrument.resolution->is_negative()))
        findings.push_back(
            {"instrument.resolution_not_positive",
             "the resolution " + instrument.resolution->text() + " is not above zero; give the smallest step",
             "/resolution",
             {{"value", instrument.resolution->text()}}});
    const auto intervals = [&](const auto& of, const std::string& at) {
        const auto wrong = conformity::findings_on_verification_interval(
            of.verification_interval, of.resolution, of.unit,
            of.accuracy_class.empty() ? instrument.accuracy_class : of.accuracy_class,
            "instrument.verification_interval", at + "/verification_interval");
        findings.insert(findings.end(), wrong.begin(), wrong.end());
    };
    intervals(instrument, "");
    if ((instrument.range_low || instrument.range_high || instrument.resolution || instrument.verification_interval) &&
        instrument.unit.empty())
        findings.push_back(
            {"instrument.unit_missing", "range or resolution without a unit; choose the unit", "/unit", {}});
    for (std::size_t i = 0; i < instrument.ranges.size(); ++i) {
        const auto& range = instrument.ranges[i];
        const std::string at = "/ranges/" + std::to_string(i);
        if (range.low && range.high && *range.high <= *range.low)
            findings.push_back({"instrument.range_reversed",
                                "the range " + range.low->text() + " to " + range.high->text() +
                                    " ends before it begins; exchange the two",
                                at + "/high",
                                {{"low", range.low->text()}, {"high", range.high->text()}}});
        intervals(range, at);
        if (trimmed(range.unit).empty())
            findings.push_back({"instrument.unit_missing",
                                "range " + std::to_string(i + 1) + " has no unit; choose the unit",
                                at + "/unit",
                                {}});
    }
    return findings;
}

}  // namespace chuan::equipment
