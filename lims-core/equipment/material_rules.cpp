#include "equipment/material_rules.h"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "base/text.h"
#include "base/words.h"

namespace chuan::equipment {
namespace {

constexpr Words<Ends, 3> kEnds{{{Ends::lot, "lot"}, {Ends::certificate, "certificate"}, {Ends::opening, "opening"}}};
constexpr Words<BottleAct, 4> kActs{{{BottleAct::opened, "opened"},
                                     {BottleAct::used, "used"},
                                     {BottleAct::used_up, "used_up"},
                                     {BottleAct::disposed, "disposed"}}};

/// Codes and sentences about one bottle name it the same way.
class Says {
  public:
    Says(const ReferenceMaterial& material, const Bottle& bottle)
        : name_("bottle " + bottle.number + " of " + material.code + ", lot " + material.lot),
          values_{{"material", material.code}, {"lot", material.lot}, {"bottle", bottle.number}} {}

    Finding operator()(const std::string& code, const std::string& rest, const std::string& field = "",
                       std::map<std::string, std::string> more = {}) const {
        more.insert(values_.begin(), values_.end());
        return {code, name_ + " " + rest, field, std::move(more)};
    }

  private:
    std::string name_;
    std::map<std::string, std::string> values_;
};

void add_end_findings(std::vector<Finding>& findings, const Says& says, const ReferenceMaterial& material,
                      const Bottle& bottle, CivilDate to) {
    const std::string used = to_iso(to);
    if (material.expires_on < to)
        findings.push_back(says("material.expired",
                                "is of a lot that expires on " + to_iso(material.expires_on) + ", the work is of " +
                                    used + "; use another lot",
                                "", {{"until", to_iso(material.expires_on)}, {"date", used}}));
    if (material.valid_to && *material.valid_to < to)
        findings.push_back(says(
            "material.certificate_ended",
            "has certificate " + material.certificate_number + ", which ends on " + to_iso(*material.valid_to) +
                ", the work is of " + used + "; enter a newer certificate or use another lot",
            "", {{"until", to_iso(*material.valid_to)}, {"date", used}, {"certificate", material.certificate_number}}));
    if (!bottle.opened_on || !material.days_after_opening) return;
    const CivilDate last = add_days(*bottle.opened_on, *material.days_after_opening);
    if (last < to)
        findings.push_back(says("material.opened_too_long",
                                "was opened on " + to_iso(*bottle.opened_on) + " and serves " +
                                    std::to_string(*material.days_after_opening) + " days, until " + to_iso(last) +
                                    ", the work is of " + used + "; open another bottle",
                                "",
                                {{"opened", to_iso(*bottle.opened_on)},
                                 {"days", std::to_string(*material.days_after_opening)},
                                 {"until", to_iso(last)},
                                 {"date", used}}));
}

void add_begin_findings(std::vector<Finding>& findings, const Says& says, const ReferenceMaterial& material,
                        const Bottle& bottle, CivilDate from) {
    if (!bottle.opened_on)
        findings.push_back(says("material.not_opened", "is not opened; record its opening, or choose an open one"));
    else if (*bottle.opened_on > from)
        findings.push_back(says("material.opened_later",
                                "was opened on " + to_iso(*bottle.opened_on) + ", after the work of " + to_iso(from) +
                                    "; choose the bottle that was open then",
                                "", {{"opened", to_iso(*bottle.opened_on)}, {"date", to_iso(from)}}));
    const CivilDate known = std::max(material.issued_on, material.accepted_on);
    if (known > from)
        findings.push_back(
            says("material.certified_later",
                 "has its certificate " + material.certificate_number + " only from " + to_iso(known) +
                     ", after the work of " + to_iso(from) + "; choose another bottle or measure again",
                 "", {{"certificate", material.certificate_number}, {"from", to_iso(known)}, {"date", to_iso(from)}}));
}

std::vector<Finding> findings_on_use(const Says& says, const ReferenceMaterial& material, const Bottle& bottle,
                                     const BottleEvent& event) {
    if (!event.amount || !event.job)
        return {says("material.use", "is taken from by a job; give the job and the amount", "/amount")};
    if (*event.amount < material.minimum_amount)
        return {says("material.below_minimum",
                     "holds its value for samples of at least " + material.minimum_amount.text() + " " +
                         material.amount_unit + "; " + event.amount->text() + " is less, take more",
                     "/amount",
                     {{"minimum", material.minimum_amount.text()},
                      {"unit", material.amount_unit},
                      {"amount", event.amount->text()}})};
    if (*event.amount > bottle.stock)
        return {
            says("material.stock",
                 "has " + bottle.stock.text() + " " + material.amount_unit + " left, " + event.amount->text() +
                     " cannot be taken; open another bottle",
                 "/amount",
                 {{"stock", bottle.stock.text()}, {"unit", material.amount_unit}, {"amount", event.amount->text()}})};
    return why_unusable(material, bottle, event.happened_on, event.happened_on);
}

}  // namespace

std::string_view to_string(Ends ends) { return word_of(kEnds, ends); }
std::string_view to_string(BottleAct act) { return word_of(kActs, act); }
std::optional<BottleAct> bottle_act_from(std::string_view word) { return value_of(kActs, word); }

UsableUntil usable_until(const ReferenceMaterial& material, const std::optional<CivilDate>& opened_on) {
    UsableUntil until{material.expires_on, Ends::lot};
    if (material.valid_to && *material.valid_to < until.day) until = {*material.valid_to, Ends::certificate};
    if (!opened_on || !material.days_after_opening) return until;
    const CivilDate last = add_days(*opened_on, *material.days_after_opening);
    return last < until.day ? UsableUntil{last, Ends::opening} : until;
}

std::vector<Finding> why_unusable(const ReferenceMaterial& material, const Bottle& bottle, CivilDate from,
                                  CivilDate to) {
    const Says says(material, bottle);
    std::vector<Finding> findings;
    if (!material.certified)
        findings.push_back(says("material.not_certified",
                                "has no certified value; it may serve for control, choose a certified material"));
    add_begin_findings(findings, says, material, bottle, from);
    add_end_findings(findings, says, material, bottle, to);
    if (bottle.ended_on && *bottle.ended_on < to)
        findings.push_back(says(bottle.state == BottleState::used_up ? "material.used_up" : "material.disposed",
                                (bottle.state == BottleState::used_up ? "was used up on " : "was disposed of on ") +
                                    to_iso(*bottle.ended_on) + "; open another bottle",
                                "", {{"date", to_iso(*bottle.ended_on)}}));
    return findings;
}

std::optional<Finding> too_little(const ReferenceMaterial& material, const Bottle& bottle) {
    if (bottle.stock >= material.minimum_amount) return std::nullopt;
    return Says(material, bottle)(
        "material.too_little",
        "has " + bottle.stock.text() + " " + material.amount_unit + " left, less than the smallest sample of " +
            material.minimum_amount.text() + "; open another bottle",
        "",
        {{"stock", bottle.stock.text()}, {"unit", material.amount_unit}, {"minimum", material.minimum_amount.text()}});
}

std::vector<Finding> findings_on(const ReferenceMaterial& material, const Bottle& bottle, const BottleEvent& event,
                                 std::optional<CivilDate> previous, CivilDate today) {
    const Says says(material, bottle);
    const bool opening = event.act == BottleAct::opened;
    const std::string state(to_string(bottle.state));
    if (bottle.ended_on)
        return {says("material.ended", "is " + state + " since " + to_iso(*bottle.ended_on) + "; choose another one",
                     "", {{"state", state}, {"date", to_iso(*bottle.ended_on)}})};
    if (opening && bottle.opened_on)
        return {says("material.open_already", "was opened on " + to_iso(*bottle.opened_on) + " already", "",
                     {{"opened", to_iso(*bottle.opened_on)}})};
    std::vector<Finding> findings;
    if (event.happened_on > today)
        findings.push_back({"date.future",
                            "the day " + to_iso(event.happened_on) + " has not come yet; correct it",
                            "/happened_on",
                            {{"date", to_iso(event.happened_on)}}});
    const CivilDate since = std::max(previous.value_or(bottle.received_on), bottle.received_on);
    if (event.happened_on < since)
        findings.push_back(says("material.event_before",
                                "has an entry of " + to_iso(since) + " already, this one is of " +
                                    to_iso(event.happened_on) + "; correct the day",
                                "/happened_on", {{"since", to_iso(since)}, {"date", to_iso(event.happened_on)}}));
    if (event.act == BottleAct::disposed && trimmed(event.reason).empty())
        findings.push_back({"field.missing", "say why the bottle is disposed of", "/reason", {{"field", "reason"}}});
    if (event.act == BottleAct::used)
        for (auto& finding : findings_on_use(says, material, bottle, event)) findings.push_back(std::move(finding));
    return findings;
}

Bottle after(Bottle bottle, const BottleEvent& event) {
    switch (event.act) {
        case BottleAct::opened:
            bottle.opened_on = event.happened_on;
            bottle.state = BottleState::open;
            return bottle;
        case BottleAct::used:
            bottle.stock = bottle.stock - event.amount.value();
            return bottle;
        case BottleAct::used_up:
        case BottleAct::disposed:
            bottle.state = event.act == BottleAct::used_up ? BottleState::used_up : BottleState::disposed;
            bottle.ended_on = event.happened_on;
            bottle.stock = Decimal();
            return bottle;
    }
    throw std::logic_error("no such act");
}

}  // namespace chuan::equipment
