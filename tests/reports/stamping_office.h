#pragma once

// An authority for time stamps as a stranger runs one: the openssl program.

#include <string>
#include <string_view>

#include "reports/signing/time_stamp.h"
#include "tools.h"

namespace chuan::reports::examples {

class StampingOffice {
  public:
    /// usage: what its certificate was made for.
    explicit StampingOffice(const std::string& usage = "critical,timeStamping");
    /// DER of its answer to a request; a refusal is one too.
    std::string answer(std::string_view request) const;
    signing::Stamping stamping() const;
    /// In force from 2020 to 2049, as the certificate of the office is.
    signing::Trust trust(Moment at) const;
    std::string pem() const { return folder_.path("ca.pem"); }

  private:
    Folder folder_;
};

}  // namespace chuan::reports::examples
