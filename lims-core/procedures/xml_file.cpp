#include <algorithm>

#include "base/text.h"
#include "procedures/xml_element.h"

namespace chuan::procedures {

XmlFile::XmlFile(std::string_view bytes, std::string_view name, const XmlForm& form)
    : bytes_(bytes), name_(name), form_(form) {
    for (std::size_t at = 0; at < bytes.size(); ++at)
        if (bytes[at] == '\n') line_starts_.push_back(static_cast<std::ptrdiff_t>(at) + 1);
}

std::size_t XmlFile::line(std::ptrdiff_t offset) const {
    const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), std::max<std::ptrdiff_t>(offset, 0));
    return static_cast<std::size_t>(after - line_starts_.begin()) + 1;
}

void XmlFile::report(std::ptrdiff_t offset, const std::string& what, const std::string& remedy) {
    const std::size_t at = line(offset);
    const std::string number = std::to_string(at);
    found_.push_back({at, Finding{form_.code,
                                  name_ + ":" + number + ": " + what + "; " + remedy,
                                  {},
                                  {{"file", name_}, {"line", number}, {"what", what}, {"remedy", remedy}}}});
}

std::vector<Finding> XmlFile::findings() const {
    std::vector<Found> sorted = found_;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Found& a, const Found& b) { return a.line < b.line; });
    std::vector<Finding> findings;
    for (Found& found : sorted) findings.push_back(std::move(found.finding));
    return findings;
}

void XmlFile::end_if_malformed() const {
    if (!found_.empty()) throw Error(ErrorKind::malformed, findings());
}

void XmlFile::require_plain_xml(const pugi::xml_document& document) {
    const std::string root = "<" + std::string(form_.root) + ">";
    int roots = 0;
    for (const pugi::xml_node node : document.children()) {
        const std::ptrdiff_t at = node.offset_debug();
        if (node.type() == pugi::node_doctype)
            report(at, "the file declares a DOCTYPE", "remove it; a file of this kind needs none");
        else if (node.type() == pugi::node_element && ++roots > 1)
            report(at, "a second root element <" + std::string(node.name()) + ">", "keep one " + root + " per file");
        else if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata)
            report(at, "text outside of the root element", "remove it");
    }
    const pugi::xml_node found = document.document_element();
    if (found.empty() || std::string_view(found.name()) != form_.root)
        report(found.offset_debug(), "the root element is not " + root,
               "give a file of schema " + std::string(form_.schema));
    else if (std::string_view(found.attribute("xmlns").value()) != form_.space)
        report(found.offset_debug(), root + " is not in the namespace of this schema",
               "write xmlns=\"" + std::string(form_.space) + "\"");
}

void XmlFile::parse(pugi::xml_document& document) {
    if (!is_utf8(bytes_)) return report(0, "the file is not UTF-8", "save it as UTF-8");
    if (const auto nul = bytes_.find('\0'); nul != std::string_view::npos)
        return report(static_cast<std::ptrdiff_t>(nul), "the file holds a zero byte", "save it as plain text");
    const unsigned int options = pugi::parse_default | pugi::parse_doctype | pugi::parse_fragment;
    const auto parsed = document.load_buffer(bytes_.data(), bytes_.size(), options, pugi::encoding_utf8);
    if (!parsed)
        return report(parsed.offset, std::string("no well-formed XML: ") + parsed.description(), "correct it there");
    require_plain_xml(document);
}

}  // namespace chuan::procedures
