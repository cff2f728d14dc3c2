#pragma once

// The sample laboratory as data (config/sample/laboratory.xml): invented people, customers, standards, instruments and
// jobs, with days counted from the day it is made.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chuan::server::sample {

struct SampleAccount {
    std::string login, name, title_vi, title_en;
    std::vector<std::string> roles, may;  // may: activities authorised for every procedure
};

struct SampleOrganisation {
    std::string key, roles, name, name_en, address;
};

struct SampleValue {
    std::string quantity, nominal, meaning, figure, uncertainty, coverage_factor, unit;
};

struct SampleSource {
    std::string standard, stated;  // one of the two
};

struct SampleCertificate {
    std::string number, issuer, traceable_to;  // issuer empty: the laboratory itself
    int calibrated = 0;                        // day
    int months = 0;                            // until due
    std::vector<SampleValue> values;
    std::vector<SampleSource> sources;
};

/// A further range or quantity of a standard or an instrument.
struct SampleRange {
    std::string quantity, low, high, unit, resolution;
};

/// The decision that a standard may be used directly for verification; days from today.
struct SampleCertification {
    std::string number, issuer, remark;
    int issued = 0;
    std::optional<int> until{};
};

struct SampleStandard {
    std::string key, code, level, quantity, name_vi, name_en, holder, low, high, unit, maker, model, serial, place,
        drift, accuracy_class, lent;
    std::optional<int> interval;
    bool accepted = true;
    std::vector<SampleRange> ranges{};
    std::vector<SampleCertificate> certificates;
    std::vector<SampleCertification> certifications{};
};

struct SampleContribution {
    std::string of, quantity, uncertainty, unit, from;
};

struct SampleBottle {
    std::string key, number, stock;
    int received = 0;             // day
    std::optional<int> opened{};  // day
};

struct SampleMaterial {
    std::string code, lot, name_vi, name_en, producer, certificate, traceable_to, storage, minimum, unit;
    int issued = 0, expires = 0;  // days
    std::optional<int> days_after_opening;
    std::vector<SampleValue> values;  // nominal: a temperature in degrees Celsius
    std::vector<SampleContribution> contributions;
    std::vector<SampleBottle> bottles;
};

struct SampleUse {
    std::string role, standard, bottle;  // one of the two
};

/// How the people of the sample laboratory work after a procedure.
struct SampleMethod {
    std::string procedure;
    std::string reads;  // indications, shares, both, departures, ratio
    int parts = 1;      // of a step that are read between marks
    double scatter = 0;
    std::vector<SampleUse> uses;
};

struct SampleInstrument {
    std::string key, procedure, owner, quantity, name_vi, name_en, maker, country, model, serial, low, high, unit,
        resolution, accuracy_class, place;
    std::vector<SampleRange> ranges{};  // further ones
};

/// What was agreed for one quantity of an item that has several.
struct SampleLimits {
    std::string function, percent, digits, absolute;
};

struct SampleJob {
    int day = 0;
    std::string instrument, kind, mode, error, until, then, reason, specification, tolerance, rule, temperature;
    int then_day = 0;
    int validity_months = 0;
    bool handed_back = true;
    bool reserved = false;               // the number is given out, the document not made
    std::vector<SampleLimits> limits{};  // instead of one tolerance
};

/// Jobs received with one order and measured together; those of a bench differ in instrument and error only.
struct SampleBench {
    std::string name, until;  // in_work, or finished
    std::vector<SampleJob> jobs;
};

struct SampleData {
    std::string code, name_vi, name_en, parent_vi, parent_en, address_vi, address_en, city, phone, email, head_title_vi,
        head_title_en, registration;
    std::vector<SampleAccount> accounts;
    std::vector<SampleOrganisation> organisations;
    std::vector<SampleStandard> standards;
    std::vector<SampleMaterial> materials;
    std::vector<SampleMethod> methods;
    std::vector<SampleInstrument> instruments;
    std::vector<SampleJob> jobs;
    std::vector<SampleBench> benches;
};

/// Throws Error(malformed, "sample.malformed") for XML that cannot be read; the file ships with the program and is
/// tested.
SampleData read_sample(std::string_view xml);

}  // namespace chuan::server::sample
