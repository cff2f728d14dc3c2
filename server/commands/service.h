#pragma once

// What `chuan serve` runs: the interface over HTTP, and in the background the tasks, the mail, the tree heads and the
// forgetting of kept answers. Put together in one place, started and stopped in the right order.

#include <filesystem>
#include <memory>
#include <string>

#include "server/commands/settings.h"

namespace chuan::server::commands {

class Service {
  public:
    /// Opens everything, compares the database with the heads kept outside, binds the address. Throws what keeps it
    /// from running.
    explicit Service(const Settings&);
    ~Service();
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    void start();
    /// Takes no more requests, finishes those being answered, then ends the background.
    void stop();

    std::string address() const;  // http://127.0.0.1:8080
    bool has_interface() const;
    /// Why nothing may be written; empty when all is well.
    std::string writes_refused() const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// Where the built interface is looked for when no folder is configured.
std::filesystem::path web_folder(const std::filesystem::path& configured);

}  // namespace chuan::server::commands
