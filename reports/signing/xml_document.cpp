#include "reports/signing/xml_document.h"

#include <algorithm>

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "base/error.h"

namespace chuan::reports::signing {
namespace {

const xmlChar* chars(const char* text) { return reinterpret_cast<const xmlChar*>(text); }
const char* chars(const xmlChar* text) { return reinterpret_cast<const char*>(text); }

struct ContextFreed {
    void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};
using Context = std::unique_ptr<xmlParserCtxt, ContextFreed>;

struct BufferFreed {
    void operator()(xmlOutputBuffer* buffer) const { xmlOutputBufferClose(buffer); }
};

/// What ends the reading.
struct Stop {
    bool document_type = false;
    int line = 0;
    std::string reason;  // the parser's words; empty: nothing yet
};

/// A document type, before anything in it is looked at.
void refuse_document_type(void* context, const xmlChar*, const xmlChar*, const xmlChar*) {
    auto* parser = static_cast<xmlParserCtxt*>(context);
    static_cast<Stop*>(parser->_private)->document_type = true;
    xmlStopParser(parser);
}

/// The first fault; what the parser finds after it is mostly its consequence.
void note_fault(void* context, xmlErrorPtr fault) {
    auto* stop = static_cast<Stop*>(static_cast<xmlParserCtxt*>(context)->_private);
    if (!fault || fault->level < XML_ERR_FATAL || !stop->reason.empty()) return;
    stop->line = fault->line;
    stop->reason = fault->message ? fault->message : "?";
}

/// Elements within one another, without recursion.
int depth_of(const xmlNode* root) {
    int deepest = 1, depth = 1;
    const xmlNode* node = root;
    while (node) {
        if (node->type == XML_ELEMENT_NODE && node->children) {
            node = node->children;
            deepest = std::max(deepest, ++depth);
            continue;
        }
        while (node != root && !node->next) {
            node = node->parent;
            --depth;
        }
        if (node == root) break;
        node = node->next;
    }
    return deepest;
}

Error too_deep() {
    return {ErrorKind::malformed, "xml.too_deep",
            "the XML has elements within one another more than " + std::to_string(kDeepestXml) +
                " levels deep; no certificate needs that"};
}

Error malformed(const Stop& stop) {
    std::string reason = stop.reason;
    if (reason.find("Excessive depth") != std::string::npos) return too_deep();
    while (!reason.empty() && (reason.back() == '\n' || reason.back() == '.')) reason.pop_back();
    const std::string line = std::to_string(stop.line);
    return {ErrorKind::malformed,
            "xml.malformed",
            "line " + line + ": the XML is not well-formed",
            "",
            {{"line", line}, {"reason", reason}}};
}

}  // namespace

XmlDocument parsed_xml(std::string_view bytes) {
    if (bytes.size() > kLargestXml)
        throw Error(ErrorKind::malformed, "xml.too_large", "the XML is larger than 32 MiB; give a smaller file");
    static const bool ready = (xmlInitParser(), true);
    static_cast<void>(ready);
    Stop stop;
    const Context context(xmlNewParserCtxt());
    if (!context) throw std::bad_alloc();
    context->_private = &stop;
    context->sax->internalSubset = refuse_document_type;
    context->sax->serror = note_fault;
    // HUGE: a printed page inside may be larger than the parser's own limit of a text; size and depth are limited here.
    XmlDocument document(xmlCtxtReadMemory(
        context.get(), bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE | XML_PARSE_BIG_LINES));
    if (stop.document_type)
        throw Error(ErrorKind::malformed, "xml.doctype",
                    "the XML declares a document type; remove it: certificates need none");
    if (!document || !xmlDocGetRootElement(document.get())) throw malformed(stop);
    if (depth_of(xmlDocGetRootElement(document.get())) > kDeepestXml) throw too_deep();
    return document;
}

std::string canonical(xmlDoc* document) {
    xmlChar* bytes = nullptr;
    const int size = xmlC14NDocDumpMemory(document, nullptr, XML_C14N_EXCLUSIVE_1_0, nullptr, 0, &bytes);
    if (size < 0 || !bytes)
        throw Error(ErrorKind::malformed, "xml.not_canonical", "the XML has no canonical form; it cannot be signed");
    const std::string text(chars(bytes), static_cast<std::size_t>(size));
    xmlFree(bytes);
    return text;
}

std::string canonical(xmlNode* element) {
    const auto is_within = [](void* outermost, xmlNode* node, xmlNode* parent) {
        xmlNode* at = node->type == XML_NAMESPACE_DECL ? parent : node;
        while (at && at != outermost) at = at->parent;
        return at ? 1 : 0;
    };
    const std::unique_ptr<xmlOutputBuffer, BufferFreed> out(xmlAllocOutputBuffer(nullptr));
    if (!out) throw std::bad_alloc();
    if (xmlC14NExecute(element->doc, is_within, element, XML_C14N_EXCLUSIVE_1_0, nullptr, 0, out.get()) < 0)
        throw Error(ErrorKind::malformed, "xml.not_canonical", "a part of the XML has no canonical form");
    return {chars(xmlOutputBufferGetContent(out.get())), xmlOutputBufferGetSize(out.get())};
}

bool is_element(const xmlNode* node, const char* space, const char* name) {
    return node && node->type == XML_ELEMENT_NODE && xmlStrEqual(node->name, chars(name)) && node->ns &&
           xmlStrEqual(node->ns->href, chars(space));
}

xmlNode* only_child(const xmlNode* parent, const char* space, const char* name) {
    xmlNode* found = nullptr;
    for (xmlNode* child = parent ? parent->children : nullptr; child; child = child->next) {
        if (!is_element(child, space, name)) continue;
        if (found) return nullptr;
        found = child;
    }
    return found;
}

xmlNode* last_element(const xmlNode* parent) { return xmlLastElementChild(const_cast<xmlNode*>(parent)); }

std::string attribute(const xmlNode* node, const char* name) {
    xmlChar* value = node ? xmlGetNoNsProp(node, chars(name)) : nullptr;
    const std::string text = value ? chars(value) : "";
    xmlFree(value);
    return text;
}

std::string text_of(const xmlNode* node) {
    xmlChar* content = node ? xmlNodeGetContent(node) : nullptr;
    std::string text = content ? chars(content) : "";
    xmlFree(content);
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    return text;
}

}  // namespace chuan::reports::signing
