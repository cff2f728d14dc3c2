#include "server/http/rooms.h"

#include <utility>

namespace chuan::server::http {
namespace {

[[noreturn]] void busy() {
    throw Error(ErrorKind::unavailable, "server.busy", "the server is busy with other requests; try again in a moment");
}

}  // namespace

Rooms::Rooms(const Options& options)
    : open_(static_cast<std::ptrdiff_t>(options.open_handlers)),
      laboratory_(static_cast<std::ptrdiff_t>(options.laboratory_handlers)),
      wait_(options.room_wait),
      limit_(options.buffered_bodies) {}

void Rooms::Place::leave() {
    if (auto* room = std::exchange(room_, nullptr)) room->release();
}

Rooms::Place Rooms::enter(Room room) {
    if (room == Room::health) return Place(nullptr);
    auto& places = room == Room::open ? open_ : laboratory_;
    if (!places.try_acquire() && !places.try_acquire_for(wait_)) busy();
    return Place(&places);
}

void Rooms::Store::hold(std::size_t bytes) {
    held_ += bytes;
    if ((rooms_.buffered_ += bytes) > rooms_.limit_) busy();
}

}  // namespace chuan::server::http
