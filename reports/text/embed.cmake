# Writes the catalogues of fixed texts into one C++ source; VI and EN are lists of files, joined by ":".
foreach(language VI EN)
  string(REPLACE ":" ";" files "${${language}}")
  set(texts_${language} "")
  foreach(file ${files})
    file(READ ${file} text)
    string(APPEND texts_${language} "${text}")
  endforeach()
endforeach()
file(WRITE ${OUT}.new "namespace chuan::reports::text::embedded {
extern const char* const vi;
extern const char* const en;
const char* const vi = R\"catalogue(${texts_VI})catalogue\";
const char* const en = R\"catalogue(${texts_EN})catalogue\";
}  // namespace chuan::reports::text::embedded
")
file(RENAME ${OUT}.new ${OUT})
