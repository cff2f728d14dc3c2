#include "server/api/evaluations.h"

#include <chrono>
#include <functional>
#include <stop_token>

#include "server/api/evaluation_case.h"

namespace chuan::server::api {
namespace {

using http::Response;

constexpr std::chrono::seconds kLongest{8};  // of one request's work; the last block of trials comes on top
constexpr std::size_t kMostCases = 500;
constexpr std::int64_t kMostTrials = 2'000'000;

/// Ends the work of a request when its time is up or nobody waits for it any more: asked between the blocks of every
/// simulation.
class Deadline {
  public:
    explicit Deadline(const std::function<bool()>& client_left) : client_left_(client_left) {}
    std::stop_token token() const { return source_.get_token(); }
    void look() {
        if (std::chrono::steady_clock::now() >= end_ || (client_left_ && client_left_())) source_.request_stop();
    }

  private:
    const std::function<bool()>& client_left_;
    std::stop_source source_;
    std::chrono::steady_clock::time_point end_ = std::chrono::steady_clock::now() + kLongest;
};

/// A single case that cannot be read is the request's fault; what cannot be evaluated, or not in time, is an answer,
/// and so is everything about one of several cases: the results of the others are not lost. No transaction: nothing of
/// the laboratory is read or written.
Response evaluate(OutsideCall& call) {
    Deadline deadline(call.request.client_left);
    const auto outcomes = evaluate_cases(call.request.body, {.most_trials = kMostTrials,
                                                             .most_cases = kMostCases,
                                                             .stop = deadline.token(),
                                                             .progress = [&] { deadline.look(); }});
    if (outcomes.size() == 1 && (outcomes[0].stage == "read" || outcomes[0].stage == "kind"))
        throw Error(ErrorKind::malformed, outcomes[0].findings);
    return Response::json(outcomes_json(outcomes).text());
}

const Route kRoutes[] = {{"POST", "/api/v1/evaluations", people::Permission::evaluate, &evaluate}};

}  // namespace

std::span<const Route> evaluations_routes() { return kRoutes; }

}  // namespace chuan::server::api
