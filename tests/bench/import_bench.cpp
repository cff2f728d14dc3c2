#include <chrono>

#include <benchmark/benchmark.h>

#include "operations/import_register.h"
#include "tests/register/house.h"

namespace {

using namespace chuan;

std::string gauges(std::int64_t count) {
    std::string text =
        "Tên phương tiện đo;Hãng sản xuất;Kiểu;Số máy;Phạm vi đo từ;Phạm vi đo đến;Đơn vị;Độ phân giải;Cấp chính "
        "xác;Chủ sở hữu;Nhóm\n";
    for (std::int64_t i = 0; i < count; ++i)
        text += "Áp kế lò xo;Wika;213.53;SN" + std::to_string(i) + ";0;16;bar;0,2;1,6;Khách hàng " +
                std::to_string(i % 97) + ";1\n";
    return text;
}

template <class Import>
void of_register(benchmark::State& state, Import import) {
    const auto request = test::file_of(storage::ImportKind::instruments, gauges(state.range(0)));
    for (auto _ : state) {
        test::House house("sqlite");
        const auto begin = std::chrono::steady_clock::now();
        const auto report = import(house, request);
        state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
        if (report.error_count != 0) state.SkipWithError("the register was refused");
    }
}

/// Checked, written and accepted.
void import_register(benchmark::State& state) {
    of_register(state, [](test::House& house, const operations::ImportRequest& request) {
        return operations::import_register(*house.database, house.manager, request, house.clock);
    });
}
BENCHMARK(import_register)->Arg(20'000)->Iterations(1)->Unit(benchmark::kMillisecond)->UseManualTime();

/// Checked only: what reading and judging the rows takes.
void check_register(benchmark::State& state) {
    of_register(state, [](test::House& house, const operations::ImportRequest& request) {
        return operations::check_import(*house.database, house.manager, request, house.clock);
    });
}
BENCHMARK(check_register)->Arg(20'000)->Iterations(1)->Unit(benchmark::kMillisecond)->UseManualTime();

}  // namespace
