#include "server/outgoing/mail.h"

#include "base/encoding.h"
#include "base/error.h"
#include "base/text.h"
#include "tests/outgoing/smtp_server.h"
#include "tests/records/house_rows.h"

namespace chuan::server::outgoing {
namespace {

using namespace std::chrono_literals;
using storage::Transaction;
using test::kNow;
using test::SmtpServer;
using test::TestCertificate;

const storage::Mail kMail{"an@example.vn", "Mật khẩu", "Dòng một\n.dòng hai\n"};

MailServer settings(const SmtpServer& server, MailSecurity security) {
    MailServer result;
    result.host = "127.0.0.1";
    result.port = server.port();
    result.security = security;
    result.from = "lab@bacninh.vn";
    result.timeout = 2s;
    return result;
}

std::string refusal(const MailServer& server, const storage::Mail& mail = kMail) {
    try {
        send_mail(server, mail, "1", kNow);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), "mail.not_sent");
        return error.what();
    }
    return "";
}

std::string text_of(const SmtpServer::Received& mail) {
    std::string joined;
    for (const std::string& line : split(mail.data.substr(mail.data.find("\r\n\r\n") + 4), '\n'))
        joined += trimmed(line);
    return from_base64(joined).value_or("");
}

TEST(SendMail, HandsItToTheServer) {
    SmtpServer server({});
    send_mail(settings(server, MailSecurity::none), kMail, "1", kNow);
    const auto received = server.received();
    ASSERT_EQ(received.size(), 1U);
    EXPECT_EQ(received[0].from, "<lab@bacninh.vn>");
    EXPECT_EQ(received[0].to, "<an@example.vn>");
    EXPECT_EQ(text_of(received[0]), "Dòng một\r\n.dòng hai\r\n");
    EXPECT_FALSE(received[0].encrypted);
}

TEST(SendMail, UnderTlsFromTheStartOrAfterStartTls) {
    const test::TestFolder folder;
    const TestCertificate certificate(folder.path(), "IP:127.0.0.1");
    for (const bool from_the_start : {true, false}) {
        SmtpServer server({.tls = from_the_start ? SmtpServer::Tls::from_the_start : SmtpServer::Tls::offered,
                           .certificate = &certificate,
                           .user = "lab",
                           .password = "mật khẩu"});
        MailServer to = settings(server, from_the_start ? MailSecurity::tls : MailSecurity::start_tls);
        to.authorities = certificate.certificate;
        to.user = "lab";
        to.password = "mật khẩu";
        send_mail(to, kMail, "1", kNow);
        const auto received = server.received();
        ASSERT_EQ(received.size(), 1U);
        EXPECT_TRUE(received[0].encrypted);
        EXPECT_TRUE(received[0].signed_in);
    }
}

TEST(SendMail, RefusesAServerItCannotTrust) {
    const test::TestFolder folder;
    const test::TestFolder other_folder;
    const TestCertificate certificate(folder.path(), "IP:127.0.0.1");
    const TestCertificate other(other_folder.path(), "IP:127.0.0.1");
    SmtpServer server({.tls = SmtpServer::Tls::offered, .certificate = &certificate});
    MailServer to = settings(server, MailSecurity::start_tls);
    to.authorities = other.certificate;
    EXPECT_NE(refusal(to), "");
    EXPECT_TRUE(server.received().empty());
}

TEST(SendMail, RefusesACertificateOfAnotherHost) {
    const test::TestFolder folder;
    const TestCertificate certificate(folder.path(), "DNS:mail.example.vn");
    SmtpServer server({.tls = SmtpServer::Tls::offered, .certificate = &certificate});
    MailServer to = settings(server, MailSecurity::start_tls);
    to.authorities = certificate.certificate;
    EXPECT_NE(refusal(to), "");
    EXPECT_TRUE(server.received().empty());
}

TEST(SendMail, DoesNotFallBackToPlainText) {
    SmtpServer server({});
    EXPECT_NE(refusal(settings(server, MailSecurity::start_tls)).find("STARTTLS"), std::string::npos);
    EXPECT_TRUE(server.received().empty());
}

TEST(SendMail, SaysWhatTheServerAnsweredWithoutThePassword) {
    SmtpServer server({.user = "lab", .password = "right", .refuses_recipient = "nobody@example.vn"});
    MailServer to = settings(server, MailSecurity::none);
    to.user = "lab";
    to.password = "wrong-secret";
    const std::string sentence = refusal(to);
    EXPECT_NE(sentence, "");
    EXPECT_EQ(sentence.find("wrong-secret"), std::string::npos);
    EXPECT_EQ(sentence.find(base64("wrong-secret")), std::string::npos);
    to.password = "right";
    EXPECT_NE(refusal(to, {"nobody@example.vn", "s", "t"}).find("no such person"), std::string::npos);
    EXPECT_EQ(refusal(to), "");
}

TEST(SendMail, DoesNotWaitForEverForAServerThatSaysNothing) {
    SmtpServer server({.hangs = true});
    MailServer to = settings(server, MailSecurity::none);
    to.timeout = 1s;
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_NE(refusal(to), "");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
}

class OutboxOnEachEngine : public test::OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        database_.emplace(GetParam());
        database().write([](Transaction& t) { test::add_row(t, "body", {}); });
    }
    storage::Database& database() { return **database_; }
    void add(const std::string& to) {
        database().write([&](Transaction& t) {
            storage::OutboxRepository(t, test::kLaboratory).add({to, "s", "t"}, "test", kNow);
        });
    }

  private:
    std::optional<test::TestDatabase> database_;
};
INSTANTIATE_TEST_SUITE_P(Engines, OutboxOnEachEngine, ::testing::ValuesIn(test::engines()), test::engine_name);

TEST_P(OutboxOnEachEngine, IsSentOnceAndWhatWasRefusedWaits) {
    SmtpServer server({.refuses_recipient = "nobody@example.vn"});
    const MailServer to = settings(server, MailSecurity::none);
    SettableClock clock(kNow);
    add("an@example.vn");
    add("nobody@example.vn");
    add("binh@example.vn");
    EXPECT_EQ(send_due_mail(database(), to, clock), 2);
    EXPECT_EQ(send_due_mail(database(), to, clock), 0);
    EXPECT_EQ(server.received().size(), 2U);
    const auto waiting = database().read(
        [](Transaction& t) { return t.one("SELECT attempts, last_error FROM outbox WHERE state = 'waiting'"); });
    ASSERT_TRUE(waiting);
    EXPECT_EQ(waiting->get<int>(0), 1);
    EXPECT_NE(waiting->get<std::string>(1).find("no such person"), std::string::npos);
}

TEST_P(OutboxOnEachEngine, IsKeptWhileTheServerIsAway) {
    SettableClock clock(kNow);
    MailServer to;
    {
        SmtpServer server({});
        to = settings(server, MailSecurity::none);
    }  // nobody listens there any more
    add("an@example.vn");
    EXPECT_EQ(send_due_mail(database(), to, clock), 0);
    SmtpServer server({});
    to.port = server.port();
    EXPECT_EQ(send_due_mail(database(), to, clock), 0);  // not yet
    clock.advance(1min);
    EXPECT_EQ(send_due_mail(database(), to, clock), 1);
    EXPECT_EQ(server.received().size(), 1U);
}

}  // namespace
}  // namespace chuan::server::outgoing
