#include <algorithm>

#include "operations/choices.h"
#include "operations/start_job.h"

namespace chuan::operations {
namespace {

bool same(const equipment::Need& a, const equipment::Need& b) {
    return a.quantity == b.quantity && a.unit == b.unit && a.low == b.low && a.high == b.high;
}

/// The jobs that are to be measured with the same standards; those that the procedure cannot measure ask for none.
class Together {
  public:
    Together(storage::Transaction& transaction, const people::Actor& actor, const Choices& first,
             const std::vector<JobId>& beside, const procedures::Procedure& procedure, Moment now)
        : all_{first} {
        for (const JobId job : beside) {
            if (job == first.job().id) continue;
            all_.emplace_back(transaction, actor, job, now);
            if (!all_.back().findings_on_item(procedure).empty()) all_.pop_back();
        }
    }

    std::vector<StandardOption> standards(const procedures::Procedure& procedure,
                                          const procedures::StandardNeed& need) {
        std::vector<equipment::Need> needs;
        for (const Choices& each : all_) needs.push_back(each.need_of(procedure, need));
        auto options = all_.front().options(procedure, need);
        if (all_.size() > 1)
            for (StandardOption& option : options) hold_against_all(option, {procedure, need, needs});
        return options;
    }

  private:
    struct Asked {
        const procedures::Procedure& procedure;
        const procedures::StandardNeed& need;
        const std::vector<equipment::Need>& of;  // of each item
    };

    /// What is said of every item stays with the standard, the rest goes to the items of which it is said.
    void hold_against_all(StandardOption& option, const Asked& asked) {
        std::vector<std::vector<Finding>> of;
        for (std::size_t i = 0; i < all_.size(); ++i) of.push_back(findings(option, asked, i));
        option.findings.clear();
        const auto common = [&](const Finding& finding) {
            return std::ranges::all_of(of, [&](const auto& other) {
                return std::ranges::find(other, finding.sentence, &Finding::sentence) != other.end();
            });
        };
        for (std::size_t i = 0; i < all_.size(); ++i) {
            ItemFindings own{.job = all_[i].job().id, .serial = all_[i].item().serial, .findings = {}};
            for (const Finding& finding : of[i])
                if (!common(finding))
                    own.findings.push_back(finding);
                else if (i == 0)
                    option.findings.push_back(finding);
            if (!own.findings.empty()) option.items.push_back(std::move(own));
        }
    }

    /// Items of the same need differ in one thing only: the standard may be one of them. A U that is asked at each
    /// point may differ with the points.
    std::vector<Finding> findings(const StandardOption& option, const Asked& asked, std::size_t at) {
        if (at == 0) return option.findings;
        if (asked.need.largest_uncertainty || !same(asked.of[at], asked.of.front()))
            return all_[at].option(asked.procedure, asked.need, option.standard).findings;
        auto found = option.findings;
        std::erase_if(found, [](const Finding& finding) { return finding.code == "standard.is_the_item"; });
        if (all_[at].is(option.standard)) found.push_back(is_the_item(option.standard));
        return found;
    }

    std::vector<Choices> all_;
};

}  // namespace

StartOptions start_options(storage::Transaction& transaction, const people::Actor& actor, JobId id,
                           std::optional<ProcedureVersionId> asked, const std::vector<JobId>& beside, Moment now) {
    people::require(actor, people::Permission::read_jobs);
    Choices first(transaction, actor, id, now);
    StartOptions options{.procedures = first.procedures(), .bench = {}, .chosen = asked, .roles = {}, .sensors = {}};
    if (!options.chosen && !options.procedures.empty() && options.procedures.front().findings.empty())
        options.chosen = options.procedures.front().version.id;
    options.sensors = first.sensors();
    if (!options.chosen) return options;
    const auto procedure = first.read(*options.chosen);
    options.bench = procedure.bench;
    if (!first.findings_on_item(procedure).empty()) return options;
    Together together(transaction, actor, first, beside, procedure, now);
    for (const auto& need : procedure.standards) {
        const auto asked_of = first.need_of(procedure, need);
        RoleOptions role{need, asked_of.unit.empty() ? procedure.unit : asked_of.unit, {}, {}};
        if (need.material)
            role.bottles = first.bottles(procedure, need);
        else
            role.standards = together.standards(procedure, need);
        options.roles.push_back(std::move(role));
    }
    return options;
}

}  // namespace chuan::operations
