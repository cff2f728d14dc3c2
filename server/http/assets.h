#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/request.h"
#include "server/http/response.h"
#include "server/http/router.h"

namespace chuan::server::http {

/// The built web interface, read into memory at start: no path of a request ever reaches the file system. Outlives the
/// router that uses it.
class Assets {
  public:
    /// Without an index.html in the folder, pages answer page_without_interface instead (HTML from the catalogue).
    Assets(const std::filesystem::path& folder, std::string page_without_interface);

    bool installed() const { return files_.contains("/index.html"); }
    /// /s/{code} and /verify, which answer verify.html whatever the code, and never tell where from.
    std::vector<Route> routes() const;
    /// For the router's fallback: a file; index.html for a page of the application; else Error(not_found).
    Response answer(const Request&) const;

  private:
    struct Encoded {
        std::string encoding;  // "br", "gzip" or "" as stored
        std::string etag;
        std::shared_ptr<const std::string> bytes;
    };
    struct File {
        std::string type, cache;
        std::vector<Encoded> forms;  // best first, plain last
    };

    void read(const std::filesystem::path& file, const std::string& address);
    Response page(const std::string& address, const Request&) const;
    static Response respond(const File&, const Request&);

    std::map<std::string, File, std::less<>> files_;
    std::string page_without_interface_;
};

/// Whether an Accept-Encoding list takes this coding (RFC 9110, 12.5.3; q=0 refuses).
bool accepts_encoding(std::string_view list, std::string_view coding);

}  // namespace chuan::server::http
