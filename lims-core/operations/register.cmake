# The register: what the laboratory knows of organisations, devices, standards, procedures and documents, and how it is brought in.
set(register_sources
    register_organisations.cpp register_instruments.cpp register_standards.cpp compare_certificates.cpp standard_trends.cpp register_materials.cpp register_procedures.cpp store_document.cpp
    import_columns.cpp import_rows.cpp import_writer.cpp import_file.cpp import_check.cpp import_blocks.cpp import_register.cpp)
