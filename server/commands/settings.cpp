#include "server/commands/settings.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>

#include "base/error.h"
#include "base/text.h"

namespace chuan::server::commands {
namespace {

namespace fs = std::filesystem;

/// A key of config/chuan.properties with its default.
struct SettingKey {
    std::string_view name;
    std::string_view default_value;
};
constexpr SettingKey kKeys[] = {
    {"data", "./data"},
    {"database", ""},
    {"database.owner", ""},
    {"database.connections", "8"},
    {"http.address", "127.0.0.1"},
    {"http.port", "8080"},
    {"http.proxies", ""},
    {"http.base_address", ""},
    {"tls.certificate", ""},
    {"tls.key", ""},
    {"web", ""},
    {"heads.to", ""},
    {"heads.key", ""},
    {"heads.trusted", ""},
    {"mail.host", ""},
    {"mail.port", "587"},
    {"mail.security", "start_tls"},
    {"mail.authorities", ""},
    {"mail.user", ""},
    {"mail.password_file", ""},
    {"mail.from", ""},
    {"time_stamp.url", ""},
    {"time_stamp.authorities", ""},
    {"tasks.workers", "2"},
};

bool is_key(std::string_view name) {
    return std::ranges::any_of(kKeys, [name](const SettingKey& key) { return key.name == name; });
}

/// Reads values and gathers what is wrong with them.
class Reader {
  public:
    explicit Reader(const SettingValues& values) : values_(values) {}

    const std::string& text(std::string_view name) const { return values_.find(name)->second; }
    int number(std::string_view name, int least, int most) {
        const std::string& value = text(name);
        int number = 0;
        const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (fault == std::errc() && end == value.data() + value.size() && number >= least && number <= most)
            return number;
        refuse(name, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
        return least;
    }
    std::vector<std::string> list(std::string_view name) const {
        std::vector<std::string> parts;
        for (const std::string& part : split(text(name), ','))
            if (std::string one = trimmed(part); !one.empty()) parts.push_back(std::move(one));
        return parts;
    }
    std::vector<fs::path> paths(std::string_view name) const {
        const auto parts = list(name);
        return {parts.begin(), parts.end()};
    }
    void refuse(std::string_view name, const std::string& expected) {
        findings_.push_back(
            {"config.value", std::string(name) + " cannot be \"" + text(name) + "\"; give " + expected});
    }
    void done() const {
        if (!findings_.empty()) throw Error(ErrorKind::malformed, findings_);
    }

  private:
    const SettingValues& values_;
    std::vector<Finding> findings_;
};

std::string first_line(const fs::path& file) {
    std::ifstream stream(file);
    std::string line;
    if (!std::getline(stream, line))
        throw Error(ErrorKind::unavailable, "config.unreadable",
                    "cannot read a line of " + file.string() + "; check the path");
    return line;
}

void read_http(Reader& in, Settings& settings) {
    settings.http.address = in.text("http.address");
    settings.http.port = static_cast<std::uint16_t>(in.number("http.port", 0, 65535));
    settings.http.trusted_proxies = in.list("http.proxies");
    const std::string& certificate = in.text("tls.certificate");
    const std::string& key = in.text("tls.key");
    if (certificate.empty() != key.empty()) in.refuse("tls.key", "both tls.certificate and tls.key, or neither");
    if (!certificate.empty() && !key.empty()) settings.http.tls = http::TlsFiles{certificate, key};
    settings.base_address = in.text("http.base_address");
    while (settings.base_address.ends_with('/')) settings.base_address.pop_back();
    if (!settings.base_address.empty() && !starts_with(settings.base_address, "http://") &&
        !starts_with(settings.base_address, "https://"))
        in.refuse("http.base_address", "an address like https://lab.example.vn");
}

void read_mail(Reader& in, Settings& settings) {
    using outgoing::MailSecurity;
    const std::string& security = in.text("mail.security");
    outgoing::MailServer mail;
    mail.host = in.text("mail.host");
    mail.port = static_cast<std::uint16_t>(in.number("mail.port", 1, 65535));
    mail.authorities = in.text("mail.authorities");
    mail.user = in.text("mail.user");
    mail.from = in.text("mail.from");
    if (security == "none")
        mail.security = MailSecurity::none;
    else if (security == "tls")
        mail.security = MailSecurity::tls;
    else if (security != "start_tls")
        in.refuse("mail.security", "start_tls, tls or none");
    if (mail.host.empty()) return;
    if (mail.from.empty()) in.refuse("mail.from", "the sender's address");
    if (const std::string& file = in.text("mail.password_file"); !file.empty()) mail.password = first_line(file);
    settings.mail = std::move(mail);
}

void read_time_stamps(Reader& in, Settings& settings) {
    outgoing::StampAuthority authority{.url = in.text("time_stamp.url"), .authorities = {}};
    const std::string& file = in.text("time_stamp.authorities");
    if (authority.url.empty() && file.empty()) return;
    if (!starts_with(authority.url, "http://") && !starts_with(authority.url, "https://"))
        in.refuse("time_stamp.url", "an address like https://tsa.example.vn/tsr");
    std::ifstream stream(file, std::ios::binary);
    try {
        authority.authorities =
            reports::signing::certificates_from_pem(std::string{std::istreambuf_iterator<char>(stream), {}});
    } catch (const Error&) {
        in.refuse("time_stamp.authorities", "a file (PEM) with the certificates that its answers come from");
    }
    settings.time_stamps = std::move(authority);
}

}  // namespace

SettingValues default_values() {
    SettingValues values;
    for (const SettingKey& key : kKeys) values.emplace(key.name, key.default_value);
    return values;
}

SettingValues read_settings(const fs::path& file) {
    std::ifstream stream(file);
    if (!stream)
        throw Error(ErrorKind::unavailable, "config.unreadable",
                    "cannot read " + file.string() + "; check the path and its rights");
    SettingValues values;
    std::vector<Finding> findings;
    std::string line;
    for (int number = 1; std::getline(stream, line); ++number) {
        const std::string text = trimmed(line);
        if (text.empty() || text.front() == '#') continue;
        const std::string where = file.string() + ":" + std::to_string(number) + ": ";
        const auto equals = text.find('=');
        const std::string name = trimmed(text.substr(0, equals));
        if (equals == std::string::npos)
            findings.push_back(
                {"config.line", where + "\"" + text + "\" is no line of a configuration; write key = value"});
        else if (!is_key(name))
            findings.push_back(
                {"config.unknown", where + "key " + name + " is not known; leave it out or correct its name"});
        else if (!values.emplace(name, trimmed(text.substr(equals + 1))).second)
            findings.push_back({"config.double", where + "key " + name + " stands twice; leave one out"});
    }
    if (!findings.empty()) throw Error(ErrorKind::malformed, std::move(findings));
    return values;
}

bool Settings::on_postgres() const {
    return starts_with(database.address, "postgresql://") || starts_with(database.address, "postgres://");
}

Settings settings_from(const SettingValues& values) {
    Reader in(values);
    Settings settings;
    settings.data = in.text("data");
    settings.database.address = in.text("database").empty() ? settings.data.string() : in.text("database");
    settings.database.owner_address = in.text("database.owner");
    settings.database.connections = in.number("database.connections", 1, 200);
    settings.web = in.text("web");
    settings.heads_to = in.paths("heads.to");
    settings.heads_trusted = in.paths("heads.trusted");
    settings.head_key =
        in.text("heads.key").empty() ? settings.data / "keys" / "tree-head.pem" : fs::path(in.text("heads.key"));
    settings.workers = in.number("tasks.workers", 1, 16);
    read_http(in, settings);
    read_mail(in, settings);
    read_time_stamps(in, settings);
    in.done();
    return settings;
}

}  // namespace chuan::server::commands
