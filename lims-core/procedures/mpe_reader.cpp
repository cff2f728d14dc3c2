#include "procedures/mpe_reader.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "procedures/names.h"
#include "procedures/xml_element.h"
#include "quantities/unit.h"

namespace chuan::procedures {
namespace {

using conformity::Confidence;
using conformity::MpeTable;
using uncertainty::Expression;

constexpr XmlForm kForm{"mpe_table", "urn:chuan:mpe:1", "mpe.xsd", "mpe.malformed"};

bool has_argument(const MpeTable& table, std::string_view name) {
    return std::ranges::any_of(table.arguments, [&](const auto& argument) { return argument.name == name; });
}

/// D-SI, or "=NAME" for the unit of an argument.
std::string read_unit_or_same(const XmlElement& element) {
    std::string unit = element.text("unit");
    if (unit.empty() || unit.front() == '=') return unit;
    try {
        return quantities::parse_unit(unit).dsi();
    } catch (const Error& error) {
        element.report(error.what(), "write it in D-SI, e.g. \\milli\\gram, or =NAME for the unit of an argument");
        return unit;
    }
}

/// An expression of the table's arguments.
Expression read_expression(const XmlElement& element, const std::string& text, const MpeTable& table) {
    try {
        Expression expression = Expression::parse(text);
        for (const auto& name : expression.variables())
            if (!has_argument(table, name))
                element.report("\"" + text + "\" names " + name, "declare it as <argument> or correct the name");
        return expression;
    } catch (const Error& error) {
        element.report("\"" + text + "\" is no expression: " + error.what(), "write e.g. 0.15+0.002*abs(t)");
        return Expression::parse("0");
    }
}

std::optional<conformity::MpeBound> read_bound(const XmlElement& element, const char* included, const char* excluded,
                                               const MpeTable& table) {
    if (element.has(included) && element.has(excluded))
        element.report(std::string(included) + " and " + excluded + " bound the same side", "keep one of them");
    for (const char* attribute : {included, excluded})
        if (const auto text = element.optional_text(attribute))
            return conformity::MpeBound{read_expression(element, *text, table), attribute == included};
    return std::nullopt;
}

conformity::MpeRange read_range(const XmlElement& element, const std::string& argument, const MpeTable& table) {
    conformity::MpeRange range{argument, read_bound(element, "from", "above", table),
                               read_bound(element, "up_to", "below", table)};
    if (const auto at = element.optional_text("at")) {
        if (range.low || range.high) element.report("at leaves no room for other bounds", "keep at or the bounds");
        range.low = range.high = conformity::MpeBound{read_expression(element, *at, table), true};
    }
    if (argument.empty() && (range.low || range.high))
        element.report("bounds without an argument", "say in <grid> over which argument the rows run");
    return range;
}

conformity::MpeRow read_row(XmlElement element, const std::string& over, std::size_t classes, const MpeTable& table) {
    element.allow({"at", "from", "above", "up_to", "below", "mpe"}, {});
    conformity::MpeRow row{read_range(element, over, table), {}};
    for (const std::string& cell : element.words("mpe")) {
        row.limits.emplace_back();
        if (cell != "-") row.limits.back() = read_expression(element, cell, table);
    }
    if (row.limits.size() != classes)
        element.report(
            "the row has " + std::to_string(row.limits.size()) + " limits for " + std::to_string(classes) + " classes",
            "write one for each class, and - where the class has none");
    return row;
}

void read_only(XmlElement element, conformity::MpeGrid& grid, const MpeTable& table) {
    element.allow({"option", "word"}, {});
    const std::string name = element.text("option"), word = element.text("word");
    const bool known = std::ranges::any_of(table.options, [&](const auto& option) {
        return option.name == name && std::ranges::find(option.words, word) != option.words.end();
    });
    if (!known) element.report("the table has no option " + name + " with the word " + word, "declare it as <option>");
    grid.only.emplace(name, word);
}

conformity::MpeGrid read_grid(XmlElement element, const MpeTable& table) {
    element.allow({"classes", "over"}, {"where", "only", "row"});
    conformity::MpeGrid grid;
    grid.classes = element.words("classes");
    if (std::set(grid.classes.begin(), grid.classes.end()).size() != grid.classes.size())
        element.report("a class stands twice", "keep one");
    const std::string over = element.optional_text("over").value_or("");
    if (!over.empty() && !has_argument(table, over))
        element.report("the table has no argument " + over, "declare it as <argument>");
    for (XmlElement where : element.children("where", 0)) {
        where.allow({"argument", "at", "from", "above", "up_to", "below"}, {});
        const std::string argument = where.text("argument");
        if (!has_argument(table, argument))
            where.report("the table has no argument " + argument, "declare it as <argument>");
        grid.where.push_back(read_range(where, argument, table));
    }
    for (const XmlElement& only : element.children("only", 0)) read_only(only, grid, table);
    for (const XmlElement& row : element.children("row", 1))
        grid.rows.push_back(read_row(row, over, grid.classes.size(), table));
    return grid;
}

conformity::MpeColumn read_column(XmlElement element, const MpeTable& table, std::set<std::string>& modes) {
    element.allow({"modes", "clause", "confidence", "note"}, {"grid"});
    conformity::MpeColumn column{
        .modes = element.words("modes"),
        .clause = element.text("clause"),
        .confidence = element.choice<Confidence>("confidence", {{"ours", Confidence::ours},
                                                                {"known", Confidence::known},
                                                                {"transcript", Confidence::transcript},
                                                                {"compared", Confidence::compared}}),
        .note = element.optional_text("note").value_or(""),
        .grids = {}};
    for (const std::string& mode : column.modes) {
        if (const auto known = mode_named(mode); !known || *known == Mode::none)
            element.report("\"" + mode + "\" is no mode of verification",
                           "use initial, periodic, after_repair, in_service");
        if (!modes.insert(mode).second) element.report("the mode " + mode + " has two columns", "keep one");
    }
    for (const XmlElement& grid : element.children("grid", 1)) column.grids.push_back(read_grid(grid, table));
    return column;
}

void read_head(XmlElement& root, MpeTable& table) {
    root.allow({"xmlns", "code", "unit", "vi", "en"}, {"source", "argument", "option", "column"});
    table.code = root.identifier("code");
    table.vi = root.text("vi");
    table.en = root.text("en");
    table.unit = read_unit_or_same(root);
    XmlElement source = root.child("source");
    source.allow({"document", "edition", "note"}, {});
    table.document = source.text("document");
    table.edition = source.text("edition");
    table.note = source.optional_text("note").value_or("");
    for (XmlElement element : root.children("argument", 0)) {
        element.allow({"name", "unit", "vi", "en"}, {});
        table.arguments.push_back(
            {element.identifier("name"), read_unit_or_same(element), element.text("vi"), element.text("en")});
    }
    for (XmlElement element : root.children("option", 0)) {
        element.allow({"name", "words", "vi", "en"}, {});
        table.options.push_back(
            {element.identifier("name"), element.words("words"), element.text("vi"), element.text("en")});
    }
}

}  // namespace

MpeTable read_mpe_table(std::string_view bytes, std::string_view file_name) {
    XmlFile file(bytes, file_name, kForm);
    pugi::xml_document document;
    file.parse(document);
    file.end_if_malformed();

    MpeTable table;
    XmlElement root(file, document.document_element());
    read_head(root, table);
    std::set<std::string> modes;
    for (const XmlElement& column : root.children("column", 1))
        table.columns.push_back(read_column(column, table, modes));
    const auto check_unit = [&](const std::string& unit) {
        if (unit.starts_with('=') && !has_argument(table, std::string_view(unit).substr(1)))
            root.report("the unit " + unit + " is that of no argument", "declare the argument");
    };
    check_unit(table.unit);
    for (const auto& argument : table.arguments) check_unit(argument.unit);
    file.end_if_malformed();
    return table;
}

}  // namespace chuan::procedures
