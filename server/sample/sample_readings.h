#pragma once

// What the people of the sample laboratory would read and answer at a sheet: the same each time it is made.

#include <string>
#include <vector>

#include "operations/load_sheet.h"
#include "operations/record_conditions.h"
#include "operations/record_readings.h"
#include "server/sample/sample_data.h"

namespace chuan::server::sample {

/// Odd days are the second technician's.
std::string technician(int day);

/// Key of an entry of this job.
std::string key_of(const SampleJob&, const std::string& what);

/// Every cell of the sheet, as found; the first half of them for a job that is in work.
std::vector<operations::ReadingEntry> readings_of(const SampleJob&, const SampleMethod&, const operations::Sheet&,
                                                  Moment);
/// Every operation that asks, passed.
std::vector<operations::CheckEntry> checks_of(const SampleJob&, const operations::Sheet&);

/// Throws what was refused.
template <class Answer>
void taken(const std::vector<Answer>& answers) {
    for (const auto& answer : answers)
        if (answer.outcome == operations::EntryOutcome::refused) operations::refuse(answer.findings);
}

}  // namespace chuan::server::sample
