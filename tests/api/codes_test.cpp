// The table of codes in openapi.yaml against the codes that the sources say: neither side may know one that the other
// does not.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>

#include <gmock/gmock.h>

namespace chuan::server::api {
namespace {

namespace fs = std::filesystem;
using Words = std::set<std::string>;

std::string text_of(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

Words all_of(const std::string& text, const char* shape) {
    const std::regex pattern(shape);
    Words found;
    for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) found.insert((*at)[1]);
    return found;
}

/// Sources whose faults end a command or the start of the server, and reach nobody who asks over the interface.
const std::set<std::string> kUnasked = {
    "lims-core/storage/head_folder.cpp",
    "lims-core/storage/heads.cpp",
    "lims-core/storage/lock_file.cpp",
    "lims-core/storage/migrator.cpp",
    "lims-core/storage/postgres_backup.cpp",
    "lims-core/storage/postgres_connection.cpp",
    "lims-core/storage/record_verification.cpp",
    "lims-core/storage/signing_key_repository.cpp",
    "lims-core/storage/sqlite_backup.cpp",
    "lims-core/storage/sqlite_database.cpp",
    "lims-core/storage/trail_verification.cpp",
    "lims-core/trail/chain.cpp",
    "lims-core/trail/tree_head.cpp",
    "reports/signing/foreign_xml.cpp",
    "reports/signing/pdf_verification.cpp",
    "reports/signing/xml_document.cpp",
    "reports/signing/xml_form.cpp",
    "reports/signing/xml_signature.cpp",
    "reports/signing/xml_verification.cpp",
    "lims-core/operations/signing_keys.cpp",
    "server/http/adapter.cpp",
    "server/outgoing/mail.cpp",
    "server/services/key_files.cpp",
    "server/services/seal_making.cpp",
    "server/services/signing_key.cpp",
};

/// The same of whole folders; a check of foreign files says what it finds on the command line.
const std::set<std::string> kUnaskedFolders = {"server/web", "server/commands", "server/sample", "reports/dcc_check"};

/// Words with a dot that are neither codes nor anything a catalogue knows.
const Words kNoCodes = {"conclusion.agreed", "import.register", "signin.unknown_names"};

/// The sources that answer a client, without comments and SQL.
std::map<std::string, std::string> sources() {
    std::map<std::string, std::string> all;
    for (const char* folder : {"lims-core", "reports", "server"})
        for (auto at = fs::recursive_directory_iterator(folder); at != fs::recursive_directory_iterator(); ++at) {
            const std::string name = at->path().generic_string();
            if (at->is_directory() && kUnaskedFolders.contains(name)) at.disable_recursion_pending();
            if ((at->path().extension() != ".cpp" && at->path().extension() != ".h") || kUnasked.contains(name))
                continue;
            std::string plain;
            std::ifstream file(at->path());
            for (std::string line; std::getline(file, line);) {
                const auto comment = line.find("//");
                plain += (comment == 0 || (comment != line.npos && line[comment - 1] == ' ') ? line.substr(0, comment)
                                                                                             : line) +
                         "\n";
            }
            all.emplace(name, std::move(plain));
        }
    return all;
}

/// What else is written with dots: keys of the texts, of the configuration and of the settings, acts of the trail.
Words other_words() {
    Words all = all_of(text_of("config/chuan.properties"), R"((?:^|\n)#?\s*([a-z_0-9]+\.[a-z_.0-9]+)\s*=)");
    for (const auto& file : fs::directory_iterator("reports/text/vi"))
        all.merge(all_of(text_of(file.path()), R"((?:^|\n)([a-z_0-9.]+)\s*=)"));
    all.merge(all_of(text_of("server/web/src/lib/messages/settings.ts"), R"('([a-z_0-9]+\.[a-z_.0-9]+)':)"));
    const std::string trail = text_of("server/web/src/lib/messages/trail.ts");
    const auto acts = trail.find("export const actions");
    all.merge(all_of(trail.substr(acts, trail.find("\n}", acts) - acts), R"('([a-z_0-9]+\.[a-z_.0-9]+)':)"));
    return all;
}

/// Whether the text before a word calls what makes a fault; a word that is also the key of a text is one there.
bool makes_a_fault(const std::string& before) {
    static const std::regex kCalls(
        R"re((ErrorKind::\w+,\s*|Finding\{\s*|\b(refuse|refused|object|fail|finding|Refusal|problem)\([^()"]*)$)re");
    return std::regex_search(before, kCalls);
}

void add_codes(const std::string& source, const Words& others, Words& codes) {
    static const std::regex kWord(R"re("([a-z][a-z_0-9]*(?:\.[a-z_0-9]+)*\.?)")re");
    static const std::regex kFile(R"(.*\.(csv|db|lock|part|pdf|xml|xsd))");
    for (std::sregex_iterator at(source.begin(), source.end(), kWord), end; at != end; ++at) {
        const std::string word = (*at)[1];
        if (word.find('.') == word.npos || word[1] == '.' ||  // i.serial: a column
            word.ends_with('.') || std::regex_match(word, kFile))
            continue;
        const auto position = static_cast<std::size_t>(at->position());
        const std::size_t begin = position < 160 ? 0 : position - 160;
        if (kNoCodes.contains(word)) continue;
        if (!others.contains(word) || makes_a_fault(source.substr(begin, position - begin))) codes.insert(word);
    }
    for (const std::string& prefix : all_of(source, R"re(ErrorKind::\w+, "([a-z_]+\.)" \+)re"))
        for (const std::string& ending : all_of(source, R"re(\brefuse\("([a-z_]+)")re")) codes.insert(prefix + ending);
}

Words described() {
    const std::string text = text_of("server/api/openapi.yaml");
    const auto begin = text.find("| status | code | when |");
    const std::string table = text.substr(begin, text.find("\nservers:", begin) - begin);
    Words codes;
    const std::regex row(R"(\n +\| [45]\d\d[\d, ]* \|([^|]+)\|)");
    for (std::sregex_iterator at(table.begin(), table.end(), row), end; at != end; ++at)
        codes.merge(all_of((*at)[1], R"(`([a-z_]+\.[a-z_.0-9]+)`)"));
    return codes;
}

TEST(Codes, AllThatAClientMayMeetAreDescribed) {
    const Words others = other_words(), table = described();
    ASSERT_GT(others.size(), 300U);
    ASSERT_GT(table.size(), 300U);
    std::size_t said = 0;
    for (const auto& [name, source] : sources()) {
        Words codes;
        add_codes(source, others, codes);
        said += codes.size();
        for (const std::string& code : codes)
            EXPECT_TRUE(table.contains(code)) << code << " of " << name << " is not in the table of openapi.yaml";
    }
    EXPECT_GT(said, 300U);
}

TEST(Codes, AllThatAreDescribedAreSaid) {
    std::string program;
    for (const auto& [name, source] : sources()) program += source;
    const auto says = [&](const std::string& word) { return program.find('"' + word + '"') != program.npos; };
    for (const std::string& code : described()) {
        const auto dot = code.find('.');  // a code may be put together: "validity." and the word of an answer
        EXPECT_TRUE(says(code) || (says(code.substr(0, dot + 1)) && says(code.substr(dot + 1)))) << code;
    }
}

TEST(Codes, SourcesThatAnswerNobodyAreThere) {
    for (const std::string& name : kUnasked) EXPECT_TRUE(fs::exists(name)) << name;
}

}  // namespace
}  // namespace chuan::server::api
