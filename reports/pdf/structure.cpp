#include "reports/pdf/structure.h"

namespace chuan::reports::pdf {

int Structure::add(Role role, int parent) {
    const int index = static_cast<int>(elements.size());
    elements.at(static_cast<std::size_t>(parent)).kids.push_back({false, index});
    elements.emplace_back();
    elements.back().role = role;
    elements.back().parent = parent;
    return index;
}

int Structure::add_part(int element, int page) {
    const int index = static_cast<int>(parts.size());
    elements.at(static_cast<std::size_t>(element)).kids.push_back({true, index});
    parts.push_back({element, page, 0, 0});
    return index;
}

bool holds_content(Role role) {
    switch (role) {
        case Role::heading1:
        case Role::heading2:
        case Role::heading3:
        case Role::paragraph:
        case Role::column_head:
        case Role::row_head:
        case Role::cell:
        case Role::caption:
        case Role::figure:
            return true;
        case Role::artifact:
        case Role::document:
        case Role::table:
        case Role::table_head:
        case Role::table_body:
        case Role::row:
            return false;
    }
    return false;
}

}  // namespace chuan::reports::pdf
