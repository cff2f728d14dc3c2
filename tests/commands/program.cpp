#include "tests/commands/program.h"

#include <csignal>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
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

pid_t start(const std::vector<std::string>& arguments, const fs::path& out, const fs::path& err) {
    const pid_t child = ::fork();
    if (child != 0) return child;
    point(STDIN_FILENO, "/dev/null", O_RDONLY);
    point(STDOUT_FILENO, out, O_WRONLY | O_CREAT | O_TRUNC);
    point(STDERR_FILENO, err, O_WRONLY | O_CREAT | O_TRUNC);
    std::vector<char*> words{const_cast<char*>(CHUAN_PROGRAM)};
    for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    ::execv(CHUAN_PROGRAM, words.data());
    ::_exit(127);
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

}  // namespace

Ran run(const std::vector<std::string>& arguments) {
    const TestFolder folder;
    const auto out = folder.path() / "out", err = folder.path() / "err";
    Ran ran;
    ran.exit_code = wait_for(start(arguments, out, err), 60s);
    ran.out = bytes_of(out);
    ran.err = bytes_of(err);
    return ran;
}

Place::Place(const std::string& engine) {
    if (engine == "postgres") database_ = std::make_unique<TestDatabase>(engine, TestDatabase::Content::empty);
}

std::vector<std::string> Place::with_place(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--data", data().string()});
    if (database_) arguments.insert(arguments.end(), {"--database", database_->options().address});
    return arguments;
}

Ran Place::run(std::vector<std::string> arguments) const { return test::run(with_place(std::move(arguments))); }

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

void Place::tamper(const std::string& sql) const {
    sqlite3* database = nullptr;
    ::sqlite3_open((data() / "chuan.db").c_str(), &database);
    char* fault = nullptr;
    const int answer = ::sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &fault);
    const std::string words = fault ? fault : "";
    ::sqlite3_free(fault);
    ::sqlite3_close(database);
    if (answer != SQLITE_OK) throw std::runtime_error(words);
}

Serving::Serving(const Place& place, std::vector<std::string> more) : out_(place.root() / "serve.out") {
    std::vector<std::string> arguments = {"serve", "--port", "0"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    fs::remove(out_);
    process_ = start(place.with_place(arguments), out_, place.root() / "serve.err");
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
            throw std::runtime_error("the service ended: " + bytes_of(place.root() / "serve.err"));
        }
    }
    if (port_ == 0) throw std::runtime_error("the service does not say where it listens");
}

Serving::~Serving() {
    if (process_ != 0) stop();
}

std::string Serving::out() const { return bytes_of(out_); }

int Serving::stop() {
    ::kill(process_, SIGTERM);
    const int code = wait_for(process_, 20s);
    process_ = 0;
    return code;
}

Answered Serving::ask(const std::string& method, const std::string& path, const std::string& body,
                      const std::vector<std::string>& headers) const {
    const std::string host = "localhost:" + std::to_string(port_);
    std::string text = method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host + "\r\n";
    for (const std::string& header : headers) text += header + "\r\n";
    if (!body.empty()) text += "Content-Type: application/json\r\n";
    if (method != "GET") text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    server::http::test::Client client(port_);
    const auto answer = client.ask(text + "\r\n" + body);
    Answered answered{.status = answer.status, .body = answer.body};
    for (const char* name : {"Set-Cookie", "Content-Type", "ETag", "Location"})
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
