#include "server/commands/head_key.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/error.h"

namespace chuan::server::commands {
namespace {

namespace fs = std::filesystem;

fs::path public_half(const Settings& settings) { return fs::path(settings.head_key).replace_extension(".pub"); }

services::PublicKey read_public_key(const fs::path& file) {
    std::ifstream stream(file);
    if (!stream)
        throw Error(ErrorKind::unavailable, "key.missing", "cannot read the public key " + file.string() + "; correct heads.trusted");
    return services::PublicKey::from_pem(std::string(std::istreambuf_iterator<char>(stream), {}));
}

}  // namespace

services::SigningKey make_head_key(const Settings& settings) {
    const fs::path folder = settings.head_key.parent_path();
    if (!fs::exists(folder)) {
        fs::create_directories(folder);
        fs::permissions(folder, fs::perms::owner_all);
    }
    auto key = services::SigningKey::make(settings.head_key);
    std::ofstream stream(public_half(settings));
    stream << key.pem() << std::flush;
    if (!stream)
        throw Error(ErrorKind::unavailable, "key.not_written", "cannot write " + public_half(settings).string() + "; check the folder and the disk");
    return key;
}

std::vector<services::PublicKey> trusted_keys(const std::vector<fs::path>& files) {
    std::vector<services::PublicKey> keys;
    for (const fs::path& file : files) keys.push_back(read_public_key(file));
    return keys;
}

storage::HeadVerifier head_verifier(const Settings& settings) {
    auto keys = trusted_keys(settings.heads_trusted);
    if (fs::exists(public_half(settings))) keys.push_back(read_public_key(public_half(settings)));
    return [keys](const trail::SignedHead& head) {
        return std::ranges::any_of(keys, [&](const services::PublicKey& key) {
            return key.id() == head.key_id && key.verifies(trail::to_text(head.head), head.signature);
        });
    };
}

std::vector<storage::HeadFolder> head_folders(const Settings& settings) { return {settings.heads_to.begin(), settings.heads_to.end()}; }

}  // namespace chuan::server::commands
