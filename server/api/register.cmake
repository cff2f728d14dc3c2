# The register: organisations, instruments, standards, procedures, documents, orders, imports, tasks.
set(register_sources
    register_json.cpp organisations.cpp instruments.cpp instrument_history.cpp standards.cpp standard_certificate_json.cpp materials.cpp material_json.cpp procedures.cpp catalogue.cpp procedure_json.cpp procedure_method.cpp
    procedure_trial.cpp procedure_changes.cpp trial_standard_json.cpp documents.cpp orders.cpp imports.cpp
    tasks.cpp)
set(register_depends equipment procedures quantities uncertainty reports/pdf server/catalogue server/services)
