#include "storage/postgres_connection.h"

#include <charconv>
#include <utility>

#include <poll.h>

#include "base/error.h"
#include "storage/postgres_values.h"
#include "storage/postgres_wait.h"

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
    constexpr std::pair<const char*, const char*> kSettings[] = {
        {"connect_timeout", "3"},     {"application_name", "chuan"}, {"keepalives_idle", "10"},
        {"keepalives_interval", "3"}, {"keepalives_count", "2"},     {"tcp_user_timeout", "8000"}};
    std::vector<const char*> keywords, values;
    for (const auto& [keyword, value] : kSettings) {
        keywords.push_back(keyword);
        values.push_back(value);
    }
    keywords.insert(keywords.end(), {"target_session_attrs", "dbname", "client_encoding", nullptr});
    values.insert(values.end(), {write ? "read-write" : "any", address.c_str(), "UTF8", nullptr});
    return PQconnectdbParams(keywords.data(), values.data(), 1);
}

std::int64_t rows_counted(PGresult* result) {
    const std::string_view count = PQcmdTuples(result);
    std::int64_t number = 0;
    std::from_chars(count.data(), count.data() + count.size(), number);
    return number;
}

}  // namespace

PostgresConnection::PostgresConnection(const std::string& address, bool write)
    : address_(address), handle_(connect(address, write)) {
    if (!handle_) throw std::bad_alloc();
    if (PQstatus(handle_.get()) != CONNECTION_OK) throw DatabaseError(Fault::lost, {}, PQerrorMessage(handle_.get()));
    PQsetNoticeReceiver(handle_.get(), ignore_notice, nullptr);
    PQsetnonblocking(handle_.get(), 1);
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
    if (!std::exchange(queued_, false) || broken_) return;
    if (!done(kLeaveQueue)) broken_ = true;  // the server lets go with the connection
}

void PostgresConnection::roll_back() noexcept {
    const auto state = PQtransactionStatus(handle_.get());
    if (!broken_ && state != PQTRANS_IDLE && state != PQTRANS_UNKNOWN) broken_ = !done("ROLLBACK");
    if (stale_) {
        broken_ = broken_ || !done("DEALLOCATE ALL");
        statements_.clear();
        stale_ = false;
    }
    leave_queue();
}

void PostgresConnection::fall_silent() {
    broken_ = true;
    throw DatabaseError(Fault::lost, {}, "the server at " + std::string(PQhost(handle_.get())) + " has fallen silent");
}

void PostgresConnection::flush() {
    while (PQflush(handle_.get()) == 1) {
        if (!wait_for_server(handle_.get(), address_, true)) fall_silent();
        if (PQconsumeInput(handle_.get()) == 0) return;  // a server that cannot send does not read either
    }
}

bool PostgresConnection::await_input() {
    if (!wait_for_server(handle_.get(), address_, false)) fall_silent();
    return PQconsumeInput(handle_.get()) != 0;
}

PostgresConnection::Answer PostgresConnection::answer_to(int sent, std::string_view sql) {
    if (sent == 0) fail(nullptr, sql);
    flush();
    Answer last;
    for (;;) {
        while (PQisBusy(handle_.get()) != 0 && await_input()) {
        }
        Answer next(PQgetResult(handle_.get()));
        if (!next) return last;
        if (PQresultStatus(last.get()) != PGRES_FATAL_ERROR || !last) last = std::move(next);
        const auto status = PQresultStatus(last.get());
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || PQstatus(handle_.get()) != CONNECTION_OK)
            return last;
    }
}

bool PostgresConnection::done(const char* sql) noexcept {
    try {
        run(sql);
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

PostgresConnection::Answer PostgresConnection::run(const char* sql) {
    return checked(answer_to(PQsendQuery(handle_.get(), sql), sql), sql);
}

void PostgresConnection::forget_statements() {
    run("DEALLOCATE ALL");
    statements_.clear();
}

const std::string& PostgresConnection::prepared(std::string_view sql) {
    if (const auto found = statements_.find(sql); found != statements_.end()) return found->second;
    const std::string text(sql);
    const std::string name = "s" + std::to_string(statements_.size());
    checked(answer_to(PQsendPrepare(handle_.get(), name.c_str(), text.c_str(), 0, nullptr), sql), sql);
    return statements_.emplace(text, name).first->second;
}

Result PostgresConnection::execute(std::string_view sql, std::span<const Value> values) {
    const PostgresParameters parameters(values);
    const std::string& name = prepared(sql);
    const int sent = PQsendQueryPrepared(handle_.get(), name.c_str(), parameters.count(), parameters.starts(),
                                         parameters.lengths(), parameters.formats(), 1);
    const Answer answer = checked(answer_to(sent, sql), sql);
    Result result;
    const int count = PQntuples(answer.get());
    result.rows.reserve(static_cast<std::size_t>(count));
    for (int row = 0; row < count; ++row) result.rows.push_back(postgres_row(answer.get(), row));
    if (!std::string_view(PQcmdStatus(answer.get())).starts_with("SELECT")) result.changed = rows_counted(answer.get());
    return result;
}

std::int64_t PostgresConnection::copy_out(const std::string& sql, const std::function<void(std::string_view)>& sink) {
    run(sql.c_str());
    char* line = nullptr;
    for (int length = 0; (length = PQgetCopyData(handle_.get(), &line, 1)) >= 0;) {
        if (length == 0) {
            if (!await_input()) fail(nullptr, sql);
            continue;
        }
        const std::unique_ptr<char, decltype(&PQfreemem)> owner(line, &PQfreemem);
        sink(std::string_view(line, static_cast<std::size_t>(length)));
    }
    return rows_counted(checked(answer_to(1, sql), sql).get());
}

std::int64_t PostgresConnection::copy_in(const std::string& sql, const std::function<bool(std::string&)>& source) {
    run(sql.c_str());
    std::string piece;
    while (source(piece)) {
        if (PQputCopyData(handle_.get(), piece.data(), static_cast<int>(piece.size())) != 1) fail(nullptr, sql);
        flush();
    }
    if (PQputCopyEnd(handle_.get(), nullptr) != 1) fail(nullptr, sql);
    return rows_counted(checked(answer_to(1, sql), sql).get());
}

PostgresConnection::Answer PostgresConnection::checked(Answer answer, std::string_view sql) {
    switch (PQresultStatus(answer.get())) {
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
        case PGRES_COPY_IN:
        case PGRES_COPY_OUT:
            return answer;
        default:
            fail(answer.get(), sql);
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
