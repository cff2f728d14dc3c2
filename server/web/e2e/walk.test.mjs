// From a reading to a certificate that an inspector can check: one gauge through the whole house, with a person of its own for
// every step, a network cut and a dead server in the middle of the measurement.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { open, phone, pictures, settled } from './browser.mjs'
import { onStage } from './crew.mjs'

const serial = 'AK-7781200'
const typed = ['0', '4,1', '8,1', '12.1', '16,1', '16,1', '12,1', '8,2', '4,1', '0']
const points = ['zero_before', 'r25', 'r50', 'r75', 'r100', 'f100', 'f75', 'f50', 'f25', 'zero_after']

let laboratory, browser, people, person, visit, ask, look, nothingWrong
const made = {} // what one step leaves to the next: order, job, certificate, code

/** The next act of this kind is answered as it is a quarter of an hour after signing in: the password is wanted once more. */
const aQuarterOfAnHourLater = (page, act) => page.route(`**/api/v1/jobs/*/${act}`, (route) => route.fulfill({
  status: 403, contentType: 'application/problem+json',
  body: JSON.stringify({ type: 'about:blank', title: 'Forbidden', status: 403, code: 'confirmation.required', detail: '', reference: '' }),
}), { times: 1 })
const cell = (page, point) => page.locator(`#cell-as_found-${point}-X-1`)
const download = async (page, link) => {
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()])
  return readFileSync(await file.path())
}

onStage((stage) => ({ laboratory, browser, people, person, visit, ask, look, nothingWrong } = stage))

after(() => process.stdout.write(`# pictures: ${pictures()}\n`))

test('the technician receives a known gauge as last time', async () => {
  const { page } = await person('kythuat')
  await settled(page)
  await look(page, '01-today')
  await page.locator('[data-queue=received]').click()
  await page.getByRole('button', { name: 'Nhận phương tiện' }).click()
  await page.locator('#serials').fill(serial)
  await page.keyboard.press('Enter')
  await page.getByText('Áp kế kiểu lò xo').waitFor()
  await page.getByText('Như lần trước', { exact: true }).waitFor()
  await page.locator('[data-act=receive]').click()
  await page.getByRole('alert').getByText('Người giao').waitFor() // printed on the slip, so it may not be empty
  await page.locator('#brought_by').fill('Nguyễn Thị Ngọc Ánh')
  await page.locator('#items-0-condition_text').fill('Nguyên vẹn, kim về không')
  await look(page, '02-receive')
  await page.locator('[data-act=receive]').click()
  await page.waitForURL(/\/orders\/\d+/)
  made.order = Number(/orders\/(\d+)/.exec(page.url())[1])
  await settled(page)
  await look(page, '03-order')
  const order = await ask(page, `/orders/${made.order}`)
  made.job = order.items[0].job.id
  const slip = await page.request.get(`${laboratory.address}/api/v1/orders/${made.order}/receipt.pdf`)
  assert.equal((await slip.body()).subarray(0, 4).toString(), '%PDF')
})

test('the job starts with a standard that may serve, and a refused one says why', async () => {
  const { page } = await person('kythuat')
  await visit(page, `/jobs/${made.job}`)
  await page.locator('#start').waitFor()
  const lent = page.locator('[data-usable=false]', { hasText: 'AS-12' })
  await lent.getByText('Không dùng được:').waitFor()
  assert.ok(await lent.locator('input').isDisabled())
  await page.locator('[data-usable=false]', { hasText: 'QG-AS' }).getByText('do đơn vị khác giữ').waitFor()
  await page.locator('[data-usable=true]', { hasText: 'AS-11' }).locator('input').check()
  await look(page, '04-job')
  await page.locator('[data-act=start]').click()
  await page.waitForURL(/\/sheet$/)
  await settled(page)
})

test('readings survive a network cut, a dead server and a closed tab, and arrive exactly once', async () => {
  const { page, context } = await person('kythuat')
  for (const [quantity, value] of [['temperature', '21,4'], ['humidity', '52']]) {
    await page.locator(`#environment-start-${quantity}`).fill(value)
    await page.keyboard.press('Enter')
  }
  await page.waitForFunction(() => document.querySelectorAll('#environment [data-recorded=true]').length === 2)
  await cell(page, points[0]).focus()
  const type = async (first, last) => {
    for (const value of typed.slice(first, last)) {
      await page.keyboard.type(value)
      await page.keyboard.press('Enter') // goes down
    }
  }
  await type(0, 3)
  await page.locator('[data-state=saved]').nth(2).waitFor()
  await look(page, '05-sheet')
  await cell(page, points[3]).focus()
  await context.setOffline(true)
  await type(3, 6)
  await page.getByText('3 chưa lưu').waitFor()
  assert.equal(await page.locator('[data-state=waiting]').count(), 3)
  await look(page, '06-no-network')
  await laboratory.stop('SIGKILL')
  await context.setOffline(false)
  await cell(page, points[6]).focus()
  await type(6, 8)
  await page.getByText('5 chưa lưu').waitFor()
  await page.close()
  await laboratory.start()
  const again = await context.newPage()
  people.kythuat.page = again
  await visit(again, `/jobs/${made.job}/sheet`)
  await again.locator('[data-state=saved]').nth(7).waitFor()
  await again.reload()
  await settled(again)
  await cell(again, points[8]).focus()
  for (const value of typed.slice(8)) {
    await again.keyboard.type(value)
    await again.keyboard.press('Enter')
  }
  await again.locator('[data-state=saved]').nth(9).waitFor()
  const { readings } = await ask(again, `/jobs/${made.job}/sheet`)
  assert.deepEqual(readings.map((reading) => [reading.point, reading.indication]), points.map((point, index) => [point, typed[index].replace(',', '.')]))
  assert.equal(new Set(readings.map((reading) => reading.id)).size, 10)
})

test('a slip of the pen is corrected with a reason, the sheet is completed and signed', async () => {
  const { page } = await person('kythuat')
  await cell(page, 'r50').focus()
  await page.keyboard.type('8,2')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.locator('[data-mark=slip]').click()
  await dialog.locator('[data-act=correct]').click()
  await dialog.getByRole('alert').waitFor() // without a reason nothing changes
  await dialog.locator('#reason').fill('Đọc nhầm vạch chia, giá trị ghi trên giấy nháp là 8,2')
  await look(page, '07-correction')
  await dialog.locator('[data-act=correct]').click()
  await dialog.waitFor({ state: 'hidden' })
  for (const [quantity, value] of [['temperature', '21.8'], ['humidity', '51']]) {
    await page.locator(`#environment-end-${quantity}`).fill(value)
    await page.keyboard.press('Enter')
  }
  await page.locator('[data-check=visual-pass]').click()
  await page.locator('[data-check=hold-pass]').click()
  await page.locator('#adjustment').getByText('Không hiệu chỉnh').click()
  await page.locator('[data-act=adjustment]').click()
  await page.locator('[data-act=adjustment]').waitFor({ state: 'hidden' })
  await page.waitForFunction(() => document.querySelectorAll('#environment [data-recorded=true]').length === 4)
  await page.getByText('Đạt', { exact: true }).first().waitFor()
  await page.evaluate(() => window.scrollTo(0, 0))
  await look(page, '08-sheet-complete')
  await page.locator('[data-act=submit]').click()
  await page.getByRole('dialog').locator('[type=submit]').click()
  await page.waitForURL(new RegExp(`/jobs/${made.job}$`))
  await settled(page)
  await look(page, '09-submitted')
  const { readings, signatures } = await ask(page, `/jobs/${made.job}/sheet`)
  const counting = readings.filter((reading) => reading.counts)
  assert.equal(readings.length, 11)
  assert.deepEqual(counting.filter((reading) => reading.point === 'r50').map((reading) => reading.indication), ['8.2'])
  assert.equal(signatures.length, 1)
})

test('the reviewer sees the differences first, then the budgets, and approves', async () => {
  const { page } = await person('soatxet')
  await visit(page, `/?queue=to_review`)
  await page.locator(`a[href="/jobs/${made.job}/review"]`).first().click()
  await settled(page)
  await page.locator('#differences').getByText('Y26').first().waitFor() // the last job of this gauge
  const panels = await page.locator('main section.panel h2').allTextContents()
  const first = panels.indexOf('Khác gì lần trước')
  assert.ok(first >= 0 && first < panels.indexOf('Bằng chứng'), panels.join(', '))
  await page.locator('section.panel', { hasText: 'Bằng chứng' }).getByRole('link', { name: 'AS-11' }).waitFor()
  await page.getByRole('button', { name: 'Độ KĐB' }).nth(4).click()
  await page.locator('[aria-expanded=true]').waitFor()
  await page.getByRole('region', { name: 'Bảng độ không đảm bảo đo' }).locator('tbody tr').nth(2).waitFor() // a line for each source of uncertainty
  await look(page, '10-review')
  await page.locator('[data-act=approve]').click()
  await look(page, '11-approve')
  await aQuarterOfAnHourLater(page, 'review')
  await page.getByRole('dialog').locator('[type=submit]').click()
  const again = page.getByRole('dialog', { name: 'Xác nhận là bạn' })
  await again.locator('#confirm-password').fill('not the password')
  await page.keyboard.press('Enter')
  await again.getByRole('alert').waitFor()
  await look(page, '11-password-again')
  await again.locator('#confirm-password').fill(laboratory.accounts.soatxet.password)
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === '/')
  assert.equal((await ask(page, `/jobs/${made.job}`)).state, 'to_issue')
})

test('the head issues; the PDF and the DCC are the issued bytes', async () => {
  const { page } = await person('lanhdao')
  await visit(page, '/?queue=to_issue')
  await page.locator(`a[href="/jobs/${made.job}/issue"]`).first().click()
  await settled(page)
  await look(page, '12-issue')
  await page.locator('[data-act=issue]').click()
  const dialog = page.getByRole('dialog')
  const number = await dialog.locator('[data-number]').getAttribute('data-number')
  await dialog.locator('#stamp_number').fill('T26.0091')
  await look(page, '13-issue-number')
  await dialog.locator('[data-act=issue-now]').dblclick() // a second click issues nothing more
  await page.waitForURL(/\/certificates\/\d+\?issued=1/)
  made.certificate = Number(/certificates\/(\d+)/.exec(page.url())[1])
  await page.locator(`[data-issued="${number}"]`).waitFor()
  await settled(page)
  await look(page, '14-certificate')
  const certificate = await ask(page, `/certificates/${made.certificate}`)
  assert.equal(certificate.number, number)
  assert.equal((await ask(page, `/jobs/${made.job}`)).certificates.length, 1)
  made.verify = certificate.verify_address
  made.number = number
  const pdf = await download(page, page.getByRole('link', { name: 'PDF', exact: true }))
  const dcc = await download(page, page.getByRole('link', { name: 'DCC', exact: true }))
  assert.equal(pdf.subarray(0, 4).toString(), '%PDF')
  assert.equal(dcc.subarray(0, 5).toString(), '<?xml')
  assert.ok(dcc.toString().includes(number))
  const copy = await download(page, page.getByRole('button', { name: 'In bản sao' }))
  assert.equal(copy.subarray(0, 4).toString(), '%PDF')
  assert.notDeepEqual(copy, pdf)
  await page.locator('dt', { hasText: 'Số bản sao đã in' }).waitFor() // it is counted
  assert.equal((await ask(page, `/certificates/${made.certificate}`)).copies, 1)
  const picture = join(pictures(), '15-certificate-page')
  execFileSync('pdftoppm', ['-r', '70', '-png', '-f', '1', '-l', '1', '-singlefile', '-', picture], { input: pdf })
  assert.ok(execFileSync('pdftotext', ['-', '-'], { input: pdf }).toString().normalize('NFC').includes('KIỂM ĐỊNH'))
})

test('an inspector reads the answer on a phone without an account', async () => {
  people.inspector = await open(browser, { viewport: phone })
  const { page } = people.inspector
  assert.ok(made.verify.startsWith(`${laboratory.address}/v/`), made.verify)
  await page.goto(made.verify)
  const words = (await page.locator('body').innerText()).normalize('NFC')
  assert.match(words, /KIỂM ĐỊNH/)
  assert.ok(words.indexOf('KIỂM ĐỊNH') < words.search(/CÒN HIỆU LỰC/i), words)
  assert.ok(words.includes(serial) && words.includes('T26.0091'), words)
  await look(page, '16-public')
})

test('the head withdraws with a second person, and the page says so', async () => {
  const { page } = await person('lanhdao')
  await visit(page, `/certificates/${made.certificate}`)
  await page.getByRole('button', { name: 'Thu hồi, đình chỉ, thay thế' }).click()
  await page.getByRole('menuitem', { name: 'Thu hồi' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('#reason').fill('Cấp nhầm cho phương tiện của khách hàng khác')
  await look(page, '17-withdraw')
  await dialog.locator('[type=submit]').click()
  await dialog.waitFor({ state: 'hidden' })
  const { page: second } = await person('phogiamdoc')
  await visit(second, '/pending')
  await look(second, '18-second-person')
  const asked = second.locator('[data-pending=withdraw]', { hasText: made.number })
  await asked.getByRole('button', { name: 'Đồng ý' }).click()
  await second.getByRole('dialog').locator('[type=submit]').click()
  await asked.waitFor({ state: 'detached' })
  const { page: outside } = people.inspector
  await outside.reload()
  assert.match((await outside.locator('body').innerText()).normalize('NFC'), /THU HỒI/i)
  await look(outside, '19-public-revoked')
})

test('the quality manager follows the chain to the SI and reads who changed what', async () => {
  const { page } = await person('chatluong')
  await visit(page, `/certificates/${made.certificate}/chain`)
  await page.getByText('AS-11').first().waitFor()
  await page.getByText('AS-01').first().waitFor()
  await page.getByText('QG-AS').first().waitFor()
  assert.ok(await page.locator('.chain [data-node]').count() >= 4, 'every node is drawn')
  assert.ok(await page.locator('.chain svg path').count() >= 3, 'and every link')
  await look(page, '20-chain')
  await visit(page, `/jobs/${made.job}`)
  await page.locator('[data-act=trail]').click()
  const trail = page.getByRole('region', { name: 'Nhật ký' })
  await trail.locator('tr', { hasText: 'Trần Quốc Cường' }).getByText('Chờ soát xét').waitFor() // old
  await trail.locator('tr', { hasText: 'Trần Quốc Cường' }).getByText('Chờ cấp', { exact: true }).waitFor() // and new
  await trail.locator('[data-action="reading.recorded"]').first().waitFor() // with what belongs to the job
  await look(page, '21-trail')
  await visit(page, `/certificates/${made.certificate}`)
  await page.locator('[data-act=trail]').click()
  await trail.getByText('Cấp nhầm cho phương tiện của khách hàng khác').first().waitFor() // why it was withdrawn
  const { items } = await ask(page, `/trail?limit=100`)
  const told = items.filter((event) => event.changes.some((change) => change.new_value?.includes('Đọc nhầm vạch chia')))
  assert.equal(told.length, 1, 'the slip of the pen stands in the trail with its reason')
  assert.equal(told[0].actor_name, laboratory.accounts.kythuat.name)
})

test('nobody was kept out, the browser had nothing to complain about and asked no other host', () => nothingWrong())
