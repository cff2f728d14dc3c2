#include "operations/load_bench.h"

#include <algorithm>

#include "storage/bench_repository.h"

namespace chuan::operations {

const Sheet& BenchSheets::common() const {
    const auto first = [&](auto belongs) {
        return std::ranges::find_if(columns, [&](const BenchColumn& column) { return belongs(column.place); });
    };
    auto found = first([](const jobs::BenchItem& place) { return place.open(); });
    if (found == columns.end()) found = first([](const jobs::BenchItem& place) { return !place.left; });
    return found == columns.end() ? columns.at(0).sheet : found->sheet;
}

bool BenchSheets::open() const {
    return std::ranges::any_of(columns, [](const BenchColumn& column) { return column.place.open(); });
}

bool BenchSheets::is_signed() const {
    return std::ranges::any_of(columns,
                               [](const BenchColumn& column) { return column.place.until && !column.place.left; });
}

BenchSheets load_bench(storage::Transaction& transaction, people::Scope scope, jobs::BenchId id) {
    storage::BenchRepository benches(transaction, scope);
    BenchSheets loaded{.bench = benches.require(id),
                       .columns = {},
                       .readings = benches.readings(id),
                       .marks = benches.marks(id),
                       .environment = benches.environment(id)};
    SheetLoader loader(transaction, scope);
    for (auto& place : benches.items(id)) {
        Sheet sheet = loader.load(place.job);
        loaded.columns.push_back({std::move(place), std::move(sheet)});
    }
    return loaded;
}

std::vector<BenchPreview> preview(const BenchSheets& sheets, const BenchTyped& typed, Moment now) {
    std::vector<BenchPreview> evaluations;
    for (const auto& [place, sheet] : sheets.columns) {
        if (!place.open()) continue;
        Typed all = typed.shared;
        if (const auto own = typed.items.find(place.job); own != typed.items.end()) {
            all.readings.insert(all.readings.end(), own->second.readings.begin(), own->second.readings.end());
            all.checks = own->second.checks;
            all.adjustment = own->second.adjustment;
        }
        evaluations.push_back({place.job, preview(sheet, all, now)});
    }
    return evaluations;
}

}  // namespace chuan::operations
