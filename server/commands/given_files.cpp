#include "server/commands/given_files.h"

#include <array>
#include <fstream>

#include "base/clock.h"
#include "base/error.h"

namespace chuan::server::commands {

std::string bytes_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    std::string bytes;
    std::array<char, 64 * 1024> piece{};
    while (in && bytes.size() <= kLargestGivenFile) {
        in.read(piece.data(), piece.size());
        bytes.append(piece.data(), static_cast<std::size_t>(in.gcount()));
    }
    if (!in.eof() && bytes.size() <= kLargestGivenFile)
        throw Error(ErrorKind::unavailable, "file.unreadable",
                    "cannot read " + file + "; check the path and its rights", "", {{"file", file}});
    return bytes;
}

reports::signing::Trust trust_in(const std::vector<std::string>& files, const std::string& at) {
    reports::signing::Trust trust;
    for (const std::string& file : files)
        for (auto& authority : reports::signing::certificates_from_pem(bytes_of(file)))
            trust.authorities.push_back(std::move(authority));
    trust.at = at.empty()                          ? SystemClock().now()
               : at.find('T') == std::string::npos ? Moment{std::chrono::sys_days(date_from_iso(at))}
                                                   : moment_from_iso(at);
    return trust;
}

}  // namespace chuan::server::commands
