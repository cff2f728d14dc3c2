# The register: organisations, instruments, standards, procedures, documents, orders, imports, tasks.
set(register_sources
    register_json.cpp organisations.cpp instruments.cpp instrument_history.cpp standards.cpp materials.cpp procedures.cpp documents.cpp orders.cpp imports.cpp
    tasks.cpp)
set(register_depends equipment procedures quantities reports/pdf server/services)
