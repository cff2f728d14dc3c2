// Acts that are rare and must not go wrong: a second factor, a password that two administrators reset, a certificate that is replaced,
// a number that is made void, an outlier, an item that could not be measured as found, a standard that gives way to another.

import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { open, phone, settled } from './browser.mjs'
import { onStage } from './crew.mjs'

let laboratory, browser, people, person, visit, ask, look, nothingWrong

/** Six digits of RFC 6238 (SHA-1, 30 s) for the present step, or some steps later. */
function totp(secret, later = 0) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret.replace(/[\s=]/g, '')].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later))
  const digest = createHmac('sha1', key).update(step).digest()
  const number = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}
const ofItem = async (page, queue, serial) => {
  const { items } = await ask(page, `/jobs?queue=${queue}&limit=100`)
  const found = items.find((job) => job.instrument.serial === serial)
  assert.ok(found, `no job of ${serial} in ${queue}`)
  return found.id
}
const agree = async (page, job) => {
  await visit(page, `/jobs/${job}`)
  await page.locator('#contract-review [type=submit]').click()
  await page.locator('#contract-review').getByRole('button', { name: 'Thay đổi' }).waitFor()
}
const start = async (page, standards) => {
  await page.locator('#start').waitFor()
  for (const standard of standards) await page.locator('[data-usable=true]', { hasText: standard }).locator('input').first().check()
  await page.locator('[data-act=start]').click()
  await page.waitForURL(/\/sheet$/)
  await settled(page)
}
const type = async (page, first, values) => {
  await page.locator(first).focus()
  for (const value of values) {
    await page.keyboard.type(value)
    await page.keyboard.press('Enter')
  }
}
const give = async (page, reason) => {
  const dialog = page.getByRole('dialog')
  if (reason) await dialog.locator('#reason').fill(reason)
  await dialog.locator('[type=submit]').click()
  await dialog.waitFor({ state: 'hidden' })
}
const enter = async (page, { login, password }) => {
  await page.goto(laboratory.address)
  await page.locator('#login').fill(login)
  await page.locator('#password').fill(password)
  await page.keyboard.press('Enter')
}
/** What is shown once, written down. */
const secretOf = async (page) => {
  const secret = await page.locator('[data-secret]').innerText()
  await page.getByRole('button', { name: 'Tôi đã chép' }).click()
  await page.locator('[data-secret]').waitFor({ state: 'detached' })
  return secret.trim()
}
const changePassword = async (page, current, next) => {
  await page.locator('#current_password').fill(current)
  await page.locator('#new_password').fill(next)
  await page.locator('#again').fill(next)
  await page.locator('form [type=submit]').click()
}

onStage((stage) => ({ laboratory, browser, people, person, visit, ask, look, nothingWrong } = stage))

test('a second factor is set up, asked for at the next sign-in, and a recovery code stands in for it once', async () => {
  const { page } = await person('giuchuan')
  await visit(page, '/account')
  await page.getByRole('button', { name: 'Bật', exact: true }).click()
  await page.locator('#code').waitFor()
  const secret = (await page.locator('main form code').innerText()).trim()
  assert.match(secret, /^[A-Z2-7]{32}$/)
  await look(page, '60-second-factor')
  await page.locator('#code').fill('000000')
  await page.getByRole('button', { name: 'Xác nhận', exact: true }).click()
  await page.getByRole('alert').getByText('Mã 6 số không đúng').first().waitFor()
  await page.locator('#code').fill(totp(secret))
  await page.getByRole('button', { name: 'Xác nhận', exact: true }).click()
  await page.getByText('Mã dự phòng').waitFor()
  const codes = await page.locator('main [role=status] li code').allInnerTexts()
  assert.ok(codes.length >= 8, codes.join(' '))
  await look(page, '61-recovery-codes')
  await page.locator('main [role=status] button').click()
  await page.getByText('Đang bật').waitFor()

  const account = laboratory.accounts.giuchuan
  const again = await open(browser)
  people['giuchuan, again'] = again
  await enter(again.page, account)
  await again.page.locator('#totp').waitFor()
  await look(again.page, '62-six-digits')
  await again.page.locator('#totp').fill('000000')
  await again.page.keyboard.press('Enter')
  await again.page.getByRole('alert').waitFor()
  await again.page.locator('#totp').fill(totp(secret, 1)) // the step that confirmed is used up
  await again.page.keyboard.press('Enter')
  await again.page.locator('header.bar').waitFor()
  assert.equal((await ask(again.page, '/session')).second_factor_given, true)

  const stranded = await open(browser)
  people['giuchuan, without the phone'] = stranded
  const withRecoveryCode = async () => {
    await enter(stranded.page, account)
    await stranded.page.locator('#totp').fill(codes[0].toLowerCase())
    await stranded.page.keyboard.press('Enter')
  }
  await withRecoveryCode()
  await stranded.page.locator('header.bar').waitFor()
  await stranded.context.clearCookies()
  await withRecoveryCode()
  await stranded.page.getByRole('alert').waitFor() // it worked once
  assert.equal(await stranded.page.locator('header.bar').count(), 0)
})

test('a password is reset by two administrators, and signs nothing before the identity is confirmed', async () => {
  const { page: first } = await person('quantri')
  await visit(first, '/accounts')
  await first.getByRole('button', { name: 'Thêm người' }).click()
  const dialog = first.getByRole('dialog')
  await dialog.locator('#login').fill('quantri2')
  await dialog.locator('#name').fill('Lưu Thị Khánh')
  await dialog.getByLabel('Quản trị hệ thống', { exact: true }).check()
  await dialog.locator('[type=submit]').click()
  const initial = await secretOf(first)

  people.quantri2 = await open(browser)
  const { page: second } = people.quantri2
  await enter(second, { login: 'quantri2', password: initial })
  await second.locator('#new_password').waitFor() // another person knows the first password
  await changePassword(second, initial, 'mot cau ngan rieng cua toi')
  await second.locator('header.bar').waitFor()

  const { page: owner } = await person('kythuat2')
  const account = (await ask(owner, '/session')).account.id
  await visit(first, `/accounts/${account}`)
  await first.getByRole('button', { name: 'Đặt lại mật khẩu' }).click()
  await look(first, '63-reset-ask')
  await give(first, 'Quên mật khẩu, đã gặp trực tiếp')
  await first.getByText('chờ quản trị viên thứ hai').waitFor()
  await visit(first, '/accounts')
  await first.getByRole('button', { name: 'Rút lại' }).waitFor()
  assert.equal(await first.getByRole('button', { name: 'Đồng ý' }).count(), 0, 'nobody is both administrators')
  assert.equal((await ask(owner, '/session')).account.id, account, 'nothing happens before the second agrees')

  await visit(second, '/accounts')
  await look(second, '64-reset-waits')
  await second.getByRole('button', { name: 'Đồng ý' }).click()
  const reset = await secretOf(second)
  await second.getByText('Chờ xác nhận danh tính').waitFor()
  await look(second, '65-reset-done')

  await owner.reload()
  await owner.locator('#login').waitFor() // every session has ended
  await enter(owner, { login: 'kythuat2', password: reset })
  await owner.locator('#new_password').waitFor()
  await changePassword(owner, reset, 'cau ngan moi cua Binh 26')
  await owner.locator('header.bar').waitFor()
  await visit(owner, '/account')
  await owner.getByText('bạn chưa ký được').waitFor()
  await look(owner, '66-identity-open')
  const job = await ofItem(owner, 'in_work', 'AK-7781681')
  const declare = () => owner.request.post(`${laboratory.address}/api/v1/jobs/${job}/adjustment`, { data: { choice: 'not_adjusted' }, headers: { Origin: laboratory.address } })
  assert.equal((await (await declare()).json()).code, 'identity.unconfirmed')

  const { page: manager } = await person('soatxet')
  await visit(manager, `/accounts/${account}`)
  await manager.getByRole('button', { name: 'Xác nhận danh tính' }).click()
  await give(manager, 'Gặp tại phòng thí nghiệm, đối chiếu căn cước')
  await manager.getByText('Chờ xác nhận danh tính').waitFor({ state: 'detached' })
  await look(manager, '67-identity-confirmed')
  assert.equal((await ask(owner, '/session')).identity_confirmed, true)
  assert.equal((await declare()).status(), 200)
})

test('a certificate is replaced: two persons decide, the head issues, and the first says by what', async () => {
  const { page: head } = await person('lanhdao')
  const { items } = await ask(head, '/certificates?q=DMM-90210')
  const first = items.find((one) => one.answer === 'valid')
  await visit(head, `/certificates/${first.id}`)
  await head.getByRole('button', { name: 'Thu hồi, đình chỉ, thay thế' }).click()
  await head.getByRole('menuitem', { name: 'Thay thế' }).click()
  await give(head, 'Ghi thiếu địa chỉ nơi sử dụng')
  await head.locator('[data-pending=replace]').waitFor()

  // the second person may not issue: the replacement waits for the head
  const { page: quality } = await person('chatluong')
  await visit(quality, `/certificates/${first.id}`)
  await quality.locator('[data-pending]').getByRole('button', { name: 'Đồng ý' }).click()
  await give(quality)
  await quality.getByText('giấy thay thế chưa cấp').waitFor()
  assert.equal(await quality.locator('[data-act=issue-replacement]').count(), 0)
  assert.equal((await ask(quality, `/certificates/${first.id}`)).answer, 'valid')

  await visit(head, `/certificates/${first.id}`)
  await look(head, '68-to-replace')
  await head.locator('[data-act=issue-replacement]').click()
  await head.locator('[data-act=issue]').click()
  await head.getByRole('dialog').locator('[data-act=issue-now]').click()
  await head.waitForURL(/\/certificates\/\d+\?issued=1/)
  await settled(head)
  const second = await ask(head, `/certificates/${/certificates\/(\d+)/.exec(head.url())[1]}`)
  assert.equal(second.replaces.number, first.number)
  assert.notEqual(second.number, first.number)
  await head.getByRole('link', { name: first.number, exact: true }).waitFor()
  await look(head, '69-replacement')

  const before = await ask(head, `/certificates/${first.id}`)
  assert.equal(before.answer, 'replaced')
  assert.equal(before.to_replace, false)
  people.outside = await open(browser, { viewport: phone })
  const { page: outside } = people.outside
  await outside.goto(before.verify_address)
  const words = (await outside.locator('body').innerText()).normalize('NFC')
  assert.match(words, /THAY THẾ|thay bằng/i)
  assert.ok(words.includes(second.number), words)
  await look(outside, '70-replaced-public')
})

test('a number that was reserved and not used is made void by two persons, and the job takes the next one', async () => {
  const { page: head } = await person('lanhdao')
  const job = await ofItem(head, 'to_issue', 'AK-7781607')
  const { number, reserved } = await ask(head, `/jobs/${job}/issue`)
  assert.ok(reserved)
  await visit(head, '/pending')
  const row = head.locator('.row', { hasText: number }).last()
  await look(head, '71-reserved')
  await row.getByRole('button', { name: 'Huỷ số' }).click()
  await give(head, 'Máy in hỏng giữa chừng, số ghi vào sổ huỷ')
  await head.locator('[data-pending=void_number]').waitFor()
  const { page: second } = await person('phogiamdoc')
  await visit(second, '/pending')
  await second.locator('[data-pending=void_number]').getByRole('button', { name: 'Đồng ý' }).click()
  await give(second)
  await second.locator('[data-pending=void_number]').waitFor({ state: 'detached' })
  await second.getByText(number).waitFor({ state: 'detached' })
  await look(second, '72-void')
  const next = await ask(head, `/jobs/${job}/issue`)
  assert.equal(next.reserved, false)
  assert.notEqual(next.number, number)
  await visit(head, `/jobs/${job}/issue`)
  await head.getByText(next.number).first().waitFor()
  assert.equal(await head.getByText(number, { exact: true }).count(), 0)
})

test('a standard in use gives way to another: what was measured with it is measured again', async () => {
  const { page } = await person('kythuat')
  const job = await ofItem(page, 'in_work', 'AK-7781681')
  await visit(page, `/jobs/${job}/sheet`)
  const before = await ask(page, `/jobs/${job}/sheet`)
  const old = before.standards.find((one) => one.in_use)
  assert.ok(before.readings.length > 2)
  await page.locator(`[data-change=${old.role}]`).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('[data-act=change-standard]').click()
  await dialog.getByRole('alert').getByText('Chọn chuẩn dùng tiếp').waitFor()
  await dialog.locator('[data-usable=true] input').last().check()
  await dialog.locator('#reason').fill('Chuẩn trôi khi kiểm tra giữa giờ')
  await look(page, '73-change-standard')
  await dialog.locator('[data-act=change-standard]').click()
  await dialog.waitFor({ state: 'hidden' })
  await page.locator('#standards').getByText('Chuẩn trôi khi kiểm tra giữa giờ').waitFor()
  const sheet = await ask(page, `/jobs/${job}/sheet`)
  const now = sheet.standards.find((one) => one.in_use)
  assert.notEqual(now.code, old.code)
  assert.equal(sheet.readings.length, before.readings.length, 'nothing is removed')
  assert.ok(sheet.readings.every((reading) => !reading.counts && reading.marks.some((mark) => mark.kind === 'standard_changed')))
  assert.equal(await page.locator('#cell-as_found-zero_before-X-1').inputValue(), '', 'nothing of the old standard counts')
  await look(page, '74-standard-changed')
})

test('an outlier is rejected with a reason, stays on the record, and the reviewer sees that it was counted', async () => {
  const { page } = await person('kythuat')
  const job = await ofItem(page, 'in_work', 'DMM-90765')
  await visit(page, `/jobs/${job}/sheet`)
  const saved = page.locator('input[id^="cell-as_found-"][data-state=saved]').first()
  const cell = `#${await saved.getAttribute('id')}`
  const was = await saved.inputValue()
  await saved.focus()
  await page.keyboard.type('123,4')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.locator('[data-mark=outlier]').click()
  await dialog.locator('[data-act=correct]').click()
  await dialog.getByRole('alert').waitFor() // not without a reason
  await dialog.locator('#reason').fill('Đầu đo tuột khi đọc')
  await look(page, '75-outlier')
  await dialog.locator('[data-act=correct]').click()
  await dialog.waitFor({ state: 'hidden' })
  await page.waitForFunction((at) => document.querySelector(at)?.value === '', cell)
  const sheet = await ask(page, `/jobs/${job}/sheet`)
  const rejected = sheet.readings.filter((reading) => reading.marks.some((mark) => mark.kind === 'outlier'))
  assert.deepEqual(rejected.map((reading) => [reading.counts, reading.marks[0].reason]), [[false, 'Đầu đo tuột khi đọc']])
  await type(page, cell, [was])
  await page.locator(`${cell}[data-state=saved]`).waitFor()
  await look(page, '76-outlier-rejected')
  const { page: reviewer } = await person('soatxet')
  await visit(reviewer, `/jobs/${job}/review`)
  await reviewer.locator('#differences').getByText('Số bị loại: 1').waitFor()
  await look(reviewer, '77-outlier-review')
})

test('an item that could not be measured as found says why, and is measured as left only', async () => {
  const { page } = await person('kythuat')
  const job = await ofItem(page, 'received', 'AK-7781755')
  await agree(page, job)
  await start(page, ['AS-11'])
  await page.locator('[data-act=adjustment]').click()
  await page.locator('#adjustment').getByRole('alert').getByText('chọn một trong ba câu').waitFor()
  await page.locator('#adjustment').getByText('Có hiệu chỉnh: đo như nhận').click()
  await page.locator('#adjustment #done_by').fill('Không ai')
  await page.locator('#adjustment #seals').fill('N-17')
  await page.locator('#adjustment').getByText('Không đo được như nhận').click()
  await page.locator('[data-act=adjustment]').click()
  await page.locator('#adjustment').getByRole('alert').waitFor() // why not?
  await page.locator('#adjustment #reason').fill('Kim kẹt ở vạch 4 bar; đã tháo và chỉnh trước khi đo')
  await page.locator('[data-act=adjustment]').click()
  await page.locator('#cell-as_left-zero_before-X-1').waitFor()
  await page.locator('#adjustment').getByText('Kim kẹt ở vạch 4 bar').waitFor()
  assert.equal(await page.locator('input[id^="cell-as_found-"]:not([disabled]):not([readonly])').count(), 0, 'nothing is typed as found')
  await type(page, '#cell-as_left-zero_before-X-1', ['0', '4'])
  await page.locator('#cell-as_left-r25-X-1[data-state=saved]').waitFor()
  await look(page, '78-as-left-only')
  const sheet = await ask(page, `/jobs/${job}/sheet`)
  assert.deepEqual([...new Set(sheet.readings.map((reading) => reading.stage))], ['as_left'])
  assert.deepEqual([sheet.adjustment.done_by, sheet.adjustment.seals], ['', ''], 'what another choice would say is not kept')
})

test('nobody was kept out, the browser had nothing to complain about and asked no other host', () => nothingWrong())
