#include "storage/sqlite_connection.h"

#include <algorithm>
#include <cerrno>
#include <charconv>

namespace chuan::storage {
namespace {

constexpr std::size_t kStatementsKept = 600;

Fault constraint_fault(int extended_code) {
    switch (extended_code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            return Fault::unique;
        case SQLITE_CONSTRAINT_FOREIGNKEY:
            return Fault::foreign_key;
        case SQLITE_CONSTRAINT_CHECK:
            return Fault::check;
        case SQLITE_CONSTRAINT_NOTNULL:
            return Fault::not_null;
        case SQLITE_CONSTRAINT_TRIGGER:
            return Fault::guarded;
        default:
            return Fault::other;
    }
}

Fault fault_of(int extended_code, int system_error) {
    switch (extended_code & 0xff) {
        case SQLITE_CONSTRAINT:
            return constraint_fault(extended_code);
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Fault::busy;
        case SQLITE_FULL:
            return Fault::full;
        case SQLITE_READONLY:
            return Fault::read_only;
        case SQLITE_IOERR:
            return system_error == ENOSPC || system_error == EDQUOT ? Fault::full : Fault::lost;
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return Fault::lost;
        default:
            return Fault::other;
    }
}

bool tells_damage(int code) { return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB; }

int flags_of(SqliteConnection::Role role) {
    switch (role) {
        case SqliteConnection::Role::founder:
            return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        case SqliteConnection::Role::writer:
            return SQLITE_OPEN_READWRITE;
        case SqliteConnection::Role::reader:
            return SQLITE_OPEN_READONLY;
    }
    throw std::logic_error("no such role");
}

/// "UNIQUE constraint failed: job.body_id, job.number" -> "job.body_id, job.number"
std::string constraint_named_in(const std::string& message) {
    constexpr std::string_view kMark = "constraint failed: ";
    const auto at = message.find(kMark);
    return at == std::string::npos ? std::string{} : message.substr(at + kMark.size());
}

/// $n -> n. Other kinds of parameters would mean something else on PostgreSQL.
std::size_t number_of(const char* name, std::string_view sql) {
    std::size_t number = 0;
    const std::string_view text = name ? name : "";
    if (text.size() > 1 && text.front() == '$') {
        const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), number);
        if (error == std::errc{} && end == text.data() + text.size() && number >= 1) return number;
    }
    throw std::logic_error("parameters are written $1, $2, ... in: " + std::string(sql));
}

Value::Variant column_of(sqlite3_stmt* statement, int column) {
    const auto bytes = [&](const void* start) {
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
        return size == 0 ? std::string{} : std::string(static_cast<const char*>(start), size);
    };
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER:
            return static_cast<std::int64_t>(sqlite3_column_int64(statement, column));
        case SQLITE_FLOAT:
            return sqlite3_column_double(statement, column);
        case SQLITE_TEXT:
            return bytes(sqlite3_column_text(statement, column));
        case SQLITE_BLOB:
            return Blob{bytes(sqlite3_column_blob(statement, column))};
        default:
            return std::monostate{};
    }
}

Row row_of(sqlite3_stmt* statement) {
    const int count = sqlite3_column_count(statement);
    std::vector<Value::Variant> columns;
    columns.reserve(static_cast<std::size_t>(count));
    for (int column = 0; column < count; ++column) columns.push_back(column_of(statement, column));
    return Row(std::move(columns));
}

struct BindAt {
    sqlite3_stmt* statement;
    int index;
    // The values outlive the execution, so SQLite need not copy them.
    int operator()(std::monostate) const { return sqlite3_bind_null(statement, index); }
    int operator()(std::int64_t value) const { return sqlite3_bind_int64(statement, index, value); }
    int operator()(double value) const { return sqlite3_bind_double(statement, index, value); }
    int operator()(const std::string& value) const {
        return sqlite3_bind_text64(statement, index, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    int operator()(const Blob& value) const {
        return sqlite3_bind_blob64(statement, index, value.bytes.data(), value.bytes.size(), SQLITE_STATIC);
    }
};

/// Otherwise SQLite counts every allocation of every connection, under one lock. Nobody asks for the sums.
void count_no_allocations() { [[maybe_unused]] static const int told = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

/// Ends the use of a prepared statement however the execution ends.
struct Reset {
    sqlite3_stmt* statement;
    ~Reset() {
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
    }
};

}  // namespace

SqliteConnection::SqliteConnection(const std::filesystem::path& file, Role role, std::chrono::milliseconds busy_timeout,
                                   EndWriting end_writing)
    : role_(role), end_writing_(std::move(end_writing)) {
    count_no_allocations();
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &opened, flags_of(role) | SQLITE_OPEN_NOMUTEX, nullptr);
    handle_.reset(opened);
    if (!opened) throw std::bad_alloc();
    sqlite3_extended_result_codes(opened, 1);
    if (code != SQLITE_OK) fail("open " + file.string());
    sqlite3_busy_timeout(opened, static_cast<int>(busy_timeout.count()));
    configure(role);
}

void SqliteConnection::configure(Role role) {
    if (role != Role::reader) {
        run("PRAGMA journal_mode=WAL");
        run("PRAGMA synchronous=FULL");
        run("PRAGMA journal_size_limit=67108864");
        run("PRAGMA wal_autocheckpoint=4000");  // pages; what several transactions change is copied back once
        run("PRAGMA cache_size=-32000");  // kB; a register of a million rows comes in three times as fast as with 2 MB
        run("SELECT 1 FROM sqlite_schema LIMIT 1");  // opens the log
        if (const std::filesystem::path log = sqlite3_filename_wal(sqlite3_db_filename(handle(), "main"));
            std::filesystem::exists(log))
            log_.emplace(log);
    } else {
        run("PRAGMA wal_autocheckpoint=0");
        run("PRAGMA cache_size=-6000");  // each reader its own: the upper pages of an index over ten million
        sqlite3_db_config(handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    }
    run("PRAGMA foreign_keys=ON");
    run("PRAGMA recursive_triggers=ON");
    run("PRAGMA temp_store=MEMORY");
}

void SqliteConnection::run(const char* sql) {
    if (sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(sql);
}

void SqliteConnection::begin(bool read_only, bool) {
    if (!read_only && role_ == Role::reader) throw DatabaseError(Fault::read_only, {}, "this connection only reads");
    require_in_place();
    if (!read_only) require_log();
    execute(read_only ? "BEGIN" : "BEGIN IMMEDIATE", {});
    snapshot_ = read_only;
}

void SqliteConnection::commit() {
    if (!snapshot_) {
        require_in_place();
        require_log();
    }
    execute("COMMIT", {});
}

/// A file that was removed or replaced can still be written: into nothing that anybody finds again.
void SqliteConnection::require_in_place() {
    int moved = 0;
    sqlite3_file_control(handle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (moved != 0)
        throw DatabaseError(Fault::lost, {}, "the database file is gone from its place, or another is there");
}

/// Since the last checkpoint every commit lies in the log alone. One that was removed is open here until this
/// connection is closed: what it holds is copied into the database while it can be.
void SqliteConnection::require_log() {
    if (!log_ || log_->in_place()) return;
    roll_back();
    const int code = sqlite3_wal_checkpoint_v2(handle(), nullptr, SQLITE_CHECKPOINT_FULL, nullptr, nullptr);
    const std::string gone =
        "the write-ahead log of the database (chuan.db-wal) was removed or replaced while in use; ";
    if (end_writing_)
        end_writing_(gone +
                     (code == SQLITE_OK
                          ? "what was recorded is in the database file, start the service again"
                          : "stop the service, then compare with the heads kept elsewhere (chuan trail verify)"));
    throw DatabaseError(Fault::lost, {}, gone + "copying it home answered " + sqlite3_errstr(code));
}

void SqliteConnection::roll_back() noexcept {
    if (!sqlite3_get_autocommit(handle())) sqlite3_exec(handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

const SqliteConnection::Statement& SqliteConnection::prepared(std::string_view sql) {
    if (const auto found = statements_.find(sql); found != statements_.end()) return found->second;
    if (statements_.size() >= kStatementsKept) statements_.clear();

    sqlite3_stmt* compiled = nullptr;
    const char* rest = nullptr;
    if (sqlite3_prepare_v3(handle(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &compiled,
                           &rest) != SQLITE_OK)
        fail(sql);
    std::unique_ptr<sqlite3_stmt, Finalize> owner(compiled);
    const std::string_view tail(rest, static_cast<std::size_t>(sql.data() + sql.size() - rest));
    if (!compiled || tail.find_first_not_of(" \t\r\n;") != std::string_view::npos)
        throw std::logic_error("one statement at a time, not: " + std::string(sql));
    Statement statement{.handle = std::move(owner), .numbers = {}};
    for (int index = 1; index <= sqlite3_bind_parameter_count(compiled); ++index)
        statement.numbers.push_back(number_of(sqlite3_bind_parameter_name(compiled, index), sql));
    return statements_.emplace(sql, std::move(statement)).first->second;
}

void SqliteConnection::bind(const Statement& statement, std::span<const Value> values) {
    // As on PostgreSQL: n values, and each of $1 .. $n is used. Numbers are distinct, so the highest decides.
    const auto highest = std::max_element(statement.numbers.begin(), statement.numbers.end());
    if (statement.numbers.size() != values.size() || (!values.empty() && *highest != values.size()))
        throw std::logic_error(std::to_string(values.size()) +
                               " values given to: " + sqlite3_sql(statement.handle.get()));
    for (std::size_t index = 0; index < statement.numbers.size(); ++index) {
        const Value& value = values[statement.numbers[index] - 1];
        if (std::visit(BindAt{statement.handle.get(), static_cast<int>(index) + 1}, value.variant()) != SQLITE_OK)
            fail(sqlite3_sql(statement.handle.get()));
    }
}

Result SqliteConnection::execute(std::string_view sql, std::span<const Value> values) {
    const Statement& kept = prepared(sql);
    sqlite3_stmt* const statement = kept.handle.get();
    const bool reads = sqlite3_stmt_readonly(statement) != 0;
    if (snapshot_ && !sqlite3_get_autocommit(handle()) && !reads)
        throw DatabaseError(Fault::read_only, {}, "a snapshot only reads: " + std::string(sql));
    const Reset reset{statement};
    bind(kept, values);

    const auto changes_before = sqlite3_total_changes64(handle());
    Result result;
    int code = sqlite3_step(statement);
    for (; code == SQLITE_ROW; code = sqlite3_step(statement)) result.rows.push_back(row_of(statement));
    if (code != SQLITE_DONE) fail(sql);
    if (!reads && sqlite3_total_changes64(handle()) != changes_before) result.changed = sqlite3_changes64(handle());
    return result;
}

void SqliteConnection::fail(std::string_view sql) const {
    const int code = sqlite3_extended_errcode(handle());
    if (code == SQLITE_NOMEM) throw std::bad_alloc();
    const std::string message = sqlite3_errmsg(handle());
    const Fault fault = fault_of(code, sqlite3_system_errno(handle()));
    if (end_writing_ && tells_damage(code))
        end_writing_("the database file is damaged (" + message +
                     "); stop the service, keep the file, and restore the last backup");
    throw DatabaseError(fault, constraint_named_in(message), message + " in: " + std::string(sql));
}

}  // namespace chuan::storage
