#include "tools.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include <stdlib.h>
#include <sys/wait.h>

namespace chuan::reports::examples {

Outcome run(const std::string& command) {
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    if (!pipe) throw std::runtime_error("cannot run " + command);
    Outcome outcome;
    std::array<char, 4096> part{};
    for (std::size_t count; (count = fread(part.data(), 1, part.size(), pipe)) > 0;)
        outcome.output.append(part.data(), count);
    const int status = pclose(pipe);
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return outcome;
}

Folder::Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "chuan-reports-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("no folder for the test");
    folder_ = pattern;
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::string Folder::write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path(name), std::ios::binary) << bytes;
    return path(name);
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

namespace {

std::string extracted(const std::string& pdf, const std::string& options) {
    const Folder folder;
    const Outcome outcome =
        run("pdftotext -layout " + options + " " + folder.write("a.pdf", pdf) + " " + folder.path("a.txt"));
    if (outcome.status != 0) throw std::runtime_error("pdftotext: " + outcome.output);
    std::string text = read_file(folder.path("a.txt")), plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool no_break = text.compare(i, 2, "\u00A0") == 0;
        plain += no_break ? ' ' : text[i];
        i += no_break ? 1 : 0;
    }
    return plain;
}

}  // namespace

std::string pdf_text(const std::string& pdf) { return extracted(pdf, ""); }

std::string page_text(const std::string& pdf, int page) {
    const std::string number = std::to_string(page);
    return extracted(pdf, "-f " + number + " -l " + number);
}

int page_count(const std::string& pdf) {
    const Folder folder;
    const Outcome outcome = run("qpdf --show-npages " + folder.write("a.pdf", pdf));
    return std::stoi(outcome.output);
}

std::string scanned(const std::string& pdf, int page) {
    const Folder folder;
    const std::string number = std::to_string(page);
    const Outcome drawn = run("pdftoppm -r 150 -png -singlefile -f " + number + " -l " + number + " " +
                              folder.write("a.pdf", pdf) + " " + folder.path("a"));
    if (drawn.status != 0) throw std::runtime_error("pdftoppm: " + drawn.output);
    const Outcome read = run("zbarimg -q --raw " + folder.path("a.png") + " 2>/dev/null | cat");
    std::string text = read.output;
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return read.status == 0 ? text : "";
}

std::optional<std::string> reference_folder() {
    const char* given = getenv("CHUAN_REFERENCE");
    const std::string folder = given ? given : "../shared/reference";
    return std::filesystem::exists(folder) ? std::optional(folder) : std::nullopt;
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    if (at == std::string::npos) throw std::logic_error("nothing to change: " + from);
    return text.replace(at, from.size(), to);
}

std::string between(const std::string& text, const std::string& begin, const std::string& end) {
    const std::size_t from = text.find(begin) + begin.size();
    return text.substr(from, text.find(end, from) - from);
}

std::vector<std::string> words(const std::string& line) {
    std::istringstream stream(line);
    return {std::istream_iterator<std::string>(stream), {}};
}

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> found;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) found.push_back(line);
    return found;
}

}  // namespace chuan::reports::examples
