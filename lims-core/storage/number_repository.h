#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

struct GivenNumber {
    std::int64_t ordinal;  // 1, 2, 3 ... within kind and year
    std::string text;      // as printed
};

/// Numbers of orders, jobs and certificates: one sequence per body, kind and year, each number once, without a gap
/// except where the register brought in from an older system already uses the number.
class NumberRepository {
  public:
    using Format = std::function<std::string(std::int64_t ordinal)>;

    NumberRepository(Transaction& transaction, people::Scope scope) : transaction_(transaction), body_(scope.body) {}

    /// The highest given out plus one, and further while an imported certificate (of a batch that is being written or
    /// is accepted) or a document of another template bears that number. It is used when the transaction commits, and
    /// only then.
    GivenNumber next(std::string_view kind, int year, const Format& format);
    /// What next would give now; nothing is used.
    GivenNumber upcoming(std::string_view kind, int year, const Format& format);
    /// "calibration/2026" -> 117, for the heads kept outside the database.
    std::map<std::string, std::int64_t> highest();

  private:
    GivenNumber first_free(std::int64_t ordinal, const Format& format);

    Transaction& transaction_;
    BodyId body_;
};

}  // namespace chuan::storage
