#include "server/api/public_page.h"

#include "base/words.h"
#include "server/api/html.h"
#include "server/api/public_style.h"

namespace chuan::server::api {
namespace {

using certificates::Answer;
using certificates::Kind;
using operations::PublicAnswer;
using Values = std::map<std::string, std::string>;

constexpr Words<Verdict, 11> kVerdicts{{{Verdict::valid, "valid"},
                                        {Verdict::genuine, "genuine"},
                                        {Verdict::failed, "failed"},
                                        {Verdict::not_yet_issued, "not_yet_issued"},
                                        {Verdict::expired, "expired"},
                                        {Verdict::ended_early, "ended_early"},
                                        {Verdict::replaced, "replaced"},
                                        {Verdict::suspended, "suspended"},
                                        {Verdict::revoked, "revoked"},
                                        {Verdict::unknown, "unknown"},
                                        {Verdict::mistyped, "mistyped"}}};

/// The sign of a verdict as strokes in a square of 24.
std::string_view sign_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::valid:
        case Verdict::genuine:
            return "<circle cx='12' cy='12' r='10'/><path d='M7 12.5l3.4 3.4L17 9'/>";
        case Verdict::failed:
        case Verdict::ended_early:
            return "<path d='M12 3L22.5 21h-21z'/><path d='M9.5 12.5l5 5m0-5l-5 5'/>";
        case Verdict::expired:
            return "<circle cx='12' cy='12' r='10'/><path d='M12 6.5V12l4 3'/>";
        case Verdict::not_yet_issued:
            return "<path d='M4 20l1-4L16 5l3 3L8 19zM14 7l3 3'/>";
        case Verdict::replaced:
            return "<path d='M20 11a8 8 0 0 0-14.5-3.6M4 13a8 8 0 0 0 14.5 3.6M5 3v5h5M19 21v-5h-5'/>";
        case Verdict::suspended:
            return "<circle cx='12' cy='12' r='10'/><path d='M9.5 8v8M14.5 8v8'/>";
        case Verdict::revoked:
            return "<circle cx='12' cy='12' r='10'/><path d='M5 5l14 14'/>";
        case Verdict::unknown:
            return "<circle cx='12' cy='12' r='10'/><path d='M9 9.2a3 3 0 1 1 4.3 2.7c-.9.5-1.3 1-1.3 2M12 17v.2'/>";
        case Verdict::mistyped:
            return "<rect x='2' y='6' width='20' height='12' rx='2'/><path d='M6 10h.1M10 10h.1M14 10h.1M18 10h.1M8 "
                   "14h8'/>";
    }
    throw std::logic_error("no such verdict");
}

std::string in_vietnam(Moment moment) {
    constexpr int kMinutes = 420;
    const std::string local = to_iso(Moment(moment + std::chrono::minutes(kMinutes)));
    return to_dmy(civil_date(moment, kMinutes)) + " " + local.substr(11, 8) + " (UTC+7)";
}

/// One page in its two languages.
class Page {
  public:
    explicit Page(const PageFrame& frame)
        : frame_(frame), other_(frame.language == Language::vi ? Language::en : Language::vi) {}

    std::string words(std::string_view key, const Values& values = {}) const {
        return words(frame_.language, key, values);
    }
    std::string second(std::string_view key, const Values& values = {}) const { return words(other_, key, values); }
    std::string lang(bool second_language = false) const {
        const auto language = second_language ? other_ : frame_.language;
        return language == Language::vi ? "vi" : "en";
    }
    /// "<b>Số máy</b> / Serial number" in the style of a label.
    std::string both(std::string_view key) const {
        return words(key) + " <span class='second' lang='" + lang(true) + "'>/ " + second(key) + "</span>";
    }
    std::string sentence(std::string_view key, const Values& values = {}, const char* place = "why") const {
        return "<p class='" + std::string(place) + "'>" + words(key, values) + "<span class='second' lang='" +
               lang(true) + "'>" + second(key, values) + "</span></p>";
    }
    std::string row(std::string_view key, const std::string& value) const {
        return "<div><dt>" + both(key) + "</dt><dd>" + value + "</dd></div>";
    }
    /// The address of this page with a query that keeps the language.
    std::string link(const std::string& query, std::optional<Language> language = std::nullopt) const {
        std::string all = query;
        if (language.value_or(frame_.language) == Language::en) all += all.empty() ? "lang=en" : "&amp;lang=en";
        return html_escaped(frame_.address) + (all.empty() ? "" : "?" + all);
    }
    std::string keep_language() const {
        return frame_.language == Language::en ? "<input type='hidden' name='lang' value='en'>" : "";
    }
    const PageFrame& frame() const { return frame_; }
    Language other() const { return other_; }

    std::string whole(const std::string& title, const std::string& query, const std::string& body) const {
        return "<!DOCTYPE html><html lang='" + lang() +
               "'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width,initial-scale=1'>"
               "<meta name='robots' content='noindex'><link rel='icon' href='data:,'><title>" +
               title + "</title><style>" + std::string(kPublicStyle) + "</style></head><body><header><b>" +
               words("public.title") + "</b><a href='" + link(query, other_) + "' lang='" + lang(true) + "'>" +
               words("public.language") + "</a></header>" + body + "<footer><p>" +
               words("public.as_of", {{"moment", in_vietnam(frame_.now)}}) + "</p><p>" + words("public.timely") +
               "</p></footer></body></html>";
    }

  private:
    static std::string words(Language language, std::string_view key, const Values& values) {
        Values isolated;
        for (const auto& [name, value] : values) isolated.emplace(name, html_isolated(value));
        return reports::text::filled(html_escaped(reports::text::of(language, key)), isolated);
    }

    const PageFrame& frame_;
    const Language other_;
};

std::string key(std::string_view head, std::string_view tail) { return std::string(head) + std::string(tail); }

std::string day(const std::optional<CivilDate>& date) { return date ? to_dmy(*date) : ""; }

bool is_imported(const PublicAnswer& answer) { return answer.certificate && answer.certificate->imported; }

/// What is brought in is held here, and called genuine by nobody here.
std::string answer_key(const PublicAnswer& answer, Verdict verdict) {
    const std::string words = key("public.answer.", to_string(verdict));
    return is_imported(answer) && verdict == Verdict::genuine ? words + ".imported" : words;
}

std::string banner(const Page& page, const PublicAnswer& answer, Verdict verdict) {
    const auto name = to_string(verdict);
    const std::string words = answer_key(answer, verdict);
    return "<section class='answer " + std::string(name) +
           "' role='status'><svg viewBox='0 0 24 24' fill='none' stroke='currentColor' "
           "stroke-width='2' stroke-linecap='round' stroke-linejoin='round' aria-hidden='true'>" +
           std::string(sign_of(verdict)) + "</svg><div><strong>" + page.words(words) + "</strong><span lang='" +
           page.lang(true) + "'>" + page.second(words) + "</span></div></section>";
}

std::string kind_of(const Page& page, const PublicAnswer& answer) {
    if (!answer.certificate)
        return "<div class='kind'><h1>" + page.words("public.question") + "</h1><p class='second' lang='" +
               page.lang(true) + "'>" + page.second("public.question") + "</p></div>";
    const auto kind = certificates::to_string(answer.certificate->kind);
    std::string text = "<div class='kind'><h1>" + page.words(key("public.kind.", kind)) + "</h1>";
    if (reports::text::has(key("public.note.", kind)))
        return text + "<p>" + page.words(key("public.note.", kind)) + "</p><p class='second' lang='" + page.lang(true) +
               "'>" + page.second(key("public.kind.", kind)) + " — " + page.second(key("public.note.", kind)) +
               "</p></div>";
    return text + "<p class='second' lang='" + page.lang(true) + "'>" + page.second(key("public.kind.", kind)) +
           "</p></div>";
}

std::string why_key(const PublicAnswer& answer, Verdict verdict) {
    if (answer.code_fault)
        return *answer.code_fault == certificates::CodeFault::mistyped ? "public.why.mistyped" : "public.why.malformed";
    if (answer.reserved) return "public.why.reserved";
    if (verdict == Verdict::unknown && !answer.validity.reason.empty()) return "public.why.void";
    if (verdict == Verdict::ended_early && answer.validity.cause != certificates::EndCause::none)
        return key("public.why.", certificates::to_string(answer.validity.cause));
    const std::string words = key("public.why.", to_string(verdict));
    const bool in_force = verdict == Verdict::valid || verdict == Verdict::genuine;
    return is_imported(answer) && in_force ? words + ".imported" : words;
}

std::string why(const Page& page, const PublicAnswer& answer, Verdict verdict) {
    const auto& validity = answer.validity;
    const std::string source = is_imported(answer) ? answer.certificate->source : "";
    std::string text =
        page.sentence(why_key(answer, verdict), {{"number", validity.related_number}, {"source", source}});
    if (!validity.reason.empty()) text += page.sentence("public.reason", {{"reason", validity.reason}}, "note");
    if (verdict == Verdict::unknown && !answer.code_fault)
        text += page.sentence("public.covers", {{"bodies", answer.covers}}) + page.sentence("public.covers.elsewhere");
    if (!validity.newer_number.empty() && validity.newer_number != validity.related_number)
        text += page.sentence("public.newer", {{"number", validity.newer_number}}, "note");
    return text;
}

/// Who issued it: of what is brought in, no more than whose register holds it.
std::string laboratory_row(const Page& page, const PublicAnswer& answer) {
    const auto& laboratory = *answer.laboratory;
    std::string named = html_isolated(laboratory.name_vi) + "<small>" + html_isolated(laboratory.name_en) + "</small>";
    if (is_imported(answer)) return page.row("public.held_by", named);
    named += "<small>" + html_isolated(laboratory.address_vi) + "</small>";
    if (laboratory.registration_number)
        named += "<small>" + page.words("public.registration") + " " + html_isolated(*laboratory.registration_number) +
                 "</small>";
    if (laboratory.designation_number)
        named += "<small>" + page.words("public.designation") + " " + html_isolated(*laboratory.designation_number) +
                 "</small>";
    return page.row("public.laboratory", named);
}

/// Since when the answer holds, until when the paper says, who issued it.
std::string term(const Page& page, const PublicAnswer& answer, Verdict verdict) {
    const bool in_force = verdict == Verdict::valid || verdict == Verdict::genuine;
    std::string rows;
    if (answer.validity.since && verdict != Verdict::failed)
        rows += page.row("public.since", day(answer.validity.since));
    if (answer.validity.until)
        rows += page.row(in_force || verdict == Verdict::expired ? "public.until" : "public.would_until",
                         day(answer.validity.until));
    else if (in_force)
        rows += page.row("public.until", "<small>" + page.words("public.until.none") + "</small>");
    if (answer.laboratory) rows += laboratory_row(page, answer);
    return rows.empty() ? "" : "<dl>" + rows + "</dl>";
}

std::string stated_or_not(const Page& page, const std::string& value) {
    return value.empty() ? "<span class='stated'>" + page.words("public.not_stated") + "</span>" : html_isolated(value);
}

std::string plate(const Page& page, const storage::CertificateRecord& certificate) {
    const auto stated = [&](const std::string& value) { return stated_or_not(page, value); };
    std::string rows =
        page.row("public.maker", stated(certificate.maker)) + page.row("public.model", stated(certificate.model)) +
        page.row("public.serial", stated(certificate.serial)) +
        page.row("public.stamp", certificate.stamp_number.empty()
                                     ? "<span class='stated'>" + page.words("public.stamp.none") + "</span>"
                                     : html_isolated(certificate.stamp_number));
    return "<section class='plate'><h2>" + page.both("public.plate") + "</h2><p>" + page.words("public.plate.how") +
           "</p><dl>" + rows + "</dl></section>";
}

/// Whose seal it bears, and who vouches for that.
std::string signature(const Page& page, const PublicAnswer& answer) {
    const auto& signer = answer.signer;
    const auto said = [&](std::string_view key, const Values& values) {
        return "<div>" + page.words(key, values) + "<small lang='" + page.lang(true) + "'>" + page.second(key, values) +
               "</small></div>";
    };
    if (!signer) return page.row("public.signature", said("public.signature.none", {}));
    const Values values{{"name", signer->name}, {"authority", signer->authority}};
    const auto stamp = answer.seal ? answer.seal->stamp : std::nullopt;
    const bool own = signer->origin == storage::KeyOrigin::own;
    std::string text =
        said("public.signature.signed", values) + said(own ? "public.signature.own" : "public.signature.other", values);
    text += stamp ? said("public.signature.stamped", {{"time", in_vietnam(stamp->at)}, {"authority", stamp->authority}})
                  : said("public.signature.unstamped", {});
    if (signer->state == storage::KeyState::compromised) text += said("public.signature.compromised", values);
    return page.row("public.signature", text);
}

std::string facts(const Page& page, const PublicAnswer& answer) {
    const storage::CertificateRecord& certificate = *answer.certificate;
    const bool record = certificate.kind == Kind::verification_record;
    std::string rows =
        page.row("public.item", stated_or_not(page, certificate.item_name_vi) + "<small>" +
                                    html_isolated(certificate.item_name_en) + "</small>") +
        page.row(record ? "public.number.verification_record" : "public.number", html_isolated(certificate.number)) +
        page.row("public.test_date", to_dmy(certificate.test_date)) +
        page.row("public.issued_on", to_dmy(certificate.issued_on));
    const bool agreed = certificate.kind == Kind::calibration || certificate.kind == Kind::testing;
    if (agreed && certificate.conclusion == certificates::Conclusion::pass)
        rows += page.row("public.conclusion", page.words("public.conclusion.pass"));
    if (agreed && certificate.conclusion == certificates::Conclusion::fail)
        rows += page.row("public.conclusion", page.words("public.conclusion.fail"));
    if (!certificate.imported) rows += signature(page, answer);
    std::string text = "<dl>" + rows + "</dl>";
    if (certificate.imported) text += page.sentence("public.imported", {{"source", certificate.source}}, "note");
    return text;
}

std::string said_that_day(const Page& page, const std::string& answer_key) {
    return "<p class='note'>" +
           page.words("public.day.said", {{"answer", reports::text::of(page.frame().language, answer_key)}}) +
           "<span class='second' lang='" + page.lang(true) + "'>" +
           page.second("public.day.said", {{"answer", reports::text::of(page.other(), answer_key)}}) + "</span></p>";
}

std::string other_day(const Page& page, const PublicAnswer& answer) {
    std::string text = "<section class='days'><h2>" + page.both("public.day") + "</h2>";
    if (answer.on != answer.today) {
        text += "<p class='hint'>" + page.words("public.day.asked", {{"day", to_dmy(answer.on)}}) + "</p>";
        if (answer.on < answer.today) {
            PublicAnswer then = answer;
            then.validity.answer = answer.said_that_day;
            text += said_that_day(page, answer_key(then, verdict_of(then)));
        }
        text += "<p class='hint'><a href='" + page.link("") + "'>" + page.words("public.day.today") + "</a></p>";
    }
    return text + "<form method='get' action='" + html_escaped(page.frame().address) + "'>" + page.keep_language() +
           "<label>" + page.words("public.day.label") + "<input type='date' name='on' required value='" +
           to_iso(answer.on) + "'></label><button>" + page.words("public.day.ask") + "</button></form></section>";
}

std::string field(const Page& page, const char* name, std::string_view label, const char* more = "") {
    return "<label>" + page.both(label) + "<input name='" + std::string(name) + "' autocomplete='off' " + more +
           "></label>";
}

}  // namespace

std::string_view to_string(Verdict verdict) { return word_of(kVerdicts, verdict); }

Verdict verdict_of(const PublicAnswer& answer) {
    if (answer.code_fault) return Verdict::mistyped;
    switch (answer.validity.answer) {
        case Answer::not_yet_issued:
            return Verdict::not_yet_issued;
        case Answer::expired:
            return Verdict::expired;
        case Answer::ended_early:
            return Verdict::ended_early;
        case Answer::replaced:
            return Verdict::replaced;
        case Answer::suspended:
            return Verdict::suspended;
        case Answer::revoked:
            return Verdict::revoked;
        case Answer::unknown:
            return Verdict::unknown;
        case Answer::valid:
            break;
    }
    switch (answer.certificate->kind) {
        case Kind::verification:
            return Verdict::valid;
        case Kind::verification_record:
            return Verdict::failed;
        default:
            return Verdict::genuine;
    }
}

std::string answer_page(const PublicAnswer& answer, const PageFrame& frame, bool may_ask_other_day) {
    const Page page(frame);
    const Verdict verdict = verdict_of(answer);
    std::string body;
    if (answer.certificate && answer.certificate->sample)
        body += "<section class='sample' aria-label='MẪU / SAMPLE'><b>MẪU / SAMPLE</b> " +
                page.words("public.sample.note") + "</section>";
    body += "<main>" + kind_of(page, answer) + banner(page, answer, verdict) + why(page, answer, verdict) +
            term(page, answer, verdict);
    if (answer.certificate) {
        body += plate(page, *answer.certificate) + facts(page, answer);
        if (may_ask_other_day) body += other_day(page, answer);
    }
    const std::string again = frame.language == Language::en ? "/v?lang=en" : "/v";
    body += "<p class='hint'><a href='" + again + "'>" + page.words("public.again") + "</a></p></main>";
    const std::string title = page.words(answer_key(answer, verdict)) + " – " + page.words("public.title");
    return page.whole(title, may_ask_other_day && answer.on != answer.today ? "on=" + to_iso(answer.on) : "", body);
}

std::string start_page(const PageFrame& frame, const std::string& notice, int minutes_to_wait) {
    const Page page(frame);
    std::string body = "<main><div class='kind'><h1>" + page.words("public.question") +
                       "</h1><p class='second' lang='" + page.lang(true) + "'>" + page.second("public.question") +
                       "</p></div>";
    if (!notice.empty()) body += page.sentence(notice, {{"minutes", std::to_string(minutes_to_wait)}}, "note");
    body +=
        "<section class='forms'><h2>" + page.both("public.code") + "</h2><p class='hint'>" +
        page.words("public.code.how") + "</p><form method='get' action='/v' class='code'>" + page.keep_language() +
        field(page, "code", "public.code", "required maxlength='40' autocapitalize='characters' spellcheck='false'") +
        "<button>" + page.words("public.code.ask") + "</button></form></section><section class='forms'><h2>" +
        page.both("public.lookup") + "</h2><p class='hint'>" + page.words("public.lookup.how") +
        "</p><form method='post' action='/v'>" + page.keep_language() +
        field(page, "number", "public.lookup.number", "maxlength='60'") +
        field(page, "serial", "public.lookup.serial", "maxlength='60'") +
        field(page, "issued_on", "public.lookup.issued",
              "maxlength='10' placeholder='dd/mm/yyyy' inputmode='numeric'") +
        "<button>" + page.words("public.lookup.ask") + "</button></form></section></main>";
    return page.whole(page.words("public.title"), "", body);
}

std::string trouble_page(const PageFrame& frame, std::optional<Moment> since) {
    const Page page(frame);
    const std::string told = since ? page.sentence("public.trouble.since", {{"moment", in_vietnam(*since)}}) : "";
    const std::string body =
        "<main><div class='kind'><h1>" + page.words("public.question") + "</h1><p class='second' lang='" +
        page.lang(true) + "'>" + page.second("public.question") +
        "</p></div><section class='answer trouble' role='status'><svg viewBox='0 0 24 24' fill='none' "
        "stroke='currentColor' stroke-width='2' stroke-linecap='round' stroke-linejoin='round' aria-hidden='true'>"
        "<path d='M4 4l16 16M7 8a7 7 0 0 0 9.5 9.5M10.5 5.2a7 7 0 0 1 8.3 8.3'/></svg><div><strong>" +
        page.words("public.trouble") + "</strong><span lang='" + page.lang(true) + "'>" +
        page.second("public.trouble") + "</span></div></section>" + told + page.sentence("public.trouble.why") +
        "<p class='hint'><a href='" + page.link("") + "'>" + page.both("public.trouble.again") + "</a></p></main>";
    return page.whole(page.words("public.trouble") + " – " + page.words("public.title"), "", body);
}

}  // namespace chuan::server::api
