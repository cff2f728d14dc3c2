#pragma once

// What a program can check of PDF/UA-1: the conditions of the Matterhorn protocol 1.02 that apply to files such as
// ours, each under its number; "A" are the demands of ISO 19005-3 level A, "tree" what the structure says of itself.

#include <qpdf/QPDF.hh>
#include <set>
#include <string>
#include <vector>

namespace chuan::reports::examples {

struct Fault {
    std::string condition;  // "01-005"
    std::string what;
};

std::vector<Fault> accessibility_faults(const std::string& pdf);
std::set<std::string> conditions(const std::vector<Fault>&);
std::string listed(const std::vector<Fault>&);

/// A sequence of marked content on a page, or what is painted outside of all.
struct Sequences {
    std::set<int> numbers;  // MCID
    std::vector<Fault> faults;
};
Sequences sequences_of(QPDFObjectHandle page, int number);

/// Faults of the fonts, the annotations and the facts of the file: all that is not the tree.
void check_file(QPDF&, std::vector<Fault>&);

}  // namespace chuan::reports::examples
