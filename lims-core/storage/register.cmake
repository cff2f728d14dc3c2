# The laboratory's own records: one repository per noun.
set(register_sources
    words.cpp body_repository.cpp account_repository.cpp authorisation_repository.cpp organisation_repository.cpp
    instrument_repository.cpp instrument_event_repository.cpp standard_repository.cpp standard_certification_repository.cpp procedure_repository.cpp order_repository.cpp
    job_repository.cpp job_reviews.cpp job_standards.cpp job_readings.cpp job_conditions.cpp job_evaluations.cpp bench_repository.cpp certificate_repository.cpp intent_repository.cpp pending_act_repository.cpp certificate_register.cpp signing_key_repository.cpp
    import_repository.cpp material_repository.cpp register_lists.cpp instrument_list.cpp due_dates.cpp list_walk.cpp job_list.cpp body_export.cpp)
set(register_depends conformity organisations equipment procedures jobs certificates)
