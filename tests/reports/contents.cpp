#include "contents.h"

#include "base/date.h"
#include "base/decimal.h"
#include "reports/text/statements.h"

namespace chuan::reports::examples {

using namespace certificates;

namespace {

LaboratoryContent laboratory() {
    LaboratoryContent laboratory;
    laboratory.name_vi = "TRUNG TÂM KIỂM ĐỊNH VÀ HIỆU CHUẨN SÔNG HỒNG";
    laboratory.name_en = "Song Hong Verification and Calibration Centre";
    laboratory.head_of_letter_vi = "SỞ KHOA HỌC VÀ CÔNG NGHỆ HÀ NỘI";
    laboratory.head_of_letter_en = "Hanoi Department of Science and Technology";
    laboratory.address = "Số 12, đường Nguyễn Văn Huyên, phường Nghĩa Đô";
    laboratory.city = "Hà Nội";
    laboratory.phone = "024 3756 0000";
    laboratory.email = "phongdo@songhong.example.vn";
    laboratory.registration_number = "ĐK 123";
    laboratory.designation_number = "N 383";
    return laboratory;
}

std::vector<SignatureContent> signatures() {
    return {{"performed", "Trần Quốc Việt", {"Kỹ thuật viên", "Technician"}, "2026-11-19T08:42:10Z"},
            {"reviewed",
             "Phạm Thị Thu Hường",
             {"Trưởng phòng Đo lường", "Head of the metrology division"},
             "2026-11-20T02:05:00Z"},
            {"approved", "Nguyễn Đức Nghĩa", {"Giám đốc", "Director"}, "2026-11-20T07:32:00Z"}};
}

CertificateContent common(const std::string& number, const std::string& code) {
    CertificateContent content;
    content.number = number;
    content.code = code;
    content.verify_address = "https://kiemtra.songhong.example.vn/v/" + code;
    content.software_release = "v0.1.0";
    content.laboratory = laboratory();
    content.customer.name_vi = "Công ty TNHH Thiết bị Áp lực Đông Á";
    content.customer.name_en = "Dong A Pressure Equipment Company Limited";
    content.customer.address = "Lô 12, đường số 5, khu công nghiệp Tiên Sơn, huyện Tiên Du";
    content.customer.city = "Bắc Ninh";
    content.order_number = "YC26.00456";
    content.received_on = date_from_iso("2026-11-17");
    content.measured_from = content.measured_to = date_from_iso("2026-11-19");
    content.issued_on = date_from_iso("2026-11-20");
    content.place_of_work = "laboratory";
    content.conditions = {{"temperature", "\\degreecelsius", "22.6", "23.1"}, {"humidity", "\\percent", "48", "52"}};
    content.signatures = signatures();
    content.traceability = text::traceability_statement({"Viện Đo lường Việt Nam (VMI)"}, true);
    content.traceable = true;
    return content;
}

StandardContent standard(const std::string& code, const std::string& vi, const std::string& en,
                         const std::string& certificate) {
    StandardContent value;
    value.code = code;
    value.name_vi = vi;
    value.name_en = en;
    value.certificate_number = certificate;
    value.certificate_issuer = "Viện Đo lường Việt Nam";
    value.calibrated_on = date_from_iso("2026-03-10");
    value.due_on = date_from_iso("2027-03-31");
    return value;
}

ResultRow gauge_row(const std::string& direction, const std::string& nominal, const std::string& indication,
                    const std::string& error) {
    ResultRow row;
    row.point = nominal;
    row.direction = direction;
    row.nominal = nominal;
    row.indication = indication;
    row.error = error;
    row.limit = "±0.256";
    row.verdict = "pass";
    return row;
}

CertificateContent gauge_common(const std::string& number, const std::string& code) {
    CertificateContent content = common(number, code);
    content.unique_id = "urn:uuid:5b1e9a6f-3f0e-4a0e-9c55-1d6f8a520003";
    content.item.name_vi = "Áp kế kiểu lò xo";
    content.item.name_en = "Spring (Bourdon-tube) pressure gauge";
    content.item.maker = "Wise Control";
    content.item.maker_country = "Hàn Quốc";
    content.item.model = "P252";
    content.item.serial = "AK-7781203";
    content.item.year = "2021";
    content.item.characteristics = {"Phạm vi đo: 0 ÷ 16 bar; cấp chính xác 1.6; giá trị độ chia 0.2 bar"};
    content.item.owner = content.customer.name_vi;
    content.item.owner_address = "Lô 12, đường số 5, khu công nghiệp Tiên Sơn, huyện Tiên Du, Bắc Ninh";
    content.item.place_of_use = "Trạm nén khí số 2";
    content.procedure_code = "QT-AS-01";
    content.procedure_version = "1";
    content.procedure_title = {"Áp kế kiểu lò xo – Quy trình kiểm định",
                               "Spring pressure gauges – Procedure of verification"};
    content.procedure_note = {"Cần đối chiếu với ĐLVN 08:2011 trước khi dùng.",
                              "To be checked against ĐLVN 08:2011 before use."};
    content.mode = "periodic";
    content.standards = {
        standard("CH-AS-02", "Áp kế chuẩn hiện số", "Digital reference pressure gauge", "V07.CN5.0123.26")};
    content.standards[0].maker = "Additel";
    content.standards[0].model = "ADT681";
    content.standards[0].serial = "2184077";
    ResultTable table;
    table.stage = "as_found_and_left";
    table.title = {"Sai số tại các điểm đo", "Errors at the points of measurement"};
    table.quantity = "pressure";
    table.unit = "\\bar";
    table.columns = {"direction", "nominal", "indication", "error", "limit", "verdict"};
    table.rows = {gauge_row("rising", "0", "0.00", "0.00"),    gauge_row("rising", "4", "4.04", "0.04"),
                  gauge_row("rising", "8", "8.06", "0.06"),    gauge_row("rising", "12", "12.02", "0.02"),
                  gauge_row("rising", "16", "15.96", "-0.04"), gauge_row("falling", "16", "15.98", "-0.02"),
                  gauge_row("falling", "12", "12.08", "0.08"), gauge_row("falling", "8", "8.12", "0.12"),
                  gauge_row("falling", "4", "4.10", "0.10"),   gauge_row("falling", "0", "0.02", "0.02")};
    content.tables = {table};
    content.operations = {{{"Kiểm tra bên ngoài", "Visual inspection"}, "pass", ""},
                          {{"Kiểm tra điểm không trước khi đo", "Zero before measurement"}, "pass", "0.00 bar"},
                          {{"Giữ áp suất tại giới hạn trên", "Hold at the upper limit"}, "pass", "5 min tại 16 bar"},
                          {{"Sai số cho phép", "Maximum permissible errors"}, "pass", ""},
                          {{"Độ trễ", "Hysteresis"}, "pass", "lớn nhất 0.06 bar tại 8 bar, giới hạn 0.256 bar"}};
    return content;
}

}  // namespace

CertificateContent weight() {
    CertificateContent content = common("C26.00017", "7K3MQ9XTB4ZD80VWRP");
    content.kind = Kind::calibration;
    content.unique_id = "urn:uuid:5b1e9a6f-3f0e-4a0e-9c55-1d6f8a520001";
    content.item.name_vi = "Quả cân 10 kg";
    content.item.name_en = "Weight, 10 kg";
    content.item.maker = "Häfner";
    content.item.maker_country = "CHLB Đức";
    content.item.model = "Hình trụ có núm";
    content.item.serial = "QC-10-0457";
    content.item.inventory_number = "TB-042";
    content.item.characteristics = {"Khối lượng danh nghĩa: 10 kg; cấp chính xác M1"};
    content.customer.name_vi = "Công ty Cổ phần Cân điện tử Việt Nhật";
    content.procedure_code = "QT-KL-01";
    content.procedure_version = "2";
    content.procedure_title = {"Hiệu chuẩn quả cân bằng phương pháp so sánh với quả cân chuẩn",
                               "Calibration of weights by comparison with a reference weight"};
    content.procedure_basis = "EA-4/02 M:2022, S2";
    content.conditions.push_back({"pressure", "\\hecto\\pascal", "1008.4", "1008.9"});
    content.standards = {
        standard("CH-KL-10", "Quả cân chuẩn 10 kg, cấp F2", "Reference weight 10 kg, class F2", "V01.CN1.0042.26"),
        standard("TB-KL-03", "Cân so sánh 10 kg", "Mass comparator 10 kg", "V01.CN1.0107.26")};
    content.standards[0].certificate_unique_id = "urn:uuid:99999999-0000-4000-8000-000000000007";
    content.standards[0].certificate_sha256_base64 = "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=";
    ResultTable table;
    table.stage = "as_found_and_left";
    table.title = {"Khối lượng quy ước", "Conventional mass"};
    table.quantity = "mass";
    table.unit = "\\kilogram";
    table.columns = {"nominal", "value", "uncertainty", "coverage_factor"};
    ResultRow row;
    row.point = "1";
    row.nominal = "10";
    row.value = "10.000025";
    row.error = "";
    row.uncertainty = "0.000059";
    row.coverage_factor = "2.00";
    table.rows = {row};
    table.coverage_probability = "0.9545";
    table.coverage_reason = "normal";
    content.tables = {table};
    content.conclusion = Conclusion::see_results;
    content.stamp_number = "26C00017";
    content.adjustment = text::adjustment_statement({"not_adjusted", "", "", "", ""});
    return content;
}

CertificateContent multimeter() {
    CertificateContent content = common("C26.00018", "M2N4P6Q8R0S1T3V5WX");
    content.kind = Kind::calibration;
    content.unique_id = "urn:uuid:5b1e9a6f-3f0e-4a0e-9c55-1d6f8a520002";
    content.item.name_vi = "Đồng hồ vạn năng hiện số cầm tay";
    content.item.name_en = "Hand-held digital multimeter";
    content.item.maker = "Sanwa";
    content.item.maker_country = "Nhật Bản";
    content.item.model = "CD772";
    content.item.serial = "19105530021";
    content.item.year = "2019";
    content.item.characteristics = {"Điện áp một chiều: 0 ÷ 400 V; độ phân giải 0.1 V"};
    content.item.condition = "Máy hoạt động bình thường, có pin";
    content.procedure_code = "QT-DT-02";
    content.procedure_version = "1";
    content.procedure_title = {"Hiệu chuẩn đồng hồ vạn năng ở điện áp một chiều",
                               "Calibration of multimeters in DC voltage"};
    content.procedure_basis = "EA-4/02 M:2022, S9";
    content.standards = {
        standard("CH-DT-01", "Thiết bị hiệu chuẩn đa năng", "Multifunction calibrator", "V04.CN2.0311.26")};
    content.standards[0].maker = "Fluke";
    content.standards[0].model = "5522A";
    content.standards[0].serial = "3871204";
    ResultTable table;
    table.stage = "as_found_and_left";
    table.title = {"Sai số chỉ thị, điện áp một chiều", "Error of indication, DC voltage"};
    table.quantity = "dc_voltage";
    table.unit = "\\volt";
    table.columns = {"reference", "indication", "error", "uncertainty", "coverage_factor", "limit", "verdict"};
    ResultRow row;
    row.point = "1";
    row.reference = "100.0";
    row.indication = "100.1";
    row.error = "0.10";
    row.uncertainty = "0.05";
    row.coverage_factor = "1.65";
    row.limit = "±0.60";
    row.verdict = "pass";
    table.rows = {row};
    table.coverage_probability = "0.95";
    table.coverage_reason = "rectangular_dominated";
    content.tables = {table};
    content.conclusion = Conclusion::pass;
    content.specification = {"Tài liệu kỹ thuật của nhà sản xuất, ±(0,5 % số đọc + 1 chữ số)",
                             "Manufacturer's data sheet, ±(0.5 % of reading + 1 digit)"};
    content.decision_rule = text::decision_rule_statement("guarded_U");
    content.decision_rule_code = "guarded_U";
    content.adjustment = text::adjustment_statement({"not_adjusted", "", "", "", ""});
    content.replaces_number = "C26.00009";
    content.replaces_unique_id = "urn:uuid:5b1e9a6f-3f0e-4a0e-9c55-1d6f8a520099";
    content.replaces_reason = "ghi sai số máy";
    content.previous_number = "C25.01377";
    content.previous_unique_id = "urn:uuid:0a1b2c3d-0000-4000-8000-000000000042";
    content.previous_sha256_base64 = "baBjNSjeqgFE57BYMV8LdT7AuUUWOnK/lqDRgYD53g0=";
    return content;
}

CertificateContent gauge() {
    CertificateContent content = gauge_common("V26.00231", "A1B2C3D4E5F6G7H8JK");
    content.kind = Kind::verification;
    content.decision_rule = text::decision_rule_statement("mpe");
    content.decision_rule_code = "mpe";
    content.conclusion = Conclusion::pass;
    content.stamp_number = "26V00231";
    content.valid_to = date_from_iso("2027-11-30");
    return content;
}

CertificateContent gauge_record() {
    CertificateContent content = gauge_common("BB26.00012", "Z9Y8X7W6V5T4S3R2Q1");
    content.kind = Kind::verification_record;
    content.unique_id.clear();
    content.conclusion = Conclusion::fail;
    content.fail_reason = "Sai số 0,32 bar tại 12 bar chiều giảm vượt giới hạn ±0,256 bar.";
    ResultRow& wrong = content.tables[0].rows[6];
    wrong.indication = "12.32";
    wrong.error = "0.32";
    wrong.verdict = "fail";
    content.tables[0].rows.resize(7);
    content.operations[3].outcome = "fail";
    content.operations[3].remark = "0.32 bar tại 12 bar chiều giảm";
    content.operations[4].outcome = "not_performed";
    content.operations[4].remark = "";
    return content;
}

CertificateContent long_table(int rows) {
    CertificateContent content = weight();
    ResultTable& table = content.tables[0];
    table.columns = {"nominal", "indication", "error", "uncertainty", "coverage_factor", "limit"};
    table.unit = "\\gram";
    table.rows.clear();
    for (int i = 1; i <= rows; ++i) {
        ResultRow row;
        row.point = std::to_string(i);
        row.nominal = std::to_string(i * 10);
        row.error = Decimal::from_unscaled(i % 7 - 3, 3).text();
        row.indication = (Decimal::from_unscaled(i * 10000, 3) + Decimal::from_unscaled(i % 7 - 3, 3)).text();
        row.uncertainty = "0.0012";
        row.coverage_factor = "2.00";
        row.limit = "±0.005";
        table.rows.push_back(row);
    }
    return content;
}

CertificateContent thermometer() {
    CertificateContent content = weight();
    ResultTable& table = content.tables[0];
    table.stage = "as_found";
    table.quantity = "temperature";
    table.unit = "\\degreecelsius";
    table.columns = {"reference", "indication", "error", "uncertainty", "coverage_factor"};
    table.rows.clear();
    for (const auto& [reference, indication, error] :
         {std::array{"-10.00", "-9.95", "0.05"}, std::array{"50.00", "50.12", "0.12"}}) {
        ResultRow row;
        row.reference = reference;
        row.indication = indication;
        row.error = error;
        row.uncertainty = "0.06";
        row.coverage_factor = "2.00";
        table.rows.push_back(row);
    }
    return content;
}

}  // namespace chuan::reports::examples
