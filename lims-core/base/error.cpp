#include "base/error.h"

#include <utility>

namespace chuan {

namespace {

const std::string& first_sentence(const std::vector<Finding>& findings) {
    if (findings.empty()) throw std::logic_error("an Error needs at least one finding");
    return findings.front().sentence;
}

}  // namespace

Error::Error(ErrorKind kind, Finding finding) : Error(kind, std::vector<Finding>{std::move(finding)}) {}

Error::Error(ErrorKind kind, std::vector<Finding> findings)
    : std::runtime_error(first_sentence(findings)), kind_(kind), findings_(std::move(findings)) {}

Error::Error(ErrorKind kind, std::string code, std::string sentence, std::string field,
             std::map<std::string, std::string> values)
    : Error(kind, Finding{std::move(code), std::move(sentence), std::move(field), std::move(values)}) {}

}  // namespace chuan
