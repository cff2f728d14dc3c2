#pragma once

// One item, one kind of work. The states of a job and what each step asks for (ISO/IEC 17025, 7.1, 7.4, 7.5, 7.8).

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "base/id.h"
#include "jobs/order.h"
#include "jobs/reading.h"
#include "people/actor.h"
#include "procedures/procedure.h"
#include "procedures/sheet.h"

namespace chuan::jobs {

enum class State { received, in_work, held, to_review, to_issue, finished, cancelled, returned_unfinished };
enum class Place { laboratory, customer, mobile };

std::string_view to_string(State);
std::optional<State> state_from(std::string_view);
std::string_view to_string(Place);
std::optional<Place> place_from(std::string_view);

struct Job {
    JobId id{};
    std::string number{};
    OrderId order{};
    ItemId item{};
    InstrumentId instrument{};
    procedures::Kind kind = procedures::Kind::calibration;
    procedures::Mode mode = procedures::Mode::none;
    std::optional<ProcedureVersionId> procedure{};
    State state = State::received;
    bool partial = false;
    std::string state_reason{};
    Place place = Place::laboratory;
    std::string place_detail{};
    std::optional<AccountId> technician{};
    CivilDate promised_on{};
    std::optional<Moment> first_reading_at{}, last_reading_at{};  // as measured
    std::int64_t version = 1;
};

enum class AdjustmentChoice { not_adjusted, adjusted, as_found_not_applicable };
std::string_view to_string(AdjustmentChoice);
std::optional<AdjustmentChoice> adjustment_from(std::string_view);

struct Adjustment {
    AdjustmentChoice choice = AdjustmentChoice::not_adjusted;
    std::string reason{};   // as found not applicable: why; adjusted: what was done
    std::string done_by{};  // adjusted: who
    std::string consent{};  // adjusted: the customer's, how and when
    std::string seals{};    // adjusted: broken and applied
    AccountId recorded_by{};
    Moment recorded_at{};
    bool operator==(const Adjustment&) const = default;
};
std::vector<Finding> findings_on(const Adjustment&);

/// Nothing is measured as left before somebody has said what was done to the item, nor on an item that was not
/// adjusted; nothing as found where that does not apply. Codes: adjustment.first, adjustment.not_adjusted,
/// adjustment.no_as_found.
std::optional<Finding> stage_refused(procedures::Stage, const std::optional<Adjustment>&);

enum class Meaning { performed, reviewed, approved, returned };
std::string_view to_string(Meaning);
std::optional<Meaning> meaning_from(std::string_view);

/// An electronic signature with its meaning, bound to the evaluation it speaks of by that content's hash.
struct Signature {
    std::int64_t id = 0;
    int round = 1;  // a returned job begins a new round
    Meaning meaning = Meaning::performed;
    AccountId account{};
    std::string name{}, title_vi{}, title_en{};
    Moment signed_at{};
    std::string remark{};
    std::string content_sha256{};
};

/// States from which a step may be taken; throws Error(conflict, "state.wrong") naming the state and the remedy.
void require_state(const Job&, std::initializer_list<State> allowed, std::string_view act);

/// What stands against the first reading: no contract review, a review with findings, a verification for a group 2 use.
std::vector<Finding> findings_before_work(const Job&, bool group_2_use, const std::optional<ContractReview>&);

/// What stands against "performed": readings missing (unless the point is declared not measured), yes/no operations
/// without an answer, no word on adjustment, an as-left run missing after an adjustment, environment not recorded,
/// transcriptions unchecked, findings nobody judged.
struct SubmissionFacts {
    const procedures::Procedure* procedure = nullptr;
    const procedures::Evaluation* evaluation = nullptr;
    std::optional<Adjustment> adjustment{};
    bool has_as_left = false;
    std::vector<std::string> points_not_measured{};
    std::vector<std::string> environment_missing{};  // "temperature end"
    std::vector<ReadingId> unchecked_transcriptions{};
    std::vector<std::string> uncompared{};  // copied from paper beside readings: "temperature end", an operation
    std::vector<std::string> judged{};      // stored forms of the findings that somebody authorised has judged
};
std::vector<Finding> findings_on_submission(const SubmissionFacts&);

/// Who signed what in the current round.
const Signature* signature_of(std::span<const Signature>, Meaning, int round);
int current_round(std::span<const Signature>);

/// A reading of another day than the one it is entered on, or of one before reception, is a late entry; not so a
/// reading of the day on which the job's first reading was stored: the work of that day is witnessed.
bool is_late_entry(CivilDate measured_on, CivilDate entered_on, CivilDate received_on,
                   std::optional<CivilDate> first_stored_on);

}  // namespace chuan::jobs
