#include <algorithm>
#include <map>
#include <set>

#include "procedures/names.h"
#include "procedures/reader_parts.h"

namespace chuan::procedures {
namespace {

/// Reports every name that an earlier element of the list already has.
void refuse_doubles(const std::vector<XmlElement>& elements, const char* attribute, const std::string& noun) {
    std::map<std::string, std::size_t> seen;
    for (const XmlElement& element : elements) {
        if (!element.has(attribute)) continue;
        const auto [before, fresh] = seen.emplace(element.text(attribute), element.line());
        if (!fresh)
            element.report(
                "the " + noun + " \"" + before->first + "\" stands already in line " + std::to_string(before->second),
                "give it another name or remove it");
    }
}

void check_sequence(const XmlElement& channels, const Function& function) {
    if (function.sequence.empty()) return;
    std::set<int> cycles;
    for (const std::string& id : function.sequence)
        if (function.channel(id) == nullptr)
            channels.report("the sequence names the channel \"" + id + "\", which is not declared",
                            "declare it or correct the name");
    for (const Channel& channel : function.channels) {
        const int each = function.readings_per_cycle(channel);
        if (std::count(function.sequence.begin(), function.sequence.end(), channel.id) == 0)
            channels.report("the sequence leaves out the channel \"" + channel.id + "\"", "put it where it is read");
        else if (channel.repeats % each != 0)
            channels.report("the channel \"" + channel.id + "\" has " + std::to_string(channel.repeats) +
                                " repeats, no whole number of cycles of " + std::to_string(each),
                            "use a multiple of " + std::to_string(each));
        cycles.insert(channel.repeats / each);
    }
    if (cycles.size() > 1)
        channels.report("the channels run through different numbers of cycles", "make their repeats agree");
}

void check_points(const XmlElement& points, const Procedure& procedure, const Function& function) {
    const auto elements = points.children("point", 0);
    for (std::size_t i = 0; i < elements.size() && i < function.points.size(); ++i) {
        const ProcedurePoint& point = function.points[i];
        if (function.unit_of_item && elements[i].has("nominal"))
            elements[i].report("a fixed nominal in the item's own unit means nothing",
                               "use percent, or results_in=\"unit\"");
        const bool judged =
            std::any_of(procedure.operations.begin(), procedure.operations.end(), [&](const Operation& operation) {
                return operation.rule != Operation::Rule::check && operation.group == point.group;
            });
        if (procedure.kind == Kind::verification && !judged)
            elements[i].report("no operation judges the point \"" + point.id + "\"",
                               "give it the group of an operation on errors");
    }
    if (function.points_may_be_agreed && procedure.kind == Kind::verification)
        points.report("the points of a verification are not agreed with the customer", "write agreed=\"refused\"");
}

bool has_pair(const Function& function) {
    const auto& points = function.points;
    return std::any_of(points.begin(), points.end(), [&](const ProcedurePoint& rising) {
        return rising.direction == "rising" &&
               std::any_of(points.begin(), points.end(), [&](const ProcedurePoint& falling) {
                   return falling.direction == "falling" && falling.at == rising.at;
               });
    });
}

void check_operation(const XmlElement& element, const Operation& operation, const Procedure& procedure) {
    const auto& functions = procedure.functions;
    const auto has_group = [&](const Function& function) {
        return std::any_of(function.points.begin(), function.points.end(),
                           [&](const ProcedurePoint& point) { return point.group == operation.group; });
    };
    for (const std::string& id : {operation.channel, operation.minuend, operation.subtrahend})
        if (!id.empty() && procedure.channel(id) == nullptr)
            element.report("the channel \"" + id + "\" is not declared",
                           "declare it in <channels> or correct the name");
    const Channel* repeated = procedure.channel(operation.channel);
    if (operation.rule == Operation::Rule::deviation && repeated != nullptr && repeated->repeats < 2)
        element.report("one reading has no standard deviation",
                       "read the channel " + operation.channel + " repeatedly");
    if (!operation.group.empty() && std::none_of(functions.begin(), functions.end(), has_group))
        element.report("no point has the group \"" + operation.group + "\"", "add points or correct the group");
    if (operation.rule == Operation::Rule::hysteresis && std::none_of(functions.begin(), functions.end(), has_pair))
        element.report("hysteresis needs a rising and a falling point at one nominal",
                       "add them or remove the operation");
    if (operation.rule != Operation::Rule::check &&
        std::none_of(procedure.limits.begin(), procedure.limits.end(),
                     [&](const LimitRow& row) { return row.of == operation.limit; }))
        element.report("no limit is of \"" + operation.limit + "\"", "add rows to <limits> or correct the name");
    if (operation.rule != Operation::Rule::check && procedure.kind != Kind::verification)
        element.report("only a verification judges errors by its own limits",
                       "leave them to the agreement with the customer");
}

void check_operations(const XmlElement& operations, const Procedure& procedure) {
    const auto elements = operations.children("operation", 0);
    refuse_doubles(elements, "id", "operation");
    for (std::size_t i = 0; i < elements.size() && i < procedure.operations.size(); ++i)
        check_operation(elements[i], procedure.operations[i], procedure);
}

void check_limit_rows(const std::vector<XmlElement>& rows, const Procedure& procedure) {
    std::map<std::string, std::size_t> cells;
    for (std::size_t i = 0; i < rows.size() && i < procedure.limits.size(); ++i) {
        const LimitRow& row = procedure.limits[i];
        for (const Mode mode : row.modes) {
            const std::string cell = row.of + (row.accuracy_class.empty() ? "" : " of class " + row.accuracy_class) +
                                     (row.from ? " from " + row.from->text() : "") +
                                     (row.to ? " to " + row.to->text() : "") + ", " + std::string(name_of(mode));
            const auto [before, fresh] = cells.emplace(cell, rows[i].line());
            if (!fresh)
                rows[i].report("the limit of " + cell + " stands already in line " + std::to_string(before->second),
                               "keep one");
            if (std::find(procedure.modes.begin(), procedure.modes.end(), mode) == procedure.modes.end())
                rows[i].report("the mode " + std::string(name_of(mode)) + " is not among <modes>",
                               "allow it there or remove it here");
        }
        if (row.tolerance.absolute && std::any_of(procedure.functions.begin(), procedure.functions.end(),
                                                  [](const Function& function) { return function.unit_of_item; }))
            rows[i].report("an absolute limit in the item's own unit means nothing",
                           "use percent_of_span, or results_in=\"unit\"");
        if (std::none_of(procedure.operations.begin(), procedure.operations.end(),
                         [&](const Operation& operation) { return operation.limit == row.of; }))
            rows[i].report("no operation uses the limits of \"" + row.of + "\"", "correct the name or remove the row");
    }
}

bool answers(const ProcedurePoint& point, const LimitRow& row) {
    return std::all_of(row.tolerance.arguments.begin(), row.tolerance.arguments.end(), [&](const auto& argument) {
        return argument.from != TableArgument::From::point || point.arguments.contains(argument.name);
    });
}

/// A point that answers for an argument of a table does so wherever that table may judge it; agreed points cannot.
void check_point_arguments(const XmlElement& limits, const Procedure& procedure) {
    for (const LimitRow& row : procedure.limits) {
        const auto asks = [](const TableArgument& each) { return each.from == TableArgument::From::point; };
        if (std::none_of(row.tolerance.arguments.begin(), row.tolerance.arguments.end(), asks)) continue;
        for (const Function& function : procedure.functions) {
            for (const ProcedurePoint& point : function.points)
                if (!answers(point, row))
                    limits.report("the point " + point.id + " states no argument for table " + row.tolerance.table,
                                  "add <argument name value/> to the point");
            if (function.points_may_be_agreed)
                limits.report("agreed points cannot state arguments of table " + row.tolerance.table,
                              "refuse agreed points, or take the argument from elsewhere");
        }
    }
}

/// Every class must have its limit in every mode: a gap would only show at the bench.
void check_limit_columns(const XmlElement& limits, const Procedure& procedure) {
    std::map<std::pair<std::string, std::string>, std::set<Mode>> columns;
    for (const LimitRow& row : procedure.limits)
        columns[{row.of, row.accuracy_class}].insert(row.modes.begin(), row.modes.end());
    for (const auto& [row, modes] : columns)
        for (const Mode mode : procedure.modes)
            if (!modes.contains(mode))
                limits.report("the limit of " + row.first + (row.second.empty() ? "" : " of class " + row.second) +
                                  " is missing for " + std::string(name_of(mode)),
                              "add the mode to a row");
}

/// A simulation of every point of every item at each key would keep the bench waiting.
void check_bench(const XmlElement& root, const Procedure& procedure) {
    if (procedure.bench && std::any_of(procedure.functions.begin(), procedure.functions.end(),
                                       [](const Function& function) { return function.simulation.has_value(); }))
        root.first("sheet").report("a simulated result takes too long for several items at once",
                                   "remove bench, or use another coverage rule");
}

void check_limits(const XmlElement& root, const Procedure& procedure) {
    const XmlElement limits = root.first("limits");
    const bool verification = procedure.kind == Kind::verification;
    if (verification && !limits.exists()) root.report("a verification lacks <limits>", "state them per class and mode");
    if (verification && !procedure.decision)
        root.report("a verification lacks <decision>", "add <decision rule=\"mpe\"/>");
    if (!verification && procedure.decision)
        root.first("decision")
            .report("only a verification states its own decision rule", "remove it; the customer agrees one");
    if (!verification && limits.exists())
        limits.report("only a verification states its own limits", "remove them; the customer agrees a specification");
    check_limit_rows(limits.children("limit", 0), procedure);
    check_limit_columns(limits, procedure);
    check_point_arguments(limits, procedure);
}

/// Ids of channels and points tell the function too: readings name nothing else.
void check_functions(const XmlElement& root, const Procedure& procedure) {
    std::vector<XmlElement> functions = root.children("function", 0);
    refuse_doubles(functions, "id", "function");
    if (functions.empty()) functions.push_back(root);
    std::vector<XmlElement> channels, points;
    for (std::size_t i = 0; i < functions.size() && i < procedure.functions.size(); ++i) {
        const Function& function = procedure.functions[i];
        for (const XmlElement& each : functions[i].first("channels").children("channel", 0)) channels.push_back(each);
        for (const XmlElement& each : functions[i].first("points").children("point", 0)) points.push_back(each);
        check_sequence(functions[i].first("channels"), function);
        check_points(functions[i].first("points"), procedure, function);
        check_model(functions[i].first("measurand"), procedure, function);
    }
    refuse_doubles(channels, "id", "channel");
    refuse_doubles(points, "id", "point");
}

}  // namespace

void check_references(const XmlElement& root, const Procedure& procedure) {
    refuse_doubles(root.first("item_kinds").children("item_kind", 0), "code", "item kind");
    refuse_doubles(root.first("conditions").children("condition", 0), "quantity", "condition on");
    refuse_doubles(root.first("standards").children("standard", 0), "role", "role");
    check_operations(root.first("operations"), procedure);
    check_bench(root, procedure);
    check_limits(root, procedure);
    check_functions(root, procedure);
}

}  // namespace chuan::procedures
