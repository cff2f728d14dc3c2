#pragma once

// The sample laboratory, made by the program, with the passwords and codes that its making prints.

#include <map>
#include <regex>
#include <stdexcept>
#include <string>

#include "tests/commands/program.h"

namespace chuan::test {

struct Sample {
    explicit Sample(const std::string& engine) : place(engine) { read(place.run({"demo"})); }

    std::string sign_in(const Serving& serving, const std::string& login) const {
        return serving.sign_in(login, passwords.at(login));
    }

    Place place;
    std::map<std::string, std::string> passwords, codes;  // of the logins; of the answers

  private:
    void read(const Ran& made) {
        if (made.exit_code != 0) throw std::runtime_error(made.err);
        const std::regex account(R"((\w+) +(\w{4}-\w{4}-\w{4})  )"), code(R"(/v/([0-9A-Z]{18})  (\w+) \()");
        for (std::sregex_iterator at(made.out.begin(), made.out.end(), account), end; at != end; ++at)
            passwords[(*at)[1]] = (*at)[2];
        for (std::sregex_iterator at(made.out.begin(), made.out.end(), code), end; at != end; ++at)
            codes[(*at)[2]] = (*at)[1];
    }
};

}  // namespace chuan::test
