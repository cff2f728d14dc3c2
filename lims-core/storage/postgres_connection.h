#pragma once

// A connection to a PostgreSQL server. Parameters travel as text (bytes as bytes) with the types the server infers,
// results in binary form, typed by the column's type: integers, double precision, text and bytes; nothing else is read.

#include <memory>
#include <unordered_map>

#include <libpq-fe.h>

#include "storage/connection.h"
#include "storage/text_hash.h"

namespace chuan::storage {

class PostgresConnection final : public Connection {
  public:
    /// write: among several hosts of the address, only one that takes writes will do.
    /// Throws DatabaseError(lost) when none answers, as does every later call whose server falls silent;
    /// Error(unavailable, "database.encoding") when it is not UTF-8.
    PostgresConnection(const std::string& address, bool write);

    Engine engine() const noexcept override { return Engine::postgres; }
    bool usable() noexcept override;

    /// COPY ... TO STDOUT and COPY ... FROM STDIN inside the running transaction. Return the number of rows.
    std::int64_t copy_out(const std::string& sql, const std::function<void(std::string_view)>& sink);
    /// source puts the next bytes into its argument and returns false at the end.
    std::int64_t copy_in(const std::string& sql, const std::function<bool(std::string&)>& source);

  private:
    struct Finish {
        void operator()(PGconn* handle) const noexcept { PQfinish(handle); }
    };
    struct Clear {
        void operator()(PGresult* result) const noexcept { PQclear(result); }
    };
    using Answer = std::unique_ptr<PGresult, Clear>;

    void begin(bool read_only, bool again) override;
    void commit() override;
    void roll_back() noexcept override;
    Result execute(std::string_view sql, std::span<const Value> values) override;

    void require_utf8() const;
    /// Everything given to libpq reaches the server.
    void flush();
    /// False when the connection is at its end; libpq then has the words.
    bool await_input();
    /// The answer to what was sent just now; of several the last, or the first that failed.
    Answer answer_to(int sent, std::string_view sql);
    bool done(const char* sql) noexcept;
    [[noreturn]] void fall_silent();
    void leave_queue() noexcept;
    Answer run(const char* sql);
    const std::string& prepared(std::string_view sql);
    void forget_statements();
    Answer checked(Answer answer, std::string_view sql);
    [[noreturn]] void fail(const PGresult* result, std::string_view sql);

    std::string address_;
    std::unique_ptr<PGconn, Finish> handle_;
    std::unordered_map<std::string, std::string, TextHash, std::equal_to<>> statements_;  // text -> the server's name
    bool stale_ = false;  // tables changed under the prepared statements
    bool broken_ = false;
    bool queued_ = false;  // holds the lock of those that were asked again
};

}  // namespace chuan::storage
