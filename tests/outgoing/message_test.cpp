#include "server/outgoing/message.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/text.h"

namespace chuan::server::outgoing {
namespace {

std::string decoded(const std::string& header) {
    std::string text;
    for (const std::string& line : split(header, '\n')) {
        const std::string word = trimmed(line);
        EXPECT_LE(word.size(), 75U) << word;
        EXPECT_TRUE(starts_with(word, "=?UTF-8?B?") && word.ends_with("?=")) << word;
        const auto part = from_base64(word.substr(10, word.size() - 12));
        EXPECT_TRUE(part && is_utf8(*part)) << word;  // no character is cut in two
        text += part.value_or("");
    }
    return text;
}

TEST(MailHeader, StaysAsItIsInPlainAscii) {
    EXPECT_EQ(encoded_header("Certificate K26.00017"), "Certificate K26.00017");
}

TEST(MailHeader, KeepsVietnameseLettersAndFoldsLongOnes) {
    const std::string subject = "Mật khẩu của anh Nguyễn Văn Ân ở Trung tâm Kiểm định Bắc Ninh đã được đặt lại hôm nay";
    EXPECT_EQ(decoded(encoded_header(subject)), subject);
    EXPECT_EQ(decoded(encoded_header("đ")), "đ");
    EXPECT_EQ(decoded(encoded_header("=?UTF-8?B?eA==?=")), "=?UTF-8?B?eA==?=");  // words that only look encoded
}

TEST(MailMessage, HasTheHeadersOfRfc5322) {
    const std::string message = mail_message({"an@example.vn", "Chào", "một\nhai"}, "lab@bacninh.vn", "7.abc",
                                             moment_from_iso("2026-03-02T08:00:00Z"));
    for (const char* line :
         {"From: <lab@bacninh.vn>\r\n", "To: <an@example.vn>\r\n", "Date: Mon, 2 Mar 2026 08:00:00 GMT\r\n",
          "Message-ID: <7.abc@bacninh.vn>\r\n", "MIME-Version: 1.0\r\n", "Content-Type: text/plain; charset=utf-8\r\n",
          "Content-Transfer-Encoding: base64\r\n"})
        EXPECT_NE(message.find(line), std::string::npos) << line << message;
    const std::string body = message.substr(message.find("\r\n\r\n") + 4);
    EXPECT_EQ(from_base64(trimmed(body)), "một\r\nhai");
}

TEST(MailMessage, WrapsLongTexts) {
    const std::string text(5000, 'x');
    const std::string message = mail_message({"an@example.vn", "s", text}, "lab@bacninh.vn", "1", Moment{});
    for (const std::string& line : split(message, '\n')) EXPECT_LE(line.size(), 78U);
}

}  // namespace
}  // namespace chuan::server::outgoing
