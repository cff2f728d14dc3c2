#pragma once

// Certificates as a laboratory would issue them: the contents that every test of this folder draws.

#include "certificates/content.h"

namespace chuan::reports::examples {

/// A 10 kg weight against a reference weight; figures of EA-4/02 M:2022, S2.
certificates::CertificateContent weight();
/// A hand-held multimeter at 100 V DC; figures of EA-4/02 M:2022, S9 (k = 1.65).
certificates::CertificateContent multimeter();
/// A spring pressure gauge that passes its periodic verification.
certificates::CertificateContent gauge();
/// The record of the same gauge when it fails at 12 bar falling.
certificates::CertificateContent gauge_record();
/// A thermometer with two points below and above zero.
certificates::CertificateContent thermometer();
/// A table of this many rows.
certificates::CertificateContent long_table(int rows);

}  // namespace chuan::reports::examples
