#include "reports/pdf/tagging.h"

#include <memory>
#include <stdexcept>

#include "reports/pdf/canvas.h"

namespace chuan::reports::pdf {
namespace {

using Handle = QPDFObjectHandle;

Handle name(const char* text) { return Handle::newName(text); }

/// All are standard types, so that no role map is needed.  Source: ISO 32000-1, 14.8.4.
const char* type_of(Role role) {
    switch (role) {
        case Role::document:
            return "/Document";
        case Role::heading1:
            return "/H1";
        case Role::heading2:
            return "/H2";
        case Role::heading3:
            return "/H3";
        case Role::paragraph:
            return "/P";
        case Role::table:
            return "/Table";
        case Role::table_head:
            return "/THead";
        case Role::table_body:
            return "/TBody";
        case Role::row:
            return "/TR";
        case Role::column_head:
        case Role::row_head:
            return "/TH";
        case Role::cell:
            return "/TD";
        case Role::caption:
            return "/Caption";
        case Role::figure:
            return "/Figure";
        case Role::artifact:
            break;
    }
    throw std::logic_error("an artifact has no place in the structure");
}

/// An empty cell keeps its place in the row; any other element without content is left out.
std::vector<bool> kept(const Structure& structure) {
    std::vector<bool> keep(structure.elements.size());
    for (std::size_t i = keep.size(); i-- > 0;) {
        const Element& element = structure.elements[i];
        keep[i] = i == 0 || element.role == Role::cell;
        for (const Kid& kid : element.kids)
            keep[i] = keep[i] || kid.is_part || keep[static_cast<std::size_t>(kid.index)];
    }
    return keep;
}

class Writer {
  public:
    Writer(QPDF& pdf, const Rendered& rendered)
        : pdf_(pdf), structure_(rendered.structure), height_(rendered.height), pages_(pdf.getAllPages()) {
        if (pages_.size() != rendered.words.size()) throw std::logic_error("a document has other pages than drawn");
        for (std::size_t i = 0; i < pages_.size(); ++i) mark(pages_[i], static_cast<int>(i), rendered.words[i]);
    }

    void write(Handle field) {
        root_ = pdf_.makeIndirectObject(Handle::newDictionary());
        make_elements();
        std::vector<std::vector<Handle>> owners(pages_.size());
        fill_elements(owners);
        Handle numbers = Handle::newArray();
        int next = 0;
        for (const std::vector<Handle>& each : owners) {
            numbers.appendItem(Handle::newInteger(next++));
            numbers.appendItem(pdf_.makeIndirectObject(Handle::newArray(each)));
        }
        if (field.isDictionary()) {
            field.replaceKey("/StructParent", Handle::newInteger(next));
            numbers.appendItem(Handle::newInteger(next++));
            numbers.appendItem(add_form(field));
        }
        set_root(numbers, next);
    }

  private:
    /// Source for /Tabs: ISO 14289-1, 7.18.3.
    void mark(Handle page, int index, const std::vector<std::string>& words) {
        Handle stream = page.getKey("/Contents");
        if (!stream.isStream()) throw std::logic_error("a drawn page has not one stream of content");
        const std::shared_ptr<Buffer> drawn = stream.getStreamData(qpdf_dl_generalized);
        stream.replaceStreamData(
            with_words({reinterpret_cast<const char*>(drawn->getBuffer()), drawn->getSize()}, words), Handle::newNull(),
            Handle::newNull());
        page.replaceKey("/StructParents", Handle::newInteger(index));
        page.replaceKey("/Tabs", name("/S"));
    }

    void make_elements() {
        const std::vector<bool> keep = kept(structure_);
        for (const bool each : keep)
            elements_.push_back(each ? pdf_.makeIndirectObject(Handle::newDictionary()) : Handle::newNull());
        column_head_ = pdf_.makeIndirectObject(Handle::parse("<< /O /Table /Scope /Column >>"));
        row_head_ = pdf_.makeIndirectObject(Handle::parse("<< /O /Table /Scope /Row >>"));
    }

    void fill_elements(std::vector<std::vector<Handle>>& owners) {
        for (std::size_t i = 0; i < elements_.size(); ++i) {
            if (!elements_[i].isDictionary()) continue;
            const Element& element = structure_.elements[i];
            Handle dictionary = elements_[i];
            dictionary.replaceKey("/S", name(type_of(element.role)));
            dictionary.replaceKey("/P", i == 0 ? root_ : elements_[static_cast<std::size_t>(element.parent)]);
            if (Handle kids = kids_of(element, dictionary, owners); kids.getArrayNItems() > 0)
                dictionary.replaceKey("/K", kids.getArrayNItems() == 1 ? kids.getArrayItem(0) : kids);
            if (element.role == Role::column_head) dictionary.replaceKey("/A", column_head_);
            if (element.role == Role::row_head) dictionary.replaceKey("/A", row_head_);
            if (element.role == Role::figure) describe(dictionary, element);
        }
    }

    /// Numbers of content on the element's own page, references to content on another one, child elements.
    Handle kids_of(const Element& element, Handle dictionary, std::vector<std::vector<Handle>>& owners) {
        Handle kids = Handle::newArray();
        int own_page = -1;
        for (const Kid& kid : element.kids) {
            const auto index = static_cast<std::size_t>(kid.index);
            if (!kid.is_part) {
                if (elements_[index].isDictionary()) kids.appendItem(elements_[index]);
                continue;
            }
            const Part& part = structure_.parts[index];
            const auto page = static_cast<std::size_t>(part.page);
            if (own_page < 0) dictionary.replaceKey("/Pg", pages_[page]), own_page = part.page;
            for (int mcid = part.first; mcid < part.first + part.count; ++mcid) {
                Handle number = Handle::newInteger(mcid);
                kids.appendItem(part.page == own_page ? number : reference(pages_[page], number));
                own(owners[page], static_cast<std::size_t>(mcid), dictionary);
            }
        }
        return kids;
    }

    static void own(std::vector<Handle>& owners, std::size_t number, Handle element) {
        if (owners.size() <= number) owners.resize(number + 1, Handle::newNull());
        owners[number] = element;
    }

    static Handle reference(Handle page, Handle number) {
        Handle reference = Handle::parse("<< /Type /MCR >>");
        reference.replaceKey("/Pg", page);
        reference.replaceKey("/MCID", number);
        return reference;
    }

    void describe(Handle dictionary, const Element& figure) const {
        dictionary.replaceKey("/Alt", Handle::newUnicodeString(figure.alternative));
        const Box& box = figure.box;
        Handle layout = Handle::parse("<< /O /Layout /Placement /Block >>");
        Handle corners = Handle::newArray();
        for (const double corner : {box.left, height_ - box.top - box.height, box.left + box.width, height_ - box.top})
            corners.appendItem(Handle::newReal(corner, 2));
        layout.replaceKey("/BBox", corners);
        dictionary.replaceKey("/A", layout);
    }

    /// Source: ISO 14289-1, 7.18.4.
    Handle add_form(Handle field) {
        Handle reference = Handle::parse("<< /Type /OBJR >>"), form = Handle::parse("<< /S /Form >>");
        reference.replaceKey("/Obj", field);
        reference.replaceKey("/Pg", field.getKey("/P"));
        form.replaceKey("/P", elements_.front());
        form.replaceKey("/K", reference);
        form = pdf_.makeIndirectObject(form);
        Handle kids = elements_.front().getKey("/K");
        if (!kids.isArray()) kids = Handle::newArray({kids});
        kids.appendItem(form);
        elements_.front().replaceKey("/K", kids);
        return form;
    }

    void set_root(Handle numbers, int next) {
        Handle tree = Handle::newDictionary();
        tree.replaceKey("/Nums", numbers);
        root_.replaceKey("/Type", name("/StructTreeRoot"));
        root_.replaceKey("/K", elements_.front());
        root_.replaceKey("/ParentTree", pdf_.makeIndirectObject(tree));
        root_.replaceKey("/ParentTreeNextKey", Handle::newInteger(next));
        pdf_.getRoot().replaceKey("/StructTreeRoot", root_);
        pdf_.getRoot().replaceKey("/MarkInfo", Handle::parse("<< /Marked true >>"));
    }

    QPDF& pdf_;
    const Structure& structure_;
    double height_;
    std::vector<Handle> pages_, elements_;
    Handle root_, column_head_, row_head_;
};

void erase(Handle array, const QPDFObjGen& object) {
    for (int i = array.isArray() ? array.getArrayNItems() - 1 : -1; i >= 0; --i)
        if (array.getArrayItem(i).getObjGen() == object) array.eraseItem(i);
}

}  // namespace

void tag(QPDF& pdf, const Rendered& rendered, Handle field) { Writer(pdf, rendered).write(field); }

void untag(QPDF& pdf, Handle field) {
    Handle root = pdf.getRoot().getKey("/StructTreeRoot"), place = field.getKey("/StructParent");
    if (!root.isDictionary() || !place.isInteger()) return;
    Handle tree = root.getKey("/ParentTree");
    Handle numbers = tree.isDictionary() ? tree.getKey("/Nums") : Handle::newNull();
    for (int i = numbers.isArray() ? numbers.getArrayNItems() - 2 : -1; i >= 0; i -= 2) {
        Handle key = numbers.getArrayItem(i), form = numbers.getArrayItem(i + 1);
        if (!key.isInteger() || key.getIntValue() != place.getIntValue() || !form.isDictionary()) continue;
        if (Handle parent = form.getKey("/P"); parent.isDictionary()) erase(parent.getKey("/K"), form.getObjGen());
        numbers.eraseItem(i + 1);
        numbers.eraseItem(i);
    }
}

}  // namespace chuan::reports::pdf
