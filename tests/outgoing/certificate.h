#pragma once

#include <filesystem>
#include <string>

namespace chuan::test {

/// A certificate that vouches for itself, valid now, for one IP address or name ("IP:127.0.0.1",
/// "DNS:mail.example.vn").
struct TestCertificate {
    explicit TestCertificate(const std::filesystem::path& folder, const std::string& subject);
    std::filesystem::path certificate;
    std::filesystem::path key;
};

}  // namespace chuan::test
