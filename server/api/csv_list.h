#pragma once

// A list as a file: what the route's handler answers as JSON, page by page, in the columns of its row in the table.

#include "server/api/route.h"

namespace chuan::server::api {

/// With ?limit= the page that the JSON would hold; without it the list from ?cursor= on, up to some thousand rows, as
/// a request may neither hold a worker long nor the whole of a large register. What follows stands in the header Link
/// with rel="next". All pages of one answer are of one snapshot.
http::Response csv_of(Call& call, const CsvList& list, Handler handler);

}  // namespace chuan::server::api
