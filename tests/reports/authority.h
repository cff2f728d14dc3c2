#pragma once

// Keys and certificates as a stranger makes them: with the openssl program.

#include "reports/signing/signer.h"
#include "reports/signing/trust.h"
#include "tools.h"

namespace chuan::reports::examples {

/// A small authority with a folder of its own.
class Authority {
  public:
    explicit Authority(const std::string& name = "Test authority");
    /// kind: "EC" (P-256) or "RSA" (2048 bits); usage as in an openssl configuration.
    signing::Signer signer(const std::string& kind, const std::string& name = "Phòng Đo lường",
                           const std::string& usage = "critical,digitalSignature,nonRepudiation") const;
    /// This authority alone, a day from now.
    signing::Trust trust() const;
    std::string pem() const { return folder_.path("ca.pem"); }

  private:
    Folder folder_;
};

/// One for all tests of a program, and the key of a laboratory under it.
const Authority& authority();
const signing::Signer& seal();

}  // namespace chuan::reports::examples
