#include "server/commands/service.h"

#include <atomic>
#include <optional>

#include "base/error.h"
#include "operations/reset_password.h"
#include "reports/text/catalogue.h"
#include "server/api/frame.h"
#include "server/api/health.h"
#include "server/api/public.h"
#include "server/api/read_only_sessions.h"
#include "server/api/routes.h"
#include "server/api/sign_in_gate.h"
#include "server/commands/body_keys.h"
#include "server/commands/head_key.h"
#include "server/commands/place.h"
#include "server/commands/restore_note.h"
#include "server/commands/task_kinds.h"
#include "server/http/adapter.h"
#include "server/http/assets.h"
#include "server/services/task_runner.h"
#include "server/services/tree_heads.h"
#include "storage/document_store.h"
#include "storage/idempotency_repository.h"

namespace chuan::server::commands {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto kAnswersKept = 24h;

std::string page_without_interface() {
    using reports::text::Language;
    const auto part = [](Language language, const char* code) {
        return std::string("<section lang=\"") + code + "\"><h1>" + reports::text::of(language, "start.title") +
               "</h1><p>" + reports::text::of(language, "start.text") + "</p></section>";
    };
    return "<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><title>Chuẩn</title>" + part(Language::vi, "vi") +
           part(Language::en, "en") + "</html>";
}

std::string default_base_address(const Settings& settings, std::uint16_t port) {
    const std::string& address = settings.http.address;
    const std::string host = address == "127.0.0.1" || address == "::1" ? "localhost" : address;
    return (settings.http.tls ? "https://" : "http://") +
           (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + std::to_string(port);
}

}  // namespace

fs::path web_folder(const fs::path& configured) {
    if (!configured.empty()) return configured;
    std::error_code fault;
    const fs::path program = fs::read_symlink("/proc/self/exe", fault);
    const fs::path beside = program.parent_path().parent_path() / "web";
    return fs::exists(beside / "index.html", fault) ? beside : fs::path("/usr/share/chuan/web");
}

/// In the order in which they come to life; the other way round they end.
struct Service::Parts {
    explicit Parts(const Settings& chosen)
        : settings(chosen),
          database(open_existing(settings, true)),
          documents(storage::DocumentStore::open(*database)),
          log(http::Log::standard_error()),
          heads(*database, services::SigningKey::load(settings.head_key), {settings.heads_to, trusted_keys(settings)},
                clock, report("tree heads")),
          seal_keys(settings.head_key.parent_path(), stamping(settings, clock)),
          house{.database = *database,
                .documents = *documents,
                .clock = clock,
                .passwords = passwords,
                .gate = gate,
                .reading = reading,
                .log = log,
                .release = CHUAN_RELEASE,
                .base_address = settings.base_address},
          assets(web_folder(settings.web), page_without_interface()),
          router(routes(), api::guard(house), [this](const http::Request& request) { return assets.answer(request); }),
          metrics(router.patterns()),
          tasks(*database, task_kinds(house),
                {.workers = settings.workers, .answered = [this](Moment now) { house.last_answer.note(now); }}, clock,
                report("tasks")),
          server(door(), router, log, metrics) {
        house.seal_keys = &seal_keys;
        house.committed = [this](BodyId body) {
            heads.committed(body);
            tasks.wake();
        };
        if (house.base_address.empty()) house.base_address = default_base_address(settings, server.port());
        if (const std::string reason = heads.reason_to_refuse_writes();
            !reason.empty() && database->writes_refused().empty())
            database->refuse_writes(reason);
    }

    services::Report report(const std::string& of) {
        return [this, of](const std::string& sentence) { log.event(of, sentence); };
    }

    http::Options door() const {
        http::Options options = settings.http;
        options.busy_page = [this] { return api::busy_page(clock.now()); };
        return options;
    }

    std::vector<http::Route> routes() {
        auto all = api::framed(api::all_routes(), house);
        for (auto& route : api::health_routes(house, health)) all.push_back(std::move(route));
        for (auto& route : assets.routes()) all.push_back(std::move(route));
        return all;
    }

    void forget() {
        database->write(
            [&](storage::Transaction& t) { return storage::forget_answers(t, clock.now() - kAnswersKept); });
    }

    void start_background() {
        if (!house.takes_no_changes() && database->read(&operations::sends_mail) != settings.mail.has_value())
            database->write(
                [&](storage::Transaction& t) { operations::note_sends_mail(t, settings.mail.has_value()); });
        heads.start();
        tasks.start();
        forgetting.emplace(
            1h, [this] { forget(); }, report("kept answers"));
        if (!settings.on_postgres())
            noting.emplace(
                5s, [this] { take_over_restore_test(*database, clock.now()); }, report("restore test"));
        if (settings.mail)
            mail.emplace(
                10s,
                [this] {
                    outgoing::send_due_mail(*database, *settings.mail, clock, [this] { return stopping.load(); });
                },
                report("mail"));
    }

    const Settings settings;
    const SystemClock clock;
    const std::unique_ptr<storage::Database> database;
    const std::unique_ptr<storage::DocumentStore> documents;
    http::Log log;
    const auth::Passwords passwords;
    api::SignInGate gate;
    api::ReadOnlySessions reading;
    services::TreeHeads heads;
    const services::SealKeys seal_keys;
    api::House house;
    http::Assets assets;
    api::Health health{[this] { return metrics.text(); }, [this] { return heads.trouble(); }};
    http::Router router;
    http::Metrics metrics;
    services::TaskRunner tasks;
    std::optional<services::BackgroundLoop> forgetting, noting, mail;
    std::atomic<bool> stopping{false};
    http::Server server;
};

Service::Service(const Settings& settings) : parts_(std::make_unique<Parts>(settings)) {}
Service::~Service() = default;

void Service::start() {
    for (const std::string& trouble : seal_troubles(parts_->settings, *parts_->database))
        parts_->log.event("keys", trouble);
    parts_->server.start();
    if (parts_->database->writes_refused().empty()) parts_->start_background();
    parts_->log.event("started", parts_->house.base_address);
}

void Service::stop() {
    parts_->stopping = true;
    parts_->server.stop();
    if (parts_->mail) parts_->mail->stop();
    if (parts_->noting) parts_->noting->stop();
    if (parts_->forgetting) parts_->forgetting->stop();
    parts_->tasks.stop();
    parts_->heads.stop();
    parts_->log.event("stopped");
    parts_->log.flush();
}

std::string Service::address() const { return default_base_address(parts_->settings, parts_->server.port()); }
bool Service::has_interface() const { return parts_->assets.installed(); }
std::string Service::writes_refused() const { return parts_->database->writes_refused(); }

}  // namespace chuan::server::commands
