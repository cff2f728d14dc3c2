#pragma once

#include <filesystem>

#include <Poco/Net/Context.h>

namespace chuan::server::outgoing {

/// TLS 1.2 or later with a server whose certificate names it and comes from these authorities (PEM); empty: the
/// system's.
Poco::Net::Context::Ptr trusted_servers_only(const std::filesystem::path& authorities);

}  // namespace chuan::server::outgoing
