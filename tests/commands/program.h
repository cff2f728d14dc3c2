#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>
#include <sys/types.h>

#include "tests/storage/engines.h"

namespace chuan::test {

using Json = nlohmann::ordered_json;

inline constexpr std::string_view kPassword = "dung cu do luong 2026";

/// next: this program with one more migration, as a later release would carry it.
enum class Release { current, next };

struct Ran {
    int exit_code = -1;  // -1: ended by a signal
    std::string out, err;
};
/// chuan ARGUMENTS, with nothing on standard input, to its end.
Ran run(const std::vector<std::string>& arguments, Release release = Release::current);
/// The same before a person at a terminal: one answer is typed at each question. out: everything that was to be seen.
Ran run_in_terminal(const std::vector<std::string>& arguments, const std::vector<std::string>& answers);

/// chuan ARGUMENTS, killed at once when the object goes.
class Running {
  public:
    Running(const std::vector<std::string>& arguments, const std::filesystem::path& out);
    ~Running() { kill(); }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    /// kill -9; false when it had ended before.
    bool kill();

  private:
    pid_t process_;
};

/// Changes a SQLite file without its guards, which are back afterwards.
void tamper_with(const std::filesystem::path& database, const std::string& sql);

/// A role of the PostgreSQL server that owns nothing.
class ServiceRole {
  public:
    ServiceRole();
    ~ServiceRole();
    ServiceRole(const ServiceRole&) = delete;
    ServiceRole& operator=(const ServiceRole&) = delete;
    /// The address of a database as this role.
    std::string at(const std::string& address) const;

  private:
    std::string name_;
};

/// A place of its own for one installation on either engine; goes with the object.
class Place {
  public:
    /// "sqlite", "postgres", and "postgres_role": PostgreSQL whose tables belong to another role than the service's,
    /// which is named as owner where tables are made.
    explicit Place(const std::string& engine);

    std::filesystem::path root() const { return folder_.path(); }
    std::filesystem::path data() const { return root() / "data"; }
    /// COMMAND... with --data and, on PostgreSQL, --database where it says no other.
    Ran run(std::vector<std::string> arguments, Release release = Release::current) const;
    std::vector<std::string> with_place(std::vector<std::string> arguments) const;
    /// The role that owns the tables and their guards.
    std::string owner_address() const { return database_->options().address; }
    /// A file in the place.
    std::string file(const std::string& name, std::string_view text) const;
    /// init with everything that is asked; the administrator is "admin" with kPassword.
    Ran init(std::vector<std::string> more = {}) const;
    bool on_postgres() const { return database_ != nullptr; }
    /// To read its database beside the program.
    storage::DatabaseOptions options() const;
    /// One number out of it.
    std::int64_t number(const std::string& sql) const;
    /// Past every rule of the program.
    void tamper(const std::string& sql) const;
    /// Also past the guards, which are back in their places afterwards.
    void tamper_past_guards(const std::string& sql) const;

  private:
    std::string database_address() const;
    TestFolder folder_;
    std::unique_ptr<ServiceRole> role_;  // goes after the database in which it has rights
    std::unique_ptr<TestDatabase> database_;
};

/// Where a backup is tried: on PostgreSQL an empty database of its own, on SQLite nothing has to be named.
class Borrowed {
  public:
    explicit Borrowed(const std::string& engine);
    std::vector<std::string> with_into(std::vector<std::string> arguments) const;
    bool is_empty() const;

  private:
    std::unique_ptr<TestDatabase> database_;
};

struct Answered {
    int status = 0;
    std::map<std::string, std::string> headers{};
    std::string body{};
    Json json() const { return Json::parse(body); }
};

/// Somebody to add to the accounts.
inline const std::string kLan = Json{{"login", "lan.nt"}, {"name", "Nguyễn Thị Lan"}, {"roles", {"technician"}}}.dump();

/// chuan serve on a free port, until stopped.
class Serving {
  public:
    explicit Serving(const Place& place, std::vector<std::string> more = {}, Release release = Release::current);
    ~Serving();
    Serving(const Serving&) = delete;
    Serving& operator=(const Serving&) = delete;

    std::uint16_t port() const { return port_; }
    Answered ask(const std::string& method, const std::string& path, const std::string& body = {},
                 const std::vector<std::string>& headers = {}) const;
    /// The cookie of a new session.
    std::string sign_in(const std::string& login, std::string_view password = kPassword) const;
    /// SIGTERM; the exit code, -1 for one that had to be killed.
    int stop();
    void tell_to_stop() const;
    /// kill -9.
    void kill();
    pid_t process() const { return process_; }
    std::string out() const;
    /// The lines of its log, which it writes to standard error.
    std::string log() const;

  private:
    std::filesystem::path log_file() const;
    std::filesystem::path out_;
    pid_t process_ = 0;
    std::uint16_t port_ = 0;
};

/// Asks again every 10 ms until it is so; false when the patience is over.
template <class So>
bool soon(std::chrono::seconds patience, So&& so) {
    for (auto left = patience / std::chrono::milliseconds(10); left > 0; --left) {
        if (so()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return so();
}

}  // namespace chuan::test
