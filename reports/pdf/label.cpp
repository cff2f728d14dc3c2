#include <algorithm>

#include "reports/pdf/archive.h"
#include "reports/pdf/qr.h"
#include "reports/pdf/slips.h"
#include "reports/pdf/words.h"

namespace chuan::reports::pdf {
namespace {

constexpr double kWidth = 62 * kMillimetre, kHeight = 29 * kMillimetre;
constexpr double kCode = 20 * kMillimetre;

}  // namespace

std::string label_pdf(const LabelContent& content) {
    const Margins margins{1 * kMillimetre, 2 * kMillimetre, 2 * kMillimetre, 1 * kMillimetre};
    Sheet sheet(kWidth, kHeight, margins, margins);
    const double side = qr_side(content.code, kCode);
    draw_qr(sheet, content.code, text::filled(vi("spoken.qr.code"), {{"code", content.code}}), 0, (kHeight - side) / 2,
            kCode);
    Runs words{{content.code, vietnamese(10, 700)}, {"\n" + content.name, vietnamese(7.4, 600)}};
    const auto add = [&](std::string_view key, const std::string& value) {
        if (!value.empty()) words.push_back({"\n" + vi(key) + " " + value, vietnamese(7)});
    };
    add("page.serial", content.serial);
    add("field.order", content.order_number);
    if (content.promised_on) add("slip.promised", to_dmy(*content.promised_on));
    if (content.sample) words.push_back({"\n" + vi("mark.sample") + " / " + en("mark.sample"), vietnamese(7, 700)});
    const Block block = lay(words, kWidth - side - margins.right);
    sheet.text(block, side, std::max(margins.top, (kHeight - block.height()) / 2));
    const DocumentFacts facts{content.code, content.code, "", "Chuẩn",
                              Moment{std::chrono::sys_days(content.printed_on)}};
    return archived(rendered(sheet), facts, std::nullopt);
}

}  // namespace chuan::reports::pdf
