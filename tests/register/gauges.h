#pragma once

// Registers of gauges as laboratories hand them over, and what of them a reader sees.

#include <string>

#include "storage/instrument_list.h"
#include "tests/register/house.h"

namespace chuan::test {

inline constexpr const char* kHeadings =
    "Tên phương tiện đo;Hãng sản xuất;Kiểu;Số máy;Phạm vi đo từ;Phạm vi đo đến;Đơn vị;Độ phân giải;Cấp chính xác;Chủ "
    "sở hữu;Nhóm\n";

inline std::string three_gauges() {
    return std::string("\xEF\xBB\xBF") + kHeadings +
           "Áp kế lò xo;Wika;213.53;AK-001;0;16;bar;0,2;1,6;Công ty Nước sạch;1\n"
           "Áp kế lò xo;Wika;213.53;AK-002;0;16;bar;0.2;1,6;CÔNG TY NƯỚC SẠCH;1\n"
           "\"Cân bàn \"\"lớn\"\"\";Nhơn Hòa;NHB-100;C 17;0;100;kg;\"0,05\";III;Chợ Cái Răng;2\n";
}

inline std::string many_gauges(int count) {
    std::string text = kHeadings;
    for (int i = 0; i < count; ++i)
        text += "Áp kế lò xo;Wika;213.53;SN" + std::to_string(i) + ";0;16;bar;0,2;1,6;Khách hàng " +
                std::to_string(i % 97) + ";1\n";
    return text;
}

inline std::size_t listed(storage::Transaction& t, const people::Actor& actor) {
    return storage::instrument_page(t, actor.scope(), {}, storage::InstrumentOrder::entered,
                                    date_from_iso("2026-03-02"), {}, 10'000)
        .rows.size();
}

inline std::size_t instruments(House& house) {
    return house.read([&](storage::Transaction& t) { return listed(t, house.manager); });
}

}  // namespace chuan::test
