#include <algorithm>

#include "procedures/names.h"
#include "procedures/reader_parts.h"

namespace chuan::procedures {
namespace {

void read_bounds(const XmlElement& element, Channel& channel) {
    channel.low = element.optional_decimal("low");
    channel.high = element.optional_decimal("high");
    if (element.has("range")) channel.within_item_range = element.choice<bool>("range", {{"item", true}});
    if (element.has("margin_percent")) channel.margin_percent = element.number("margin_percent", 0, 50);
    if (channel.within_item_range && (channel.low || channel.high))
        element.report("channel " + channel.id + " has two kinds of bounds", "keep range=\"item\" or low and high");
    if (!channel.within_item_range && element.has("margin_percent"))
        element.report("margin_percent widens the item's range, which does not bound this channel",
                       "add range=\"item\" or remove it");
    if (channel.low && channel.high && *channel.low >= *channel.high)
        element.report("low " + channel.low->text() + " is not below high " + channel.high->text(),
                       "correct the bounds");
}

void read_channels(XmlElement& element, Function& function) {
    XmlElement channels = element.child("channels");
    channels.allow({"sequence"}, {"channel"});
    for (XmlElement& each : channels.children("channel", 1)) {
        each.allow({"id", "of", "unit", "repeats", "decimals", "range", "margin_percent", "low", "high", "vi", "en"},
                   {});
        Channel channel;
        channel.id = each.identifier("id");
        channel.name = read_text(each);
        channel.of = each.choice<Channel::Of>("of", {{"item", Channel::Of::item}, {"standard", Channel::Of::standard}});
        channel.unit = read_unit(each, true);
        channel.repeats = each.integer("repeats", 1, 100);
        channel.decimals = each.optional_integer("decimals", 0, 12);
        read_bounds(each, channel);
        function.channels.push_back(std::move(channel));
    }
    if (channels.has("sequence")) function.sequence = channels.words("sequence");
}

ProcedurePoint read_point(XmlElement& element) {
    element.allow({"id", "group", "nominal", "percent", "direction", "vi", "en"}, {"argument"});
    ProcedurePoint point{element.identifier("id"), {}, {}, Decimal{}, {}};
    for (XmlElement& argument : element.children("argument", 0)) {
        argument.allow({"name", "value"}, {});
        point.arguments.emplace(argument.identifier("name"), argument.decimal("value"));
    }
    if (element.has("group")) point.group = element.identifier("group");
    if (element.has("vi") || element.has("en")) point.name = read_text(element);
    if (element.has("direction"))
        point.direction = element.choice<std::string>("direction", {{"rising", "rising"}, {"falling", "falling"}});
    if (element.has("nominal") == element.has("percent"))
        element.report("point " + point.id + " needs either nominal or percent", "state one of the two");
    else if (element.has("nominal"))
        point.at = element.decimal("nominal");
    else
        point.at = element.number("percent", 0, 100);
    return point;
}

void read_points(XmlElement& element, Function& function) {
    XmlElement points = element.child("points");
    points.allow({"agreed"}, {"point"});
    function.points_may_be_agreed = points.choice<bool>("agreed", {{"refused", false}, {"allowed", true}});
    for (XmlElement& point : points.children("point", 1)) function.points.push_back(read_point(point));
}

void read_rule(const XmlElement& element, Operation& operation) {
    using Rule = Operation::Rule;
    operation.rule = element.choice<Rule>("rule", {{"check", Rule::check},
                                                   {"errors", Rule::errors},
                                                   {"hysteresis", Rule::hysteresis},
                                                   {"spread", Rule::spread},
                                                   {"difference", Rule::difference},
                                                   {"deviation", Rule::deviation}});
    const bool grouped = operation.rule != Rule::check && operation.rule != Rule::hysteresis;
    if (grouped) operation.group = element.identifier("group");
    if (operation.rule != Rule::check) operation.limit = element.identifier("limit");
    const bool of_one_channel = operation.rule == Rule::spread || operation.rule == Rule::deviation;
    if (of_one_channel) operation.channel = element.identifier("channel");
    if (operation.rule == Rule::difference) {
        operation.minuend = element.identifier("minuend");
        operation.subtrahend = element.identifier("subtrahend");
    }
    if (!grouped && element.has("group"))
        element.report("only an operation on errors, spread, difference or deviation has a group", "remove group");
    if (operation.rule == Rule::check && element.has("limit"))
        element.report("a check answered yes or no has no limit", "remove limit");
    if (!of_one_channel && element.has("channel"))
        element.report("only a spread or deviation names one channel", "remove channel");
    if (operation.rule != Rule::difference && (element.has("minuend") || element.has("subtrahend")))
        element.report("only a difference names two channels", "remove them");
}

void read_operations(XmlElement& root, Procedure& procedure) {
    auto operations = root.optional_child("operations");
    if (procedure.kind == Kind::verification && !operations)
        root.report("a verification lacks <operations>", "list them in the order of the bench");
    if (!operations) return;
    operations->allow({}, {"operation"});
    for (XmlElement& element : operations->children("operation", 1)) {
        element.allow({"id", "rule", "group", "limit", "channel", "minuend", "subtrahend", "vi", "en"}, {});
        Operation operation;
        operation.id = element.identifier("id");
        operation.name = read_text(element);
        read_rule(element, operation);
        procedure.operations.push_back(std::move(operation));
    }
}

void read_modes(XmlElement& root, Procedure& procedure) {
    auto modes = root.optional_child("modes");
    const bool verification = procedure.kind == Kind::verification;
    if (verification && !modes)
        root.report("a verification lacks <modes>", "add <modes allowed=\"initial periodic\"/>");
    if (!verification && modes) modes->report("only a verification has modes", "remove <modes>");
    if (!modes) return;
    modes->allow({"allowed"}, {});
    procedure.modes = read_mode_list(*modes, "allowed");
}

void read_bench(XmlElement& root, Procedure& procedure) {
    auto sheet = root.optional_child("sheet");
    if (!sheet) return;
    sheet->allow({"bench"}, {});
    procedure.bench = sheet->integer("bench", kSmallestBench, kLargestBench);
}

}  // namespace

std::vector<Mode> read_mode_list(const XmlElement& element, const char* attribute) {
    std::vector<Mode> modes;
    for (const std::string& word : element.words(attribute)) {
        const auto mode = mode_named(word);
        if (!mode || *mode == Mode::none)
            element.report("\"" + word + "\" is no mode of verification",
                           "use initial, periodic, after_repair, in_service");
        else if (std::find(modes.begin(), modes.end(), *mode) != modes.end())
            element.report("the mode " + word + " stands twice", "keep one");
        else
            modes.push_back(*mode);
    }
    return modes;
}

void read_sheet(XmlElement& element, Function& function) {
    read_channels(element, function);
    read_points(element, function);
}

void read_work(XmlElement& root, Procedure& procedure) {
    read_modes(root, procedure);
    read_bench(root, procedure);
    read_operations(root, procedure);
}

}  // namespace chuan::procedures
