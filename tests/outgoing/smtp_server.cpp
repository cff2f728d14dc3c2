#include "tests/outgoing/smtp_server.h"

#include <algorithm>

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/SecureStreamSocket.h>

#include "base/encoding.h"
#include "base/text.h"

namespace chuan::test {

namespace {

using Poco::Net::StreamSocket;

Poco::Net::Context::Ptr server_context(const TestCertificate& certificate) {
    return new Poco::Net::Context(Poco::Net::Context::TLS_SERVER_USE, certificate.key.string(),
                                  certificate.certificate.string(), "", Poco::Net::Context::VERIFY_NONE);
}

}  // namespace

/// Lines over a socket, plain or encrypted.
class SmtpTalk {
  public:
    explicit SmtpTalk(StreamSocket socket) : socket_(std::move(socket)) {}
    void encrypt(const TestCertificate& certificate) {
        auto secured = Poco::Net::SecureStreamSocket::attach(socket_, server_context(certificate));
        secured.completeHandshake();
        socket_ = secured;
        encrypted_ = true;
    }
    void say(const std::string& line) {
        const std::string text = line + "\r\n";
        socket_.sendBytes(text.data(), static_cast<int>(text.size()));
    }
    /// Without its end; throws when the other side is gone.
    std::string line() {
        std::size_t end = 0;
        while ((end = buffer_.find("\r\n")) == std::string::npos) {
            char bytes[4096];
            const int count = socket_.receiveBytes(bytes, sizeof bytes);
            if (count <= 0) throw Poco::IOException("closed");
            buffer_.append(bytes, static_cast<std::size_t>(count));
        }
        std::string result = buffer_.substr(0, end);
        buffer_.erase(0, end + 2);
        return result;
    }
    bool encrypted() const { return encrypted_; }

  private:
    StreamSocket socket_;
    std::string buffer_;
    bool encrypted_ = false;
};

SmtpServer::SmtpServer(Behaviour behaviour)
    : behaviour_(std::move(behaviour)),
      listening_(Poco::Net::SocketAddress("127.0.0.1", 0)),
      thread_([this] { run(); }) {}

SmtpServer::~SmtpServer() {
    stopping_ = true;
    thread_.join();
}

std::vector<SmtpServer::Received> SmtpServer::received() const {
    const std::scoped_lock lock(mutex_);
    return received_;
}

void SmtpServer::run() {
    while (!stopping_) {
        if (!listening_.poll(Poco::Timespan(0, 20000), Poco::Net::Socket::SELECT_READ)) continue;
        StreamSocket socket = listening_.acceptConnection();
        socket.setReceiveTimeout(Poco::Timespan(5, 0));
        try {
            talk(socket);
        } catch (const Poco::Exception&) {
            continue;  // the client went away, as refused ones do
        }
    }
}

void SmtpServer::talk(StreamSocket socket) {
    SmtpTalk talk(socket);
    if (behaviour_.hangs) {
        while (!stopping_ && !socket.poll(Poco::Timespan(0, 20000), Poco::Net::Socket::SELECT_READ)) continue;
        return;
    }
    if (behaviour_.tls == Tls::from_the_start) talk.encrypt(*behaviour_.certificate);
    talk.say("220 test");
    Received mail{{}, {}, {}, false, false};
    for (;;) {
        const std::string line = talk.line();
        const std::string word = line.substr(0, 4);
        if (word == "EHLO") {
            talk.say("250-test");
            if (behaviour_.tls == Tls::offered && !talk.encrypted()) talk.say("250-STARTTLS");
            if (!behaviour_.user.empty()) talk.say("250-AUTH LOGIN");
            talk.say("250 8BITMIME");
        } else if (word == "STAR" && behaviour_.tls == Tls::offered) {
            talk.say("220 go");
            talk.encrypt(*behaviour_.certificate);
        } else if (word == "AUTH") {
            std::string user = line.size() > 11 ? line.substr(11) : "";
            if (user.empty()) talk.say("334 VXNlcm5hbWU6"), user = talk.line();
            talk.say("334 UGFzc3dvcmQ6");
            const std::string password = talk.line();
            mail.signed_in = from_base64(user) == behaviour_.user && from_base64(password) == behaviour_.password;
            talk.say(mail.signed_in ? "235 welcome" : "535 wrong user or password");
        } else if (word == "MAIL") {
            mail.from = line.substr(10);
            talk.say("250 ok");
        } else if (word == "RCPT") {
            mail.to = line.substr(8);
            talk.say(mail.to == "<" + behaviour_.refuses_recipient + ">" ? "550 no such person" : "250 ok");
        } else if (word == "DATA") {
            mail.encrypted = talk.encrypted();
            take_data(talk, mail);
        } else if (word == "QUIT") {
            return talk.say("221 bye");
        } else {
            talk.say("502 unknown");
        }
    }
}

void SmtpServer::take_data(SmtpTalk& talk, Received mail) {
    talk.say("354 go on");
    for (std::string line; (line = talk.line()) != ".";)
        mail.data += (starts_with(line, "..") ? line.substr(1) : line) + "\r\n";
    {
        const std::scoped_lock lock(mutex_);
        received_.push_back(std::move(mail));
    }
    talk.say("250 taken");
}

}  // namespace chuan::test
