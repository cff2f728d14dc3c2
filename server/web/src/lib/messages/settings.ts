import type { Pairs } from './pairs'

/** Choices of the laboratory, by name; {n:5} and {yy} are the server's own notation. */
export const settings: Pairs = {
  'number.verification_group1': ['Số giấy kiểm định, nhóm 1', 'Numbers of verifications, group 1'],
  'number.verification_group2': ['Số giấy kiểm định, nhóm 2', 'Numbers of verifications, group 2'],
  'number.calibration': ['Số giấy hiệu chuẩn', 'Numbers of calibrations'],
  'number.testing': ['Số giấy thử nghiệm', 'Numbers of tests'],
  'number.record': ['Số biên bản kiểm định', 'Numbers of verification records'],
  'number.order': ['Số phiếu nhận', 'Numbers of orders'],
  'valid_to': ['Hạn của giấy', 'Last day of a certificate'],
  'calibration.last_day': ['Hạn trên giấy hiệu chuẩn', 'Last day on calibration certificates'],
  'calibration.months': ['Hạn theo mẫu giấy hiệu chuẩn (tháng)', 'Last day by the calibration form (months)'],
  'issue.unsigned': ['Cấp giấy chưa ký số', 'Issue without digital signature'],
  'issue.time_stamp': ['Dấu thời gian trên giấy đã ký số', 'Time stamp on signed documents'],
  'second_factor.review': ['Xác thực hai bước khi soát xét', 'Second factor to review'],
  'second_factor.issue': ['Xác thực hai bước khi cấp', 'Second factor to issue'],
  'second_factor.withdraw': ['Xác thực hai bước khi thu hồi', 'Second factor to withdraw'],
  'second_factor.administer': ['Xác thực hai bước khi quản trị', 'Second factor to administer'],
  'session.idle_minutes': ['Tự đăng xuất sau (phút không dùng)', 'Sign out after (minutes unused)'],
  'session.longest_hours': ['Phiên dài nhất (giờ)', 'Longest session (hours)'],
  'token.longest_days': ['Khoá cho chương trình, dài nhất (ngày)', 'Longest life of a token (days)'],
}

/** What may be chosen. */
export const settingValues: Pairs = {
  'asked': ['Chỉ khi khách yêu cầu', 'Only where the customer asks'],
  'form': ['Mẫu giấy có ghi hạn', 'The form carries one'],
  'end_of_month': ['Đến hết tháng', 'To the end of the month'],
  'exact': ['Đúng ngày', 'The exact day'],
  'allow': ['Cho phép', 'Allowed'],
  'forbid': ['Không cho phép', 'Not allowed'],
  'required': ['Bắt buộc', 'Required'],
  'wanted': ['Nếu có', 'Where there is one'],
  'optional': ['Không bắt buộc', 'Optional'],
}

/** What a choice does, where its name does not say it. */
export const settingHints: Pairs = {
  'calibration.last_day': ['Thông lệ ILAC: giấy hiệu chuẩn không ghi hạn, trừ khi khách yêu cầu.', 'ILAC practice: a calibration certificate carries no last day unless the customer asks.'],
  'issue.time_stamp': ['Bắt buộc: khi tổ chức cấp dấu thời gian không trả lời thì chưa cấp giấy. Nếu có: vẫn cấp và ghi rõ “không có dấu thời gian”.', 'Required: nothing is issued while the authority does not answer. Where there is one: it is issued all the same and says “without time stamp”.'],
  'calibration.months': ['Dùng khi mẫu giấy có ghi hạn mà quy trình không nêu chu kỳ; 1 đến 120.', 'Where the form carries a last day and the procedure states no period; 1 to 120.'],
}
