#include "reports/pdf/words.h"

#include <stdexcept>

namespace chuan::reports::pdf {

Runs beside(const std::string& vietnamese_text, const std::string& english_text, Style first, Style second) {
    Runs runs{{vietnamese_text, first}};
    if (!english_text.empty()) runs.push_back({"  " + english_text, second});
    return runs;
}

Runs beside(std::string_view key, Style first, Style second) { return beside(vi(key), en(key), first, second); }

Runs below(const std::string& vietnamese_text, const std::string& english_text, Style first, Style second) {
    Runs runs{{vietnamese_text, first}};
    if (!english_text.empty()) runs.push_back({"\n" + english_text, second});
    return runs;
}

Runs below(std::string_view key, Style first, Style second) { return below(vi(key), en(key), first, second); }

Runs below(const certificates::Bilingual& text, Style first, Style second) {
    return below(text.vi, text.en, first, second);
}

std::string kind_word(certificates::Kind kind) {
    switch (kind) {
        case certificates::Kind::calibration:
            return "calibration";
        case certificates::Kind::verification:
            return "verification";
        case certificates::Kind::testing:
            return "testing";
        case certificates::Kind::verification_record:
            return "verification_record";
    }
    throw std::logic_error("a kind of certificate without a word");
}

std::string activity_word(certificates::Kind kind) {
    return kind == certificates::Kind::verification_record ? "verification" : kind_word(kind);
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
    std::string text;
    for (const std::string& part : parts) {
        if (part.empty()) continue;
        if (!text.empty()) text += separator;
        text += part;
    }
    return text;
}

}  // namespace chuan::reports::pdf
