#pragma once

// How the register's records stand in JSON, and how they are read from it.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "equipment/instrument.h"
#include "equipment/standard.h"
#include "jobs/order.h"
#include "organisations/organisation.h"
#include "server/api/route.h"
#include "server/json/document.h"
#include "server/json/value.h"
#include "storage/document_repository.h"
#include "storage/instrument_list.h"
#include "storage/register_lists.h"

namespace chuan::server::api {

/// The body's civil day, and how far its clock is ahead of UTC.
CivilDate today_of(Call& call);
int offset_of(Call& call);

/// {id, name} of organisations, each looked up once.
class Names {
  public:
    explicit Names(Call& call) : call_(call) {}
    json::Value of(OrganisationId id);
    json::Value of(const std::optional<OrganisationId>& id);
    const std::string& text(OrganisationId id);

  private:
    Call& call_;
    std::map<OrganisationId, std::string> names_;
};

json::Value organisation_json(const organisations::Organisation&, std::int64_t version);
/// Members of the object over what is there; a new one needs its roles and name.
organisations::Organisation read_organisation(const json::Object&, organisations::Organisation over, bool is_new);

json::Value instrument_json(Call&, Names&, const storage::InstrumentListRow&);
json::Value instrument_json(Call&, Names&, InstrumentId);
json::Value instrument_ref_json(const equipment::Instrument&);
/// Members over what is there; needed: the names that must be given.
equipment::Instrument read_instrument(const json::Object&, equipment::Instrument over,
                                      std::initializer_list<std::string_view> needed);

/// The quantities of a standard beside its first one.
json::Value ranges_json(const std::vector<equipment::StandardRange>&);

json::Value document_json(const storage::StoredDocument&);
json::Value due_counts_json(const std::map<storage::DueStatus, std::int64_t>&);

}  // namespace chuan::server::api
