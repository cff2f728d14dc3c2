#include "procedures/reader.h"

#include "base/sha256.h"
#include "procedures/reader_parts.h"

namespace chuan::procedures {
namespace {

constexpr XmlForm kForm{"procedure", "urn:chuan:procedure:1", "procedure.xsd", "procedure.malformed"};

}  // namespace

Procedure read_procedure(std::string_view bytes, std::string_view file_name) {
    if (bytes.size() > kLargestProcedureFile)
        throw Error(
            ErrorKind::too_large, "procedure.too_large",
            std::string(file_name) + ":1: the file has more than 1 MiB; a procedure needs a small part of that");
    XmlFile file(bytes, file_name, kForm);
    pugi::xml_document document;
    file.parse(document);
    file.end_if_malformed();

    Procedure procedure;
    procedure.sha256 = sha256_hex(bytes);
    XmlElement root(file, document.document_element());
    read_head(root, procedure);
    read_work(root, procedure);
    read_functions(root, procedure);
    read_judgement(root, procedure);
    check_references(root, procedure);
    read_examples(root, procedure);
    file.end_if_malformed();
    return procedure;
}

}  // namespace chuan::procedures
