#include "server/sample/sample_laboratory.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/random.h"
#include "base/text.h"
#include "operations/accounts.h"
#include "operations/authorise.h"
#include "operations/public_answer.h"
#include "operations/register_instruments.h"
#include "operations/register_organisations.h"
#include "operations/register_procedures.h"
#include "operations/register_standards.h"
#include "operations/settings.h"
#include "operations/signing_keys.h"
#include "procedures/reader.h"
#include "server/catalogue/shipped_files.h"
#include "server/sample/sample_shelf.h"
#include "server/sample/sample_work.h"
#include "storage/body_repository.h"
#include "storage/certificate_repository.h"
#include "storage/intent_repository.h"
#include "storage/standard_repository.h"

namespace chuan::server::sample {
namespace {

constexpr std::string_view kLeftInTheCatalogue = "QT-XD-01.xml";  // for the visitor to load
constexpr int kVietnam = 420;                                     // minutes ahead of UTC
constexpr int kFounded = -2200;                                   // the day on which the sample laboratory began
constexpr std::uint64_t kTrials = 300'000;  // of a procedure's worked examples: a start is not to wait for more
const std::string kAdministrator = "quantri", kManager = "soatxet", kHead = "lanhdao", kCustodian = "giuchuan",
                  kReception = "tiepnhan";

std::optional<Decimal> decimal(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(Decimal::parse(text));
}

std::string random_password() {
    return base32(random_bytes(10)).substr(0, 4) + "-" + base32(random_bytes(10)).substr(0, 4) + "-" +
           base32(random_bytes(10)).substr(0, 4);
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

class Founder {
  public:
    Founder(const SampleMaker& maker, const SampleData& data, Moment now)
        : maker_(maker), data_(data), now_(now), today_(civil_date(now, kVietnam)) {}

    MadeLaboratory make() {
        found();
        add_keys();
        add_accounts();
        add_authorisations();
        add_organisations();
        add_procedures();
        for (const auto& standard : data_.standards) add_standard(standard);
        add_certificates();
        for (const auto& standard : data_.standards)
            if (!standard.lent.empty()) lend(standard);
        SampleShelf(maker_.database, data_, cast_, today_, now_, kVietnam).fill();
        for (const auto& instrument : data_.instruments) add_instrument(instrument);
        work();
        made_.certificates = examples();
        return std::move(made_);
    }

  private:
    Moment at(int day, int hour) const {
        return std::min(now_, Moment(std::chrono::sys_days(add_days(today_, day)) + std::chrono::hours(hour) -
                                     std::chrono::minutes(kVietnam)));
    }

    template <class Work>
    auto act(const std::string& login, Moment moment, Work&& work) {
        people::Actor actor = cast_.actors.at(login);
        actor.confirmed_at = moment;
        return maker_.database.write([&](storage::Transaction& transaction) { return work(transaction, actor); });
    }

    void found() {
        organisations::Body body;
        body.code = data_.code;
        body.name_vi = data_.name_vi;
        body.name_en = data_.name_en;
        body.parent_name_vi = data_.parent_vi;
        body.parent_name_en = data_.parent_en;
        body.address_vi = data_.address_vi;
        body.address_en = data_.address_en;
        body.city = data_.city;
        body.phone = data_.phone;
        body.email = data_.email;
        body.head_title_vi = data_.head_title_vi;
        body.head_title_en = data_.head_title_en;
        body.registration_number = data_.registration;
        body.utc_offset_minutes = kVietnam;
        body.is_sample = true;
        const Moment moment = at(kFounded, 8);
        made_.body = maker_.database.write([&](storage::Transaction& transaction) {
            return operations::found_body(transaction, people::Person{AccountId{}, "chuan demo"}, body, moment);
        });
    }

    void add_keys() {
        const Moment moment = at(kFounded, 8);
        const people::Actor console = people::console_actor(made_.body, "chuan demo", moment, "demo");
        const auto body = maker_.database.read([&](storage::Transaction& transaction) {
            return storage::BodyRepository(transaction).require(made_.body);
        });
        const auto keys = maker_.seal_keys.make(body, moment);
        maker_.database.write([&](storage::Transaction& transaction) {
            operations::register_key(transaction, console, keys.authority, moment);
            operations::register_key(transaction, console, keys.seal, moment);
        });
    }

    void add_accounts() {
        people::Actor console = people::console_actor(made_.body, "chuan demo", at(kFounded, 8), "demo");
        for (const auto& account : data_.accounts) {
            const std::string password = random_password();
            operations::NewAccount added{.login = account.login,
                                         .name = account.name,
                                         .title_vi = account.title_vi,
                                         .title_en = account.title_en,
                                         .email = account.login + "@example.org",
                                         .roles = {},
                                         .password_hash = maker_.passwords.hash(people::normalised_password(password)),
                                         .must_change_password = false};
            for (const auto& role : account.roles) added.roles.push_back(people::parse_role(role).value());
            const Moment moment = at(kFounded, 8);
            const auto id = maker_.database.write([&](storage::Transaction& transaction) {
                return operations::add_account(transaction, console, added, moment);
            });
            people::Actor actor;
            actor.account = id;
            actor.body = made_.body;
            actor.name = account.name;
            actor.roles = added.roles;
            actor.request_id = "demo";
            cast_.actors.emplace(account.login, actor);
            made_.accounts.push_back({account.login, account.name, joined(account.roles), password});
        }
    }

    void add_authorisations() {
        const Moment moment = at(kFounded, 10);
        for (const auto& account : data_.accounts)
            for (const auto& activity : account.may)
                act(account.login == kManager ? kHead : kManager, moment,
                    [&](storage::Transaction& transaction, const people::Actor& actor) {
                        return operations::authorise(transaction, actor,
                                                     {.who = cast_.actors.at(account.login).account,
                                                      .activity = people::parse_activity(activity).value(),
                                                      .procedure = std::string(people::kEveryProcedure),
                                                      .from = add_days(today_, kFounded),
                                                      .to = std::nullopt,
                                                      .granted_by = actor.account},
                                                     moment);
                    });
    }

    void add_organisations() {
        const Moment moment = at(kFounded, 11);
        for (const auto& sample : data_.organisations) {
            organisations::Organisation organisation;
            organisation.body = made_.body;
            for (const auto& role : split(sample.roles, ' '))
                organisation.roles.insert(organisations::parse_organisation_role(role).value());
            organisation.name = sample.name;
            organisation.name_en = sample.name_en;
            organisation.address = sample.address;
            cast_.organisations[sample.key] =
                act(kReception, moment, [&](storage::Transaction& transaction, const people::Actor& actor) {
                    return operations::add_organisation(transaction, actor, organisation, moment);
                });
        }
    }

    void add_procedures() {
        const Moment moment = at(kFounded, 13);
        const CivilDate day = add_days(today_, kFounded);
        for (const auto& file : catalogue::shipped_procedures()) {
            if (file.name == kLeftInTheCatalogue) continue;
            const auto id = act(kManager, moment, [&](storage::Transaction& transaction, const people::Actor& actor) {
                const auto version = operations::load_procedure(transaction, actor, file.bytes, file.name, moment);
                operations::decide_procedure(
                    transaction, actor, version, operations::ProcedureVerified{},
                    {.effective_on = day,
                     .remark = "Đo lặp lại trên chuẩn kiểm tra, so với kết quả của viện đo lường quốc gia (mẫu)"},
                    moment);
                return version;
            });
            const operations::ProcedureApproved approved{
                procedures::validate_first_order(procedures::read_procedure(file.bytes, file.name), 1, kTrials),
                "Dữ liệu mẫu: U đủ an toàn cho việc minh họa"};
            act(kHead, moment, [&](storage::Transaction& transaction, const people::Actor& actor) {
                operations::decide_procedure(transaction, actor, id, approved, {.effective_on = day}, moment);
            });
            cast_.procedures[std::string(file.name.substr(0, file.name.find('.')))] = id;
        }
    }

    void add_standard(const SampleStandard& sample) {
        equipment::MeasurementStandard standard;
        standard.code = sample.code;
        standard.name_vi = sample.name_vi;
        standard.name_en = sample.name_en;
        standard.level = equipment::level_from(sample.level).value();
        standard.quantity = sample.quantity;
        standard.range_low = decimal(sample.low);
        standard.range_high = decimal(sample.high);
        standard.unit = sample.unit;
        standard.maker = sample.maker;
        standard.model = sample.model;
        standard.serial = sample.serial;
        if (!sample.holder.empty()) standard.holder = cast_.organisations.at(sample.holder);
        standard.place = sample.place;
        standard.interval_months = sample.interval;
        standard.drift_limit = decimal(sample.drift);
        standard.accuracy_class = sample.accuracy_class;
        for (const SampleRange& range : sample.ranges)
            standard.ranges.push_back({.quantity = range.quantity,
                                       .low = decimal(range.low),
                                       .high = decimal(range.high),
                                       .unit = range.unit});
        const Moment moment = at(kFounded, 14);
        const auto id = act(kCustodian, moment, [&](storage::Transaction& transaction, const people::Actor& actor) {
            return operations::add_standard(transaction, actor, standard, moment);
        });
        cast_.standards[sample.key] = id;
        if (sample.accepted)
            event(id, kManager, kFounded, {.act = equipment::StandardAct::accepted, .reason = "Đủ hồ sơ"},
                  std::nullopt);
    }

    void event(StandardId id, const std::string& login, int day, equipment::StandardEvent event,
               std::optional<OrganisationId> holder) {
        const Moment moment = at(day, 15);
        event.happened_on = add_days(today_, day);
        act(login, moment, [&](storage::Transaction& transaction, const people::Actor& actor) {
            operations::record_standard_event(transaction, actor, id, event, holder, moment);
        });
    }

    void certify(const SampleStandard& standard, const SampleCertification& sample) {
        const Moment moment = at(sample.issued + 3, 10);
        act(kCustodian, moment, [&](storage::Transaction& transaction, const people::Actor& actor) {
            equipment::StandardCertification certification;
            certification.standard = cast_.standards.at(standard.key);
            certification.number = sample.number;
            certification.issuer = cast_.organisations.at(sample.issuer);
            certification.issued_on = add_days(today_, sample.issued);
            if (sample.until) certification.valid_until = add_days(today_, *sample.until);
            certification.remark = sample.remark;
            return operations::record_standard_certification(transaction, actor, certification, std::nullopt, moment);
        });
    }

    void lend(const SampleStandard& sample) {
        event(cast_.standards.at(sample.key), kCustodian, -9,
              {.act = equipment::StandardAct::lent, .reason = "Kiểm tra tại chỗ", .to_whom = sample.lent},
              std::nullopt);
    }

    /// Oldest first, so that a certificate finds the one of its source that was in force on its day.
    void add_certificates() {
        std::vector<std::pair<const SampleStandard*, const SampleCertificate*>> all;
        for (const auto& standard : data_.standards)
            for (const auto& certificate : standard.certificates) all.emplace_back(&standard, &certificate);
        std::ranges::stable_sort(all, {}, [](const auto& pair) { return pair.second->calibrated; });
        for (const auto& [standard, certificate] : all) accept(*standard, *certificate);
        for (const auto& standard : data_.standards)
            for (const auto& certification : standard.certifications) certify(standard, certification);
    }

    void accept(const SampleStandard& standard, const SampleCertificate& sample) {
        equipment::StandardCertificate certificate;
        certificate.standard = cast_.standards.at(standard.key);
        certificate.number = sample.number;
        if (!sample.issuer.empty()) certificate.issuer = cast_.organisations.at(sample.issuer);
        certificate.calibrated_on = add_days(today_, sample.calibrated);
        certificate.issued_on = add_days(today_, sample.calibrated + 2);
        certificate.traceable_to = sample.traceable_to;
        for (const auto& value : sample.values)
            certificate.values.push_back({value.quantity, decimal(value.nominal), value.meaning,
                                          Decimal::parse(value.figure), Decimal::parse(value.uncertainty),
                                          Decimal::parse(value.coverage_factor), std::nullopt, value.unit});
        const Moment moment = at(sample.calibrated + 5, 9);
        act(kManager, moment, [&](storage::Transaction& transaction, const people::Actor& actor) {
            for (const auto& source : sample.sources)
                certificate.sources.push_back(source_of(transaction, actor, source, certificate.calibrated_on));
            const bool has_interval = standard.interval.has_value();
            certificate.due_reason = has_interval ? "" : "Theo giấy chứng nhận";
            return operations::accept_standard_certificate(
                transaction, actor, certificate,
                has_interval ? std::nullopt : std::optional(add_months(certificate.calibrated_on, sample.months)),
                std::nullopt, moment);
        });
    }

    equipment::CertificateSource source_of(storage::Transaction& transaction, const people::Actor& actor,
                                           const SampleSource& source, CivilDate day) {
        if (source.standard.empty()) return {std::nullopt, std::nullopt, source.stated};
        const auto id = cast_.standards.at(source.standard);
        const auto certificates = storage::StandardRepository(transaction, actor.scope()).certificates_of(id);
        return {id, equipment::certificate_on(certificates, day)->id, ""};
    }

    void add_instrument(const SampleInstrument& sample) {
        equipment::Instrument instrument;
        instrument.name_vi = sample.name_vi;
        instrument.name_en = sample.name_en;
        instrument.quantity = sample.quantity;
        instrument.maker = sample.maker;
        instrument.maker_country = sample.country;
        instrument.model = sample.model;
        instrument.serial = sample.serial;
        instrument.range_low = decimal(sample.low);
        instrument.range_high = decimal(sample.high);
        instrument.unit = sample.unit;
        instrument.resolution = decimal(sample.resolution);
        instrument.accuracy_class = sample.accuracy_class;
        for (const SampleRange& range : sample.ranges)
            instrument.ranges.push_back({.quantity = range.quantity,
                                         .low = decimal(range.low),
                                         .high = decimal(range.high),
                                         .unit = range.unit,
                                         .resolution = decimal(range.resolution)});
        instrument.owner = cast_.organisations.at(sample.owner);
        instrument.place_of_use = sample.place;
        const Moment moment = at(-600, 9);
        cast_.instruments[sample.key] =
            act(kReception, moment, [&](storage::Transaction& transaction, const people::Actor& actor) {
                return operations::add_instrument(transaction, actor, instrument, moment);
            });
    }

    void work() {
        SettableClock clock(now_);
        services::Issuing issuing(maker_.database, maker_.documents, {maker_.base_address, maker_.release}, clock,
                                  &maker_.seal_keys);
        SampleWork work(maker_.database, issuing, clock, data_, cast_, today_, now_, kVietnam);
        const std::size_t all = data_.jobs.size() + data_.benches.size();
        std::size_t done = 0;
        const auto carry_out = [&](const auto& piece) {
            work.carry_out(piece);
            if (maker_.progress) maker_.progress(++done, all);
        };
        std::ranges::for_each(data_.jobs, carry_out);
        std::ranges::for_each(data_.benches, carry_out);
    }

    std::vector<MadeCertificate> examples() {
        std::vector<MadeCertificate> found;
        maker_.database.read([&](storage::Transaction& transaction) {
            storage::CertificateRepository certificates(transaction, people::Scope{made_.body});
            const auto add = [&](const std::string& number, const std::string& code) {
                const auto answer = operations::answer_for_code(transaction, code, std::nullopt, now_);
                const std::string word(certificates::to_string(answer.validity.answer));
                if (std::ranges::find(found, word, &MadeCertificate::answer) == found.end())
                    found.push_back({number, code, word});
            };
            for (const auto& intent : storage::IntentRepository(transaction, people::Scope{made_.body})
                                          .list(storage::IntentState::reserved, {}, 1000))
                add(intent.number, intent.code);
            for (const auto& certificate : certificates.list({}, 500)) add(certificate.number, certificate.code);
        });
        return found;
    }

    const SampleMaker& maker_;
    const SampleData& data_;
    const Moment now_;
    const CivilDate today_;
    Cast cast_;
    MadeLaboratory made_;
};

}  // namespace

MadeLaboratory make_sample(const SampleMaker& maker, const SampleData& data, Moment now) {
    return Founder(maker, data, now).make();
}

}  // namespace chuan::server::sample
