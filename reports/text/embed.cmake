# Writes the catalogues of fixed document texts into one C++ source.
file(READ ${VI} vi)
file(READ ${EN} en)
file(WRITE ${OUT}.new "namespace chuan::reports::text::embedded {
extern const char* const vi;
extern const char* const en;
const char* const vi = R\"catalogue(${vi})catalogue\";
const char* const en = R\"catalogue(${en})catalogue\";
}  // namespace chuan::reports::text::embedded
")
file(RENAME ${OUT}.new ${OUT})
