# cmake -DOUTPUT=x.cpp -DHEADER=server/catalogue/shipped_files.h -DFUNCTION=chuan::server::catalogue::shipped_sample -DFILES=a.xml:b.xml -P embed.cmake
# Writes files into a source that defines FUNCTION(): their names (without folders) and bytes, so that the program carries them.
string(REPLACE ":" ";" FILES "${FILES}")
string(REGEX MATCH "^(.*)::([a-z_]+)$" matched "${FUNCTION}")
set(space "${CMAKE_MATCH_1}")
set(function "${CMAKE_MATCH_2}")
file(WRITE "${OUTPUT}.new" "#include \"${HEADER}\"\n\nnamespace ${space} {\nnamespace {\n\nconstexpr ShippedFile kFiles[] = {\n")
foreach(path IN LISTS FILES)
  get_filename_component(name "${path}" NAME)
  file(READ "${path}" text)
  file(APPEND "${OUTPUT}.new" "    {\"${name}\", R\"shipped(${text})shipped\"},\n")
endforeach()
file(APPEND "${OUTPUT}.new" "};\n\n}  // namespace\n\nstd::span<const ShippedFile> ${function}() { return kFiles; }\n\n}  // namespace ${space}\n")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
