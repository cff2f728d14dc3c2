#include "reports/dcc_check/schema.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <set>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlschemas.h>

#include "base/error.h"

namespace chuan::reports::dcc_check {

namespace fs = std::filesystem;

/// Paths of the schema files, canonical, below the root.
struct Schemas::Folder {
    fs::path root;
    std::set<std::string> files;  // relative, with "/"

    /// The file whose path ends so, the shortest of several; empty where there is none.
    std::string ending_with(const std::string& end) const {
        std::string found;
        for (const std::string& file : files)
            if ((file == end || file.ends_with("/" + end)) && (found.empty() || file.size() < found.size()))
                found = file;
        return found;
    }
};

struct Schemas::Compiled {
    xmlSchema* schema = nullptr;
    bool is_there = false;
    std::string fault;  // why it cannot be used
    ~Compiled() { xmlSchemaFree(schema); }
};

namespace {

constexpr std::size_t kMostSchemaFiles = 10'000;
constexpr std::uintmax_t kLargestSchema = 8 * 1024 * 1024;

struct ParserFreed {
    void operator()(xmlSchemaParserCtxt* parser) const { xmlSchemaFreeParserCtxt(parser); }
    void operator()(xmlSchemaValidCtxt* validator) const { xmlSchemaFreeValidCtxt(validator); }
};

std::string sentence_of(const xmlError* error) {
    std::string sentence = error && error->message ? error->message : "";
    while (!sentence.empty() && (sentence.back() == '\n' || sentence.back() == '.')) sentence.pop_back();
    for (const char* space : {"{https://ptb.de/dcc}", "{https://ptb.de/si}", "{http://www.w3.org/2000/09/xmldsig#}"})
        for (std::size_t at; (at = sentence.find(space)) != std::string::npos;)
            sentence.erase(at, std::string_view(space).size());
    return sentence;
}

void keep_first(void* fault, xmlErrorPtr error) {
    auto& kept = *static_cast<std::string*>(fault);
    if (kept.empty() && error && error->level >= XML_ERR_ERROR) kept = sentence_of(error);
}

void add_finding(void* findings, xmlErrorPtr error) {
    const auto* node = error ? static_cast<const xmlNode*>(error->node) : nullptr;
    while (node && node->type != XML_ELEMENT_NODE) node = node->parent;
    auto& all = *static_cast<Findings*>(findings);
    if (node)
        all.add("schema.invalid", node, {{"reason", sentence_of(error)}});
    else
        all.add_at_line("schema.invalid", error ? error->line : 0, {{"reason", sentence_of(error)}});
}

/// While schemas are compiled, libxml2 asks this for files. It is one hook for the whole process, so that it is set
/// under a lock and only then; whoever reads documents meanwhile loads nothing else.
std::mutex loading;
const std::function<std::string(const std::string&)>* resolver = nullptr;

xmlParserInput* load(const char* address, const char*, xmlParserCtxt* context) {
    const std::string file = resolver && address ? (*resolver)(address) : "";
    return file.empty() ? nullptr : xmlNewInputFromFile(context, file.c_str());
}

class Loader {
  public:
    explicit Loader(const std::function<std::string(const std::string&)>& resolve)
        : lock_(loading), before_(xmlGetExternalEntityLoader()) {
        resolver = &resolve;
        xmlSetExternalEntityLoader(load);
    }
    ~Loader() {
        xmlSetExternalEntityLoader(before_);
        resolver = nullptr;
    }
    Loader(const Loader&) = delete;
    Loader& operator=(const Loader&) = delete;

  private:
    std::lock_guard<std::mutex> lock_;
    xmlExternalEntityLoader before_;
};

}  // namespace

std::string_view to_string(SchemaVerdict verdict) {
    constexpr std::array<std::string_view, 3> kWords{"valid", "invalid", "not_checked"};
    return kWords.at(static_cast<std::size_t>(verdict));
}

bool is_read(const std::string& version) {
    constexpr std::array<std::string_view, 8> kVersions{"2.4.0", "3.0.0", "3.1.0", "3.1.1",
                                                        "3.1.2", "3.2.0", "3.2.1", "3.3.0"};
    return std::ranges::find(kVersions, version) != kVersions.end();
}

Schemas::Schemas(const std::string& folder) : folder_(std::make_unique<Folder>()) {
    std::error_code fault;
    folder_->root = fs::canonical(folder, fault);
    if (!fault)
        for (auto at = fs::recursive_directory_iterator(folder_->root, fault);
             !fault && at != fs::recursive_directory_iterator() && folder_->files.size() < kMostSchemaFiles;
             at.increment(fault)) {
            std::error_code unread;
            if (at->path().extension() == ".xsd" && at->is_regular_file(unread) &&
                at->file_size(unread) <= kLargestSchema)
                folder_->files.insert(at->path().lexically_relative(folder_->root).generic_string());
        }
    if (fault || folder_->files.empty())
        throw Error(ErrorKind::unavailable, "schemas.folder",
                    "the folder " + folder + " holds no schema (.xsd); name the folder with PTB's schemas, as " +
                        "dcc/v3.3.0/dcc.xsd and si/v2.2.1/SI_Format.xsd",
                    "", {{"folder", folder}});
}

Schemas::~Schemas() = default;

const Schemas::Compiled& Schemas::compiled(const std::string& version) {
    const std::lock_guard<std::mutex> lock(mutex_);
    auto& entry = compiled_[version];
    if (entry) return *entry;
    entry = std::make_unique<Compiled>();
    std::string file = folder_->ending_with("dcc-v" + version + ".xsd");
    if (file.empty()) file = folder_->ending_with("v" + version + "/dcc.xsd");
    entry->is_there = !file.empty();
    if (!entry->is_there) return *entry;
    const std::function<std::string(const std::string&)> resolve = [&](const std::string& address) -> std::string {
        const fs::path root = folder_->root;
        std::error_code fault;
        const fs::path at = fs::weakly_canonical(address, fault);
        if (!fault && folder_->files.contains(at.lexically_relative(root).generic_string())) return at.string();
        for (std::size_t slash = 0; slash != std::string::npos;) {  // the longest end of the address that is there
            const std::string end = address.substr(slash);
            if (const std::string found = end.empty() ? "" : folder_->ending_with(end); !found.empty())
                return (root / found).string();
            slash = address.find('/', slash);
            if (slash != std::string::npos) ++slash;
        }
        return "";
    };
    const Loader loader(resolve);
    const std::unique_ptr<xmlSchemaParserCtxt, ParserFreed> parser(
        xmlSchemaNewParserCtxt((folder_->root / file).c_str()));
    if (!parser) throw std::bad_alloc();
    xmlSchemaSetParserStructuredErrors(parser.get(), keep_first, &entry->fault);
    entry->schema = xmlSchemaParse(parser.get());
    if (!entry->schema && entry->fault.empty()) entry->fault = "it cannot be read";
    return *entry;
}

SchemaVerdict Schemas::check(xmlDoc* document, const std::string& version, Findings& findings) {
    const bool is_number = !version.empty() && version.find_first_not_of("0123456789.") == std::string::npos;
    const Compiled* compiled_schema = is_number ? &compiled(version) : nullptr;
    if (!compiled_schema || !compiled_schema->is_there) {
        findings.add("schema.not_there", nullptr, {{"value", version}});
        return SchemaVerdict::not_checked;
    }
    if (!compiled_schema->schema) {
        findings.add("schema.unusable", nullptr, {{"value", version}, {"reason", compiled_schema->fault}});
        return SchemaVerdict::not_checked;
    }
    const std::unique_ptr<xmlSchemaValidCtxt, ParserFreed> validator(xmlSchemaNewValidCtxt(compiled_schema->schema));
    if (!validator) throw std::bad_alloc();
    xmlSchemaSetValidStructuredErrors(validator.get(), add_finding, &findings);
    const int result = xmlSchemaValidateDoc(validator.get(), document);
    if (result < 0) {
        findings.add("schema.unusable", nullptr, {{"value", version}, {"reason", "libxml2 gave up"}});
        return SchemaVerdict::not_checked;
    }
    return result == 0 ? SchemaVerdict::valid : SchemaVerdict::invalid;
}

}  // namespace chuan::reports::dcc_check
