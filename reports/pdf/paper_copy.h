#pragma once

#include <string>

namespace chuan::reports::pdf {

/// A view for paper of an issued document: its pages as they are, BẢN SAO / COPY across each, without the attached file
/// and without any claim to be an archive file. Throws Error(malformed, "document.not_pdf") for other bytes.
std::string paper_copy(const std::string& issued);

}  // namespace chuan::reports::pdf
