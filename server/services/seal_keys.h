#pragma once

// The files of the keys by which bodies sign documents: NAME.pem (mode 0600) with the private half, NAME.crt beside it.
// Which of them is in use stands in the register (storage/signing_key_repository.h). With them goes the authority that
// proves when they signed.

#include <filesystem>
#include <string>
#include <string_view>

#include "organisations/body.h"
#include "reports/signing/signer.h"
#include "reports/signing/time_stamp.h"
#include "storage/signing_key_repository.h"

namespace chuan::server::services {

/// Made in files, to be registered.
struct MadeKeys {
    storage::SigningKey authority, seal;
    bool authority_is_new = false;
};

class SealKeys {
  public:
    /// stamping: asks the authority for time stamps that this machine knows; none where it knows none.
    explicit SealKeys(std::filesystem::path folder, reports::signing::Stamping stamping = {})
        : folder_(std::move(folder)), stamping_(std::move(stamping)) {}

    /// A new seal of the body under its own small authority, which is made where it is missing. Its names say that it
    /// is not public, and of a sample body that it is a sample. Throws Error(unavailable) "key.not_written".
    MadeKeys make(const organisations::Body&, Moment now) const;
    /// PKCS#12 with one key and its certificates. Throws Error(malformed) "key.password", "key.kind",
    /// "key.certificate".
    storage::SigningKey import(std::string_view pkcs12, const std::string& password) const;
    /// Removes the files of a key that no register took up.
    void forget(const storage::SigningKey&) const;
    /// Ready to sign. Throws Error(unavailable): "key.missing", "key.exposed" (others may read the file).
    reports::signing::Signer signer(const storage::SigningKey&) const;
    std::filesystem::path file_of(const storage::SigningKey&) const;

    /// Certificates of every own authority in the folder.
    std::vector<reports::signing::Certificate> authorities() const;

    const reports::signing::Stamping& stamping() const { return stamping_; }

  private:
    std::filesystem::path folder_;
    reports::signing::Stamping stamping_;
};

}  // namespace chuan::server::services
