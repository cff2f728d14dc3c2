#include <chrono>
#include <functional>

#include <benchmark/benchmark.h>

#include "operations/record_readings.h"
#include "tests/operations/bath.h"

namespace {

using namespace chuan;

constexpr int kItems = 60, kPoints = 10, kRepeats = 4;
constexpr int kTyped = 40;  // readings entered one by one

/// Thermometers that are read at ten points in one bath, on SQLite.
class Bath {
  public:
    Bath() {
        procedure_ = lab.approve_procedure("QT-NHIET-03.xml");
        reference_ =
            lab.write([&](storage::Transaction& t, Moment) { return test::add_reference_thermometer(lab, t, "NK-1"); });
        for (int point = 0; point < kPoints; ++point) points_.push_back(std::to_string(10 * point));
    }

    std::vector<JobId> thermometers(int count) {
        std::vector<JobId> jobs;
        for (int i = 0; i < count; ++i)
            jobs.push_back(test::receive_thermometer(lab, "T-" + std::to_string(++serial_), "0.1", points_));
        return jobs;
    }
    operations::Start start() const { return {.procedure = procedure_, .standards = {{"reference", reference_}}}; }
    jobs::BenchId open(const std::vector<JobId>& jobs) {
        return lab.write([&](storage::Transaction& t, Moment now) {
            return operations::open_bench(t, lab.as(lab.technician), "Bể 1", jobs, start(), now);
        });
    }
    void begin(JobId job) {
        lab.write([&](storage::Transaction& t, Moment now) {
            operations::start_job(t, lab.as(lab.technician), job, start(), now);
        });
    }
    /// The readings of a channel at every point but the last, whose first repeats are what is typed afterwards.
    std::vector<operations::ReadingEntry> readings(const char* channel, const char* figure, bool last) {
        std::vector<operations::ReadingEntry> entries;
        for (int point = 1; point <= kPoints; ++point)
            for (int repeat = 1; repeat <= kRepeats; ++repeat)
                if (last || point < kPoints)
                    entries.push_back(lab.entry("p" + std::to_string(point), channel, repeat,
                                                std::to_string(10 * (point - 1)) + figure));
        return entries;
    }
    operations::ReadingEntry typed(int repeat) {
        return lab.entry("p" + std::to_string(kPoints), "X", repeat, std::to_string(10 * (kPoints - 1)) + ".1");
    }
    operations::ReadingAnswer enter(jobs::BenchId bench, JobId job, const operations::ReadingEntry& entry) {
        return lab.write([&](storage::Transaction& t, Moment now) {
            return operations::record_at_bench(t, lab.as(lab.technician), bench, {{job, entry}}, now).front();
        });
    }
    jobs::BenchId measured(const std::vector<JobId>& jobs) {
        const auto bench = open(jobs);
        lab.write([&](storage::Transaction& t, Moment now) {
            std::vector<operations::BenchEntry> entries;
            for (const auto& entry : readings("S", ".002", true)) entries.push_back({{}, entry});
            operations::record_at_bench(t, lab.as(lab.technician), bench, entries, now);
            for (const JobId job : jobs) {
                entries.clear();
                for (const auto& entry : readings("X", ".1", false)) entries.push_back({job, entry});
                operations::record_at_bench(t, lab.as(lab.technician), bench, entries, now);
            }
        });
        return bench;
    }
    JobId measured_alone(JobId job) {
        begin(job);
        lab.measure(job, readings("S", ".002", true));
        lab.measure(job, readings("X", ".1", false));
        return job;
    }

    test::TestDatabase database{"sqlite"};
    test::Laboratory lab{*database};

  private:
    ProcedureVersionId procedure_{};
    StandardId reference_{};
    std::vector<std::string> points_;
    int serial_ = 0;
};

void timed(benchmark::State& state, const std::function<void()>& act) {
    const auto begin = std::chrono::steady_clock::now();
    act();
    state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
}

/// 60 jobs taken to one bench.
void open_bench(benchmark::State& state) {
    Bath bath;
    for (auto _ : state) {
        const auto jobs = bath.thermometers(kItems);
        timed(state, [&] { benchmark::DoNotOptimize(bath.open(jobs)); });
    }
}
BENCHMARK(open_bench)->Iterations(3)->Unit(benchmark::kMillisecond)->UseManualTime();

void open_sheet(benchmark::State& state) {
    Bath bath;
    for (auto _ : state) {
        const JobId job = bath.thermometers(1).front();
        timed(state, [&] { bath.begin(job); });
    }
}
BENCHMARK(open_sheet)->Iterations(20)->Unit(benchmark::kMillisecond)->UseManualTime();

/// The bench with all of its readings and the evaluation of every item.
void load_bench(benchmark::State& state) {
    Bath bath;
    const auto bench = bath.measured(bath.thermometers(kItems));
    for (auto _ : state)
        bath.lab.database.read([&](storage::Transaction& t) {
            const auto loaded = operations::load_bench(t, {bath.lab.body}, bench);
            if (loaded.columns.size() != kItems || loaded.columns.back().sheet.evaluation.points.size() < kPoints - 1)
                state.SkipWithError("an item or its results are missing");
        });
}
BENCHMARK(load_bench)->Iterations(10)->Unit(benchmark::kMillisecond)->UseRealTime();

void load_one_sheet(benchmark::State& state) {
    Bath bath;
    const JobId job = bath.measured_alone(bath.thermometers(1).front());
    for (auto _ : state) benchmark::DoNotOptimize(bath.lab.sheet(job));
}
BENCHMARK(load_one_sheet)->Iterations(50)->Unit(benchmark::kMillisecond)->UseRealTime();

/// One reading of one item, from the request to the commit.
void enter_at_bench(benchmark::State& state) {
    Bath bath;
    const auto jobs = bath.thermometers(kItems);
    const auto bench = bath.measured(jobs);
    std::size_t next = 0;
    for (auto _ : state) {
        const auto entry = bath.typed(1 + static_cast<int>(next) / kItems);
        const auto answer = bath.enter(bench, jobs[next++ % kItems], entry);
        if (answer.outcome != operations::EntryOutcome::saved) state.SkipWithError("a reading was not saved");
    }
}
BENCHMARK(enter_at_bench)->Iterations(kTyped)->Unit(benchmark::kMillisecond)->UseRealTime();

void enter_at_sheet(benchmark::State& state) {
    Bath bath;
    std::vector<JobId> jobs;
    for (const JobId job : bath.thermometers(kTyped / kRepeats)) jobs.push_back(bath.measured_alone(job));
    std::size_t next = 0;
    for (auto _ : state) {
        const auto entry = bath.typed(1 + static_cast<int>(next % kRepeats));
        const auto answer = bath.lab.measure(jobs[next++ / kRepeats], entry);
        if (answer.outcome != operations::EntryOutcome::saved) state.SkipWithError("a reading was not saved");
    }
}
BENCHMARK(enter_at_sheet)->Iterations(kTyped)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
