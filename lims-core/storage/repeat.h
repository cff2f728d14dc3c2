#pragma once

#include <initializer_list>
#include <string_view>

#include "storage/connection.h"

namespace chuan::storage {

/// For a row whose key was free in this transaction's view: where another connection took it meanwhile, nothing is
/// wrong with the act and the whole transaction is done anew.
inline Result execute_or_repeat(Transaction& transaction, std::string_view sql, std::initializer_list<Value> values) {
    try {
        return transaction.execute(sql, values);
    } catch (const DatabaseError& error) {
        if (error.fault() != Fault::unique) throw;
        throw DatabaseError(Fault::serialization, error.constraint(), error.what());
    }
}

}  // namespace chuan::storage
