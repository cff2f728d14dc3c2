#include "storage/postgres_database.h"

#include "base/error.h"
#include "storage/postgres_connection.h"

namespace chuan::storage {

PostgresDatabase::PostgresDatabase(const DatabaseOptions& options)
    : write_(options.write),
      connections_(options.connections, options.wait, [address = options.address, write = options.write] {
          return std::make_unique<PostgresConnection>(address, write);
      }) {
    const Lease first = reader();  // says at once what is wrong with the address
}

Database::Lease PostgresDatabase::writer() {
    if (!write_) throw Error(ErrorKind::unavailable, "database.read_only", "the database was opened for reading only");
    require_writable();
    return Lease(*this, connections_.take(), true);
}

Database::Lease PostgresDatabase::reader() { return Lease(*this, connections_.take(), false); }

void PostgresDatabase::give_back(std::unique_ptr<Connection> connection, bool, bool broken) noexcept {
    connections_.give_back(std::move(connection), broken);
}

}  // namespace chuan::storage
