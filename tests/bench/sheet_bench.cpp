#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <benchmark/benchmark.h>
#include <pugixml.hpp>

#include "procedures/evaluation.h"
#include "procedures/reader.h"
#include "procedures/worked_examples.h"
#include "uncertainty/quantiles.h"

namespace {

using namespace chuan;
using namespace chuan::procedures;

constexpr int kPoints = 20;
constexpr std::array kReadings = {33, 58, 18, 52};  // thousandths above the nominal

std::string file(const std::string& name) {  // of the tree that scripts/bench stands in
    std::ifstream in("config/procedures/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The attenuator of EA-4/02, S7, ten inputs at each point, agreed at 20 points with certificate and readings.
SheetInputs attenuator(const Procedure& procedure) {
    SheetInputs sheet = procedure.examples.front().inputs;
    const StandardValue certified = sheet.standards.front().values.front();
    sheet.standards.front().values.clear();
    sheet.runs.front().readings.clear();
    for (int point = 1; point <= kPoints; ++point) {
        const std::string nominal = std::to_string(3 * point), id = "p" + std::to_string(point);
        sheet.points.push_back(nominal);
        sheet.standards.front().values.push_back(certified);
        sheet.standards.front().values.back().nominal = Decimal::parse(nominal);
        for (std::size_t i = 0; i < kReadings.size(); ++i)
            sheet.runs.front().readings.push_back(
                {id, "L", static_cast<int>(i) + 1, Decimal::parse(nominal + ".0" + std::to_string(kReadings[i]))});
    }
    return sheet;
}

void evaluate_sheet(benchmark::State& state) {
    const Procedure procedure = read_procedure(file("QT-CAOTAN-01.xml"), "QT-CAOTAN-01.xml");
    SheetInputs sheet = attenuator(procedure);
    Decimal& indication = sheet.runs.front().readings.front().indication;
    const std::array typed = {Decimal::parse("3.034"), Decimal::parse("3.033")};
    std::size_t at = 0;
    if (evaluate(procedure, sheet).points.size() != kPoints) state.SkipWithError("a point of the sheet has no result");
    for (auto _ : state) {
        indication = typed[++at % 2];
        benchmark::DoNotOptimize(evaluate(procedure, sheet));
    }
}
BENCHMARK(evaluate_sheet)->Unit(benchmark::kMicrosecond);

struct Outcome {
    double value, u, k;
};

/// One point of that sheet alone, in doubles: no checks, no words, nothing rounded or printed.
Outcome by_hand(std::span<const double> readings, double correction, double u_certified, double drift) {
    const auto n = static_cast<double>(readings.size());
    double sum = 0, squares = 0;
    for (const double reading : readings) sum += reading;
    const double mean = sum / n;
    for (const double reading : readings) squares += (reading - mean) * (reading - mean);
    const double u_mean = std::sqrt(squares / (n - 1) / n);
    const std::array rectangular = {drift, 0.003, 0.0005, 0.0005, 0.003464, 0.003464};
    double variance = u_mean * u_mean + u_certified * u_certified + 0.0283 * 0.0283 / 2;
    for (const double half_width : rectangular) variance += half_width * half_width / 3;
    const double dof = variance * variance / (u_mean * u_mean * u_mean * u_mean / (n - 1));
    return {mean + correction, std::sqrt(variance),
            dof < 50 ? uncertainty::student_t_factor(uncertainty::kTwoSigma, dof) : 2};
}

void evaluate_sheet_by_hand(benchmark::State& state) {
    std::array<std::array<double, kReadings.size()>, kPoints> readings{};
    for (std::size_t point = 0; point < readings.size(); ++point)
        for (std::size_t i = 0; i < kReadings.size(); ++i)
            readings[point][i] = 3.0 * static_cast<double>(point + 1) + kReadings[i] / 1000.0;
    const double u = by_hand(readings[0], 0.003, 0.0025, 0.002).u;
    if (std::abs(u - 0.0224) > 0.00005) state.SkipWithError("by hand u is not that of EA-4/02, S7");
    for (auto _ : state) {
        readings[0][0] += 1e-6;
        for (const auto& at_point : readings) benchmark::DoNotOptimize(by_hand(at_point, 0.003, 0.0025, 0.002));
    }
}
BENCHMARK(evaluate_sheet_by_hand)->Unit(benchmark::kMicrosecond);

/// The largest that ships.
std::string largest_procedure() {
    std::string largest;
    for (const auto& entry : std::filesystem::directory_iterator("config/procedures"))
        if (entry.path().extension() == ".xml")
            if (std::string bytes = file(entry.path().filename()); bytes.size() > largest.size())
                largest = std::move(bytes);
    return largest;
}

void read_file(benchmark::State& state) {
    const std::string bytes = largest_procedure();
    for (auto _ : state) benchmark::DoNotOptimize(read_procedure(bytes, "largest"));
}
BENCHMARK(read_file)->Unit(benchmark::kMicrosecond);

void read_file_and_hold_examples(benchmark::State& state) {
    const std::string bytes = largest_procedure();
    if (!findings_on_examples(read_procedure(bytes, "largest")).empty())
        state.SkipWithError("an example does not hold");
    for (auto _ : state) benchmark::DoNotOptimize(findings_on_examples(read_procedure(bytes, "largest")));
}
BENCHMARK(read_file_and_hold_examples)->Unit(benchmark::kMicrosecond);

std::size_t length_of(const pugi::xml_node& node) {
    std::size_t length = std::char_traits<char>::length(node.name());
    for (const pugi::xml_attribute& attribute : node.attributes())
        length += std::char_traits<char>::length(attribute.value());
    for (const pugi::xml_node& child : node.children()) length += length_of(child);
    return length;
}

/// The XML alone, each element and attribute looked at once and nothing understood.
void read_file_by_hand(benchmark::State& state) {
    const std::string bytes = largest_procedure();
    for (auto _ : state) {
        pugi::xml_document document;
        document.load_buffer(bytes.data(), bytes.size());
        benchmark::DoNotOptimize(length_of(document));
    }
}
BENCHMARK(read_file_by_hand)->Unit(benchmark::kMicrosecond);

}  // namespace
