#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace chuan {

/// What ends a request is thrown as Error; its kind decides the HTTP status and nothing else does.
enum class ErrorKind {
    malformed,        // 400
    unauthenticated,  // 401
    forbidden,        // 403
    not_found,        // 404
    conflict,         // 409
    precondition,     // 412  the record changed since it was read
    too_large,        // 413
    rule_broken,      // 422
    too_many,         // 429
    unavailable,      // 503
};

/// One thing found wrong: a stable code ("standard.overdue") from which the screens choose their language, an English
/// sentence that names the thing, the value and the remedy, the field as JSON pointer, and the named values of the
/// sentence for its translation.
struct Finding {
    std::string code;
    std::string sentence;
    std::string field{};
    std::map<std::string, std::string> values{};
};

class Error : public std::runtime_error {
  public:
    Error(ErrorKind kind, Finding finding);
    /// All findings at once; at least one. The first one's sentence is what().
    Error(ErrorKind kind, std::vector<Finding> findings);
    Error(ErrorKind kind, std::string code, std::string sentence, std::string field = {},
          std::map<std::string, std::string> values = {});

    ErrorKind kind() const noexcept { return kind_; }
    const std::vector<Finding>& findings() const noexcept { return findings_; }
    const std::string& code() const noexcept { return findings_.front().code; }

  private:
    ErrorKind kind_;
    std::vector<Finding> findings_;
};

}  // namespace chuan
