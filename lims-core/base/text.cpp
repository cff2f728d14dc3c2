#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace chuan {

namespace {

/// The letters of Vietnamese with marks: letter = first + combining second (canonical decomposition, Unicode 15).
struct Composition {
    char32_t letter, first, second;
};
constexpr Composition kCompositions[] = {
    // clang-format off
    {0x00C0, 0x0041, 0x0300}, {0x00C1, 0x0041, 0x0301}, {0x00C2, 0x0041, 0x0302}, {0x00C3, 0x0041, 0x0303},
    {0x00C8, 0x0045, 0x0300}, {0x00C9, 0x0045, 0x0301}, {0x00CA, 0x0045, 0x0302}, {0x00CC, 0x0049, 0x0300},
    {0x00CD, 0x0049, 0x0301}, {0x00D2, 0x004F, 0x0300}, {0x00D3, 0x004F, 0x0301}, {0x00D4, 0x004F, 0x0302},
    {0x00D5, 0x004F, 0x0303}, {0x00D9, 0x0055, 0x0300}, {0x00DA, 0x0055, 0x0301}, {0x00DD, 0x0059, 0x0301},
    {0x00E0, 0x0061, 0x0300}, {0x00E1, 0x0061, 0x0301}, {0x00E2, 0x0061, 0x0302}, {0x00E3, 0x0061, 0x0303},
    {0x00E8, 0x0065, 0x0300}, {0x00E9, 0x0065, 0x0301}, {0x00EA, 0x0065, 0x0302}, {0x00EC, 0x0069, 0x0300},
    {0x00ED, 0x0069, 0x0301}, {0x00F2, 0x006F, 0x0300}, {0x00F3, 0x006F, 0x0301}, {0x00F4, 0x006F, 0x0302},
    {0x00F5, 0x006F, 0x0303}, {0x00F9, 0x0075, 0x0300}, {0x00FA, 0x0075, 0x0301}, {0x00FD, 0x0079, 0x0301},
    {0x0102, 0x0041, 0x0306}, {0x0103, 0x0061, 0x0306}, {0x0128, 0x0049, 0x0303}, {0x0129, 0x0069, 0x0303},
    {0x0168, 0x0055, 0x0303}, {0x0169, 0x0075, 0x0303}, {0x01A0, 0x004F, 0x031B}, {0x01A1, 0x006F, 0x031B},
    {0x01AF, 0x0055, 0x031B}, {0x01B0, 0x0075, 0x031B}, {0x1EA0, 0x0041, 0x0323}, {0x1EA1, 0x0061, 0x0323},
    {0x1EA2, 0x0041, 0x0309}, {0x1EA3, 0x0061, 0x0309}, {0x1EA4, 0x00C2, 0x0301}, {0x1EA5, 0x00E2, 0x0301},
    {0x1EA6, 0x00C2, 0x0300}, {0x1EA7, 0x00E2, 0x0300}, {0x1EA8, 0x00C2, 0x0309}, {0x1EA9, 0x00E2, 0x0309},
    {0x1EAA, 0x00C2, 0x0303}, {0x1EAB, 0x00E2, 0x0303}, {0x1EAC, 0x1EA0, 0x0302}, {0x1EAD, 0x1EA1, 0x0302},
    {0x1EAE, 0x0102, 0x0301}, {0x1EAF, 0x0103, 0x0301}, {0x1EB0, 0x0102, 0x0300}, {0x1EB1, 0x0103, 0x0300},
    {0x1EB2, 0x0102, 0x0309}, {0x1EB3, 0x0103, 0x0309}, {0x1EB4, 0x0102, 0x0303}, {0x1EB5, 0x0103, 0x0303},
    {0x1EB6, 0x1EA0, 0x0306}, {0x1EB7, 0x1EA1, 0x0306}, {0x1EB8, 0x0045, 0x0323}, {0x1EB9, 0x0065, 0x0323},
    {0x1EBA, 0x0045, 0x0309}, {0x1EBB, 0x0065, 0x0309}, {0x1EBC, 0x0045, 0x0303}, {0x1EBD, 0x0065, 0x0303},
    {0x1EBE, 0x00CA, 0x0301}, {0x1EBF, 0x00EA, 0x0301}, {0x1EC0, 0x00CA, 0x0300}, {0x1EC1, 0x00EA, 0x0300},
    {0x1EC2, 0x00CA, 0x0309}, {0x1EC3, 0x00EA, 0x0309}, {0x1EC4, 0x00CA, 0x0303}, {0x1EC5, 0x00EA, 0x0303},
    {0x1EC6, 0x1EB8, 0x0302}, {0x1EC7, 0x1EB9, 0x0302}, {0x1EC8, 0x0049, 0x0309}, {0x1EC9, 0x0069, 0x0309},
    {0x1ECA, 0x0049, 0x0323}, {0x1ECB, 0x0069, 0x0323}, {0x1ECC, 0x004F, 0x0323}, {0x1ECD, 0x006F, 0x0323},
    {0x1ECE, 0x004F, 0x0309}, {0x1ECF, 0x006F, 0x0309}, {0x1ED0, 0x00D4, 0x0301}, {0x1ED1, 0x00F4, 0x0301},
    {0x1ED2, 0x00D4, 0x0300}, {0x1ED3, 0x00F4, 0x0300}, {0x1ED4, 0x00D4, 0x0309}, {0x1ED5, 0x00F4, 0x0309},
    {0x1ED6, 0x00D4, 0x0303}, {0x1ED7, 0x00F4, 0x0303}, {0x1ED8, 0x1ECC, 0x0302}, {0x1ED9, 0x1ECD, 0x0302},
    {0x1EDA, 0x01A0, 0x0301}, {0x1EDB, 0x01A1, 0x0301}, {0x1EDC, 0x01A0, 0x0300}, {0x1EDD, 0x01A1, 0x0300},
    {0x1EDE, 0x01A0, 0x0309}, {0x1EDF, 0x01A1, 0x0309}, {0x1EE0, 0x01A0, 0x0303}, {0x1EE1, 0x01A1, 0x0303},
    {0x1EE2, 0x01A0, 0x0323}, {0x1EE3, 0x01A1, 0x0323}, {0x1EE4, 0x0055, 0x0323}, {0x1EE5, 0x0075, 0x0323},
    {0x1EE6, 0x0055, 0x0309}, {0x1EE7, 0x0075, 0x0309}, {0x1EE8, 0x01AF, 0x0301}, {0x1EE9, 0x01B0, 0x0301},
    {0x1EEA, 0x01AF, 0x0300}, {0x1EEB, 0x01B0, 0x0300}, {0x1EEC, 0x01AF, 0x0309}, {0x1EED, 0x01B0, 0x0309},
    {0x1EEE, 0x01AF, 0x0303}, {0x1EEF, 0x01B0, 0x0303}, {0x1EF0, 0x01AF, 0x0323}, {0x1EF1, 0x01B0, 0x0323},
    {0x1EF2, 0x0059, 0x0300}, {0x1EF3, 0x0079, 0x0300}, {0x1EF4, 0x0059, 0x0323}, {0x1EF5, 0x0079, 0x0323},
    {0x1EF6, 0x0059, 0x0309}, {0x1EF7, 0x0079, 0x0309}, {0x1EF8, 0x0059, 0x0303}, {0x1EF9, 0x0079, 0x0303},
    // clang-format on
};

/// A byte that is no UTF-8 travels through as itself, above every code point.
constexpr char32_t kRawByte = 0x200000;

std::uint8_t octet(char c) { return static_cast<std::uint8_t>(c); }

struct Decoded {
    char32_t point;
    std::size_t length;
};

std::size_t sequence_length(std::uint8_t lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead < 0xE0) return 2;
    if (lead >= 0xE0 && lead < 0xF0) return 3;
    return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

/// How many bytes from the beginning are ASCII.
std::size_t plain_bytes(std::string_view text) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080U;
    std::size_t count = 0;
    for (std::uint64_t eight = 0; count + sizeof eight <= text.size(); count += sizeof eight) {
        std::memcpy(&eight, text.data() + count, sizeof eight);
        if ((eight & kHighBits) != 0) break;
    }
    while (count < text.size() && octet(text[count]) < 0x80) ++count;
    return count;
}

/// Shortest forms only, no surrogates, nothing above U+10FFFF.
Decoded decode(std::string_view text) {
    const std::uint8_t lead = octet(text.front());
    const std::size_t length = sequence_length(lead);
    const Decoded raw{kRawByte + lead, 1};
    if (length == 1) return {lead, 1};
    if (length == 0 || text.size() < length) return raw;
    char32_t point = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((octet(text[i]) & 0xC0U) != 0x80U) return raw;
        point = point << 6 | (octet(text[i]) & 0x3FU);
    }
    constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (point < kSmallest[length] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return raw;
    return {point, length};
}

void append(std::string& text, char32_t point) {
    const auto put = [&](char32_t bits) { text += static_cast<char>(bits); };
    if (point >= kRawByte) {
        put(point - kRawByte);
    } else if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xC0 | point >> 6), put(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        put(0xE0 | point >> 12), put(0x80 | (point >> 6 & 0x3F)), put(0x80 | (point & 0x3F));
    } else {
        put(0xF0 | point >> 18), put(0x80 | (point >> 12 & 0x3F)), put(0x80 | (point >> 6 & 0x3F));
        put(0x80 | (point & 0x3F));
    }
}

/// Combining class of the marks Vietnamese uses; 0 for everything else.
int combining_class(char32_t point) {
    switch (point) {
        case 0x300:
        case 0x301:
        case 0x302:
        case 0x303:
        case 0x306:
        case 0x309:
            return 230;
        case 0x31B:
            return 216;
        case 0x323:
            return 220;
        default:
            return 0;
    }
}

const Composition* decomposition(char32_t letter) {
    const auto at = std::lower_bound(std::begin(kCompositions), std::end(kCompositions), letter,
                                     [](const Composition& c, char32_t wanted) { return c.letter < wanted; });
    return at != std::end(kCompositions) && at->letter == letter ? at : nullptr;
}

char32_t composition(char32_t first, char32_t second) {
    for (const Composition& c : kCompositions)
        if (c.first == first && c.second == second) return c.letter;
    return 0;
}

void append_decomposed(std::u32string& points, char32_t point) {
    if (point == 0x340 || point == 0x341) point -= 0x40;  // the old Vietnamese tone marks
    if (const Composition* c = decomposition(point)) {
        append_decomposed(points, c->first);
        points += c->second;
    } else {
        points += point;
    }
}

/// Every letter taken apart; marks not yet in canonical order.
std::u32string decomposed(std::string_view text) {
    std::u32string points;
    points.reserve(text.size());
    while (!text.empty()) {
        const Decoded next = decode(text);
        append_decomposed(points, next.point);
        text.remove_prefix(next.length);
    }
    return points;
}

bool is_space(char32_t point) {
    return point == ' ' || (point >= 9 && point <= 13) || point == 0xA0 || point == 0xFEFF;
}

char32_t lowered(char32_t point) {
    if (point >= 'A' && point <= 'Z') return point + 32;
    if (point >= 0xC0 && point <= 0xDE && point != 0xD7) return point + 32;
    return point;
}

bool is_serial_separator(char32_t point) {
    return point == ' ' || point == '-' || point == '.' || point == '/' || point == '_' || point == 0x2212 ||
           (point >= 0x2010 && point <= 0x2015);
}

std::u32string folded_points(std::string_view text) {
    std::u32string points;
    bool space = false;
    for (const char32_t point : decomposed(text)) {
        if (point >= 0x300 && point < 0x370) continue;
        if (is_space(point)) {
            space = true;
            continue;
        }
        if (space && !points.empty()) points += U' ';
        space = false;
        points += point == 0x110 || point == 0x111 ? U'd' : lowered(point);
    }
    return points;
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (true) {
        text.remove_prefix(plain_bytes(text));
        if (text.empty()) return true;
        const Decoded next = decode(text);
        if (next.point >= kRawByte) return false;
        text.remove_prefix(next.length);
    }
}

std::string trimmed(std::string_view text) {
    while (!text.empty() && is_space(decode(text).point)) text.remove_prefix(decode(text).length);
    std::size_t end = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Decoded next = decode(text.substr(at));
        at += next.length;
        if (!is_space(next.point)) end = at;
    }
    return std::string(text.substr(0, end));
}

std::string composed(std::string_view text) {
    if (std::all_of(text.begin(), text.end(), [](char c) { return octet(c) < 0x80; })) return std::string(text);
    std::u32string points = decomposed(text);
    std::string result;
    for (auto letter = points.begin(); letter != points.end();) {
        auto marks = letter + 1;
        const auto end = std::find_if(marks, points.end(), [](char32_t p) { return combining_class(p) == 0; });
        std::stable_sort(marks, end, [](char32_t a, char32_t b) { return combining_class(a) < combining_class(b); });
        std::u32string kept;
        for (; marks != end; ++marks) {
            const bool blocked = !kept.empty() && combining_class(kept.back()) >= combining_class(*marks);
            const char32_t joined = blocked ? 0 : composition(*letter, *marks);
            if (joined != 0)
                *letter = joined;
            else
                kept += *marks;
        }
        append(result, *letter);
        for (const char32_t mark : kept) append(result, mark);
        letter = end;
    }
    return result;
}

std::string folded(std::string_view text) {
    std::string result;
    for (const char32_t point : folded_points(text)) append(result, point);
    return result;
}

std::string folded_serial(std::string_view text) {
    std::string result;
    for (const char32_t point : folded_points(text))
        if (!is_serial_separator(point)) append(result, point);
    return result;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (std::size_t at = text.find(separator); at != std::string_view::npos; at = text.find(separator)) {
        parts.emplace_back(text.substr(0, at));
        text.remove_prefix(at + 1);
    }
    parts.emplace_back(text);
    return parts;
}

bool starts_with(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

}  // namespace chuan
