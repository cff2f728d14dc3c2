# One CMake library per module. DEPENDS is the design: scripts/check-layers compares every #include with it.
#
#   lims_module(equipment SOURCES status.cpp DEPENDS base quantities LINK PkgConfig::sodium)
#
# A module's headers are included as "equipment/status.h" (lims-core) or "reports/pdf/page.h", "server/http/adapter.h".
function(chuan_library name)
  cmake_parse_arguments(M "" "" "SOURCES;DEPENDS;LINK" ${ARGN})
  add_library(${name} STATIC ${M_SOURCES})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR}/lims-core ${PROJECT_SOURCE_DIR})
  foreach(dependency ${M_DEPENDS})
    string(REPLACE "/" "_" target ${dependency})
    if(dependency MATCHES "/")
      target_link_libraries(${name} PUBLIC ${target})
    else()
      target_link_libraries(${name} PUBLIC lims_${target})
    endif()
  endforeach()
  target_link_libraries(${name} PUBLIC ${M_LINK})
endfunction()

function(lims_module module)
  chuan_library(lims_${module} ${ARGN})
endfunction()

# report_module(pdf ...) -> reports_pdf; DEPENDS names "jobs" or "reports/text"
function(report_module module)
  chuan_library(reports_${module} ${ARGN})
endfunction()

# server_module(http ...) -> server_http; DEPENDS names "operations", "reports/pdf" or "server/json"
function(server_module module)
  chuan_library(server_${module} ${ARGN})
endfunction()

# One test program per module: chuan_test(jobs SOURCES review_test.cpp DEPENDS jobs) -> test_jobs, run by ctest as "jobs".
function(chuan_test name)
  cmake_parse_arguments(T "" "TIMEOUT" "SOURCES;DEPENDS;LINK" ${ARGN})
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 600)
  endif()
  if(CHUAN_SANITIZE)  # sanitizers take their time
    math(EXPR T_TIMEOUT "5 * ${T_TIMEOUT}")
  endif()
  add_executable(test_${name} ${T_SOURCES})
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/lims-core ${PROJECT_SOURCE_DIR})
  foreach(dependency ${T_DEPENDS})
    string(REPLACE "/" "_" target ${dependency})
    if(dependency MATCHES "/")
      target_link_libraries(test_${name} PRIVATE ${target})
    else()
      target_link_libraries(test_${name} PRIVATE lims_${target})
    endif()
  endforeach()
  target_link_libraries(test_${name} PRIVATE ${T_LINK} GTest::gmock GTest::gtest GTest::gtest_main)
  target_precompile_headers(test_${name} REUSE_FROM test_header)
  target_compile_definitions(test_${name} PRIVATE $<TARGET_PROPERTY:test_header,COMPILE_DEFINITIONS>)
  target_compile_options(test_${name} PRIVATE -pthread)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(test_${name} PRIVATE -fpch-preprocess)  # lets ccache see what the header was made of
  endif()
  add_test(NAME ${name} COMMAND test_${name} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${T_TIMEOUT})
endfunction()
