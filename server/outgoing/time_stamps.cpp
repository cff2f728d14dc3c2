#include "server/outgoing/time_stamps.h"

#include <array>
#include <istream>
#include <memory>

#include <Poco/Exception.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/URI.h>

#include "base/error.h"
#include "server/outgoing/tls.h"

namespace chuan::server::outgoing {
namespace {

using Poco::Net::HTTPRequest;
using Poco::Net::HTTPResponse;

constexpr std::size_t kLargestAnswer = 64 * 1024;
constexpr auto kClocksApart = std::chrono::minutes(1);

Error unreachable(const std::string& url, const std::string& why) {
    return {ErrorKind::unavailable,
            "time_stamp.unreachable",
            "no time stamp from " + url + ": " + why + "; try again, or ask its operator",
            "",
            {{"url", url}, {"reason", why}}};
}

std::unique_ptr<Poco::Net::HTTPClientSession> session_with(const Poco::URI& address) {
    if (address.getScheme() == "https")
        return std::make_unique<Poco::Net::HTTPSClientSession>(address.getHost(), address.getPort(),
                                                               trusted_servers_only({}));
    return std::make_unique<Poco::Net::HTTPClientSession>(address.getHost(), address.getPort());
}

/// Not more than an answer may hold, and not longer than it may take, however slowly it comes.
std::string read_all(std::istream& in, std::chrono::steady_clock::time_point deadline, const std::string& url) {
    std::string bytes;
    std::array<char, 4096> piece{};
    while (in.read(piece.data(), 1), in.gcount() > 0) {
        const std::streamsize more = in.rdbuf()->in_avail();
        const auto fitting = std::min<std::streamsize>(more, static_cast<std::streamsize>(piece.size()) - 1);
        if (fitting > 0) in.read(piece.data() + 1, fitting);
        bytes.append(piece.data(), static_cast<std::size_t>(1 + (fitting > 0 ? in.gcount() : 0)));
        if (bytes.size() > kLargestAnswer) throw unreachable(url, "the answer is larger than any time stamp");
        if (std::chrono::steady_clock::now() > deadline) throw unreachable(url, "the answer did not come in time");
    }
    return bytes;
}

std::string answer_to(const std::string& question, const StampAuthority& authority) {
    const auto deadline = std::chrono::steady_clock::now() + authority.timeout;
    try {
        const Poco::URI address(authority.url);
        const auto session = session_with(address);
        session->setTimeout({static_cast<long>(authority.timeout.count()), 0});
        HTTPRequest request(HTTPRequest::HTTP_POST, address.getPathEtc().empty() ? "/" : address.getPathEtc(),
                            HTTPRequest::HTTP_1_1);
        request.setContentType("application/timestamp-query");
        request.setContentLength64(static_cast<Poco::Int64>(question.size()));
        session->sendRequest(request) << question << std::flush;
        HTTPResponse response;
        std::istream& in = session->receiveResponse(response);
        if (response.getStatus() != HTTPResponse::HTTP_OK)
            throw unreachable(authority.url, "it answers " + std::to_string(response.getStatus()));
        return read_all(in, deadline, authority.url);
    } catch (const Poco::Exception& fault) {
        throw unreachable(authority.url, fault.displayText());
    }
}

reports::signing::TimeStamp granted_by(const StampAuthority& authority, const std::string& question,
                                       const std::string& answer, Moment now) {
    try {
        return reports::signing::granted_stamp(question, answer, {authority.authorities, now});
    } catch (const Error& refusal) {
        Finding finding = refusal.findings().front();
        finding.sentence = authority.url + ": " + finding.sentence;
        finding.values.emplace("url", authority.url);
        throw Error(refusal.kind(), {std::move(finding)});
    }
}

}  // namespace

reports::signing::TimeStamp ask_for_stamp(const StampAuthority& authority, std::string_view bytes, const Clock& clock) {
    const std::string question = reports::signing::stamp_request(bytes);
    const std::string answer = answer_to(question, authority);
    const Moment now = clock.now();
    auto stamp = granted_by(authority, question, answer, now);
    if (stamp.at > now + kClocksApart || stamp.at < now - kClocksApart)
        throw Error(ErrorKind::unavailable, "time_stamp.clock",
                    authority.url + " says that it is " + to_iso(stamp.at) + ", this machine says " + to_iso(now) +
                        "; set the clock right",
                    "", {{"url", authority.url}, {"theirs", to_iso(stamp.at)}, {"ours", to_iso(now)}});
    return stamp;
}

}  // namespace chuan::server::outgoing
