#pragma once

namespace chuan::server::http {

/// Holds SIGINT and SIGTERM back from this thread and every thread it starts: first thing in main, since neither Poco's
/// threads nor std::thread do it themselves.
void block_signals();

/// Returns the signal that asks the program to stop.
int wait_for_stop();

}  // namespace chuan::server::http
