#include <gmock/gmock.h>

#include "storage/certificate_repository.h"
#include "storage/instrument_repository.h"
#include "storage/number_repository.h"
#include "tests/register/gauges.h"

namespace chuan::test {
namespace {

using operations::check_import;
using operations::import_register;
using operations::take_back_import;
using storage::ImportKind;
using storage::ImportState;
using ::testing::Contains;
using ::testing::ElementsAre;

class Import : public OnEachEngine {};
INSTANTIATE_TEST_SUITE_P(Engines, Import, ::testing::ValuesIn(engines()), engine_name);

constexpr const char* kOldRegister =
    "Số giấy;Loại;Số máy;Khách hàng;Ngày kiểm định;Hiệu lực đến;Số tem;Tên\n"
    "V26.00001;Kiểm định;AK-001;Công ty Nước sạch;05/01/2026;31/01/2027;T-1;Áp kế\n"
    "V26.00002;kiểm định;AK-002;Công ty Nước sạch;6/1/2026;2027-01-31;T-2;Áp kế\n"
    "K26.00009;Hiệu chuẩn;X9;Nhà máy đường;2026-01-07;;;Nhiệt kế\n";

TEST_P(Import, TakesVietnameseHeadingsInAnyOrderWithCommasAndByteOrderMark) {
    House house(GetParam());
    const auto report =
        import_register(*house.database, house.manager, file_of(ImportKind::instruments, three_gauges()), house.clock);
    EXPECT_THAT(briefly(report), ElementsAre());
    EXPECT_EQ(report.rows_added, 3);
    EXPECT_EQ(report.batch->state, ImportState::accepted);
    house.read([&](storage::Transaction& t) {
        storage::InstrumentRepository register_(t, house.manager.scope());
        const auto scale = register_.require(register_.by_serial("c17").at(0));
        EXPECT_EQ(scale.name_vi, "Cân bàn \"lớn\"");
        EXPECT_EQ(scale.resolution->text(), "0.05");
        EXPECT_EQ(scale.unit, "\\kilogram");
        EXPECT_EQ(scale.purpose, equipment::Purpose::group_2);
        const auto first = register_.require(register_.by_serial("AK-001").at(0)),
                   second = register_.require(register_.by_serial("ak002").at(0));
        EXPECT_EQ(first.owner, second.owner) << "letter case makes no second owner";
    });
    house.expect_verified();
}

TEST_P(Import, ListsEveryBadCellWithRowColumnAndRemedyAndWritesNothing) {
    House house(GetParam());
    const std::string text =
        "name_vi,maker,serial,owner,range_low,range_high,unit,resolution,made_in_year,purpose,quantity\n"
        ",Wika,1,A,,,,,,,\n"
        "Áp kế,,,A,,,,,,,\n"
        "Áp kế,Wika,3,A,\"1.234,5\",mười,bar,,,,\n"
        "Áp kế,Wika,4,A,16,0,bar,0,,,\n"
        "Áp kế,Wika,5,A,0,16,,,,,\n"
        "Áp kế,Wika,6,A,0,16,parsec2x,,,,\n"
        "Áp kế,Wika,7,A,,,,,98,3,Áp lực\n"
        "Áp kế,Wika,8,A,,,,,,,,thừa\n"
        "Áp kế,Wika,--,A,,,,,,,\n"
        "Áp kế,Wika,9,A,,,,,,,\n"
        "ÁP KẾ,wika,0-9,a,,,,,,,\n"
        "Áp kế,WIKA, 9 ,A,,,,,,,\n";
    const std::vector<std::string> expected{"2 name_vi import.empty",
                                            "3 maker import.empty",
                                            "3 serial import.empty",
                                            "4 range_low number.grouped",
                                            "4 range_high number.malformed",
                                            "5 range_high instrument.range_reversed",
                                            "5 resolution instrument.resolution_not_positive",
                                            "6 unit instrument.unit_missing",
                                            "7 unit unit.unknown",
                                            "8 quantity import.word",
                                            "8 made_in_year import.year",
                                            "8 purpose import.word",
                                            "9 import.too_many_cells",
                                            "10 serial import.serial",
                                            "13 serial import.repeated"};
    for (const bool dry : {true, false}) {
        const auto file = file_of(ImportKind::instruments, text);
        const auto report = dry ? check_import(*house.database, house.manager, file, house.clock)
                                : import_register(*house.database, house.manager, file, house.clock);
        EXPECT_EQ(briefly(report), expected);
        EXPECT_EQ(report.error_count, static_cast<std::int64_t>(expected.size()));
        EXPECT_FALSE(report.batch);
    }
    EXPECT_EQ(instruments(house), 0u);
}

TEST_P(Import, TellsEveryErrorOfALongFileInTheOrderOfItsRows) {
    House house(GetParam());
    constexpr int kRows = 20'000;
    std::string text = "name_vi,maker,serial,owner\n";
    for (int i = 0; i < kRows; ++i)
        text += i % 5 == 4 ? "Áp kế,Wika,S-0,A\n" : "Áp kế,,S-" + std::to_string(i) + ",A\n";
    std::int64_t told = 0, last_row = 0, repeated = 0;
    const auto report = check_import(*house.database, house.manager, file_of(ImportKind::instruments, text),
                                     house.clock, [&](const operations::ImportFinding& error) {
                                         EXPECT_GE(error.row, last_row);
                                         last_row = error.row;
                                         ++told;
                                         if (error.code == "import.repeated") ++repeated;
                                     });
    EXPECT_EQ(told, kRows - 1) << "each but the first of the equal ones";
    EXPECT_EQ(repeated, kRows / 5 - 1);
    EXPECT_EQ(last_row, kRows + 1);
    EXPECT_EQ(report.error_count, told);
    EXPECT_EQ(report.rows_total, kRows);
    ASSERT_EQ(report.errors.size(), operations::kMostImportErrors) << "what is kept does not grow with the file";
    EXPECT_EQ(report.errors.front().row, 2);
}

TEST_P(Import, TakesTheVerificationScaleIntervalOfABalance) {
    House house(GetParam());
    const std::string headings =
        "Tên;Hãng;Số máy;Khách hàng;Đơn vị;Giá trị độ chia (d);Giá trị độ chia kiểm (e);Cấp chính xác\n";
    const auto refused = check_import(
        *house.database, house.manager,
        file_of(ImportKind::instruments, headings + "Cân;Sartorius;1;A;g;0,1;2;II\nCân;Sartorius;2;A;g;0,1;0,05;II\n"),
        house.clock);
    EXPECT_THAT(briefly(refused), ElementsAre("2 Giá trị độ chia kiểm (e) instrument.verification_interval",
                                              "3 Giá trị độ chia kiểm (e) instrument.verification_interval"));
    const auto report = import_register(
        *house.database, house.manager,
        file_of(ImportKind::instruments, headings + "Cân;Sartorius;B1;A;g;0,1;1;II\nCân;Sartorius;B2;A;g;2;;III\n"),
        house.clock);
    EXPECT_THAT(briefly(report), ElementsAre());
    house.read([&](storage::Transaction& t) {
        storage::InstrumentRepository register_(t, house.manager.scope());
        EXPECT_EQ(register_.require(register_.by_serial("B1").at(0)).verification_interval->text(), "1");
        EXPECT_EQ(register_.require(register_.by_serial("B2").at(0)).verification_interval, std::nullopt);
    });
    house.expect_verified();
}

TEST_P(Import, ReadsUnitsAsTheFieldWritesThem) {
    House house(GetParam());
    const std::pair<const char*, const char*> written[] = {{"kPa", "\\kilo\\pascal"},
                                                           {"Kg", "\\kilogram"},
                                                           {"Mpa", "\\mega\\pascal"},
                                                           {"độ C", "\\degreecelsius"},
                                                           {"kgf/cm2", "|kgfpercm2"},
                                                           {"lít/phút", "\\litre\\minute\\tothe{-1}"},
                                                           {"\\degreeCelsius", "\\degreecelsius"},
                                                           {"VDC", "\\volt"}};
    std::string text = "name_vi,maker,serial,owner,range_low,range_high,unit\n";
    for (std::size_t i = 0; i < std::size(written); ++i)
        text += "Máy đo,Wika,U" + std::to_string(i) + ",A,0,10," + written[i].first + "\n";
    const auto report =
        import_register(*house.database, house.manager, file_of(ImportKind::instruments, text), house.clock);
    EXPECT_THAT(briefly(report), ElementsAre());
    house.read([&](storage::Transaction& t) {
        storage::InstrumentRepository register_(t, house.manager.scope());
        for (std::size_t i = 0; i < std::size(written); ++i)
            EXPECT_EQ(register_.require(register_.by_serial("U" + std::to_string(i)).at(0)).unit, written[i].second);
    });
    const auto refused =
        check_import(*house.database, house.manager,
                     file_of(ImportKind::instruments,
                             "name_vi,maker,serial,owner,range_low,range_high,unit\nMáy đo,W,1,A,0,1,mpa\n"),
                     house.clock);
    EXPECT_THAT(briefly(refused), ElementsAre("2 unit unit.unknown"));
}

TEST_P(Import, CallsQuantitiesAsTheProceduresDo) {
    House house(GetParam());
    const auto report = import_register(
        *house.database, house.manager,
        file_of(ImportKind::instruments, "name_vi,maker,serial,owner,quantity\nẨm kế,Testo,H1,A,Độ ẩm\n"), house.clock);
    EXPECT_THAT(briefly(report), ElementsAre());
    house.read([&](storage::Transaction& t) {
        storage::InstrumentRepository register_(t, house.manager.scope());
        EXPECT_EQ(register_.require(register_.by_serial("H1").at(0)).quantity, "humidity");
    });
}

TEST_P(Import, RefusesColumnsItDoesNotKnowMissesOrFindsTwice) {
    House house(GetParam());
    const auto report =
        check_import(*house.database, house.manager,
                     file_of(ImportKind::instruments, "Tên,Số máy,serial,Giá tiền\nÁp kế,1,1,5\n"), house.clock);
    EXPECT_THAT(briefly(report), ElementsAre("1 serial import.column_twice", "1 Giá tiền import.column_unknown",
                                             "1 maker import.column_missing", "1 owner import.column_missing"));
    EXPECT_THAT(
        briefly(check_import(*house.database, house.manager, file_of(ImportKind::instruments, ""), house.clock)),
        Contains("1 import.no_headings"));
    EXPECT_THAT(
        briefly(check_import(*house.database, house.manager, file_of(ImportKind::instruments, kHeadings), house.clock)),
        ElementsAre("1 import.no_rows"));
}

TEST_P(Import, NamesTheRowOfAFileThatIsNoCsv) {
    House house(GetParam());
    const auto codes = [&](const std::string& row) {
        return briefly(check_import(*house.database, house.manager,
                                    file_of(ImportKind::instruments, "name_vi,maker,serial,owner\n" + row),
                                    house.clock));
    };
    EXPECT_THAT(codes("a,b,c,d\n\"a,b,c,d\n"), ElementsAre("3 csv.open_quote"));
    EXPECT_THAT(codes("a \"b\",c,d,e\n"), ElementsAre("2 csv.quote"));
    EXPECT_THAT(codes("\"a\"b,c,d,e\n"), ElementsAre("2 csv.quote"));
    EXPECT_THAT(codes("C\xF4ng ty,c,d,e\n"), ElementsAre("2 csv.not_utf8"));
    EXPECT_THAT(codes(std::string("a\0b,c,d,e\n", 10)), ElementsAre("2 csv.zero_byte"));
    EXPECT_THAT(codes(std::string(20'000, 'x') + ",c,d,e\n"), ElementsAre("2 csv.too_long"));
}

TEST_P(Import, CountsOldCertificateNumbersAsUsed) {
    House house(GetParam());
    import_register(*house.database, house.manager, file_of(ImportKind::instruments, three_gauges()), house.clock);
    const auto file = file_of(ImportKind::certificates, kOldRegister, "sổ của Trung tâm 2025");
    const auto report = import_register(*house.database, house.manager, file, house.clock);
    EXPECT_THAT(briefly(report), ElementsAre());
    EXPECT_EQ(report.rows_added, 3);
    house.read([&](storage::Transaction& t) {
        storage::CertificateRepository certificates(t, house.manager.scope());
        const auto one = certificates.require(certificates.by_number("V26.00001").value());
        EXPECT_TRUE(one.imported);
        EXPECT_EQ(one.conclusion, certificates::Conclusion::pass);
        EXPECT_EQ(to_iso(*one.valid_to), "2027-01-31");
        EXPECT_EQ(one.source, "sổ của Trung tâm 2025");
        EXPECT_TRUE(one.instrument) << "the gauge of this owner with this serial number is in the register";
        EXPECT_FALSE(certificates.require(certificates.by_number("K26.00009").value()).valid_to);
    });
    const auto next = [&] {
        return house.write([&](storage::Transaction& t, Moment) {
            return storage::NumberRepository(t, house.manager.scope())
                .next("verification", 2026, [](std::int64_t n) { return "V26.0000" + std::to_string(n); })
                .text;
        });
    };
    EXPECT_EQ(next(), "V26.00003");
    house.expect_verified();
}

TEST_P(Import, RefusesCertificatesThatCannotBe) {
    House house(GetParam());
    import_register(*house.database, house.manager, file_of(ImportKind::certificates, kOldRegister, "sổ cũ"),
                    house.clock);
    const std::string text =
        "number,kind,serial,owner,test_date,issued_on,valid_to,conclusion\n"
        "V26.00001,verification,OTHER,A,2026-01-05,,,\n"
        "V26.10001,kiểm tra,1,A,2026-01-05,,,\n"
        "V26.10002,verification,1,A,2026-13-05,,,\n"
        "V26.10003,verification,1,A,30/02/2026,,,\n"
        "V26.10004,verification,1,A,2026-03-03,,,\n"
        "V26.10005,verification,1,A,2026-01-05,2026-01-04,,\n"
        "V26.10006,verification,1,A,2026-01-05,,2026-01-04,\n"
        "V26.10007,verification,1,A,2026-01-05,,,có lẽ\n"
        "V26.10008,verification,1,A,,,,\n"
        ",verification,1,A,2026-01-05,,,\n"
        "V26.00002,verification,AK002,A,2026-01-06,,,\n";
    const auto report =
        check_import(*house.database, house.manager, file_of(ImportKind::certificates, text, "sổ cũ"), house.clock);
    EXPECT_THAT(briefly(report),
                ElementsAre("2 number import.number_used", "3 kind import.word", "4 test_date date.malformed",
                            "5 test_date date.malformed", "6 test_date date.future", "6 issued_on date.future",
                            "7 issued_on import.issued_before", "8 valid_to import.valid_to_before",
                            "9 conclusion import.word", "10 test_date import.empty", "11 number import.empty"));
    const std::string vietnamese =
        "Số giấy,Loại,Số máy,Chủ sở hữu,Ngày thực hiện\n"
        "V26.00001,kiểm định,OTHER,A,2026-01-05\n";
    EXPECT_THAT(briefly(check_import(*house.database, house.manager,
                                     file_of(ImportKind::certificates, vietnamese, "sổ cũ"), house.clock)),
                ElementsAre("2 Số giấy import.number_used"));
    EXPECT_EQ(report.rows_known, 1);
    EXPECT_THAT(briefly(check_import(*house.database, house.manager, file_of(ImportKind::certificates, kOldRegister),
                                     house.clock)),
                Contains("0 import.source_missing"));
}

TEST_P(Import, BelongsToOneBodyAndAsksForTheRight) {
    House house(GetParam());
    const auto file = file_of(ImportKind::instruments, three_gauges());
    EXPECT_THROW(import_register(*house.database, house.reception, file, house.clock), Error);
    const auto batch = import_register(*house.database, house.manager, file, house.clock).batch->id;
    house.read([&](storage::Transaction& t) {
        EXPECT_EQ(listed(t, house.stranger), 0u);
        EXPECT_THROW(storage::ImportRepository(t, house.stranger.scope()).require(batch), Error);
    });
    try {
        take_back_import(*house.database, house.stranger, batch, "không phải của tôi", house.clock);
        FAIL() << "another body took an import back";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::not_found);
    }
    EXPECT_EQ(import_register(*house.database, house.stranger, file, house.clock).rows_added, 3)
        << "the same file at another body is another import";
}

}  // namespace
}  // namespace chuan::test
