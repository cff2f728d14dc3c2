set(validation_cases models inputs reporting decisions fits quality tables)
list(TRANSFORM validation_cases PREPEND ${PROJECT_SOURCE_DIR}/config/validation/)
list(TRANSFORM validation_cases APPEND .json)
list(JOIN validation_cases ":" validation_list)
add_custom_command(OUTPUT validation_files.cpp
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=validation_files.cpp -DHEADER=server/api/validation.h
            -DFUNCTION=chuan::server::api::validation_files "-DFILES=${validation_list}" -P ${PROJECT_SOURCE_DIR}/scripts/cmake/embed.cmake
    DEPENDS ${PROJECT_SOURCE_DIR}/scripts/cmake/embed.cmake ${validation_cases}
    VERBATIM)

# The cases of chuan evaluate: a library of their own, so that their fuzzer needs nothing else of the server.
chuan_library(server_cases
    SOURCES case_input.cpp decision_cases.cpp fit_cases.cpp input_cases.cpp reporting_cases.cpp score_cases.cpp chart_cases.cpp interval_cases.cpp
            property_cases.cpp model_cases.cpp evaluation_case.cpp model_json.cpp numbers_json.cpp finding_json.cpp
    DEPENDS base quantities uncertainty conformity equipment procedures quality server/json)

# Certificates, the public answers, the trail and evaluations.
set(certificate_sources
    certificate_json.cpp certificates.cpp chain_json.cpp evaluations.cpp
    html.cpp issuing.cpp lookup_limits.cpp
    validation.cpp validation_pack.cpp ${CMAKE_CURRENT_BINARY_DIR}/validation_files.cpp public.cpp public_page.cpp public_style.cpp trail.cpp validity_json.cpp)
set(certificate_depends certificates equipment jobs quality traceability trail quantities uncertainty conformity procedures server/services)
