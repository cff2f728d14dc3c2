// The service as the operator runs it: TLS, mail, a stop in the middle of work, a second process, a full disk.

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

#include <gmock/gmock.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include "base/encoding.h"
#include "tests/commands/program.h"
#include "tests/http/client.h"
#include "tests/outgoing/smtp_server.h"

namespace chuan::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

std::string bytes_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string new_account(const std::string& login) {
    return Json{
        {"login", login}, {"name", "Nguyễn " + login}, {"email", login + "@lab.example.vn"}, {"roles", {"technician"}}}
        .dump();
}

TEST(Service, SpeaksTlsWithTheOperatorsCertificateAndNothingElse) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    const TestCertificate certificate(place.root(), "DNS:localhost");
    const TestFolder elsewhere;
    const TestCertificate other(elsewhere.path(), "DNS:localhost");
    const Serving serving(
        place, {"--tls-certificate", certificate.certificate.string(), "--tls-key", certificate.key.string()});
    const std::string address = "https://localhost:" + std::to_string(serving.port());
    EXPECT_THAT(serving.out(), HasSubstr(address));
    const auto curl = [&](const std::string& more) {
        const std::string out = (place.root() / "curl.out").string();
        const int code =
            std::system(("curl -sS -m 10 --noproxy '*' " + more + " -o '" + out + "' 2>/dev/null").c_str());
        return std::pair(WEXITSTATUS(code), bytes_of(out));
    };
    const std::string trusting = "--cacert '" + certificate.certificate.string() + "' ";
    EXPECT_EQ(curl(trusting + address + "/healthz"), std::pair(0, std::string("ok\n")));
    const std::string session = Json{{"login", "admin"}, {"password", kPassword}}.dump();
    const std::string signing_in = "-H 'Content-Type: application/json' -d '" + session + "' -D '" +
                                   (place.root() / "head").string() + "' " + address + "/api/v1/session";
    EXPECT_EQ(curl(trusting + signing_in).first, 0);
    EXPECT_THAT(bytes_of(place.root() / "head"), AllOf(HasSubstr("200"), HasSubstr("HttpOnly; SameSite=Strict; Secure"),
                                                       HasSubstr("Strict-Transport-Security: ")));
    EXPECT_EQ(curl("--cacert '" + other.certificate.string() + "' " + address + "/healthz").first, 60)
        << "its tampered twin: a certificate of somebody else";
    EXPECT_NE(curl("http://localhost:" + std::to_string(serving.port()) + "/healthz").first, 0);
    EXPECT_NE(curl(trusting + "--tls-max 1.1 " + address + "/healthz").first, 0);
}

TEST(Service, DoesNotStartWithAKeyThatIsNotTheCertificates) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    const TestFolder elsewhere;
    const TestCertificate certificate(place.root(), "DNS:localhost"), other(elsewhere.path(), "DNS:localhost");
    const Ran ran = place.run({"serve", "--port", "0", "--tls-certificate", certificate.certificate.string(),
                               "--tls-key", other.key.string()});
    EXPECT_EQ(ran.exit_code, 3);
    EXPECT_THAT(ran.err, StartsWith("chuan: "));
    EXPECT_EQ(place.run({"serve", "--port", "0", "--tls-certificate", certificate.certificate.string()}).exit_code, 2);
}

TEST(Service, MailsTheOwnerWhosePasswordWasReset) {
    SmtpServer post({});
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    const std::string config =
        place.file("chuan.properties", "mail.host = 127.0.0.1\nmail.port = " + std::to_string(post.port()) +
                                           "\nmail.security = none\nmail.from = phong@lab.example.vn\n");
    {
        Serving serving(place, {"--config", config});
        const std::string cookie = serving.sign_in("admin");
        const auto added = serving.ask("POST", "/api/v1/accounts", new_account("lan"), {cookie});
        ASSERT_EQ(added.status, 201) << added.body;
        const std::string account = std::to_string(added.json()["account"]["id"].get<int>());
        const auto reset = serving.ask("POST", "/api/v1/accounts/" + account + "/reset",
                                       R"({"remove_second_factor":false,"reason":"quên"})", {cookie});
        ASSERT_EQ(reset.json()["state"], "done") << reset.body;
        EXPECT_EQ(reset.json()["owner_told"], "by_mail");
        EXPECT_EQ(place.number("SELECT COUNT(*) FROM outbox"), 1);
        EXPECT_EQ(serving.stop(), 0);
    }
    const Serving again(place, {"--config", config});  // what waited when it stopped is sent at the next start
    ASSERT_TRUE(soon(15s, [&] { return !post.received().empty(); }));
    const auto mail = post.received().front();
    EXPECT_EQ(mail.from, "<phong@lab.example.vn>");
    EXPECT_EQ(mail.to, "<lan@lab.example.vn>");
    const auto body = mail.data.find("\r\n\r\n");
    ASSERT_NE(body, std::string::npos);
    std::string text;
    for (const char c : mail.data.substr(body))
        if (c != '\r' && c != '\n') text += c;
    EXPECT_THAT(from_base64(text).value_or(""), AllOf(HasSubstr("lan"), HasSubstr("Nguyễn lan")));
    EXPECT_TRUE(soon(5s, [&] { return place.number("SELECT COUNT(*) FROM outbox WHERE state = 'sent'") == 1; }));
    std::this_thread::sleep_for(100ms);
    EXPECT_EQ(post.received().size(), 1U) << "once";
}

TEST(Service, AStopFinishesWhatIsBeingAnsweredAndLetsNobodyWait) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    Serving serving(place);
    const std::string cookie = serving.sign_in("admin");
    std::vector<server::http::test::Client> clients;  // two passwords are hashed at once, the others wait
    for (int i = 0; i < 6; ++i) {
        const std::string login = "nguoi" + std::to_string(i);
        Json account = Json::parse(new_account(login));
        account["password"] = kPassword;
        ASSERT_EQ(serving.ask("POST", "/api/v1/accounts", account.dump(), {cookie}).status, 201);
    }
    for (int i = 0; i < 6; ++i) {
        const std::string body = Json{{"login", "nguoi" + std::to_string(i)}, {"password", kPassword}}.dump();
        clients.emplace_back(serving.port());
        ASSERT_TRUE(
            clients.back().send("POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                                "application/json\r\nContent-Length: " +
                                std::to_string(body.size()) + "\r\n\r\n" + body));
    }
    server::http::test::Client idle(serving.port());
    ASSERT_EQ(idle.ask("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 200);
    std::this_thread::sleep_for(20ms);  // every request has arrived, and not every one is answered
    const auto begun = std::chrono::steady_clock::now();
    serving.tell_to_stop();
    ASSERT_TRUE(soon(5s, [&] { return serving.out().find("chuan is stopping") != std::string::npos; }));
    EXPECT_LT(place.number("SELECT COUNT(*) FROM session"), 7) << "all were answered before the stop";
    for (auto& client : clients) {
        const auto answer = client.answer();
        EXPECT_EQ(answer.status, 200) << answer.head;
        EXPECT_TRUE(Json::accept(answer.body)) << answer.body;
    }
    EXPECT_EQ(serving.stop(), 0);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 9s) << "an idle connection holds nobody up";
    EXPECT_THROW(server::http::test::Client(serving.port()), std::runtime_error);
    EXPECT_EQ(place.number("SELECT COUNT(*) FROM session"), 7);
}

TEST(Service, IsAloneWithItsDatabaseAndLeavesItFreeWhenKilled) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    const std::string csv = place.file("a.csv", "Tên;Hãng sản xuất;Số máy;Khách hàng\nCân;NH;1;Chợ\n");
    {
        Serving serving(place);
        const std::vector<std::vector<std::string>> writing = {{"serve", "--port", "0"},
                                                               {"import", "instruments", csv},
                                                               {"import", "take-back", "1", "--reason", "x"},
                                                               {"user", "disable", "admin", "--reason", "x"},
                                                               {"restore", "--test", "/nowhere"},
                                                               {"trail", "accept-loss", "--reason", "x"}};
        for (const auto& command : writing) {
            const Ran ran = place.run(command);
            EXPECT_NE(ran.exit_code, 0) << command.front();
            if (command.front() == "restore") continue;
            EXPECT_EQ(ran.exit_code, 3) << command.front() << ran.err;
            EXPECT_THAT(ran.err, HasSubstr("the service is running with the database")) << command.front();
        }
        EXPECT_EQ(place.run({"import", "instruments", csv, "--dry-run"}).exit_code, 0);
        EXPECT_EQ(serving.ask("GET", "/readyz").status, 200);
        serving.kill();
    }
    EXPECT_EQ(place.run({"import", "instruments", csv}).exit_code, 0);
    EXPECT_EQ(place.run({"trail", "verify"}).exit_code, 0);
}

/// What keeps a service from writing, and stops doing so.
class Fault {
  public:
    virtual ~Fault() = default;
    virtual void begin(const Serving&) = 0;
    virtual void end(const Serving&) = 0;
};

/// A small disk of its own under the data; filled to the last byte.
class FullDisk : public Fault {
  public:
    explicit FullDisk(const fs::path& data) : data_(data) {
        fs::create_directories(data);
        mounted_ = ::mount("tmpfs", data.c_str(), "tmpfs", 0, "size=12m") == 0;
    }
    ~FullDisk() override {
        if (mounted_) ::umount2(data_.c_str(), MNT_DETACH);
    }
    bool is_there() const { return mounted_; }
    void begin(const Serving&) override {
        std::ofstream filler(data_ / "filler", std::ios::binary);
        const std::string block(4096, 'x');
        while (filler << block << std::flush) continue;
    }
    void end(const Serving&) override { fs::remove(data_ / "filler"); }

  private:
    fs::path data_;
    bool mounted_ = false;
};

/// No file may grow beyond what the journal of writes has now.
class NoGrowth : public Fault {
  public:
    explicit NoGrowth(fs::path data) : data_(std::move(data)) {}
    void begin(const Serving& serving) override {
        limit(serving, std::min<rlim_t>(fs::file_size(data_ / "chuan.db-wal") + 4096, 300'000));
    }
    void end(const Serving& serving) override { limit(serving, RLIM_INFINITY); }

  private:
    static void limit(const Serving& serving, rlim_t bytes) {
        const rlimit wanted{bytes, RLIM_INFINITY};
        if (::prlimit(serving.process(), RLIMIT_FSIZE, &wanted, nullptr) != 0)
            throw std::runtime_error("the limit cannot be set");
    }
    fs::path data_;
};

/// Refused with 503 and nothing half written while the fault lasts; as before, without a restart, when it is over.
void expect_nothing_half_written(const Place& place, Fault& fault) {
    ASSERT_EQ(place.run({"user", "role", "admin", "administrator", "custodian"}).exit_code, 0)
        << "who may attach papers";
    Serving serving(place);
    const std::string cookie = serving.sign_in("admin");
    const auto add = [&](const std::string& login) {
        return serving.ask("POST", "/api/v1/accounts", new_account(login), {cookie});
    };
    const std::string paper = "%PDF-1.4\n" + std::string(600'000, 'p');
    const auto upload = [&] { return serving.ask("POST", "/api/v1/documents?file_name=a.pdf", paper, {cookie}); };
    ASSERT_EQ(add("dau").status, 201);
    std::size_t added = 1;
    fault.begin(serving);
    Answered refused;
    for (int i = 0; i < 600 && refused.status == 0; ++i) {
        auto answered = add("nguoi" + std::to_string(i));
        if (answered.status == 201)
            ++added;
        else
            refused = std::move(answered);
    }
    EXPECT_EQ(refused.status, 503) << refused.body;
    EXPECT_THAT(refused.body, HasSubstr("\"code\":\"database."));
    const auto no_paper = upload();
    EXPECT_EQ(no_paper.status, 503) << no_paper.body;
    EXPECT_EQ(add("giua").status, 503);
    EXPECT_EQ(serving.ask("GET", "/api/v1/installation").status, 200) << "what can be read is still answered";
    EXPECT_EQ(serving.ask("GET", "/api/v1/accounts?q=giua", "", {cookie}).json()["items"].size(), 0U);
    EXPECT_EQ(serving.ask("GET", "/healthz").status, 200);

    fault.end(serving);
    Answered good;
    ASSERT_TRUE(soon(10s, [&] { return (good = add("giua")).status == 201; })) << good.body;
    EXPECT_EQ(upload().status, 201);
    EXPECT_EQ(serving.ask("GET", "/readyz").status, 200);
    EXPECT_EQ(serving.stop(), 0);
    EXPECT_EQ(place.number("SELECT COUNT(*) FROM account"), static_cast<std::int64_t>(added) + 2)
        << "and the administrator";
    EXPECT_EQ(place.number("SELECT COUNT(*) FROM document"), 1);
    const Ran verified = place.run({"trail", "verify"});
    EXPECT_EQ(verified.exit_code, 0) << verified.out;
}

TEST(Service, OnAFullDiskRefusesAndGoesOnWhenThereIsRoomAgain) {
    const Place place("sqlite");
    FullDisk disk(place.data());
    if (!disk.is_there()) GTEST_SKIP() << "no small disk can be mounted here (not root)";
    ASSERT_EQ(place.init().exit_code, 0);
    expect_nothing_half_written(place, disk);
}

TEST(Service, WhenNoFileMayGrowRefusesAndGoesOnWhenTheyMay) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    NoGrowth limit(place.data());
    expect_nothing_half_written(place, limit);
}

}  // namespace
}  // namespace chuan::test
