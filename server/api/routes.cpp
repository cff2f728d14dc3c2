#include "server/api/routes.h"

#include <vector>

#include "server/api/account.h"
#include "server/api/accounts.h"
#include "server/api/authorisations.h"
#include "server/api/certificates.h"
#include "server/api/evaluations.h"
#include "server/api/installation.h"
#include "server/api/jobs.h"
#include "server/api/public.h"
#include "server/api/register.h"
#include "server/api/search.h"
#include "server/api/sessions.h"
#include "server/api/trail.h"

namespace chuan::server::api {

std::span<const Route> all_routes() {
    static const std::vector<Route> all = [] {
        std::vector<Route> rows;
        for (const auto area :
             {session_routes(),      account_routes(),      accounts_routes(),      authorisations_routes(),
              installation_routes(), certificates_routes(), issuing_routes(),       public_routes(),
              trail_routes(),        evaluations_routes(),  organisations_routes(), instruments_routes(),
              standards_routes(),    materials_routes(),    procedures_routes(),    catalogue_routes(),
              documents_routes(),    orders_routes(),       imports_routes(),       tasks_routes(),
              job_routes(),          sheet_routes(),        bench_routes(),         search_routes()})
            rows.insert(rows.end(), area.begin(), area.end());
        return rows;
    }();
    return all;
}

}  // namespace chuan::server::api
