#include "server/commands/questions.h"

#include <fstream>

#include <termios.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "server/api/password_check.h"

namespace chuan::server::commands {
namespace {

/// Typed letters stay off the screen until destroyed.
class Unseen {
  public:
    Unseen() {
        if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
        termios now = before_;
        now.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &now) == 0;
    }
    ~Unseen() {
        if (changed_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
    Unseen(const Unseen&) = delete;
    Unseen& operator=(const Unseen&) = delete;

  private:
    termios before_{};
    bool changed_ = false;
};

std::string unseen_line(Console& console, const std::string& question) {
    const Unseen unseen;  // before the question: what is typed at once is not shown either, nor thrown away
    console.out << question << ": " << std::flush;
    std::string line;
    std::getline(console.in, line);
    console.out << "\n";
    return line;
}

}  // namespace

std::string asked(Console& console, const std::string& value, const std::string& option, const std::string& question) {
    if (!value.empty()) return value;
    if (!console.is_terminal)
        throw Error(ErrorKind::malformed, "option.missing",
                    "option " + option + " is missing; add it, or run the command in a terminal");
    std::string line;
    while (line.empty()) {
        console.out << question << ": " << std::flush;
        if (!std::getline(console.in, line))
            throw Error(ErrorKind::malformed, "option.missing",
                        "no answer to \"" + question + "\"; give option " + option);
        line = trimmed(line);
    }
    return line;
}

EnteredPassword entered_password(Console& console, const std::string& file, const std::string& login) {
    if (!file.empty()) {
        std::ifstream stream(file);
        std::string line;
        if (!std::getline(stream, line))
            throw Error(ErrorKind::unavailable, "password.unreadable",
                        "cannot read a password from " + file + "; write it into the first line");
        return {api::acceptable_password(line, login, "--password-file"), false};
    }
    if (!console.is_terminal) return {api::made_password(), true};
    const std::string first = unseen_line(console, "Password of " + login + " (empty: one is made)");
    if (first.empty()) return {api::made_password(), true};
    if (unseen_line(console, "The same again") != first)
        throw Error(ErrorKind::malformed, "password.differs", "the two passwords differ; try again");
    return {api::acceptable_password(first, login, "password"), false};
}

}  // namespace chuan::server::commands
