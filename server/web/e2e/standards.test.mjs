// A certificate of a standard is accepted: a table pasted from a spreadsheet, a sign copied wrongly that shows beside the certificate
// before, a formula, values over another quantity, and what is wrong named by row.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { phone, pictures, settled } from './browser.mjs'
import { onStage } from './crew.mjs'

let laboratory, browser, person, visit, ask, look, nothingWrong

onStage((stage) => ({ laboratory, browser, person, visit, ask, look, nothingWrong } = stage))

const paste = (page, cell, text) => page.locator(cell).evaluate((input, block) => {
  input.focus()
  const data = new DataTransfer()
  data.setData('text/plain', block)
  input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
}, text)
const standardOf = async (page, code) => {
  const { items } = await ask(page, `/standards?q=${code}&limit=50`)
  const found = items.find((one) => one.code === code)
  assert.ok(found, `no standard ${code}`)
  return found
}
const openDialog = async (page, code) => {
  const standard = await standardOf(page, code)
  await visit(page, `/standards/${standard.id}`)
  await page.getByRole('button', { name: 'Nghiệm thu giấy chứng nhận' }).click()
  await page.locator('#number').waitFor()
  return standard
}
const head = async (page, number) => {
  await page.locator('#number').fill(number)
  for (const [field, text] of [['calibrated_on', '02/03/2026'], ['issued_on', '03/03/2026'], ['due_on', '01/03/2028']]) {
    await page.locator(`#${field}`).fill(text)
    await page.keyboard.press('Tab')
  }
  await page.locator('#due_reason').fill('theo giấy')
}
const picture = (page, name) => page.screenshot({ path: join(pictures(), `${name}.png`), fullPage: false, animations: 'disabled' })

test('a pasted table shows what its first line means, and a wrong sign beside the certificate before', { timeout: 90_000 }, async () => {
  const { page } = await person('soatxet')
  await openDialog(page, 'AS-11')
  await page.locator('#certificate-preview', { hasText: 'Nhập ít nhất một dòng' }).waitFor()
  const errors = ['0,001', '0,002', '0,003', '0,002', '-0,001']
  await paste(page, '#values-0-nominal', errors.map((error, index) => `${index * 10}\t${error}\t0,008\t2`).join('\r\n'))
  await page.waitForFunction((count) => document.querySelectorAll('#certificate-preview tbody tr').length === count, errors.length)
  await page.locator('[data-meaning]', { hasText: 'Dòng đầu nghĩa là' }).waitFor()
  assert.equal(await page.locator('.certificate-plot g.now').getAttribute('data-marks'), String(errors.length))
  assert.equal(await page.locator('.certificate-plot g.before').getAttribute('data-marks'), String(errors.length))
  const en = () => page.locator('#certificate-preview tbody tr').evaluateAll((rows) => rows.map((row) => Math.abs(Number(row.dataset.en))))
  await page.locator('[data-meaning]', { hasText: 'khi chuẩn chỉ (hoặc ghi) 0 bar, giá trị thật là −0,001 bar; chuẩn chỉ cao hơn 0,001 bar' }).waitFor()
  const all = await en()
  assert.ok(Math.abs(all[4] - 0.265) < 0.001, `0.003 bar of sqrt(2) times 0.008 bar, not ${all[4]}`)
  await page.locator('#certificate-preview').scrollIntoViewIfNeeded()
  await picture(page, 'standard-accept-preview')

  await page.locator('#values-0-figure').fill('1,5')
  await page.locator('.jump').waitFor()
  assert.ok(Math.max(...await en()) > 1)
  await picture(page, 'standard-accept-jump')

  await page.locator('#values-1-figure').fill('0,0o2')
  await head(page, 'V-2026/17')
  await page.locator('[role=dialog] [type=submit]').click()
  await page.locator('[role=alert][data-errors] a', { hasText: '' }).first().waitFor()
  assert.match(await page.locator('#values-1-figure').evaluate((input) => input.closest('.mantine-InputWrapper-root').textContent), /số/i)
  await page.setViewportSize(phone)
  await page.locator('#values-0-nominal').scrollIntoViewIfNeeded()
  await picture(page, 'standard-accept-phone')
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0)
  await page.setViewportSize({ width: 1366, height: 768 })
  await page.keyboard.press('Escape')
})

test('a formula and values over another quantity are accepted and shown on the page of the standard', { timeout: 90_000 }, async () => {
  const { page } = await person('soatxet')
  const standard = await openDialog(page, 'AS-11')
  await head(page, 'V-2026/18')
  await page.locator('[data-act=add-formula]').click()
  await page.locator('[data-part=table]').getByRole('button', { name: 'Bỏ phần này' }).click()
  for (const [field, text] of [['coefficients-0', '-0,0021'], ['coefficients-1', '1,5E-4'], ['low', '0'], ['high', '16'], ['expanded_uncertainty', '0,01'], ['degrees_of_freedom', '12']])
    await page.locator(`#formulas-0-${field}`).fill(text)
  await page.locator('[data-part=formula] math').waitFor()
  await page.locator('.certificate-plot g.now').waitFor()
  await page.locator('[data-part=formula]').scrollIntoViewIfNeeded()
  await picture(page, 'standard-accept-formula')
  await page.locator('[data-act=add-table]').click()
  await page.locator('[data-part=table] input[id$=-meaning]').click()
  await page.getByRole('option', { name: 'Giá trị' }).click()
  await page.locator('[data-part=table] input[id$=-nominal_unit]').click()
  await page.getByRole('option', { name: '°C', exact: true }).click()
  await paste(page, '[data-part=table] [data-cell="0/nominal"]', '20\t10,0012\t0,002\t2\t30\t0,0005\n25\t10,0021\t0,002\t2\t30\t\n')
  await page.waitForFunction(() => document.querySelectorAll('[data-meaning]').length === 2)
  await page.locator('[role=dialog] [type=submit]').click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  const kept = (await ask(page, `/standards/${standard.id}`)).certificates.find((one) => one.number === 'V-2026/18')
  assert.deepEqual(kept.formulas[0].coefficients, ['-0.0021', '0.00015'])
  assert.equal(kept.formulas[0].degrees_of_freedom, 12)
  assert.deepEqual(kept.values.map((value) => [value.nominal, value.nominal_unit, value.interpolation]), [['20', '\\degreecelsius', '0.0005'], ['25', '\\degreecelsius', null]])
  await page.locator('[data-formula=polynomial] math').waitFor()
  await page.locator('[data-table=certified] td', { hasText: /^20.°C$/ }).waitFor()
  await look(page, 'standard-page')
})

test('the page of a standard shows its line through the certificates, and whether it moves', { timeout: 60_000 }, async () => {
  const { page } = await person('soatxet')
  const standard = await standardOf(page, 'DT-01')
  await visit(page, `/standards/${standard.id}`)
  const trends = page.locator('#trends')
  await trends.locator('tr[data-significant=true]', { hasText: '10000' }).waitFor()
  const { trends: [trend] } = await ask(page, `/standards/${standard.id}`)
  assert.equal(trend.history.length, 3)
  assert.ok(Math.abs(Number(trend.line.slope) - 0.02) < 0.0005, `0.08 ohm in 1460 days, not ${trend.line.slope} a year`)
  await trends.locator('.jump', { hasText: '1 giá trị trôi rõ' }).waitFor()
  await trends.scrollIntoViewIfNeeded()
  await look(page, 'standard-trends')
})

test('a standard shows its class and the decision that certifies it; a slip is put right by recording it again', { timeout: 90_000 }, async () => {
  const { page } = await person('soatxet')
  const standard = await standardOf(page, 'KL-20')
  assert.equal(standard.accuracy_class, 'F1')
  await visit(page, `/standards/${standard.id}`)
  await page.locator('#certifications [data-certification=valid]', { hasText: '37/QĐ-UBND (mẫu)' }).waitFor()
  const record = async (until) => {
    await page.locator('[data-act=certify]').click()
    await page.locator('[role=dialog] #number').fill('52/QĐ-UBND')
    await page.locator('[role=dialog] #issued_on').fill('02/03/2026')
    await page.keyboard.press('Tab')
    await page.locator('[role=dialog] #valid_until').fill(until)
    await page.keyboard.press('Tab')
    await page.locator('[role=dialog] [type=submit]').click()
    await page.locator('[role=dialog] [role=alert][data-errors]').waitFor()
    await page.locator('[role=dialog] #issuer_id').fill('Ủy ban')
    await page.getByRole('option', { name: /Ủy ban nhân dân tỉnh Bắc Ninh/ }).click()
    await picture(page, 'standard-certify')
    await page.locator('[role=dialog] [type=submit]').click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  }
  await record('01/03/2029')
  await record('01/03/2028')
  await page.locator('#certifications [data-certification=corrected]').waitFor()
  const shown = await page.locator('#certifications [data-certification]').evaluateAll((rows) => rows.map((row) => row.dataset.certification))
  assert.deepEqual(shown, ['valid', 'corrected', 'valid'])
  await page.locator('#certifications [data-certification]', { hasText: '01/03/2028' }).first().waitFor()
  await page.locator('#certifications').scrollIntoViewIfNeeded()
  await look(page, 'standard-certified')
  const { items } = await ask(page, '/procedures?limit=100')
  const balances = items.find((one) => one.code === 'QT-CAN-01')
  await visit(page, `/procedures/${balances.id}`)
  await page.locator('#conditions', { hasText: 'cấp chính xác E2, F1, F2, M1' }).waitFor()
  await page.locator('#conditions', { hasText: 'được chứng nhận dùng trực tiếp để kiểm định' }).waitFor()
  await page.locator('#conditions').scrollIntoViewIfNeeded()
  await picture(page, 'procedure-standards-asked')
})

test('the browser had nothing to complain about and asked no other host', () => nothingWrong())
