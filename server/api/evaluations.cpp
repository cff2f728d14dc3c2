#include "server/api/evaluations.h"

#include "server/api/evaluation_case.h"

namespace chuan::server::api {
namespace {

using http::Response;

/// What cannot be read is the request's fault; what cannot be evaluated is an answer.
Response evaluate(Call& call) {
    const auto outcomes = evaluate_cases(call.request.body);
    std::vector<Finding> unreadable;
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        if (outcomes[i].stage == "read" || outcomes[i].stage == "kind")
            for (Finding finding : outcomes[i].findings) {
                if (outcomes.size() > 1) finding.field = "/cases/" + std::to_string(i) + finding.field;
                unreadable.push_back(std::move(finding));
            }
    if (!unreadable.empty()) throw Error(ErrorKind::malformed, std::move(unreadable));
    return Response::json(outcomes_json(outcomes).text());
}

const Route kRoutes[] = {{"POST", "/api/v1/evaluations", people::Permission::evaluate, &evaluate}};

}  // namespace

std::span<const Route> evaluations_routes() { return kRoutes; }

}  // namespace chuan::server::api
