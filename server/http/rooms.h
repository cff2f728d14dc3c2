#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <semaphore>

#include "server/http/options.h"
#include "server/http/router.h"

namespace chuan::server::http {

/// How many handlers of each kind of traffic run at once, and how many bytes of bodies are held, so that slow work at
/// the benches leaves room for the public answer, and neither for nor against health.
class Rooms {
  public:
    explicit Rooms(const Options&);

    /// A place in a room until destroyed or left.
    class Place {
      public:
        explicit Place(std::counting_semaphore<>* room) : room_(room) {}
        ~Place() { leave(); }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        void leave();

      private:
        std::counting_semaphore<>* room_;
    };
    /// Waits a little for a place; Error(unavailable, "server.busy") when there is none.
    Place enter(Room);

    /// Bytes set aside for a body until destroyed.
    class Store {
      public:
        explicit Store(Rooms& rooms) : rooms_(rooms) {}
        ~Store() { rooms_.buffered_ -= held_; }
        Store(const Store&) = delete;
        Store& operator=(const Store&) = delete;
        /// Error(unavailable, "server.busy") when all bodies together would be too much.
        void hold(std::size_t bytes);

      private:
        Rooms& rooms_;
        std::size_t held_ = 0;
    };

  private:
    std::counting_semaphore<> open_, laboratory_;
    std::chrono::milliseconds wait_;
    std::size_t limit_;
    std::atomic<std::size_t> buffered_{0};
};

}  // namespace chuan::server::http
