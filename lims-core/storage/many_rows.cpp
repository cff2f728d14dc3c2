#include "storage/many_rows.h"

#include <algorithm>
#include <stdexcept>

namespace chuan::storage {

ManyRows::ManyRows(std::string_view into, std::size_t columns, std::string_view returning) : columns_(columns) {
    for (std::size_t group = 0; group < kGroups.size(); ++group) {
        std::string& text = texts_[group].append(into).append(" VALUES ");
        for (std::size_t at = 0; at < kGroups[group] * columns; ++at) {
            const bool first = at % columns == 0;
            text += first ? (at == 0 ? "($" : ", ($") : ", $";
            text += std::to_string(at + 1);
            if (at % columns == columns - 1) text += ')';
        }
        text.append(" ").append(returning);
    }
}

std::vector<std::int64_t> ManyRows::insert(Transaction& transaction, std::span<const Value> values) const {
    if (values.size() % columns_ != 0) throw std::logic_error("a row is not whole in: " + texts_.back());
    std::vector<std::int64_t> ids;
    for (std::size_t group = 0; group < kGroups.size(); ++group) {
        const std::size_t taken = kGroups[group] * columns_;
        for (; values.size() >= taken; values = values.subspan(taken))
            for (const Row& row : transaction.execute(texts_[group], values.first(taken)).rows)
                ids.push_back(row.get<std::int64_t>(0));
    }
    std::ranges::sort(ids);
    return ids;
}

}  // namespace chuan::storage
