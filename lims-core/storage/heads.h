#pragma once

// Tree heads: in the table tree_head, and as files in folders outside the database (heads.to), one per body and size.
// Who signs and who checks a signature is given by the server: there are no keys here.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "people/actor.h"
#include "people/scope.h"
#include "storage/connection.h"
#include "storage/database.h"
#include "trail/tree_head.h"

namespace chuan::storage {

/// What this installation is called in its heads; made at the first call (init), the same for ever.
std::string make_installation_identity(Transaction& transaction);
/// Throws Error(unavailable, "installation.unnamed") before that.
std::string installation_identity(Transaction& transaction);

/// Every body, and 0 for the rows that all bodies share.
std::vector<BodyId> chains(Transaction& transaction);
/// What there is to sign for a chain now.
trail::TreeHead head_of(Transaction& transaction, BodyId chain, Moment now);
/// Keeps a signed head beside the trail; one of the same size stays as it is.
void add_head(Transaction& transaction, const trail::SignedHead& head);
/// Kept heads with first <= size <= last, in order.
std::vector<trail::SignedHead> heads_between(Transaction& transaction, BodyId chain, std::int64_t first,
                                             std::int64_t last);

/// A folder that receives heads; other installations may use it too.
class HeadFolder {
  public:
    explicit HeadFolder(std::filesystem::path path) : path_(std::move(path)) {}

    /// Whole and on the disk when it returns. Throws Error(unavailable, "heads.not_written").
    void write(const trail::SignedHead& head) const;

    struct File {
        BodyId chain;
        std::int64_t size;
        std::filesystem::path path;
    };
    /// Chains of an installation that have heads here. Throws Error(unavailable, "heads.not_readable"), as do the
    /// others.
    std::vector<BodyId> chains(const std::string& origin) const;
    /// In the order of their sizes.
    std::vector<File> files(const std::string& origin, BodyId chain) const;
    /// From the newest on, while go_on says so; looks at no more of them than it shows, give or take a thousand.
    void newest_first(const std::string& origin, BodyId chain, const std::function<bool(const File&)>& go_on) const;
    const std::filesystem::path& path() const noexcept { return path_; }

  private:
    std::filesystem::path folder_of(const std::string& origin, BodyId chain) const;
    std::filesystem::path path_;
};

/// Throws Error(malformed, "head.malformed") naming the file, also when it is not the head its name says.
trail::SignedHead read_head(const HeadFolder::File& file);

/// True for a head signed by a key that this installation trusts.
using HeadVerifier = std::function<bool(const trail::SignedHead&)>;

/// What a head kept outside says against the database, and that head.
struct HeadDifference {
    Finding finding;
    trail::TreeHead head;
};

/// Compares the newest head of every chain in each folder with the database: what it has lost ("trail.behind_head"),
/// what was rewritten ("trail.head_differs"), numbers given out that it does not know ("trail.number_behind"), heads
/// that no trusted key signed ("trail.head_unverified"), files that are no heads ("head.malformed"). Empty: the
/// database may be written. Losses that were accounted for count no more. Throws as HeadFolder::files.
std::vector<HeadDifference> compare_with_heads(Database& database, const std::vector<HeadFolder>& folders,
                                               const HeadVerifier& is_trusted);

/// The recorded decision that lets a restored database go on: what was done after its own last act and before the head
/// is lost, and why. Numbers that the head knows to have been given out are not given out again.
void account_for_lost_acts(Transaction& transaction, people::Scope scope, const people::Person& actor,
                           const trail::TreeHead& head, std::string_view reason, Moment now);
/// True when such a decision, later than the head, covers it.
bool is_accounted_for(Transaction& transaction, const trail::TreeHead& head);

}  // namespace chuan::storage
