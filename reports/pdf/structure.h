#pragma once

// What the drawn parts of a document are to somebody who hears it read: headings, tables with their heads, figures in
// words. Kept beside the pages while they are laid out, written into the file by `tagging`.
// Source: ISO 32000-1, 14.7 and 14.8; ISO 14289-1 (PDF/UA-1).

#include <string>
#include <vector>

namespace chuan::reports::pdf {

enum class Role {
    artifact,  // no element: what is drawn inside says nothing, or says again what was said
    document,
    heading1,
    heading2,
    heading3,
    paragraph,
    table,
    table_head,
    table_body,
    row,
    column_head,
    row_head,
    cell,
    caption,
    figure
};

/// Points from the top left corner of the page.
struct Box {
    double left = 0, top = 0, width = 0, height = 0;
};

/// An unbroken piece of what is drawn on one page, in one sequence of marked content for each change of language. Page
/// from 0; the page's own numbers of the sequences (MCID) are first, first + 1, ..., set when drawn.
struct Part {
    int element = 0, page = 0, first = 0, count = 0;
};

struct Kid {
    bool is_part = false;  // else an element
    int index = 0;
};

struct Element {
    Role role = Role::document;
    int parent = -1;
    std::vector<Kid> kids;    // in the order of reading
    std::string alternative;  // of a figure: what it shows
    Box box;                  // of a figure
};

struct Structure {
    std::vector<Element> elements{Element{}};  // the first is the document, parents stand before their children
    std::vector<Part> parts;

    int add(Role, int parent);
    int add_part(int element, int page);
};

/// Whether text stands in such an element itself, not in its children.
bool holds_content(Role);

}  // namespace chuan::reports::pdf
