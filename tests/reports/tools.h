#pragma once

// Programs that read documents as a stranger would: poppler, zbar, qpdf, xmllint.

#include <optional>
#include <string>
#include <vector>

namespace chuan::reports::examples {

struct Outcome {
    int status = -1;
    std::string output;  // standard output and error
};
Outcome run(const std::string& command);

/// A folder that goes with the test.
class Folder {
  public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string write(const std::string& name, const std::string& bytes) const;  // the path
    std::string path(const std::string& name) const { return folder_ + "/" + name; }

  private:
    std::string folder_;
};

std::string read_file(const std::string& path);
/// Text of all pages, lines as printed, no-break spaces as spaces.
std::string pdf_text(const std::string& pdf);
std::string page_text(const std::string& pdf, int page);
int page_count(const std::string& pdf);
/// What a scanner reads from this page at 150 dpi; empty: no code found.
std::string scanned(const std::string& pdf, int page);

/// The reference folder, if this machine has it.
std::optional<std::string> reference_folder();

/// The first place of `from` becomes `to`. Throws std::logic_error where there is none.
std::string changed(std::string text, const std::string& from, const std::string& to);
std::string between(const std::string& text, const std::string& begin, const std::string& end);

std::vector<std::string> words(const std::string& line);
std::vector<std::string> lines(const std::string& text);

}  // namespace chuan::reports::examples
