#pragma once

// Makes the sample laboratory in an empty, prepared database: body, people with random passwords, standards up to the
// national institute, instruments and the work of the last year and a half, dated from the moment it is made.

#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "server/auth/password.h"
#include "server/sample/sample_data.h"
#include "server/services/seal_keys.h"
#include "storage/database.h"
#include "storage/document_store.h"

namespace chuan::server::sample {

struct MadeAccount {
    std::string login, name, roles, password;
};

/// A certificate to show: its code and what the public page answers for it.
struct MadeCertificate {
    std::string number, code, answer;
};

struct MadeLaboratory {
    BodyId body{};
    std::vector<MadeAccount> accounts;
    std::vector<MadeCertificate> certificates;  // one of each answer
};

struct SampleMaker {
    storage::Database& database;
    storage::DocumentStore& documents;
    const auth::Passwords& passwords;
    std::string base_address, release;
    const services::SealKeys& seal_keys;                                // where its keys are made
    std::function<void(std::size_t done, std::size_t total)> progress;  // after each job; may be empty
};

/// now: the last moment that anything in it bears.
MadeLaboratory make_sample(const SampleMaker&, const SampleData&, Moment now);

}  // namespace chuan::server::sample
