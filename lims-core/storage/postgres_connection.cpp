#include "storage/postgres_connection.h"

#include <charconv>
#include <utility>

#include <poll.h>

#include "base/error.h"
#include "storage/postgres_values.h"

namespace chuan::storage {
namespace {

constexpr std::size_t kStatementsKept = 600;

constexpr const char* kSession = R"sql(
    SET timezone = 'UTC';
    SET bytea_output = 'hex';
    SET extra_float_digits = 1;
    SET idle_in_transaction_session_timeout = '60s')sql";

struct Meaning {
    std::string_view state;  // SQLSTATE, or the two characters of its class
    Fault fault;
};

constexpr Meaning kMeanings[] = {
    {"23505", Fault::unique},        {"23503", Fault::foreign_key},
    {"23001", Fault::foreign_key},   {"23514", Fault::check},
    {"23502", Fault::not_null},      {"P0001", Fault::guarded},
    {"42501", Fault::guarded},       {"40001", Fault::serialization},
    {"40P01", Fault::serialization}, {"25006", Fault::read_only},
    {"53100", Fault::full},          {"53300", Fault::busy},
    {"55P03", Fault::busy},          {"57014", Fault::busy},
    {"57P01", Fault::lost},          {"57P02", Fault::lost},
    {"57P03", Fault::lost},          {"57P05", Fault::lost},
    {"25P03", Fault::lost},          {"08", Fault::lost},
};

std::string field(const PGresult* result, int code) {
    const char* text = result ? PQresultErrorField(result, code) : nullptr;
    return text ? text : "";
}

Fault fault_of(std::string_view state) {
    for (const Meaning& meaning : kMeanings)
        if (state.substr(0, meaning.state.size()) == meaning.state) return meaning.fault;
    return Fault::other;
}

void ignore_notice(void*, const PGresult*) {}

// Transactions that met a conflict go one after the other from then on: each then competes with first attempts only.
// The lock is the session's and is taken before BEGIN, so that the snapshot is younger than the wait.
constexpr const char* kEnterQueue = "SELECT pg_advisory_lock(7203121)";
constexpr const char* kLeaveQueue = "SELECT pg_advisory_unlock(7203121)";

PGconn* connect(const std::string& address, bool write) {
    // What stands before dbname may be said otherwise in the address, what stands after it may not.
    const char* const keywords[] = {"connect_timeout",
                                    "application_name",
                                    "keepalives_idle",
                                    "keepalives_interval",
                                    "keepalives_count",
                                    "target_session_attrs",
                                    "dbname",
                                    "client_encoding",
                                    nullptr};
    const char* const values[] = {"5",    "chuan", "30", "5", "3", write ? "read-write" : "any", address.c_str(),
                                  "UTF8", nullptr};
    return PQconnectdbParams(keywords, values, 1);
}

std::int64_t rows_counted(PGresult* result) {
    const std::string_view count = PQcmdTuples(result);
    std::int64_t number = 0;
    std::from_chars(count.data(), count.data() + count.size(), number);
    return number;
}

}  // namespace

PostgresConnection::PostgresConnection(const std::string& address, bool write) : handle_(connect(address, write)) {
    if (!handle_) throw std::bad_alloc();
    if (PQstatus(handle_.get()) != CONNECTION_OK) throw DatabaseError(Fault::lost, {}, PQerrorMessage(handle_.get()));
    PQsetNoticeReceiver(handle_.get(), ignore_notice, nullptr);
    require_utf8();
    run(kSession);
}

void PostgresConnection::require_utf8() const {
    const char* encoding = PQparameterStatus(handle_.get(), "server_encoding");
    if (encoding && std::string_view(encoding) == "UTF8") return;
    throw Error(ErrorKind::unavailable, "database.encoding",
                std::string("the database ") + PQdb(handle_.get()) + " has the encoding " +
                    (encoding ? encoding : "?") + ", which cannot hold every text; make one with ENCODING 'UTF8'",
                {}, {{"database", PQdb(handle_.get())}});
}

bool PostgresConnection::usable() noexcept {
    PGconn* const connection = handle_.get();
    // A server that closed an idle connection has left a message and the end of the stream behind.
    for (int round = 0; round < 8 && !broken_ && PQstatus(connection) == CONNECTION_OK; ++round) {
        pollfd waiting{.fd = PQsocket(connection), .events = POLLIN, .revents = 0};
        if (::poll(&waiting, 1, 0) <= 0) return PQtransactionStatus(connection) == PQTRANS_IDLE;
        broken_ = PQconsumeInput(connection) == 0 || PQisBusy(connection) != 0;
    }
    return false;
}

void PostgresConnection::begin(bool read_only, bool again) {
    if (statements_.size() >= kStatementsKept) forget_statements();
    if (again && !read_only) {
        run(kEnterQueue);
        queued_ = true;
    }
    run(read_only ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                  : "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE");
}

void PostgresConnection::commit() {
    const Answer answer = run("COMMIT");
    // The server answers ROLLBACK, without an error, when a statement of the transaction had failed.
    if (std::string_view(PQcmdStatus(answer.get())) != "COMMIT")
        throw DatabaseError(Fault::other, {}, "the transaction was rolled back instead of committed");
    leave_queue();
}

void PostgresConnection::leave_queue() noexcept {
    if (!std::exchange(queued_, false)) return;
    const Answer answer(PQexec(handle_.get(), kLeaveQueue));
    if (PQresultStatus(answer.get()) != PGRES_TUPLES_OK) broken_ = true;  // the server lets go with the connection
}

void PostgresConnection::roll_back() noexcept {
    const auto state = PQtransactionStatus(handle_.get());
    if (state != PQTRANS_IDLE && state != PQTRANS_UNKNOWN) {
        const Answer answer(PQexec(handle_.get(), "ROLLBACK"));
        if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) broken_ = true;
    }
    if (stale_) {
        const Answer answer(PQexec(handle_.get(), "DEALLOCATE ALL"));
        broken_ = broken_ || PQresultStatus(answer.get()) != PGRES_COMMAND_OK;
        statements_.clear();
        stale_ = false;
    }
    leave_queue();
}

PostgresConnection::Answer PostgresConnection::run(const char* sql) { return checked(PQexec(handle_.get(), sql), sql); }

void PostgresConnection::forget_statements() {
    run("DEALLOCATE ALL");
    statements_.clear();
}

const std::string& PostgresConnection::prepared(std::string_view sql) {
    if (const auto found = statements_.find(sql); found != statements_.end()) return found->second;
    const std::string text(sql);
    const std::string name = "s" + std::to_string(statements_.size());
    checked(PQprepare(handle_.get(), name.c_str(), text.c_str(), 0, nullptr), sql);
    return statements_.emplace(text, name).first->second;
}

Result PostgresConnection::execute(std::string_view sql, std::span<const Value> values) {
    const PostgresParameters parameters(values);
    const std::string& name = prepared(sql);
    const Answer answer = checked(PQexecPrepared(handle_.get(), name.c_str(), parameters.count(), parameters.starts(),
                                                 parameters.lengths(), parameters.formats(), 1),
                                  sql);
    Result result;
    const int count = PQntuples(answer.get());
    result.rows.reserve(static_cast<std::size_t>(count));
    for (int row = 0; row < count; ++row) result.rows.push_back(postgres_row(answer.get(), row));
    if (!std::string_view(PQcmdStatus(answer.get())).starts_with("SELECT")) result.changed = rows_counted(answer.get());
    return result;
}

std::int64_t PostgresConnection::copy_out(const std::string& sql, const std::function<void(std::string_view)>& sink) {
    const Answer started = checked(PQexec(handle_.get(), sql.c_str()), sql);
    char* line = nullptr;
    int length = 0;
    while ((length = PQgetCopyData(handle_.get(), &line, 0)) > 0) {
        const std::unique_ptr<char, decltype(&PQfreemem)> owner(line, &PQfreemem);
        sink(std::string_view(line, static_cast<std::size_t>(length)));
    }
    const Answer ended = checked(PQgetResult(handle_.get()), sql);
    while (Answer(PQgetResult(handle_.get()))) {
    }
    return rows_counted(ended.get());
}

std::int64_t PostgresConnection::copy_in(const std::string& sql, const std::function<bool(std::string&)>& source) {
    const Answer started = checked(PQexec(handle_.get(), sql.c_str()), sql);
    std::string piece;
    while (source(piece))
        if (PQputCopyData(handle_.get(), piece.data(), static_cast<int>(piece.size())) != 1) fail(nullptr, sql);
    if (PQputCopyEnd(handle_.get(), nullptr) != 1) fail(nullptr, sql);
    const Answer ended = checked(PQgetResult(handle_.get()), sql);
    while (Answer(PQgetResult(handle_.get()))) {
    }
    return rows_counted(ended.get());
}

PostgresConnection::Answer PostgresConnection::checked(PGresult* result, std::string_view sql) {
    Answer answer(result);
    switch (PQresultStatus(result)) {
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
        case PGRES_COPY_IN:
        case PGRES_COPY_OUT:
            return answer;
        default:
            fail(result, sql);
    }
}

void PostgresConnection::fail(const PGresult* result, std::string_view sql) {
    const std::string state = field(result, PG_DIAG_SQLSTATE);
    const std::string message =
        (result ? field(result, PG_DIAG_MESSAGE_PRIMARY) : std::string(PQerrorMessage(handle_.get()))) +
        " in: " + std::string(sql);
    if (state == "08P01") throw std::logic_error(message);  // as many values as parameters
    if (field(result, PG_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery") {
        stale_ = true;
        throw DatabaseError(Fault::serialization, {}, message);
    }
    const bool lost = PQstatus(handle_.get()) != CONNECTION_OK;
    const Fault fault = lost ? Fault::lost : fault_of(state);
    broken_ = broken_ || fault == Fault::lost;
    std::string constraint = field(result, PG_DIAG_CONSTRAINT_NAME);
    if (constraint.empty()) constraint = field(result, PG_DIAG_COLUMN_NAME);
    throw DatabaseError(fault, constraint, message);
}

}  // namespace chuan::storage
