#pragma once

// The reference materials of the sample laboratory: accepted, put on the shelf and opened by its people.

#include "server/sample/sample_work.h"

namespace chuan::server::sample {

class SampleShelf {
  public:
    /// today: the day everything is counted from; now: the last moment that may be used.
    SampleShelf(storage::Database& database, const SampleData& data, Cast& cast, CivilDate today, Moment now,
                int utc_offset_minutes)
        : database_(database), data_(data), cast_(cast), today_(today), now_(now), utc_offset_(utc_offset_minutes) {}

    void fill();

  private:
    Moment at(int day) const;
    template <class Work>
    auto act(const std::string& login, int day, Work&& work);
    void add_bottle(equipment::MaterialLotId, const SampleBottle&);

    storage::Database& database_;
    const SampleData& data_;
    Cast& cast_;
    const CivilDate today_;
    const Moment now_;
    const int utc_offset_;
};

}  // namespace chuan::server::sample
