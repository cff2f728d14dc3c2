#pragma once

#include <filesystem>
#include <string>

#include "storage/database.h"

namespace chuan::storage {

/// Where documents lie beside an SQLite database: FOLDER/documents.
std::filesystem::path documents_folder(const Database&);

/// The folder has everything that a hash can ask for.
bool is_laid_out(const std::filesystem::path& documents);

/// Why documents that were stored cannot be read now: their folder is gone, or nothing is in it where its disk is not
/// mounted. Empty when it is there, when nothing was stored yet, and on PostgreSQL.
std::string trouble_of_documents(Database&);

}  // namespace chuan::storage
