#pragma once

#include <gtest/gtest.h>

#include "base/error.h"
#include "procedures/mpe_reader.h"

namespace chuan::procedures::test {

// The questions that the tests of the tables ask again and again.

inline std::optional<double> limit(const char* table, const conformity::MpeQuestion& question) {
    return conformity::permissible_error(shipped_table(table), question);
}

inline std::string refusal(const char* table, const conformity::MpeQuestion& question) {
    try {
        limit(table, question);
    } catch (const Error& error) {
        return error.code();
    }
    return "none";
}

inline std::optional<double> weight(const std::string& weight_class, double grams) {
    return limit("R111", {weight_class, "initial", {{"nominal", grams}}});
}

inline std::optional<double> balance(const std::string& accuracy_class, const char* mode, double load, double e) {
    return limit("R76", {accuracy_class, mode, {{"load", load}, {"e", e}}});
}

/// A meter of Q3 = 2.5 and ratio 160.
inline std::optional<double> meter(const std::string& accuracy_class, const char* mode, double flow, double t) {
    return limit(
        "R49",
        {accuracy_class,
         mode,
         {{"flowrate", flow}, {"Q1", 0.015625}, {"Q2", 0.025}, {"Q3", 2.5}, {"Q4", 3.125}, {"water_temperature", t}}});
}

inline std::optional<double> sensor(const std::string& tolerance_class, double t, const char* construction = "wire") {
    return limit("IEC60751", {tolerance_class, "initial", {{"t", t}}, {{"construction", construction}}});
}

inline std::optional<double> cuff(const char* mode) { return limit("R16-1", {"mechanical", mode, {}}); }

}  // namespace chuan::procedures::test
