#pragma once

#include <string>
#include <vector>

#include "certificates/validity.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

/// Repair, alteration, damaged seal or lost evidence of an instrument.
struct InstrumentEvent {
    InstrumentId instrument{};
    certificates::EndCause cause = certificates::EndCause::none;
    CivilDate effective_on{};
    std::string reason{}, evidence{};  // on what document it rests
    AccountId recorded_by{};
    Moment recorded_at{};
};

/// Written before the act of the instrument that the trail gets: they are part of its record.
class InstrumentEventRepository {
  public:
    InstrumentEventRepository(Transaction& transaction, people::Scope scope)
        : transaction_(transaction), body_(scope.body) {}

    void add(const InstrumentEvent&);
    std::vector<InstrumentEvent> of_instrument(InstrumentId);  // in the order of recording

  private:
    Transaction& transaction_;
    BodyId body_;
};

}  // namespace chuan::storage
