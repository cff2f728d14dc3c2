# The trail, documents and what works behind the requests; each area's repositories stand beside it in the same list.
set(record_sources
    recorded_tables.cpp record_hash.cpp trail_repository.cpp trail_rows.cpp whole_trail.cpp imported_rows.cpp
    heads.cpp head_folder.cpp record_verification.cpp trail_verification.cpp
    document_store.cpp document_place.cpp document_repository.cpp
    number_repository.cpp idempotency_repository.cpp task_repository.cpp outbox_repository.cpp)
set(record_depends trail people)
