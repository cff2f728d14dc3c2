#include "server/services/signing_key.h"

#include <fstream>

#include <sys/stat.h>

#include "base/error.h"
#include "tests/storage/engines.h"

namespace chuan::server::services {
namespace {

namespace fs = std::filesystem;

std::string code_of(const std::function<void()>& act) {
    try {
        act();
    } catch (const Error& error) {
        return error.code();
    }
    return "";
}

class SigningKeyFile : public ::testing::Test {
  protected:
    fs::path file() const { return folder_.path() / "heads.key"; }

  private:
    test::TestFolder folder_;
};

TEST_F(SigningKeyFile, IsReadableByItsOwnerOnly) {
    SigningKey::make(file());
    struct stat state {};
    ASSERT_EQ(::stat(file().c_str(), &state), 0);
    EXPECT_EQ(state.st_mode & 07777, 0600U);
    std::ifstream in(file());
    std::string first;
    std::getline(in, first);
    EXPECT_EQ(first, "-----BEGIN PRIVATE KEY-----");  // PKCS#8
}

TEST_F(SigningKeyFile, SignsWhatItsPublicKeyVerifies) {
    const SigningKey made = SigningKey::make(file());
    const SigningKey key = SigningKey::load(file());
    EXPECT_EQ(key.id(), made.id());
    EXPECT_EQ(key.id().size(), 16U);
    const PublicKey checker = PublicKey::from_pem(key.pem());
    EXPECT_EQ(checker.id(), key.id());
    const std::string signature = key.sign("act 42");
    EXPECT_TRUE(checker.verifies("act 42", signature));
    EXPECT_FALSE(checker.verifies("act 43", signature));
    EXPECT_FALSE(checker.verifies("act 42", ""));
    EXPECT_FALSE(checker.verifies("act 42", "no signature"));
    EXPECT_NE(key.sign("act 42"), signature);
}

TEST_F(SigningKeyFile, OfAnotherKeyVerifiesNothing) {
    const std::string signature = SigningKey::make(file()).sign("act 42");
    const SigningKey other = SigningKey::make(file().string() + "2");
    EXPECT_FALSE(other.verifies("act 42", signature));
}

TEST_F(SigningKeyFile, IsNeverOverwritten) {
    const std::string id = SigningKey::make(file()).id();
    EXPECT_EQ(code_of([&] { SigningKey::make(file()); }), "key.exists");
    EXPECT_EQ(SigningKey::load(file()).id(), id);
}

TEST_F(SigningKeyFile, IsRefusedWhenOthersMayReadIt) {
    SigningKey::make(file());
    fs::permissions(file(), fs::perms::group_read, fs::perm_options::add);
    EXPECT_EQ(code_of([&] { SigningKey::load(file()); }), "key.exposed");
}

TEST_F(SigningKeyFile, IsRefusedWhenItIsMissingOrNoKey) {
    EXPECT_EQ(code_of([&] { SigningKey::load(file()); }), "key.missing");
    std::ofstream(file()) << "not a key";
    fs::permissions(file(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(code_of([&] { SigningKey::load(file()); }), "key.malformed");
    EXPECT_EQ(code_of([] { PublicKey::from_pem("not a key"); }), "key.malformed");
}

}  // namespace
}  // namespace chuan::server::services
