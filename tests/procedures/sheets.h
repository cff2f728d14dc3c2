#pragma once

// The sheets of the worked examples, for every test of this folder.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "procedures/evaluation.h"
#include "procedures/reader.h"

namespace chuan::procedures::test {

inline std::string file(const std::string& name) {
    std::ifstream in("config/procedures/" + name, std::ios::binary);
    if (!in) throw std::runtime_error("run from the root of the project: no config/procedures/" + name);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// The files of the catalogue that ships, in order.
inline std::vector<std::string> shipped_files() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator("config/procedures"))
        if (entry.path().extension() == ".xml") names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

/// A name that gtest takes, from that of a file.
inline std::string test_name(std::string file) {
    file = file.substr(0, file.rfind('.'));
    std::replace_if(
        file.begin(), file.end(), [](char c) { return c == '-' || c == '.'; }, '_');
    return file;
}

inline Procedure shipped(const std::string& name) { return read_procedure(file(name), name); }

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error("the file no longer holds: " + from);
    return text.replace(at, from.size(), to);
}

inline std::string replaced_everywhere(std::string text, const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

inline Decimal d(const char* text) { return Decimal::parse(text); }

inline Agreement agreed(AgreedLimits limits, conformity::DecisionRule rule, std::string name) {
    return {{std::move(limits)}, rule, std::move(name)};
}

inline EnvironmentInput environment(const char* quantity, const char* unit, const char* start, const char* end) {
    return {quantity, unit, d(start), d(end)};
}

inline std::vector<EnvironmentInput> good_environment() {
    return {environment("temperature", "\\degreecelsius", "20.1", "20.4"),
            environment("humidity", "\\percent", "52", "54")};
}

/// EA-4/02 M:2022, S2. The supplement states the three differences' mean, +20 mg; the single indications are our own.
inline SheetInputs weight_sheet() {
    SheetInputs sheet;
    sheet.item = {"10 kg weight", "knob", "W-1", {}, {}, "", {}, "M1"};
    StandardValue mass{"mass",     d("10000"), StandardValue::Meaning::value, d("10000.005"), d("0.045"), d("2"), {},
                       d("0.015"), "\\gram"};
    sheet.standards = {{"reference", "QC-10KG", "V-123", d("10"), d("10"), "\\kilogram", {mass}},
                       {"comparator", "CSS-01", "V-77", d("0"), d("10100"), "\\gram", {}}};
    sheet.environment = good_environment();
    RunInputs run;
    const char* S[] = {"0.010", "0.015", "0.025", "0.020", "0.010", "0.020"};
    const char* X[] = {"0.020", "0.025", "0.050", "0.055", "0.030", "0.040"};
    for (int i = 0; i < 6; ++i) {
        run.readings.push_back({"10kg", "S", i + 1, d(S[i])});
        run.readings.push_back({"10kg", "X", i + 1, d(X[i])});
    }
    sheet.runs = {run};
    return sheet;
}

/// EA-4/02 M:2022, S9.
inline SheetInputs multimeter_sheet() {
    SheetInputs sheet;
    sheet.item = {"Multimeter", "M-3", "DMM-9", d("0"), d("200"), "\\volt", d("0.1"), ""};
    StandardValue voltage{"dc_voltage", d("100"), StandardValue::Meaning::error, d("0"), d("0.002"), d("2"), {},
                          {},           "\\volt"};
    sheet.standards = {{"calibrator", "CAL-1", "V-9", d("0"), d("1000"), "\\volt", {voltage}}};
    sheet.environment = good_environment();
    sheet.runs = {{Stage::as_found_and_left, {{"100V", "X", 1, d("100.1")}}, {}}};
    return sheet;
}

/// A gauge 0 to 16 bar of class 1 (limit 0.16 bar): our own readings, one indication per point.
inline SheetInputs gauge_sheet() {
    SheetInputs sheet;
    sheet.mode = Mode::periodic;
    sheet.item = {"Pressure gauge", "EN-100", "G-5", d("0"), d("16"), "\\bar", d("0.05"), "1"};
    StandardInput standard{"reference", "AK-REF", "V-55", d("0"), d("25"), "\\bar", {}};
    for (const char* nominal : {"0", "5", "10", "15", "20", "25"})
        standard.values.push_back({"pressure",
                                   d(nominal),
                                   StandardValue::Meaning::correction,
                                   d("0.002"),
                                   d("0.012"),
                                   d("2"),
                                   {},
                                   {},
                                   "\\bar"});
    sheet.standards = {standard};
    sheet.environment = {environment("temperature", "\\degreecelsius", "20.1", "20.4"),
                         environment("humidity", "\\percent", "52", "54")};
    RunInputs run;
    const std::pair<const char*, const char*> readings[] = {
        {"zero_before", "0"}, {"r25", "4.05"},  {"r50", "8.05"}, {"r75", "12.10"}, {"r100", "16.10"},
        {"f100", "16.10"},    {"f75", "12.15"}, {"f50", "8.10"}, {"f25", "4.05"},  {"zero_after", "0.05"}};
    for (const auto& [point, indication] : readings) run.readings.push_back({point, "X", 1, d(indication)});
    run.checks = {{"visual", true, ""}, {"hold", true, ""}};
    sheet.runs = {run};
    return sheet;
}

inline void set(SheetInputs& sheet, const std::string& point, const char* indication) {
    for (CountedReading& reading : sheet.runs.front().readings)
        if (reading.point == point) reading.indication = d(indication);
}

inline const PointResult& at(const Evaluation& evaluation, const std::string& point) {
    for (const PointResult& result : evaluation.points)
        if (result.point == point) return result;
    throw std::runtime_error("no result at " + point);
}

inline const OperationResult& operation(const Evaluation& evaluation, const std::string& id) {
    for (const OperationResult& result : evaluation.operations)
        if (result.operation == id) return result;
    throw std::runtime_error("no operation " + id);
}

inline bool finds(const std::vector<Finding>& findings, const std::string& code) {
    for (const Finding& finding : findings)
        if (finding.code == code) return true;
    return false;
}

}  // namespace chuan::procedures::test
