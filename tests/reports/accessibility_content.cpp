// The content of pages: everything painted is an artifact or has a number that the structure knows.

#include <map>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

#include "accessibility.h"

namespace chuan::reports::examples {
namespace {

using Handle = QPDFObjectHandle;

const std::set<std::string> kPainting{"Tj", "TJ", "'",  "\"", "f", "F",  "f*", "B",
                                      "B*", "b",  "b*", "S",  "s", "sh", "Do", "EI"};
const std::set<std::string> kText{"Tj", "TJ", "'", "\""};

class Walker : public Handle::ParserCallbacks {
  public:
    Walker(Handle page, int number)
        : fonts_(page.getKey("/Resources").getKey("/Font")), where_("page " + std::to_string(number)) {}

    void handleObject(Handle object) override {
        if (!object.isOperator()) {
            operands_.push_back(object);
            return;
        }
        const std::string op = object.getOperatorValue();
        if (op == "BMC" || op == "BDC") begin();
        if (op == "EMC") end();
        if (op == "Tf" && operands_.size() == 2) set_font(operands_[0].getName());
        if (kPainting.contains(op)) paint(op);
        operands_.clear();
    }
    void handleEOF() override {
        if (!open_.empty()) fault("01-005", "a sequence of marked content is not closed");
    }

    Sequences result;

  private:
    struct Open {
        bool artifact = false, numbered = false;
        std::string language;
    };

    void begin() {
        Open open{operands_.at(0).isNameAndEquals("/Artifact"), false, {}};
        if (operands_.size() == 2 && operands_[1].isDictionary()) {
            if (Handle number = operands_[1].getKey("/MCID"); number.isInteger()) {
                open.numbered = true;
                if (!result.numbers.insert(static_cast<int>(number.getIntValue())).second)
                    fault("tree", "a number stands twice");
            }
            if (Handle language = operands_[1].getKey("/Lang"); language.isString())
                open.language = language.getStringValue();
        }
        if (open.artifact && inside(&Open::numbered)) fault("01-003", "an artifact in tagged content");
        if (open.numbered && inside(&Open::artifact)) fault("01-004", "tagged content in an artifact");
        open_.push_back(open);
    }

    void end() {
        if (open_.empty()) return fault("01-005", "the end of no sequence");
        open_.pop_back();
    }

    bool inside(bool Open::*kind) const {
        for (const Open& each : open_)
            if (each.*kind) return true;
        return false;
    }

    void set_font(const std::string& name) {
        Handle base = fonts_.getKey(name).getKey("/BaseFont");
        italic_ = base.isName() && base.getName().find("Italic") != std::string::npos;
    }

    void paint(const std::string& op) {
        if (!inside(&Open::artifact) && !inside(&Open::numbered))
            fault("01-005", op + " is neither artifact nor tagged");
        // our documents print English in italics, and nothing else
        const bool english = !open_.empty() && open_.back().language == "en";
        if (kText.contains(op) && italic_ && inside(&Open::numbered) && !english)
            fault("11-001", "English read as Vietnamese");
    }

    void fault(const char* condition, const std::string& what) {
        result.faults.push_back({condition, where_ + ": " + what});
    }

    Handle fonts_;
    std::string where_;
    std::vector<Handle> operands_;
    std::vector<Open> open_;
    bool italic_ = false;
};

}  // namespace

Sequences sequences_of(Handle page, int number) {
    Walker walker(page, number);
    QPDFPageObjectHelper(page).parseContents(&walker);
    return walker.result;
}

}  // namespace chuan::reports::examples
