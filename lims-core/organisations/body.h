#pragma once

// A body is a laboratory or an authority that keeps records in this installation; every record but the shared ones
// belongs to exactly one. What its documents print about it stands here; how it works stands in body_settings.h.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/id.h"

namespace chuan::organisations {

enum class BodyKind { laboratory, authority };
std::string_view to_string(BodyKind);
std::optional<BodyKind> parse_body_kind(std::string_view);

struct Body {
    BodyId id;
    std::string code;  // short, "TTKT3"; never reused
    BodyKind kind = BodyKind::laboratory;
    std::string name_vi;
    std::string name_en;
    std::string parent_name_vi;  // letterhead: the organisation above; or empty
    std::string parent_name_en;
    std::string address_vi;
    std::string address_en;  // or empty: printed as address_vi
    std::string city;        // where and, before the date, from where certificates are issued
    std::string postcode;
    std::string country = "VN";  // ISO 3166-1, two letters
    std::string phone;
    std::string email;
    std::string website;
    std::string head_title_vi;  // above the approving signature: "GIÁM ĐỐC"
    std::string head_title_en;
    std::optional<std::string> registration_number;  // ĐK; printed only when present
    std::optional<std::string> designation_number;   // N; printed only when present
    int utc_offset_minutes = 420;                    // civil dates of the body's site
    bool is_sample = false;                          // documents carry MẪU / SAMPLE
};

/// All at once, fields as JSON pointers: code 2 to 16 of A-Z 0-9 -, both names, address and city given, country of two
/// capital letters, offset -12:00 to +14:00 in quarters, mail address or none.
std::vector<Finding> findings_on(const Body&);

/// Something before and after one @, a dot behind it, no spaces or control characters, at most 254 characters.
bool is_mail_address(std::string_view);
/// From -12:00 to +14:00 in quarters of an hour.
bool is_utc_offset(int minutes);

}  // namespace chuan::organisations
