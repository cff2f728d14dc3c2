#pragma once

#include <fstream>
#include <memory>
#include <set>
#include <sstream>
#include <string>

#include "storage/account_repository.h"
#include "tests/api/laboratory.h"

namespace chuan::test {

inline std::set<std::string> members(const Json& object) {
    std::set<std::string> names;
    for (const auto& [name, value] : object.items()) names.insert(name);
    return names;
}

/// The members that openapi.yaml requires of a schema (of its own, not of what it extends).
inline std::set<std::string> required_of(const std::string& schema) {
    std::ifstream file("server/api/openapi.yaml");
    std::string line;
    bool inside = false;
    while (std::getline(file, line)) {
        if (line == "    " + schema + ":")
            inside = true;
        else if (inside && line.size() > 4 && line.starts_with("    ") && line[4] != ' ')
            break;
        const auto at = line.find("required: [");
        if (!inside || at == std::string::npos) continue;
        std::set<std::string> names;
        std::istringstream words(line.substr(at + 11, line.find(']') - at - 11));
        for (std::string word; std::getline(words, word, ',');) names.insert(word.substr(word.find_first_not_of(' ')));
        return names;
    }
    return {};
}

/// A laboratory with a reception and a manager, and a stranger of another body.
class RegisterApi : public OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        lab = std::make_unique<Laboratory>(GetParam());
        lab->add_person("tiep", {people::Role::reception});
        lab->add_person("chief", {people::Role::technical_manager, people::Role::custodian});
        const auto other = lab->add_body("KHAC");
        lab->add_person("stranger", {people::Role::technical_manager, people::Role::custodian, people::Role::reception},
                        other);
        reception = lab->sign_in("tiep");
        manager = lab->sign_in("chief");
        stranger = lab->sign_in("stranger");
    }

    Json customer(const std::string& name = "Công ty Cấp nước Đà Nẵng") {
        return json_of(lab->send("POST", "/api/v1/organisations",
                                 {{"roles", {"customer"}}, {"name", name}, {"tax_code", "0400101001"}}, reception));
    }
    Json gauge(const Json& owner, const std::string& serial = "AK-77") {
        return json_of(lab->send("POST", "/api/v1/instruments",
                                 {{"name_vi", "Áp kế lò xo"},
                                  {"maker", "Wika"},
                                  {"model", "213.53"},
                                  {"serial", serial},
                                  {"owner_id", owner["id"]},
                                  {"range_low", "0"},
                                  {"range_high", "16"},
                                  {"unit", "\\bar"},
                                  {"resolution", "0.2"},
                                  {"accuracy_class", "1.6"}},
                                 reception));
    }
    static std::string at(const std::string& place, const Json& record) {
        return "/api/v1/" + place + "/" + std::to_string(record["id"].get<std::int64_t>());
    }

    std::unique_ptr<Laboratory> lab;
    Visitor reception, manager, stranger;
};

}  // namespace chuan::test
