#pragma once

// What the operator configures, read once at start.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/options.h"
#include "server/outgoing/mail.h"
#include "server/outgoing/time_stamps.h"
#include "storage/database.h"

namespace chuan::server::commands {

/// The values of every key; what a file or an option does not say keeps its default.
using SettingValues = std::map<std::string, std::string, std::less<>>;
SettingValues default_values();
/// "key = value" lines, # comments. Throws Error(malformed) with every fault as FILE:LINE: unknown and double keys,
/// lines that are none; Error(unavailable, "config.unreadable").
SettingValues read_settings(const std::filesystem::path& file);

struct Settings {
    std::filesystem::path data;  // folder of keys, and of the SQLite database with its documents
    storage::DatabaseOptions database;
    http::Options http;
    std::string base_address;   // https://host; empty: http(s)://ADDRESS:PORT
    std::filesystem::path web;  // empty: beside the program, or /usr/share/chuan/web
    std::vector<std::filesystem::path> heads_to;
    std::vector<std::filesystem::path> heads_trusted;  // public keys (PEM) of former keys and other nodes
    std::filesystem::path head_key;
    std::optional<outgoing::MailServer> mail;
    std::optional<outgoing::StampAuthority> time_stamps;
    int workers = 2;

    bool on_postgres() const;
};
/// Throws Error(malformed) naming every key whose value cannot be.
Settings settings_from(const SettingValues&);

}  // namespace chuan::server::commands
