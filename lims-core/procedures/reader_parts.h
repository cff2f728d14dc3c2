#pragma once

// The parts of a procedure file, each read from its element; what they find goes to the element's file.

#include "procedures/procedure.h"
#include "procedures/xml_element.h"

namespace chuan::procedures {

Text read_text(const XmlElement&);
/// A D-SI unit of the catalogue; "result" only where the caller allows it.
std::string read_unit(const XmlElement&, bool may_be_result);
/// A list of modes of verification, each once.
std::vector<Mode> read_mode_list(const XmlElement&, const char* attribute);

void read_head(XmlElement& root, Procedure&);   // reader_head.cpp: who, what, on which basis, under which conditions
void read_sheet(XmlElement& root, Procedure&);  // reader_sheet.cpp: channels, points, operations
void read_evaluation(XmlElement& root, Procedure&);  // reader_evaluation.cpp: model, policies, limits, report
void read_examples(XmlElement& root, Procedure&);    // reader_examples.cpp: worked examples, after all the rest
/// What no element can tell alone: names that refer to one another.
void check_references(const XmlElement& root, const Procedure&);  // reader_references.cpp
void check_model(const XmlElement& measurand, const Procedure&);  // reader_model.cpp

}  // namespace chuan::procedures
