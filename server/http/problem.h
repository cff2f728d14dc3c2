#pragma once

#include <string_view>

#include "base/error.h"
#include "server/http/request.h"
#include "server/http/response.h"

namespace chuan::server::http {

class Log;

/// The one place where an error's kind becomes a status.
int status_of(ErrorKind);

/// Called inside a catch block, the one place that catches: an Error becomes its problem, anything else a 500 that is
/// logged in full and answered with the request's id as reference only.
Response problem_of_current_exception(const Request&, Log&);

}  // namespace chuan::server::http
