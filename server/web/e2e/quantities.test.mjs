// An item of several quantities on the screens: its ranges in the register, one calibrator for all of them, and limits agreed for each.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settled } from './browser.mjs'
import { onStage } from './crew.mjs'

let person, visit, ask, look, nothingWrong

onStage((stage) => ({ person, visit, ask, look, nothingWrong } = stage))

const choose = async (page, field, option) => {
  await page.locator(field).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

test('a calibrator shows every quantity that it serves', { timeout: 60_000 }, async () => {
  const { page } = await person('kythuat')
  const { items } = await ask(page, '/standards?q=DA-01&limit=10')
  await visit(page, `/standards/${items[0].id}`)
  assert.match(await page.locator('main').innerText(), /Điện trở[\s\S]*0 ÷ 1000/)
  await look(page, 'standard-quantities')
})

test('a multimeter of three quantities was calibrated in its ranges', { timeout: 60_000 }, async () => {
  const { page } = await person('kythuat')
  const { items } = await ask(page, '/jobs?q=DMM-4501&limit=10')
  await visit(page, `/jobs/${items[0].id}`)
  const review = await page.locator('#contract-review').innerText()
  for (const agreed of ['0,05 % giá trị', '0,2 % giá trị', '0,1 % giá trị']) assert.ok(review.includes(agreed), review)
  await look(page, 'multimeter-job')
})

test('ranges are entered with the resolution of each', { timeout: 60_000 }, async () => {
  const { page } = await person('tiepnhan')
  const { items } = await ask(page, '/instruments?q=DMM-90432&limit=10')
  await visit(page, `/instruments/${items[0].id}`)
  await page.getByRole('button', { name: 'Sửa', exact: true }).click()
  await page.locator('[data-act=add-range]').click()
  await page.locator('#ranges-0-low').fill('0')
  await page.locator('#ranges-0-high').fill('20')
  await page.locator('#ranges-0-resolution').fill('0,001')
  await look(page, 'instrument-ranges')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await settled(page)
  await page.getByText('0 ÷ 20 V', { exact: false }).first().waitFor()
  const saved = await ask(page, `/instruments/${items[0].id}`)
  assert.deepEqual(saved.ranges.map((one) => [one.quantity, one.high, one.resolution]), [['dc_voltage', '20', '0.001']])
})

test('a balance keeps e beside d, and one beyond 10 d is refused with the reason', { timeout: 60_000 }, async () => {
  const { page } = await person('tiepnhan')
  const { items } = await ask(page, '/instruments?q=CB-70553&limit=10')
  await visit(page, `/instruments/${items[0].id}`)
  await page.getByRole('button', { name: 'Sửa', exact: true }).click()
  await page.locator('#resolution').fill('0,1')
  await page.locator('#verification_interval').fill('1,1')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.getByRole('alert').getByText('e từ d đến 10 d').waitFor()
  await look(page, 'instrument-balance')
  await page.locator('#verification_interval').fill('1')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await settled(page)
  assert.match(await page.locator('main').innerText(), /Giá trị độ chia kiểm e\s+1\sg/)
  const saved = await ask(page, `/instruments/${items[0].id}`)
  assert.deepEqual([saved.resolution, saved.verification_interval], ['0.1', '1'])
})

test('limits are agreed for each quantity, as terms or by a class', { timeout: 60_000 }, async () => {
  const { page } = await person('tiepnhan')
  const { items } = await ask(page, '/jobs?q=&limit=100')
  const job = items.find((one) => one.state === 'received' && one.kind === 'calibration')
  assert.ok(job, 'no job was received')
  await visit(page, `/jobs/${job.id}`)
  const panel = page.locator('#contract-review')
  if (await panel.getByRole('button', { name: 'Thay đổi' }).count()) await panel.getByRole('button', { name: 'Thay đổi' }).click()
  const asked = page.locator('#conformity_asked')
  if (!(await asked.isChecked())) await asked.check()
  await page.locator('[data-act=add-limits]').click()
  await choose(page, '#limits-0-function', 'Điện áp một chiều')
  await page.locator('#limits-0-specification').fill('Đặc tả của hãng')
  await page.locator('#limits-0-absolute').fill('')
  await page.locator('#limits-0-percent_of_value').fill('0,5')
  await page.locator('#limits-0-digits').fill('2')
  await choose(page, '#limits-1-function', 'Áp suất')
  await page.locator('#limits-1-specification').fill('EN 837-1')
  await choose(page, '#limits-1-statement', 'Theo cấp chính xác của tiêu chuẩn')
  await page.locator('#limits-1-table').click()
  await page.getByRole('option', { name: /^EN 837-1/ }).click()
  await choose(page, '#limits-1-accuracy_class', '1,6')
  await page.locator('[data-act=add-limits]').click()
  await choose(page, '#limits-2-function', 'R: Điện trở (QT-DIEN-02)') // by the id of the procedure, whatever else measures ohms
  await page.locator('#limits-2-specification').fill('Đặc tả của hãng')
  await page.locator('#limits-2-percent_of_value').fill('0,1')
  assert.match(await panel.innerText(), /V, I, R: QT-DIEN-02/)
  await choose(page, '#decision_rule', 'Dải bảo vệ w = r·U')
  await page.locator('#rule_number').fill('83')
  await page.locator('#agreed_with').fill('Bà Hoa')
  await look(page, 'review-limits')
  await panel.getByRole('button', { name: 'Ghi nhận xem xét' }).click()
  await panel.getByRole('alert').getByText('cần hệ số r lớn hơn 0').waitFor()
  await page.locator('#rule_number').fill('0,83')
  await panel.getByRole('button', { name: 'Ghi nhận xem xét' }).click()
  await panel.getByText('Dải bảo vệ w = r·U, r = 0,83').waitFor()
  await panel.getByText(/±\(0,5 % giá trị \+ 2 × độ phân giải\)/).waitFor()
  const kept = (await ask(page, `/jobs/${job.id}`)).contract_review.limits
  assert.deepEqual(kept.map((one) => [one.function, one.percent_of_value, one.digits, one.table, one.accuracy_class]),
    [['dc_voltage', '0.5', '2', '', ''], ['pressure', null, null, 'EN837-1', '1.6'], ['R', '0.1', null, '', '']])
  assert.deepEqual(kept[1].arguments, [{ name: 'span', from: 'span', value: null }])
  await look(page, 'review-limits-kept')
})

test('and nothing was wrong on the way', () => nothingWrong())
