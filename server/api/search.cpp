#include "server/api/search.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "server/api/query.h"
#include "server/json/value.h"
#include "storage/certificate_register.h"
#include "storage/certificate_repository.h"
#include "storage/instrument_list.h"
#include "storage/instrument_repository.h"
#include "storage/job_list.h"
#include "storage/order_repository.h"
#include "storage/organisation_repository.h"
#include "storage/procedure_repository.h"
#include "storage/register_lists.h"
#include "storage/standard_repository.h"

namespace chuan::server::api {
namespace {

constexpr int kOfEachKind = 6;

/// Signs alone are no word: a list would take them for "everything".
bool holds_a_word(std::string_view folded) {
    return std::ranges::any_of(folded, [](unsigned char c) { return c >= 0x80 || std::isalnum(c) != 0; });
}

/// As codes and numbers are written, whatever keys were held down.
std::string in_capitals(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

/// Collects what the person may read, kind by kind; the most exact first: codes and numbers, then serials, then names.
class Search {
  public:
    Search(Call& call, std::string words) : call_(call), words_(std::move(words)), folded_(folded_serial(words_)) {}

    std::vector<json::Value> run() {
        if (!holds_a_word(folded_)) return {};
        if (may(people::Permission::read_orders)) items();
        if (may(people::Permission::read_jobs)) jobs();
        if (may(people::Permission::read_certificates)) certificates();
        if (may(people::Permission::read_instruments)) instruments();
        if (may(people::Permission::read_standards)) standards();
        if (may(people::Permission::read_procedures)) procedures();
        if (may(people::Permission::manage_customers)) organisations();
        return std::move(found_);
    }

  private:
    bool may(people::Permission permission) const { return people::has_permission(call_.actor, permission); }
    bool begins(const std::string& code) const { return folded_serial(code).starts_with(folded_); }

    void add(std::string_view kind, std::int64_t id, const std::string& title, const std::string& subtitle) {
        found_.push_back(json::object({{"kind", kind}, {"id", id}, {"title", title}, {"subtitle", subtitle}}));
    }

    void items() {
        storage::OrderRepository orders(call_.transaction, call_.actor.scope());
        auto id = orders.item_by_code(trimmed(words_));
        if (!id) id = orders.item_by_code(in_capitals(trimmed(words_)));
        if (!id) return;
        const auto item = orders.require_item(*id);
        const auto instrument =
            storage::InstrumentRepository(call_.transaction, call_.actor.scope()).require(item.instrument);
        add("item", id->value, item.code, instrument.name_vi + " · " + instrument.serial);
    }

    void jobs() {
        storage::JobFilter filter;
        filter.words = words_;
        for (const auto& job : storage::job_page(call_.transaction, call_.actor.scope(), filter,
                                                 civil_date(call_.now, 0), {}, kOfEachKind)
                                   .rows)
            add("job", job.id.value, job.number, job.instrument_name_vi + " · " + job.serial);
    }

    void certificates() {
        storage::CertificateRepository certificates(call_.transaction, call_.actor.scope());
        const auto beginning = [&](const std::string& words) {
            return storage::register_page(call_.transaction, call_.actor.scope(), {.begins = words},
                                          civil_date(call_.now, 0), {}, kOfEachKind)
                .rows;
        };
        auto rows = beginning(trimmed(words_));
        if (rows.empty()) rows = beginning(in_capitals(trimmed(words_)));
        for (const auto& row : rows) {
            const auto certificate = certificates.require(row.id);
            add("certificate", certificate.id.value, certificate.number,
                certificate.item_name_vi + " · " + certificate.serial);
        }
    }

    void instruments() {
        storage::InstrumentFilter filter;
        filter.words = words_;
        const auto page =
            storage::instrument_page(call_.transaction, call_.actor.scope(), filter, storage::InstrumentOrder::entered,
                                     civil_date(call_.now, 0), {}, kOfEachKind);
        storage::InstrumentRepository instruments(call_.transaction, call_.actor.scope());
        storage::OrganisationRepository owners(call_.transaction, call_.actor.scope());
        for (const auto& row : page.rows) {
            const auto instrument = instruments.require(row.id);
            add("instrument", instrument.id.value, instrument.serial,
                instrument.name_vi + " · " + owners.require(instrument.owner).name);
        }
    }

    void standards() {
        for (const auto& standard : storage::StandardRepository(call_.transaction, call_.actor.scope()).list())
            if (begins(standard.code) || begins(standard.serial))
                add("standard", standard.id.value, standard.code, standard.name_vi);
    }

    void procedures() {
        for (const auto& procedure : storage::ProcedureRepository(call_.transaction, call_.actor.scope()).list())
            if (begins(procedure.code))
                add("procedure", procedure.id.value, procedure.code + " " + procedure.version, procedure.title_vi);
    }

    void organisations() {
        storage::OrganisationRepository register_(call_.transaction, call_.actor.scope());
        for (const auto id :
             storage::organisation_page(call_.transaction, call_.actor.scope(), words_, "", {}, kOfEachKind).ids) {
            const auto organisation = register_.require(OrganisationId{id});
            add("organisation", id, organisation.name, organisation.address);
        }
    }

    Call& call_;
    const std::string words_, folded_;
    std::vector<json::Value> found_;
};

http::Response search(Call& call) {
    Query query(call.request);
    const auto words = query.text("q");
    query.done();
    return http::Response::json(
        page_of(json::list(Search(call, words.value_or("")).run(), [](const auto& found) { return found; }),
                std::nullopt)
            .text());
}

constexpr CsvList kSearchFile{"search", "kind id title subtitle"};

const Route kRoutes[] = {{"GET", "/api/v1/search", kSignedIn, &search, {.csv = kSearchFile}}};

}  // namespace

std::span<const Route> search_routes() { return kRoutes; }

}  // namespace chuan::server::api
