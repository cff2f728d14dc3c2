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
        throw Error(ErrorKind::unavailable, "key.missing",
                    "cannot read the public key " + file.string() + "; correct heads.trusted");
    return services::PublicKey::from_pem(std::string(std::istreambuf_iterator<char>(stream), {}));
}

void write_public_key(const fs::path& file, const services::PublicKey& key) {
    std::ofstream stream(file);
    stream << key.pem() << std::flush;
    if (!stream)
        throw Error(ErrorKind::unavailable, "key.not_written",
                    "cannot write " + file.string() + "; check the folder and the disk");
}

}  // namespace

fs::path key_folder(const Settings& settings) {
    const fs::path folder = settings.head_key.parent_path();
    if (fs::exists(folder)) return folder;
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all);
    return folder;
}

services::SigningKey make_head_key(const Settings& settings) {
    key_folder(settings);
    auto key = services::SigningKey::make(settings.head_key);
    write_public_key(public_half(settings), key);
    return key;
}

void keep_public_key(const Settings& settings, const fs::path& file) {
    const auto key = read_public_key(file);
    write_public_key(key_folder(settings) / (key.id() + ".pub"), key);
}

std::vector<services::PublicKey> trusted_keys(const Settings& settings) {
    std::vector<services::PublicKey> keys;
    for (const fs::path& file : settings.heads_trusted) keys.push_back(read_public_key(file));
    std::error_code fault;
    for (const auto& entry : fs::directory_iterator(settings.head_key.parent_path(), fault))
        if (entry.path().extension() == ".pub") keys.push_back(read_public_key(entry.path()));
    return keys;
}

storage::HeadVerifier head_verifier(const Settings& settings) {
    return [keys = trusted_keys(settings)](const trail::SignedHead& head) {
        return std::ranges::any_of(keys, [&](const services::PublicKey& key) {
            return key.id() == head.key_id && key.verifies(trail::to_text(head.head), head.signature);
        });
    };
}

std::vector<storage::HeadFolder> head_folders(const Settings& settings) {
    return {settings.heads_to.begin(), settings.heads_to.end()};
}

}  // namespace chuan::server::commands
