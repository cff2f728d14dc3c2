#include "storage/list_walk.h"

#include <algorithm>
#include <charconv>

#include "base/error.h"
#include "base/text.h"

namespace chuan::storage {
namespace {

constexpr std::size_t kLargestStep = 2'500;  // rows of one statement

[[noreturn]] void refuse_place() {
    throw Error(ErrorKind::malformed, "parameter.invalid",
                "the cursor is of another list; ask for the first page without a cursor", "",
                {{"parameter", "cursor"}});
}

std::int64_t number_in(const std::string& part) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    if (error != std::errc{} || end != part.data() + part.size()) refuse_place();
    return number;
}

/// As the keys of the stretch are: text or whole numbers.
std::vector<Value> keys_of(const ListPlace& place, const ListStretch& stretch) {
    if (place.size() != stretch.begin.size() + 1) refuse_place();
    std::vector<Value> keys;
    for (std::size_t i = 0; i < stretch.begin.size(); ++i) {
        const bool is_number = std::holds_alternative<std::int64_t>(stretch.begin[i].variant());
        keys.push_back(is_number ? Value(number_in(place[i + 1])) : Value(place[i + 1]));
    }
    return keys;
}

std::vector<Value> keys_of(const Row& row) {
    std::vector<Value> keys;
    for (std::size_t column = 2; column < row.size(); ++column) {
        if (const auto* number = std::get_if<std::int64_t>(&row.at(column)))
            keys.emplace_back(*number);
        else
            keys.emplace_back(row.get<std::string>(column));
    }
    return keys;
}

std::vector<Value> parameters(const ListStretch& stretch, bool in_rest, std::span<const Value> keys, std::size_t rows) {
    std::vector<Value> values = stretch.values;
    const bool without_last = !in_rest && !stretch.rest.empty();
    const auto own = keys.first(keys.size() - (without_last ? 1 : 0));
    values.insert(values.end(), own.begin(), own.end());
    if (!in_rest && stretch.end) values.push_back(*stretch.end);
    values.emplace_back(rows);
    return values;
}

ListPlace place_of(std::size_t stretch, std::span<const Value> keys) {
    ListPlace place{std::to_string(stretch)};
    for (const Value& key : keys) {
        const auto* number = std::get_if<std::int64_t>(&key.variant());
        place.push_back(number ? std::to_string(*number) : std::get<std::string>(key.variant()));
    }
    return place;
}

}  // namespace

ListStretch in_order_of(const std::string& select, const std::string& column, const std::string& id, bool down,
                        std::vector<Value> values, std::vector<Value> begin, std::optional<ListEnd> end) {
    const std::string behind = down ? " < $" : " > $", direction = down ? " DESC" : "", limit = " LIMIT $";
    const auto number = [&](std::size_t more) { return std::to_string(values.size() + more); };
    const std::string from = select + " AND " + column;
    std::string following = from + behind + number(1);
    if (end) following += " AND " + column + " " + std::string(end->compared) + " $" + number(2);
    following += " ORDER BY " + column + direction + ", " + id + direction + limit + number(end ? 3 : 2);
    std::string rest = from + " = $" + number(1) + " AND " + id + behind + number(2) + " ORDER BY " + id + direction +
                       limit + number(3);
    ListStretch stretch{std::move(following), std::move(values), std::move(begin), std::move(rest)};
    if (end) stretch.end = end->value;
    return stretch;
}

ListStretch in_order_of_id(const std::string& select, const std::string& id, bool down, std::vector<Value> values) {
    const std::string key = std::to_string(values.size() + 1), limit = std::to_string(values.size() + 2);
    std::string sql = select + " AND " + id + (down ? " < $" : " > $") + key + " ORDER BY " + id +
                      (down ? " DESC LIMIT $" : " LIMIT $") + limit;
    return {std::move(sql), std::move(values), {Value(down ? kBehindAllIds : 0)}};
}

ListPage walk(Transaction& transaction, std::span<const ListStretch> stretches, const ListPlace& after, int limit) {
    const std::size_t wanted = static_cast<std::size_t>(limit);
    const std::int64_t first = after.empty() ? 0 : number_in(after.front());
    if (first < 0 || static_cast<std::size_t>(first) >= stretches.size()) refuse_place();
    std::size_t at = static_cast<std::size_t>(first);
    std::vector<Value> keys = after.empty() ? stretches[at].begin : keys_of(after, stretches[at]);
    bool in_rest = !stretches[at].rest.empty();
    ListPage page;
    for (std::size_t looked = 0, step = wanted + 1; at < stretches.size();) {
        const auto result = transaction.execute(in_rest ? stretches[at].rest : stretches[at].sql,
                                                parameters(stretches[at], in_rest, keys, step));
        for (const Row& row : result.rows) {
            const bool belongs = row.get<bool>(1);
            if (belongs && page.ids.size() == wanted) {
                page.next = place_of(at, keys);
                return page;
            }
            if (belongs) page.ids.push_back(row.get<std::int64_t>(0));
            keys = keys_of(row);
        }
        looked += result.rows.size();
        const bool is_over = result.rows.size() < step;
        if (!is_over && looked >= kMostLookedAt) {
            page.next = place_of(at, keys);
            return page;
        }
        if (!is_over) step = std::min(kLargestStep, 4 * step);
        if (is_over && !in_rest && ++at < stretches.size()) keys = stretches[at].begin;
        in_rest = (!is_over || !in_rest) && at < stretches.size() && !stretches[at].rest.empty();
    }
    return page;
}

std::string pattern_of(std::string_view words) {
    const std::string key = folded(words);
    if (key.empty()) return {};
    std::string pattern = "%";
    for (const char c : key) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c == ' ' ? '%' : c;
    }
    return pattern + "%";
}

}  // namespace chuan::storage
