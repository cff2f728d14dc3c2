#pragma once

// Says of every statement that work runs on SQLite how the engine would come by its rows.

#include <set>
#include <string>
#include <vector>

#include "storage/connection.h"

namespace chuan::test {

class Explained : public storage::Connection {
  public:
    explicit Explained(storage::Transaction& inner) : inner_(inner) {}
    storage::Engine engine() const noexcept override { return inner_.engine(); }

    int statements = 0;
    std::vector<std::string> slow{};  // scans of whole tables and sorting, with their statements

    std::set<std::string> ways{};  // by which indexes the rows named i of a list are come by

  private:
    void begin(bool, bool) override {}
    void commit() override {}
    void roll_back() noexcept override {}
    storage::Result execute(std::string_view sql, std::span<const storage::Value> values) override {
        ++statements;
        for (const auto& row : inner_.execute("EXPLAIN QUERY PLAN " + std::string(sql), values).rows) {
            const auto step = row.get<std::string>(3);
            const bool scans = step.starts_with("SCAN") && step != "SCAN CONSTANT ROW";
            if (scans || step.find("TEMP B-TREE") != std::string::npos) slow.push_back(step + ": " + std::string(sql));
            if (sql.find("LIMIT $") != sql.npos && step.starts_with("SEARCH i "))
                ways.insert(step.substr(9, step.find(" (") - 9));
        }
        return inner_.execute(sql, values);
    }

    storage::Transaction& inner_;
};

}  // namespace chuan::test
