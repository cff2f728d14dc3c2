#include "storage/registered.h"

#include <stdexcept>

namespace chuan::storage {
namespace {

constexpr std::string_view kWord = "{registered ";

std::string condition(const std::string& table) {
    return "(" + table + ".import_batch_id IS NULL OR EXISTS (SELECT 1 FROM import_batch b WHERE b.id = " + table +
           ".import_batch_id AND b.state = 'accepted'))";
}

}  // namespace

std::string registered(std::string_view sql) {
    std::string text;
    for (auto begin = sql.find(kWord); begin != std::string_view::npos; begin = sql.find(kWord)) {
        const auto end = sql.find('}', begin);
        if (end == std::string_view::npos) throw std::logic_error("a brace is open in: " + std::string(sql));
        const auto name = begin + kWord.size();
        text.append(sql.substr(0, begin)).append(condition(std::string(sql.substr(name, end - name))));
        sql.remove_prefix(end + 1);
    }
    return text.append(sql);
}

}  // namespace chuan::storage
