// The tree: standard types in lawful places, headings in order, tables with heads, and each piece of content once.

#include "accessibility.h"

#include <map>
#include <qpdf/QPDFObjectHandle.hh>

namespace chuan::reports::examples {
namespace {

using Handle = QPDFObjectHandle;

// ISO 32000-1, 14.8.4.3.4: what may stand in which part of a table; everything else may hold anything here.
const std::map<std::string, std::set<std::string>> kLawful{
    {"/Table", {"/Caption", "/THead", "/TBody", "/TFoot", "/TR"}},
    {"/THead", {"/TR"}},
    {"/TBody", {"/TR"}},
    {"/TFoot", {"/TR"}},
    {"/TR", {"/TH", "/TD"}}};
const std::set<std::string> kStandard{"/Document", "/Part",  "/Sect",    "/Div",    "/H1",    "/H2",  "/H3",
                                      "/H4",       "/H5",    "/H6",      "/P",      "/L",     "/LI",  "/Lbl",
                                      "/LBody",    "/Table", "/THead",   "/TBody",  "/TFoot", "/TR",  "/TH",
                                      "/TD",       "/Span",  "/Caption", "/Figure", "/Link",  "/Form"};

class Tree {
  public:
    Tree(QPDF& pdf, std::vector<Fault>& faults)
        : faults_(faults), pages_(pdf.getAllPages()), root_(pdf.getRoot().getKey("/StructTreeRoot")) {}

    void check() {
        if (!root_.isDictionary()) return fault("01-005", "no structure");
        if (root_.hasKey("/RoleMap")) fault("02-004", "standard types need no roles");
        walk(root_.getKey("/K"), root_);
        for (std::size_t i = 0; i < pages_.size(); ++i) check_page(i);
    }

  private:
    void fault(const char* condition, const std::string& what) { faults_.push_back({condition, what}); }

    void walk(Handle element, Handle parent) {
        const std::string type = element.getKey("/S").isName() ? element.getKey("/S").getName() : "";
        if (!kStandard.contains(type)) fault("02-001", "the type " + type + " is no standard one");
        if (element.getKey("/P").getObjGen() != parent.getObjGen()) fault("tree", type + " does not know its parent");
        check_place(type, parent.getKey("/S").isName() ? parent.getKey("/S").getName() : "");
        if (type.size() == 3 && type[1] == 'H' && type[2] >= '1' && type[2] <= '6') check_heading(type[2] - '0');
        if (type == "/Figure" && (!element.getKey("/Alt").isString() || element.getKey("/Alt").getUTF8Value().empty()))
            fault("13-004", "a figure without words");
        if (type == "/TH") check_scope(element);
        if (type == "/Table") check_shape(element);
        Handle kids = element.getKey("/K");
        for (Handle kid : kids.isArray() ? kids.getArrayAsVector() : std::vector<Handle>{kids}) follow(kid, element);
    }

    void follow(Handle kid, Handle element) {
        if (kid.isInteger()) return claim(element.getKey("/Pg"), kid.getIntValue(), element);
        if (!kid.isDictionary()) return;
        if (kid.getKey("/Type").isNameAndEquals("/MCR"))
            return claim(kid.getKey("/Pg"), kid.getKey("/MCID").getIntValue(), element);
        if (!kid.getKey("/Type").isNameAndEquals("/OBJR")) walk(kid, element);
    }

    void claim(Handle page, long long number, Handle element) {
        if (!claimed_[page.getObjGen()].emplace(static_cast<int>(number), element.getObjGen()).second)
            fault("tree", "content that two elements claim");
    }

    void check_place(const std::string& type, const std::string& parent) {
        const auto lawful = kLawful.find(parent);
        if (lawful != kLawful.end() && !lawful->second.contains(type)) fault("09-004", type + " in " + parent);
        for (const auto& [holder, held] : kLawful)
            if (holder == "/TR" && held.contains(type) && parent != "/TR") fault("09-004", type + " outside of a row");
    }

    void check_heading(int level) {
        if (level_ == 0 && level != 1) fault("14-002", "the first heading is H" + std::to_string(level));
        if (level_ != 0 && level > level_ + 1)
            fault("14-003", "H" + std::to_string(level) + " after H" + std::to_string(level_));
        level_ = level;
    }

    void check_scope(Handle head) {
        Handle attributes = head.getKey("/A");
        Handle scope = attributes.isDictionary() ? attributes.getKey("/Scope") : Handle::newNull();
        if (!scope.isNameAndEquals("/Column") && !scope.isNameAndEquals("/Row")) fault("15-003", "a head of nothing");
    }

    /// All rows of a table have the same number of cells; one cell at least is a head.
    void check_shape(Handle table) {
        std::vector<Handle> waiting{table};
        std::set<int> widths;
        int heads = 0;
        while (!waiting.empty()) {
            Handle kids = waiting.back().getKey("/K");
            waiting.pop_back();
            for (Handle kid : kids.isArray() ? kids.getArrayAsVector() : std::vector<Handle>{kids}) {
                if (!kid.isDictionary() || !kid.getKey("/S").isName()) continue;
                const std::string type = kid.getKey("/S").getName();
                if (type == "/THead" || type == "/TBody") waiting.push_back(kid);
                if (type != "/TR") continue;
                Handle cells = kid.getKey("/K");
                widths.insert(cells.isArray() ? cells.getArrayNItems() : 1);
                for (int i = 0; cells.isArray() && i < cells.getArrayNItems(); ++i)
                    heads += cells.getArrayItem(i).isDictionary() &&
                             cells.getArrayItem(i).getKey("/S").isNameAndEquals("/TH");
            }
        }
        if (widths.size() != 1) fault("09-004", "rows of different lengths, or none");
        if (heads == 0) fault("15-003", "a table without heads");
    }

    /// What the page paints, what the elements claim and what the parent tree says are the same.
    void check_page(std::size_t index) {
        Handle page = pages_[index];
        Sequences found = sequences_of(page, static_cast<int>(index) + 1);
        faults_.insert(faults_.end(), found.faults.begin(), found.faults.end());
        const auto& claimed = claimed_[page.getObjGen()];
        for (const int number : found.numbers)
            if (!claimed.contains(number))
                fault("01-005", "content " + std::to_string(number) + " that no element claims");
        Handle owners = owners_of(page);
        for (const auto& [number, element] : claimed) {
            if (!found.numbers.contains(number)) fault("tree", "an element claims what is not drawn");
            if (!owners.isArray() || number >= owners.getArrayNItems() ||
                owners.getArrayItem(number).getObjGen() != element)
                fault("tree", "the parent tree names another element");
        }
    }

    Handle owners_of(Handle page) {
        Handle numbers = root_.getKey("/ParentTree").getKey("/Nums"), place = page.getKey("/StructParents");
        for (int i = 0; numbers.isArray() && i + 1 < numbers.getArrayNItems(); i += 2)
            if (place.isInteger() && numbers.getArrayItem(i).getIntValue() == place.getIntValue())
                return numbers.getArrayItem(i + 1);
        return Handle::newNull();
    }

    std::vector<Fault>& faults_;
    std::vector<Handle> pages_;
    Handle root_;
    std::map<QPDFObjGen, std::map<int, QPDFObjGen>> claimed_;
    int level_ = 0;
};

}  // namespace

std::vector<Fault> accessibility_faults(const std::string& bytes) {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("document", bytes.data(), bytes.size());
    std::vector<Fault> faults;
    check_file(pdf, faults);
    Tree(pdf, faults).check();
    return faults;
}

std::set<std::string> conditions(const std::vector<Fault>& faults) {
    std::set<std::string> found;
    for (const Fault& fault : faults) found.insert(fault.condition);
    return found;
}

std::string listed(const std::vector<Fault>& faults) {
    std::string text;
    for (const Fault& fault : faults) text += fault.condition + " " + fault.what + "\n";
    return text;
}

}  // namespace chuan::reports::examples
