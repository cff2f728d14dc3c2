#include "procedures/reader_parts.h"

namespace chuan::procedures {
namespace {

/// What stands in each function where there are several.
constexpr const char* kOfAFunction[] = {"channels", "points", "measurand", "capability", "report"};

void read_parts(XmlElement& element, const XmlElement& root, Procedure& procedure, Function& function) {
    read_sheet(element, function);
    read_evaluation(element, root, function);
    procedure.functions.push_back(std::move(function));
}

void read_function(XmlElement& element, XmlElement& root, Procedure& procedure) {
    element.allow({"id", "quantity", "unit", "results_in", "vi", "en"},
                  {"channels", "points", "measurand", "coverage", "rounding", "capability", "report"});
    Function function;
    function.id = element.identifier("id");
    function.name = read_text(element);
    function.quantity = element.identifier("quantity");
    function.unit = read_unit(element, false);
    function.unit_of_item = element.choice<bool>("results_in", {{"unit", false}, {"item", true}});
    read_parts(element, root, procedure, function);
}

}  // namespace

void read_functions(XmlElement& root, Procedure& procedure) {
    auto elements = root.children("function", 0);
    if (elements.empty()) {
        Function only;
        only.quantity = procedure.quantity;
        only.unit = procedure.unit;
        only.unit_of_item = procedure.unit_of_item;
        return read_parts(root, root, procedure, only);
    }
    for (const char* name : kOfAFunction)
        if (auto stray = root.optional_child(name))
            stray->report("<" + std::string(name) + "> stands outside of the functions", "put it into each <function>");
    for (XmlElement& element : elements) read_function(element, root, procedure);
}

}  // namespace chuan::procedures
