#include "reports/pdf/qr.h"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>

#include <qrencode.h>

namespace chuan::reports::pdf {
namespace {

constexpr int kQuietZone = 4;  // modules, ISO/IEC 18004
constexpr double kSmallestModule = 0.42 * kMillimetre;

using Matrix = std::shared_ptr<QRcode>;  // shared: kept by a copyable drawing function

Matrix encoded(std::string_view text) {
    Matrix matrix(QRcode_encodeString(std::string(text).c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), &QRcode_free);
    if (!matrix) throw std::logic_error("no QR code can hold: " + std::string(text));
    return matrix;
}

double module_side(const Matrix& matrix, double code_side) {
    return std::max(code_side / matrix->width, kSmallestModule);
}

bool is_dark(const Matrix& matrix, int row, int column) {
    return matrix->data[static_cast<std::size_t>(row) * static_cast<std::size_t>(matrix->width) +
                        static_cast<std::size_t>(column)] &
           1;
}

void trace(cairo_t* surface, const Matrix& matrix, double x, double top, double side) {
    for (int row = 0; row < matrix->width; ++row)
        for (int column = 0; column < matrix->width;) {
            int end = column;
            while (end < matrix->width && is_dark(matrix, row, end)) ++end;
            if (end > column)
                cairo_rectangle(surface, x + column * side, top + row * side, (end - column) * side, side);
            column = std::max(end, column + 1);
        }
}

}  // namespace

double qr_side(std::string_view text, double code_side) {
    const Matrix matrix = encoded(text);
    return module_side(matrix, code_side) * (matrix->width + 2 * kQuietZone);
}

void draw_qr(Sheet& sheet, std::string_view text, const std::string& spoken, double x, double top, double code_side) {
    const Matrix matrix = encoded(text);
    const double side = module_side(matrix, code_side), quiet = side * kQuietZone;
    const double whole = side * (matrix->width + 2 * kQuietZone);
    const Tagged figure(sheet, spoken, {x, top, whole, whole});
    sheet.draw([=](cairo_t* surface) {
        set_source(surface, {1, 1, 1});
        cairo_rectangle(surface, x, top, whole, whole);
        cairo_fill(surface);
        set_source(surface, {0, 0, 0});
        trace(surface, matrix, x + quiet, top + quiet, side);
        cairo_fill(surface);
    });
}

}  // namespace chuan::reports::pdf
