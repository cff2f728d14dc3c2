#include "procedures/reader.h"

#include "base/sha256.h"
#include "base/text.h"
#include "procedures/reader_parts.h"

namespace chuan::procedures {
namespace {

constexpr const char* kNamespace = "urn:chuan:procedure:1";

void require_plain_xml(const pugi::xml_document& document, XmlFile& file) {
    int roots = 0;
    for (const pugi::xml_node node : document.children()) {
        const std::ptrdiff_t at = node.offset_debug();
        if (node.type() == pugi::node_doctype)
            file.report(at, "the file declares a DOCTYPE", "remove it; a procedure needs none");
        else if (node.type() == pugi::node_element && ++roots > 1)
            file.report(at, "a second root element <" + std::string(node.name()) + ">", "keep one procedure per file");
        else if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata)
            file.report(at, "text outside of the root element", "remove it");
    }
    const pugi::xml_node root = document.document_element();
    if (root.empty() || std::string_view(root.name()) != "procedure")
        file.report(root.offset_debug(), "the root element is not <procedure>", "give a file of schema procedure.xsd");
    else if (std::string_view(root.attribute("xmlns").value()) != kNamespace)
        file.report(root.offset_debug(), "<procedure> is not in the namespace of this schema",
                    "write xmlns=\"" + std::string(kNamespace) + "\"");
}

void parse(pugi::xml_document& document, std::string_view bytes, XmlFile& file) {
    if (!is_utf8(bytes)) return file.report(0, "the file is not UTF-8", "save it as UTF-8");
    if (const auto nul = bytes.find('\0'); nul != std::string_view::npos)
        return file.report(static_cast<std::ptrdiff_t>(nul), "the file holds a zero byte", "save it as plain text");
    const unsigned int options = pugi::parse_default | pugi::parse_doctype | pugi::parse_fragment;
    const auto parsed = document.load_buffer(bytes.data(), bytes.size(), options, pugi::encoding_utf8);
    if (!parsed)
        return file.report(parsed.offset, std::string("no well-formed XML: ") + parsed.description(),
                           "correct it there");
    require_plain_xml(document, file);
}

void end_if_malformed(const XmlFile& file) {
    if (!file.sound()) throw Error(ErrorKind::malformed, file.findings());
}

}  // namespace

Procedure read_procedure(std::string_view bytes, std::string_view file_name) {
    if (bytes.size() > kLargestProcedureFile)
        throw Error(
            ErrorKind::too_large, "procedure.too_large",
            std::string(file_name) + ":1: the file has more than 1 MiB; a procedure needs a small part of that");
    XmlFile file(bytes, file_name);
    pugi::xml_document document;
    parse(document, bytes, file);
    end_if_malformed(file);

    Procedure procedure;
    procedure.sha256 = sha256_hex(bytes);
    XmlElement root(file, document.document_element());
    read_head(root, procedure);
    read_sheet(root, procedure);
    read_evaluation(root, procedure);
    check_references(root, procedure);
    end_if_malformed(file);
    return procedure;
}

}  // namespace chuan::procedures
