# Target web: the interface, built into ${CMAKE_BINARY_DIR}/web by Vite when its sources or its lock file are newer. Not part
# of "all"; without npm the program builds and says on its start page that the interface is not installed.
find_program(NPM npm)
if(NPM)
  add_custom_target(web COMMAND ${PROJECT_SOURCE_DIR}/scripts/web build ${CMAKE_BINARY_DIR}/web USES_TERMINAL VERBATIM)
else()
  add_custom_target(web COMMAND ${CMAKE_COMMAND} -E echo "npm is missing: the interface is not built" VERBATIM)
endif()
