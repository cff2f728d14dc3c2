# Certificates, the public answers, the trail and evaluations.
set(certificate_sources
    case_input.cpp certificate_json.cpp certificates.cpp chain_json.cpp decision_cases.cpp fit_cases.cpp input_cases.cpp reporting_cases.cpp
    score_cases.cpp chart_cases.cpp interval_cases.cpp property_cases.cpp model_cases.cpp evaluation_case.cpp model_json.cpp numbers_json.cpp evaluations.cpp
    html.cpp issuing.cpp lookup_limits.cpp
    public.cpp public_page.cpp public_style.cpp trail.cpp validity_json.cpp)
set(certificate_depends certificates equipment jobs quality traceability trail quantities uncertainty conformity procedures server/services)
