#pragma once

#include <string>
#include <string_view>

#include "base/date.h"
#include "storage/outbox_repository.h"

namespace chuan::server::outgoing {

/// A mail as it goes over the wire (RFC 5322, text in UTF-8 as base64), lines ending with CR LF. id: unique left part
/// of the Message-ID, whose right part is the sender's domain.
std::string mail_message(const storage::Mail& mail, std::string_view from, std::string_view id, Moment now);

/// A header's text as encoded words (RFC 2047), folded; plain ASCII stays as it is.
std::string encoded_header(std::string_view text);

}  // namespace chuan::server::outgoing
