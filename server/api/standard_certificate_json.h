#pragma once

// Certificates of standards: figures and formulas in, accepted certificates and their comparison out.

#include "equipment/standard.h"
#include "operations/compare_certificates.h"
#include "operations/standard_trends.h"
#include "server/api/register_json.h"
#include "server/json/document.h"
#include "server/json/value.h"

namespace chuan::server::api {

json::Value standard_certificate_json(Call&, Names&, const equipment::StandardCertificate&);

/// "values" and, where given, "formulas".
void read_certificate_figures(const json::Object&, equipment::StandardCertificate& into);
/// Everything but the standard and the file; due_on is what it claims.
equipment::StandardCertificate read_standard_certificate(const json::Object&);

json::Value certificate_preview_json(const operations::CertificatePreview&);
json::Value figure_trend_json(const operations::FigureTrend&);

}  // namespace chuan::server::api
