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

void read_channels(XmlElement& root, Procedure& procedure) {
    XmlElement channels = root.child("channels");
    channels.allow({"sequence"}, {"channel"});
    for (XmlElement& element : channels.children("channel", 1)) {
        element.allow({"id", "of", "unit", "repeats", "decimals", "range", "margin_percent", "low", "high", "vi", "en"},
                      {});
        Channel channel;
        channel.id = element.identifier("id");
        channel.name = read_text(element);
        channel.of =
            element.choice<Channel::Of>("of", {{"item", Channel::Of::item}, {"standard", Channel::Of::standard}});
        channel.unit = read_unit(element, true);
        channel.repeats = element.integer("repeats", 1, 100);
        channel.decimals = element.optional_integer("decimals", 0, 12);
        read_bounds(element, channel);
        procedure.channels.push_back(std::move(channel));
    }
    if (channels.has("sequence")) procedure.sequence = channels.words("sequence");
}

void read_points(XmlElement& root, Procedure& procedure) {
    XmlElement points = root.child("points");
    points.allow({"agreed"}, {"point"});
    procedure.points_may_be_agreed = points.choice<bool>("agreed", {{"refused", false}, {"allowed", true}});
    for (XmlElement& element : points.children("point", 1)) {
        element.allow({"id", "group", "nominal", "percent", "direction", "vi", "en"}, {});
        ProcedurePoint point{element.identifier("id"), {}, {}, Decimal{}, {}};
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
        procedure.points.push_back(std::move(point));
    }
}

void read_operations(XmlElement& root, Procedure& procedure) {
    auto operations = root.optional_child("operations");
    if (procedure.kind == Kind::verification && !operations)
        root.report("a verification lacks <operations>", "list them in the order of the bench");
    if (!operations) return;
    operations->allow({}, {"operation"});
    for (XmlElement& element : operations->children("operation", 1)) {
        element.allow({"id", "rule", "group", "limit", "vi", "en"}, {});
        Operation operation;
        operation.id = element.identifier("id");
        operation.name = read_text(element);
        operation.rule = element.choice<Operation::Rule>("rule", {{"check", Operation::Rule::check},
                                                                  {"errors", Operation::Rule::errors},
                                                                  {"hysteresis", Operation::Rule::hysteresis}});
        if (operation.rule == Operation::Rule::errors) operation.group = element.identifier("group");
        if (operation.rule != Operation::Rule::check) operation.limit = element.identifier("limit");
        if (operation.rule != Operation::Rule::errors && element.has("group"))
            element.report("only an operation on errors has a group", "remove group");
        if (operation.rule == Operation::Rule::check && element.has("limit"))
            element.report("a check answered yes or no has no limit", "remove limit");
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

void read_sheet(XmlElement& root, Procedure& procedure) {
    read_modes(root, procedure);
    read_channels(root, procedure);
    read_points(root, procedure);
    read_operations(root, procedure);
}

}  // namespace chuan::procedures
