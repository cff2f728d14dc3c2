#pragma once

#include <pugixml.hpp>

#include "certificates/content.h"

namespace chuan::reports::dcc {

void add_administrative_data(pugi::xml_node root, const certificates::CertificateContent&);
/// This program, as what computed and wrote.
void add_software(pugi::xml_node list, const certificates::CertificateContent&);
void add_statements(pugi::xml_node administrative_data, const certificates::CertificateContent&);
void add_measurement_results(pugi::xml_node root, const certificates::CertificateContent&);
/// The columns of a table as lists of equal length; a row that lacks a figure begins a list of its own.
void add_result_lists(pugi::xml_node data, const certificates::CertificateContent&, const certificates::ResultTable&);

/// The ids that results refer to.
constexpr const char* kTraceableId = "toSI";
constexpr const char* kDecisionRuleId = "decisionRule";
bool states_traceability(const certificates::CertificateContent&);
bool states_decision_rule(const certificates::CertificateContent&);

}  // namespace chuan::reports::dcc
