#include "server/http/log.h"

#include <charconv>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "base/date.h"

namespace chuan::server::http {
namespace {

using Json = nlohmann::ordered_json;

void append_three_digits(std::string& text, std::int64_t number) {
    for (const int unit : {100, 10, 1}) text += static_cast<char>('0' + number / unit % 10);
}

/// "2026-02-28T23:30:00.123Z". Not with strftime, which asks the system each time whether the time zone has changed.
std::string now_text() {
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
    std::string text = to_iso(seconds);
    text.back() = '.';
    append_three_digits(text, (now - seconds).count());
    return text += 'Z';
}

/// A quoted JSON string without the cost of a document; bytes above 127 pass as they are.
void append_quoted(std::string& line, std::string_view text) {
    line += '"';
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20) {
            line += ' ';
        } else {
            if (c == '"' || c == '\\') line += '\\';
            line += c;
        }
    }
    line += '"';
}

void append_field(std::string& line, std::string_view name, std::string_view text) {
    line += ",\"";
    line += name;
    line += "\":";
    append_quoted(line, text);
}

void append_number(std::string& line, std::string_view name, std::uint64_t value) {
    line += ",\"";
    line += name;
    line += "\":";
    char digits[24];
    line.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

std::string event_line(Json fields) {
    Json line = {{"time", now_text()}};
    line.update(fields);
    return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

void write_whole(int file, std::string_view text) {
    while (!text.empty()) {
        const auto count = ::write(file, text.data(), text.size());
        if (count <= 0) return;  // nobody reads the log; the service goes on
        text.remove_prefix(static_cast<std::size_t>(count));
    }
}

}  // namespace

Log::Log(Sink sink, std::size_t limit_bytes)
    : sink_(std::move(sink)), limit_(limit_bytes), writer_([this] { write_lines(); }) {}

Log::~Log() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    filled_.notify_one();
    writer_.join();
}

Log::Sink Log::standard_error() {
    return [](std::string_view lines) { write_whole(STDERR_FILENO, lines); };
}

void Log::request(const RequestLine& entry) {
    std::string line = "{\"time\":\"";
    line.reserve(224);
    line += now_text();
    line += '"';
    append_field(line, "id", entry.id);
    append_field(line, "actor", entry.actor);
    append_field(line, "method", entry.method);
    append_field(line, "route", entry.route);
    append_number(line, "status", static_cast<std::uint64_t>(entry.status));
    append_number(line, "ms", static_cast<std::uint64_t>(entry.took.count() / 1000));
    append_three_digits(line += '.', entry.took.count() % 1000);
    append_number(line, "bytes", entry.bytes);
    if (entry.cut) line += ",\"cut\":true";
    line += "}\n";
    append(std::move(line), false);
}

void Log::failure(std::string_view id, std::string_view route, std::string_view type, std::string_view what) {
    append(event_line({{"id", id}, {"route", route}, {"failure", type}, {"what", what}}), true);
}

void Log::event(std::string_view what, std::string_view detail) {
    append(event_line({{"event", what}, {"detail", detail}}), true);
}

void Log::flush() {
    std::unique_lock lock(mutex_);
    urgent_ = true;
    filled_.notify_one();
    written_.wait(lock, [&] { return pending_.empty() && !writing_ && dropped_ == 0; });
}

void Log::append(std::string line, bool keep) {
    const std::lock_guard lock(mutex_);
    if (!keep && pending_.size() + line.size() > limit_) {
        ++dropped_;
        return;
    }
    const bool wake = keep || (pending_.size() < limit_ / 4 && pending_.size() + line.size() >= limit_ / 4);
    pending_ += line;
    if (!wake) return;
    urgent_ = true;
    filled_.notify_one();
}

void Log::write_lines() {
    std::unique_lock lock(mutex_);
    while (true) {
        filled_.wait_for(lock, std::chrono::milliseconds(100), [&] { return urgent_ || stop_; });
        urgent_ = false;
        if (dropped_ > 0)
            pending_ += event_line({{"event", "log lines dropped"}, {"count", std::exchange(dropped_, 0)}});
        if (!pending_.empty()) {
            const std::string lines = std::exchange(pending_, {});
            writing_ = true;
            lock.unlock();
            sink_(lines);
            lock.lock();
            writing_ = false;
        }
        written_.notify_all();
        if (stop_ && pending_.empty()) return;
    }
}

}  // namespace chuan::server::http
