#pragma once

// What a command has to ask a person: texts, and passwords that nobody sees on the screen.

#include <string>

#include "server/commands/command.h"

namespace chuan::server::commands {

/// value, or what a person answers. Throws Error(malformed, "option.missing") naming the option where nobody can be
/// asked.
std::string asked(Console&, const std::string& value, const std::string& option, const std::string& question);

struct EnteredPassword {
    std::string text;
    bool is_made = false;  // by the program; to be printed once and changed at the first sign-in
};
/// From the first line of the file, from a person (twice, unseen), or made. Throws Error(rule_broken) with what is
/// wrong with it.
EnteredPassword entered_password(Console&, const std::string& file, const std::string& login);

}  // namespace chuan::server::commands
