#include "tests/commands/program.h"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/http/client.h"

namespace chuan::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::string bytes_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void point(int descriptor, const fs::path& file, int flags) {
    const int opened = ::open(file.c_str(), flags, 0600);
    ::dup2(opened, descriptor);
    ::close(opened);
}

[[noreturn]] void become(const std::vector<std::string>& arguments, Release release = Release::current) {
    std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error of the write
    const char* program = release == Release::next ? CHUAN_NEXT_PROGRAM : CHUAN_PROGRAM;
    std::vector<char*> words{const_cast<char*>(program)};
    for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    ::execv(program, words.data());
    ::_exit(127);
}

pid_t start(const std::vector<std::string>& arguments, const fs::path& out, const fs::path& err,
            Release release = Release::current) {
    const pid_t child = ::fork();
    if (child != 0) return child;
    point(STDIN_FILENO, "/dev/null", O_RDONLY);
    point(STDOUT_FILENO, out, O_WRONLY | O_CREAT | O_TRUNC);
    point(STDERR_FILENO, err, O_WRONLY | O_CREAT | O_TRUNC);
    become(arguments, release);
}

/// -1 when a signal ended it or it had to be killed.
int wait_for(pid_t process, std::chrono::seconds patience) {
    int status = 0;
    for (auto left = patience / 10ms; left > 0; --left) {
        if (::waitpid(process, &status, WNOHANG) == process) return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        std::this_thread::sleep_for(10ms);
    }
    ::kill(process, SIGKILL);
    ::waitpid(process, &status, 0);
    return -1;
}

/// A database file, whoever else has it open.
class Handle {
  public:
    explicit Handle(const fs::path& file) { ::sqlite3_open(file.c_str(), &database_); }
    ~Handle() { ::sqlite3_close(database_); }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    /// The first two columns of every row.
    std::vector<std::pair<std::string, std::string>> run(const std::string& sql) const {
        std::vector<std::pair<std::string, std::string>> rows;
        const auto take = [](void* into, int columns, char** values, char**) {
            static_cast<decltype(rows)*>(into)->emplace_back(values[0], columns > 1 ? values[1] : "");
            return 0;
        };
        char* fault = nullptr;
        const int answer = ::sqlite3_exec(database_, sql.c_str(), take, &rows, &fault);
        const std::string words = fault ? fault : "";
        ::sqlite3_free(fault);
        if (answer != SQLITE_OK) throw std::runtime_error(words);
        return rows;
    }

  private:
    sqlite3* database_ = nullptr;
};

/// The side of a terminal at which the person sits.
class Terminal {
  public:
    Terminal() : person_(::posix_openpt(O_RDWR | O_NOCTTY)) {
        if (person_ < 0 || ::grantpt(person_) != 0 || ::unlockpt(person_) != 0)
            throw std::runtime_error("no terminal to be had");
    }
    ~Terminal() { ::close(person_); }
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    pid_t start(const std::vector<std::string>& arguments) const {
        const std::string name = ::ptsname(person_);
        const pid_t child = ::fork();
        if (child != 0) return child;
        ::setsid();
        const int program = ::open(name.c_str(), O_RDWR);
        for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(program, descriptor);
        become(arguments);
    }
    /// False when the program has hung up.
    bool see(std::string& screen) const {
        pollfd ready{.fd = person_, .events = POLLIN, .revents = 0};
        if (::poll(&ready, 1, 60'000) <= 0) return false;
        char bytes[4096];
        const auto count = ::read(person_, bytes, sizeof bytes);
        if (count <= 0) return false;
        screen.append(bytes, static_cast<std::size_t>(count));
        return true;
    }
    void type(const std::string& line) const {
        const std::string text = line + "\n";
        if (::write(person_, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
            throw std::runtime_error("the terminal takes no more");
    }

  private:
    int person_;
};

}  // namespace

Ran run_in_terminal(const std::vector<std::string>& arguments, const std::vector<std::string>& answers) {
    const Terminal terminal;
    const pid_t process = terminal.start(arguments);
    Ran ran;
    std::size_t given = 0, seen = 0;
    while (terminal.see(ran.out)) {
        if (given == answers.size() || !ran.out.ends_with(": ") || ran.out.size() == seen) continue;
        seen = ran.out.size();
        terminal.type(answers[given++]);
    }
    ran.exit_code = wait_for(process, 60s);
    return ran;
}

Running::Running(const std::vector<std::string>& arguments, const fs::path& out)
    : process_(start(arguments, out, out.string() + ".err")) {}

bool Running::kill() {
    if (process_ == 0) return false;
    int status = 0;
    ::kill(process_, SIGKILL);
    ::waitpid(std::exchange(process_, 0), &status, 0);
    return WIFSIGNALED(status);
}

Ran run(const std::vector<std::string>& arguments, Release release) {
    const TestFolder folder;
    const auto out = folder.path() / "out", err = folder.path() / "err";
    Ran ran;
    ran.exit_code = wait_for(start(arguments, out, err, release), 60s);
    ran.out = bytes_of(out);
    ran.err = bytes_of(err);
    return ran;
}

ServiceRole::ServiceRole() {
    static int count = 0;
    name_ = "chuan_test_service_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
    on_server("CREATE ROLE " + name_ + " LOGIN PASSWORD 'x'");
}

ServiceRole::~ServiceRole() { on_server("DROP ROLE " + name_); }

std::string ServiceRole::at(const std::string& address) const {
    return address + (address.find('?') == std::string::npos ? "?" : "&") + "user=" + name_ + "&password=x";
}

Place::Place(const std::string& engine) {
    if (engine == "postgres_role") role_ = std::make_unique<ServiceRole>();
    if (engine != "sqlite") database_ = std::make_unique<TestDatabase>("postgres", TestDatabase::Content::empty);
}

std::string Place::database_address() const { return role_ ? role_->at(owner_address()) : owner_address(); }

std::vector<std::string> Place::with_place(std::vector<std::string> arguments) const {
    const std::string command = arguments.front();
    arguments.insert(arguments.end(), {"--data", data().string()});
    if (database_ && std::find(arguments.begin(), arguments.end(), "--database") == arguments.end())
        arguments.insert(arguments.end(), {"--database", database_address()});
    if (role_ && (command == "init" || command == "migrate" || command == "restore"))
        arguments.insert(arguments.end(), {"--database-owner", owner_address()});
    if (role_ && command == "demo")
        arguments.insert(arguments.end(), {"--config", file("owner", "database.owner = " + owner_address() + "\n")});
    return arguments;
}

Ran Place::run(std::vector<std::string> arguments, Release release) const {
    return test::run(with_place(std::move(arguments)), release);
}

std::string Place::file(const std::string& name, std::string_view text) const {
    std::ofstream(root() / name, std::ios::binary) << text;
    return (root() / name).string();
}

Ran Place::init(std::vector<std::string> more) const {
    std::vector<std::string> arguments = {"init",
                                          "--code",
                                          "TTKT3",
                                          "--name-vi",
                                          "Trung tâm Kỹ thuật 3",
                                          "--name-en",
                                          "Centre 3",
                                          "--address",
                                          "1 Lê Lợi",
                                          "--city",
                                          "Huế",
                                          "--login",
                                          "admin",
                                          "--person",
                                          "Nguyễn Quản",
                                          "--password-file",
                                          file("password", std::string(kPassword) + "\n")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(std::move(arguments));
}

void Place::tamper(const std::string& sql) const { Handle(data() / "chuan.db").run(sql); }
void Place::tamper_past_guards(const std::string& sql) const { tamper_with(data() / "chuan.db", sql); }

void tamper_with(const fs::path& file, const std::string& sql) {
    const Handle database(file);
    const auto guards = database.run("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'");
    if (guards.empty()) throw std::runtime_error("there are no guards to go past");
    for (const auto& [name, text] : guards) database.run("DROP TRIGGER " + name);
    database.run(sql);
    for (const auto& [name, text] : guards) database.run(text);
}

storage::DatabaseOptions Place::options() const {
    storage::DatabaseOptions options;
    options.address = database_ ? database_address() : data().string();
    options.connections = 1;
    options.write = false;
    return options;
}

std::int64_t Place::number(const std::string& sql) const {
    return storage::Database::open(options())->read(
        [&](storage::Transaction& transaction) { return transaction.one(sql)->get<std::int64_t>(0); });
}

Borrowed::Borrowed(const std::string& engine) {
    if (engine == "postgres") database_ = std::make_unique<TestDatabase>(engine, TestDatabase::Content::empty);
}

std::vector<std::string> Borrowed::with_into(std::vector<std::string> arguments) const {
    if (database_) arguments.insert(arguments.end(), {"--into", database_->options().address});
    return arguments;
}

bool Borrowed::is_empty() const {
    return !database_ || (*database_)->read([](storage::Transaction& transaction) {
        return transaction.one("SELECT COUNT(*) FROM pg_class WHERE relnamespace = to_regnamespace('public')")
                   ->get<std::int64_t>(0) == 0;
    });
}

Serving::Serving(const Place& place, std::vector<std::string> more, Release release) {
    static int count = 0;
    out_ = place.root() / ("serve-" + std::to_string(++count) + ".out");
    std::vector<std::string> arguments = {"serve", "--port", "0"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    process_ = start(place.with_place(arguments), out_, log_file(), release);
    for (int i = 0; i < 1000 && port_ == 0; ++i) {
        std::this_thread::sleep_for(10ms);
        const std::string text = out();
        const auto colon = text.find("localhost:");
        if (colon != std::string::npos && text.find('\n', colon) != std::string::npos)
            port_ = static_cast<std::uint16_t>(std::stoi(text.substr(colon + 10)));
        if (::kill(process_, 0) != 0) break;
        int status = 0;
        if (port_ == 0 && ::waitpid(process_, &status, WNOHANG) == process_) {
            process_ = 0;
            throw std::runtime_error("the service ended: " + log());
        }
    }
    if (port_ == 0) throw std::runtime_error("the service does not say where it listens");
}

Serving::~Serving() {
    if (process_ != 0) stop();
}

std::string Serving::out() const { return bytes_of(out_); }
fs::path Serving::log_file() const { return out_.string() + ".log"; }
std::string Serving::log() const { return bytes_of(log_file()); }

void Serving::tell_to_stop() const { ::kill(process_, SIGTERM); }

void Serving::kill() {
    int status = 0;
    ::kill(process_, SIGKILL);
    ::waitpid(std::exchange(process_, 0), &status, 0);
}

int Serving::stop() {
    tell_to_stop();
    const int code = wait_for(process_, 20s);
    process_ = 0;
    return code;
}

Answered Serving::ask(const std::string& method, const std::string& path, const std::string& body,
                      const std::vector<std::string>& headers) const {
    const std::string host = "localhost:" + std::to_string(port_);
    std::string text = method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host + "\r\n";
    for (const std::string& header : headers) text += header + "\r\n";
    if (!body.empty() && text.find("Content-Type: ") == std::string::npos) text += "Content-Type: application/json\r\n";
    if (method != "GET") text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    server::http::test::Client client(port_);
    const auto answer = client.ask(text + "\r\n" + body);
    Answered answered{.status = answer.status, .body = answer.body};
    for (const char* name : {"Set-Cookie", "Content-Type", "ETag", "Location", "Retry-After", "Cache-Control"})
        answered.headers[name] = answer.header(name);
    return answered;
}

std::string Serving::sign_in(const std::string& login, std::string_view password) const {
    const auto answered = ask("POST", "/api/v1/session", Json{{"login", login}, {"password", password}}.dump());
    if (answered.status != 200) throw std::runtime_error("sign-in answered " + answered.body);
    const std::string cookie = answered.headers.at("Set-Cookie");
    return "Cookie: " + cookie.substr(0, cookie.find(';'));
}

}  // namespace chuan::test
