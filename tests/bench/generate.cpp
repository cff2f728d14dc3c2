// Multiplies the newest certificate of a database: bench_generate FOLDER COUNT CODES writes COUNT more into the SQLite
// database in FOLDER, with numbers, serials and codes of their own, and some of their codes into the file CODES.

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "certificates/code.h"
#include "storage/database.h"

namespace {

using namespace chuan;

constexpr std::string_view kNewest = R"sql(
    SELECT id FROM certificate WHERE code IS NOT NULL AND origin = 'issued' ORDER BY id DESC LIMIT 1)sql";

constexpr std::string_view kCopy = R"sql(
    INSERT INTO certificate (body_id, number, kind, origin, code, unique_id, job_id, evaluation_id, instrument_id, replaces_id,
                             serial, serial_folded, item_name_vi, item_name_en, maker, model, owner_name, test_date, issued_on,
                             valid_to, valid_to_policy, valid_to_basis, conclusion, stamp_number, source, is_sample, is_signed,
                             pdf_document_id, dcc_document_id, import_batch_id, recorded_at)
    SELECT body_id, $2, kind, origin, $3, unique_id || $2, job_id, evaluation_id, instrument_id, NULL,
           $4, $4, item_name_vi, item_name_en, maker, model, owner_name, test_date, issued_on,
           valid_to, valid_to_policy, valid_to_basis, conclusion, stamp_number, source, is_sample, is_signed,
           pdf_document_id, dcc_document_id, NULL, recorded_at
      FROM certificate
     WHERE id = $1)sql";

/// Ten bytes that differ from number to number in no visible order, so that the codes lie anywhere in their index.
std::string ten_bytes(std::uint64_t number) {
    std::string bytes;
    std::uint64_t state = number;
    for (int i = 0; i < 10; ++i) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        bytes += static_cast<char>(state >> 56U);
    }
    return bytes;
}

void generate(storage::Database& database, int count, std::ofstream& codes) {
    constexpr int kChunk = 20'000;
    const int shown_every = count > 100'000 ? count / 100'000 : 1;
    for (int first = 0; first < count; first += kChunk)
        database.write([&](storage::Transaction& transaction) {
            const auto pattern = transaction.execute(kNewest, {}).rows.at(0).get<std::int64_t>(0);
            for (int i = first; i < first + kChunk && i < count; ++i) {
                const std::string name = "BENCH-" + std::to_string(i);
                const std::string code = certificates::make_code(ten_bytes(static_cast<std::uint64_t>(i) + 1));
                transaction.execute(kCopy, {pattern, name, code, "bench" + std::to_string(i)});
                if (i % shown_every == 0) codes << code << "\n";
            }
        });
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 4) {
        std::fprintf(stderr, "bench_generate FOLDER COUNT CODES\n");
        return 2;
    }
    try {
        std::ofstream codes(arguments[3]);
        generate(*storage::Database::open({.address = arguments[1], .owner_address = ""}), std::atoi(arguments[2]),
                 codes);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_generate: %s\n", error.what());
        return 1;
    }
    return 0;
}
