#include "server/api/readiness.h"

#include <chrono>
#include <utility>

#include "base/error.h"

namespace chuan::server::api {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 1500ms;

}  // namespace

Readiness::Readiness(std::function<std::string()> look) : look_(std::move(look)), thread_([this] { work(); }) {}

Readiness::~Readiness() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wanted_.notify_one();
    thread_.join();
}

std::string Readiness::reason() {
    std::unique_lock lock(mutex_);
    const unsigned before = looks_;
    looking_ = true;
    wanted_.notify_one();
    if (!ended_.wait_for(lock, kPatience, [&] { return looks_ != before; }))
        return "the records do not answer; check the database and its disk";
    return last_;
}

void Readiness::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wanted_.wait(lock, [&] { return looking_ || stopping_; });
        if (stopping_) return;
        lock.unlock();
        std::string found = looked();
        lock.lock();
        last_ = std::move(found);
        ++looks_;
        looking_ = false;
        ended_.notify_all();
    }
}

std::string Readiness::looked() const {
    try {
        return look_();
    } catch (const Error& error) {
        return error.what();
    } catch (const std::exception&) {
        return "the records cannot be looked at; the log says why at the next request";
    }
}

}  // namespace chuan::server::api
