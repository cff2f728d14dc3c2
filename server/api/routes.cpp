#include "server/api/routes.h"

#include <vector>

#include "server/api/account.h"
#include "server/api/accounts.h"
#include "server/api/authorisations.h"
#include "server/api/installation.h"
#include "server/api/sessions.h"

namespace chuan::server::api {

std::span<const Route> all_routes() {
    static const std::vector<Route> all = [] {
        std::vector<Route> rows;
        for (const auto area : {session_routes(), account_routes(), accounts_routes(), authorisations_routes(),
                                installation_routes()})
            rows.insert(rows.end(), area.begin(), area.end());
        return rows;
    }();
    return all;
}

}  // namespace chuan::server::api
