#pragma once

// The parts of a procedure file, each read from its element; what they find goes to the element's file.

#include "procedures/procedure.h"
#include "procedures/xml_element.h"

namespace chuan::procedures {

Text read_text(const XmlElement&);
/// A D-SI unit of the catalogue; "result" only where the caller allows it.
std::string read_unit(const XmlElement&, bool may_be_result);
/// "1/3" or "0.25", above 0 and at most 1; nullopt where the attribute does not stand.
std::optional<double> read_share(const XmlElement&, const char* attribute);
/// A list of modes of verification, each once.
std::vector<Mode> read_mode_list(const XmlElement&, const char* attribute);

void read_head(XmlElement& root, Procedure&);  // reader_head.cpp: who, what, on which basis, under which conditions
void read_work(XmlElement& root, Procedure&);  // reader_sheet.cpp: modes and operations
/// reader_sheet.cpp: channels and points of one function; element: the function's, or the root where it is the only
/// one.
void read_sheet(XmlElement& element, Function&);
Input read_input(XmlElement&);  // reader_input.cpp: one quantity of the model with its source
/// reader_evaluation.cpp: model, policies (its own or the root's), report.
void read_evaluation(XmlElement& element, const XmlElement& root, Function&);
void read_judgement(XmlElement& root, Procedure&);  // reader_limits.cpp: decision rule and limits
/// reader_limits.cpp: terms, side and table of one element; modes: whose columns the table must have.
Tolerance read_tolerance(XmlElement&, const std::vector<Mode>& modes);
void read_functions(XmlElement& root, Procedure&);  // reader_functions.cpp
void read_examples(XmlElement& root, Procedure&);   // reader_examples.cpp: worked examples, after all the rest
/// What no element can tell alone: names that refer to one another.
void check_references(const XmlElement& root, const Procedure&);  // reader_references.cpp
/// reader_source.cpp: what one input asks of the rest of the procedure; the channels it uses.
std::vector<std::string> check_source(const XmlElement& input, const Input&, const Procedure&, const Function&);
void check_model(const XmlElement& measurand, const Procedure&, const Function&);  // reader_model.cpp

}  // namespace chuan::procedures
