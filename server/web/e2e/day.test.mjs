// The less usual day: a photo at reception, a paper sheet copied later, work that is sent back, two persons at one sheet, jobs that end
// without a certificate or with half of one, a certificate that is suspended, lifted and withdrawn, and the records behind all of it.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import { launch, open, phone, settled } from './browser.mjs'
import { crew } from './crew.mjs'
import { openLaboratory } from './laboratory.mjs'

let laboratory
let browser
let people, person, visit, ask, look, nothingWrong
const made = {}

// one red pixel
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC', 'base64')
const photo = (name) => ({ name, mimeType: 'image/png', buffer: picture })
/** The civil day at the site, seven hours ahead of UTC. */
const dayAtTheSite = (moment) => new Date(Date.parse(moment) + 7 * 3_600_000).toISOString().slice(0, 10)
const yesterday = () => dayAtTheSite(new Date(Date.now() - 86_400_000).toISOString())
const ofItem = async (page, queue, serial) => {
  const { items } = await ask(page, `/jobs?queue=${queue}&limit=100`)
  const found = items.find((job) => job.instrument.serial === serial)
  assert.ok(found, `no job of ${serial} in ${queue}`)
  return found.id
}
const cells = (page) => page.locator('input[id^="cell-as_found-"]')
const type = async (page, values) => {
  await cells(page).first().focus()
  for (const value of values) {
    await page.keyboard.type(value)
    await page.keyboard.press('Enter')
  }
}
const environment = async (page, moment, values) => {
  for (const [quantity, value] of Object.entries(values)) {
    await page.locator(`#environment-${moment}-${quantity}`).fill(value)
    await page.keyboard.press('Enter')
  }
}
const recorded = (page, count) => page.waitForFunction((n) => document.querySelectorAll('#environment [data-recorded=true]').length === n, count)
/** What is agreed with the customer comes before the first reading. */
const agree = async (page, job, points) => {
  await visit(page, `/jobs/${job}`)
  if (points) await page.locator('#points').fill(points)
  await page.locator('#contract-review [type=submit]').click()
  await page.locator('#contract-review').getByRole('button', { name: 'Thay đổi' }).waitFor()
}
const start = async (page, job, standard) => {
  await page.locator('#start').waitFor()
  await page.locator('[data-usable=true]', { hasText: standard }).locator('input').check()
  await page.locator('[data-act=start]').click()
  await page.waitForURL(/\/sheet$/)
  await settled(page)
}
const notAdjusted = async (page) => {
  await page.locator('#adjustment').getByText('Không hiệu chỉnh').click()
  await page.locator('[data-act=adjustment]').click()
  await page.locator('[data-act=adjustment]').waitFor({ state: 'hidden' })
}
const submit = async (page, job) => {
  await page.locator('[data-act=submit]').click()
  await page.getByRole('dialog').or(page.locator('main .errors')).first().waitFor()
  assert.equal(await page.locator('main .errors').count(), 0, await page.locator('main').innerText())
  await page.getByRole('dialog').locator('[type=submit]').click()
  await page.waitForFunction(() => location.pathname.endsWith('/sheet') === false || document.querySelector('[role=dialog] .errors'))
  if (page.url().endsWith('/sheet')) assert.fail(await page.getByRole('dialog').innerText())
  await page.waitForURL(new RegExp(`/jobs/${job}$`))
  await settled(page)
}
const give = async (page, reason) => {
  const dialog = page.getByRole('dialog')
  if (reason) await dialog.locator('#reason').fill(reason)
  await dialog.locator('[type=submit]').click()
  await dialog.waitFor({ state: 'hidden' })
}

before(async () => {
  laboratory = await openLaboratory()
  browser = await launch()
  ;({ people, person, visit, ask, look, nothingWrong } = crew(laboratory, browser))
}, { timeout: 120_000 })

after(async () => {
  await browser?.close()
  if (laboratory) assert.equal(await laboratory.close(), 0, 'the server must stop well')
})

test('an unknown item comes in with three fields and a photo of its condition', async () => {
  const { page } = await person('tiepnhan')
  await visit(page, '/receive')
  await page.locator('#serials').fill('ZZ-2026-77')
  await page.keyboard.press('Enter')
  await page.getByText('Số hiệu mới: điền ba ô.').waitFor()
  await page.locator('#items-0-instrument-name_vi').fill('Áp kế chuẩn kim')
  await page.locator('#items-0-instrument-maker').fill('Nagano')
  await page.locator('#items-0-instrument-model').fill('GS-50')
  await page.locator('#customer_id').fill('Xưởng cơ khí Hoà Bình')
  await page.locator('#brought_by').fill('Lê Văn Tám')
  await page.locator('#items-0-condition_text').fill('Mặt kính xước nhẹ')
  await page.locator('main input[type=file]').setInputFiles(photo('mặt kính.png'))
  await page.getByText('Đã lưu ảnh').waitFor()
  await look(page, '30-receive-photo')
  await page.locator('[data-act=receive]').click()
  await page.waitForURL(/\/orders\/\d+/)
  await settled(page)
  const kept = page.getByRole('link', { name: 'Ảnh', exact: true })
  const bytes = await page.request.get(laboratory.address + await kept.getAttribute('href'))
  assert.deepEqual(await bytes.body(), picture)
  await look(page, '31-order-photo')
})

test('an attachment that is no picture is refused with words', async () => {
  const { page } = await person('tiepnhan')
  await visit(page, '/orders/30')
  await page.locator('main input[type=file]').setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from('MZ\u0090\u0000no picture') })
  await page.getByRole('alert').getByText(/Tệp|tệp/).first().waitFor()
  await page.locator('main input[type=file]').setInputFiles(photo('later.png'))
  await page.getByRole('link', { name: 'Ảnh', exact: true }).waitFor()
})

test('a paper sheet is copied the day after, with its scan', async () => {
  const { page } = await person('kythuat')
  made.copied = await ofItem(page, 'received', 'AK-7781718')
  await agree(page, made.copied)
  await start(page, made.copied, 'AS-11')
  await page.getByRole('button', { name: 'Chép lại từ phiếu giấy' }).click()
  await page.getByRole('button', { name: 'Bắt đầu chép' }).click()
  await page.getByRole('alert').getByText('Đính kèm ảnh').waitFor() // without the scan nothing starts
  await page.locator('#paper-day').fill(yesterday().split('-').reverse().join('/'))
  await page.locator('#paper-time').fill('15:30')
  await page.locator('main input[type=file]').setInputFiles(photo('phiếu đo.png'))
  await page.getByText('Đã lưu ảnh').waitFor()
  await look(page, '32-paper')
  await page.getByRole('button', { name: 'Bắt đầu chép' }).click()
  await page.getByText('Đang chép từ phiếu giấy').waitFor()
  await environment(page, 'start', { temperature: '21,4', humidity: '52' })
  await recorded(page, 2)
  await type(page, ['0', '2,5', '5,1', '7,5'])
  await page.locator('[data-state=saved]').nth(3).waitFor()
  await page.reload() // the rest still belongs to the paper
  await settled(page)
  await page.getByText('Đang chép từ phiếu giấy').waitFor()
  await cells(page).nth(4).focus()
  for (const value of ['10,1', '10,1', '7,6', '5,1', '2,5', '0']) {
    await page.keyboard.type(value)
    await page.keyboard.press('Enter')
  }
  await page.locator('[data-state=saved]').nth(9).waitFor()
  await environment(page, 'end', { temperature: '21,6', humidity: '52' })
  await recorded(page, 4)
  await page.locator('[data-check=visual-pass]').click()
  await page.locator('[data-check=hold-pass]').click()
  await notAdjusted(page)
  await page.locator('[data-act=submit]').click()
  await page.getByRole('alert').getByText('10 số chép từ giấy chưa được người khác đối chiếu').waitFor()
  await look(page, '33-copied')
  const { readings } = await ask(page, `/jobs/${made.copied}/sheet`)
  assert.equal(readings.length, 10)
  for (const reading of readings) {
    assert.equal(reading.measured_at, `${yesterday()}T08:30:00Z`)
    assert.notEqual(dayAtTheSite(reading.entered_at), dayAtTheSite(reading.measured_at))
    assert.ok(reading.transcribed_from)
  }
})

test('another person compares the copy with the paper, then it can be signed', async () => {
  const { page: other } = await person('kythuat2')
  await visit(other, `/jobs/${made.copied}/sheet`)
  const paper = other.locator('#paper')
  await paper.getByText('Nguyễn Văn An chép 10 số chỉ').waitFor()
  const scan = await other.request.get(laboratory.address + await paper.getByRole('link', { name: 'Bản giấy' }).getAttribute('href'))
  assert.deepEqual(await scan.body(), picture)
  await look(other, '36-paper-compare')
  await paper.locator('[data-act=check-paper]').click()
  await paper.getByText('Đã đối chiếu bản giấy').waitFor()
  const { page } = await person('kythuat')
  await visit(page, `/jobs/${made.copied}/sheet`)
  await submit(page, made.copied)
  const { readings } = await ask(page, `/jobs/${made.copied}/sheet`)
  for (const { marks } of readings) assert.deepEqual(marks.map((mark) => [mark.kind, mark.marked_by.name]), [['transcription_checked', 'Lê Thị Bình']])
})

test('the reviewer sends it back with a reason, the technician reads it, corrects and signs again', async () => {
  const { page: reviewer } = await person('soatxet')
  await visit(reviewer, `/jobs/${made.copied}/review`)
  await reviewer.locator('[data-act=return]').click()
  await reviewer.getByRole('dialog').locator('[type=submit]').click()
  await reviewer.getByRole('dialog').getByRole('alert').waitFor() // not without a reason
  await reviewer.getByRole('dialog').locator('#reason').fill('Điểm 50 % khi tăng: trên giấy là 5,0')
  await reviewer.getByRole('dialog').locator('[type=submit]').click()
  await reviewer.waitForURL((url) => url.pathname === '/')
  const { page } = await person('kythuat')
  await visit(page, '/?queue=in_work')
  await page.getByText('Bị trả lại').first().waitFor()
  await look(page, '34-returned-list')
  await visit(page, `/jobs/${made.copied}/sheet`)
  await page.locator('.panel.warn', { hasText: 'Điểm 50 % khi tăng: trên giấy là 5,0' }).waitFor()
  await look(page, '35-returned')
  await page.locator('#cell-as_found-r50-X-1').focus()
  await page.keyboard.type('5,0')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.locator('[data-mark=slip]').click()
  await dialog.locator('#reason').fill('Chép nhầm từ giấy')
  await dialog.locator('[data-act=correct]').click()
  await dialog.waitFor({ state: 'hidden' })
  const { page: other } = await person('kythuat2') // what is right now was copied too
  await visit(other, `/jobs/${made.copied}/sheet`)
  await other.locator('#paper').getByRole('button', { name: 'Đã đối chiếu 1 số' }).click()
  await other.locator('#paper').getByText('Đã đối chiếu bản giấy').waitFor()
  await visit(page, `/jobs/${made.copied}/sheet`)
  await submit(page, made.copied)
  const { signatures, job, readings } = await ask(page, `/jobs/${made.copied}/sheet`)
  assert.equal(job.state, 'to_review')
  assert.deepEqual(signatures.map((one) => one.meaning), ['performed', 'returned', 'performed'])
  const right = readings.find((reading) => reading.point === 'r50' && reading.counts)
  assert.deepEqual([right.indication, right.measured_at], ['5.0', `${yesterday()}T08:30:00Z`])
})

test('the reviewer sees who compared the copy, and approves', async () => {
  const { page } = await person('soatxet')
  await visit(page, `/jobs/${made.copied}/review`)
  await page.locator('#paper').getByText('Đã đối chiếu bản giấy').waitFor()
  await look(page, '37-paper-review')
  await page.locator('[data-act=approve]').click()
  await page.getByRole('dialog').locator('[type=submit]').click()
  await page.waitForURL((url) => url.pathname === '/')
  assert.equal((await ask(page, `/jobs/${made.copied}`)).state, 'to_issue')
})

test('two persons fill one cell: the second sees both figures and nothing is merged', async () => {
  const { page: first } = await person('kythuat')
  const { page: second } = await person('kythuat2')
  const job = await ofItem(first, 'in_work', 'AK-7781681')
  await visit(first, `/jobs/${job}/sheet`)
  await visit(second, `/jobs/${job}/sheet`)
  const cell = (page) => page.locator('#cell-as_found-f100-X-1')
  await cell(first).fill('6,1')
  await first.keyboard.press('Enter')
  await first.locator('#cell-as_found-f100-X-1[data-state=saved]').waitFor()
  await cell(second).fill('6,0')
  await second.keyboard.press('Enter')
  const stuck = second.locator('[data-stuck=conflict]')
  await stuck.getByText('Nguyễn Văn An').waitFor()
  await stuck.getByText('6,0', { exact: true }).waitFor()
  await second.locator('#cell-as_found-f100-X-1[data-state=conflict]').waitFor()
  await look(second, '38-conflict')
  await second.reload() // until the person chooses, it stays
  await settled(second)
  await stuck.getByText('Nguyễn Văn An').waitFor()
  await stuck.getByRole('button', { name: 'Giữ số đã có' }).click()
  await stuck.waitFor({ state: 'detached' })
  await second.locator('#cell-as_found-f100-X-1[data-state=saved]').waitFor()
  assert.equal(await cell(second).inputValue(), '6,1')
  const { readings } = await ask(second, `/jobs/${job}/sheet`)
  assert.deepEqual(readings.filter((reading) => reading.point === 'f100').map((reading) => reading.indication), ['6.1'])
})

test('a job is cancelled, another returned unfinished, each with its reason', async () => {
  const { page } = await person('kythuat')
  for (const [serial, button, state, reason] of [
    ['AK-7781755', 'Huỷ việc', 'cancelled', 'Khách hàng rút yêu cầu'],
    ['QC-4165', 'Trả khi chưa xong', 'returned_unfinished', 'Mặt quả cân bị rỗ, không cân được'],
  ]) {
    const job = await ofItem(page, 'received', serial)
    await visit(page, `/jobs/${job}`)
    await page.getByRole('button', { name: button }).click()
    await give(page, reason)
    await page.getByText(reason).first().waitFor()
    await look(page, `39-${state}`)
    assert.equal((await ask(page, `/jobs/${job}`)).state, state)
    assert.equal(await page.getByRole('button', { name: 'Huỷ việc' }).count(), 0)
  }
})

test('a point that cannot be measured is named, and the certificate says so', async () => {
  const { page } = await person('kythuat')
  const job = await ofItem(page, 'received', 'DMM-90876')
  await agree(page, job, '50; 100')
  await page.locator('#contract-review').getByText('50; 100').waitFor()
  await start(page, job, 'DA-01')
  await environment(page, 'start', { temperature: '23', humidity: '50' })
  await recorded(page, 2)
  await cells(page).nth(1).fill('100,1')
  await page.keyboard.press('Enter')
  await page.locator('[data-state=saved]').first().waitFor()
  await page.locator('main table').getByRole('button', { name: /^50/ }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('button', { name: 'Điểm này không đo được' }).click()
  const asked = page.getByRole('dialog').filter({ has: page.locator('#reason') }).last()
  await asked.locator('#reason').fill('Thang 60 V của đồng hồ bị hỏng')
  await asked.locator('[type=submit]').click()
  await drawer.getByText('Thang 60 V của đồng hồ bị hỏng').waitFor()
  await look(page, '40-not-measured')
  await page.keyboard.press('Escape')
  await environment(page, 'end', { temperature: '23,2', humidity: '51' })
  await recorded(page, 4)
  await notAdjusted(page)
  await submit(page, job)
  const { page: reviewer } = await person('soatxet')
  await visit(reviewer, `/jobs/${job}/review`)
  await reviewer.getByText('Thang 60 V của đồng hồ bị hỏng').waitFor()
  await look(reviewer, '41-partial-review')
  await reviewer.locator('[data-act=approve]').click()
  await reviewer.getByRole('dialog').locator('[type=submit]').click()
  await reviewer.waitForURL((url) => url.pathname === '/')
  const { page: head } = await person('lanhdao')
  await visit(head, `/jobs/${job}/issue`)
  await head.locator('[data-act=issue]').click()
  await head.getByRole('dialog').locator('[data-act=issue-now]').click()
  await head.waitForURL(/\/certificates\/\d+\?issued=1/)
  made.partial = Number(/certificates\/(\d+)/.exec(head.url())[1])
  const pdf = await (await head.request.get(`${laboratory.address}/api/v1/certificates/${made.partial}/pdf`)).body()
  assert.ok(execFileSync('pdftotext', ['-', '-'], { input: pdf }).toString().normalize('NFC').includes('Thang 60 V'))
})

test('the head suspends, lifts and withdraws; each needs the second person, and the public page follows', async () => {
  const { page: head } = await person('lanhdao')
  const { page: second } = await person('phogiamdoc')
  people.outside = await open(browser, { viewport: phone })
  const { page: outside } = people.outside
  const { verify_address: address } = await ask(head, `/certificates/${made.partial}`)
  const answer = async (words) => {
    await outside.goto(address)
    assert.match((await outside.locator('body').innerText()).normalize('NFC'), words)
  }
  const act = async (word, reason) => {
    await visit(head, `/certificates/${made.partial}`)
    await head.getByRole('button', { name: 'Thu hồi, đình chỉ, thay thế' }).click()
    await head.getByRole('menuitem', { name: word }).click()
    await give(head, reason)
    await head.getByText('Người khác phải quyết định').waitFor()
    await head.getByRole('button', { name: 'Rút lại' }).waitFor()
    await visit(second, `/certificates/${made.partial}`)
    await second.locator('[data-pending]').getByRole('button', { name: 'Đồng ý' }).click()
    await give(second)
    await second.locator('[data-pending]').waitFor({ state: 'detached' })
  }
  await answer(/HIỆU CHUẨN/)
  await act('Tạm đình chỉ', 'Khách báo số đọc trôi; đang kiểm tra lại chuẩn')
  await answer(/TẠM ĐÌNH CHỈ/i)
  await look(second, '42-suspended')
  await act('Bỏ đình chỉ', 'Đã kiểm tra lại: chuẩn không trôi')
  await answer(/CÒN HIỆU LỰC|ĐANG CÓ HIỆU LỰC/i)
  await act('Thu hồi', 'Giấy ghi nhầm tên khách hàng')
  await answer(/THU HỒI/i)
  await look(second, '43-withdrawn')
  const { events } = await ask(head, `/certificates/${made.partial}`)
  assert.deepEqual(events.map((one) => one.kind).sort(), ['lifted', 'suspended', 'withdrawn'])
})

test('a job held by the room goes on when an authorised person has judged it', async () => {
  const { page: bench } = await person('kythuat')
  const job = await ofItem(bench, 'in_work', 'QC-4152')
  await visit(bench, `/jobs/${job}`)
  await bench.locator('.panel.warn').getByText('Nhiệt độ 29,3 (Bắt đầu) nằm ngoài giới hạn').waitFor()
  await bench.locator('.line-of-time').getByText('Nhiệt độ, bắt đầu: 29,3').waitFor()
  const { page } = await person('soatxet')
  await visit(page, `/jobs/${job}/sheet`)
  await page.locator('#holds').getByRole('button', { name: 'Đánh giá' }).click()
  await page.locator('#judgement').fill('Quả cân đã để trong phòng 24 giờ; chênh lệch chỉ ở đầu buổi')
  await page.locator('#effect').fill('Sức đẩy không khí đã nằm trong ngân sách')
  await page.locator('#holds [type=submit]').click()
  await page.locator('#holds').getByText('Sức đẩy không khí').waitFor()
  await look(page, '50-judged')
  assert.equal((await ask(page, `/jobs/${job}`)).state, 'in_work')
})

test('a gauge is adjusted: as found and as left stand side by side, one point is measured again', async () => {
  const { page } = await person('kythuat2')
  const job = await ofItem(page, 'in_work', 'AK-7781681')
  await visit(page, `/jobs/${job}/sheet`)
  const fill = async (stage, first, values) => {
    await page.locator(`#cell-${stage}-${first}-X-1`).focus()
    for (const value of values) {
      await page.keyboard.type(value)
      await page.keyboard.press('Enter')
    }
  }
  await fill('as_found', 'f75', ['4,6', '3,1', '1,6', '0'])
  await page.locator('#cell-as_found-zero_after-X-1[data-state=saved]').waitFor()
  await page.locator('#cell-as_found-r50-X-1').focus()
  await page.keyboard.type('3,1')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').locator('[data-mark=measured_again]').click()
  await page.getByRole('dialog').locator('#reason').fill('Áp suất chưa ổn định ở lần đọc đầu')
  await page.getByRole('dialog').locator('[data-act=correct]').click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.locator('#adjustment').getByText('Có hiệu chỉnh: đo như nhận').click()
  await page.locator('#done_by').fill('Lê Thị Bình')
  await page.locator('#consent').fill('Bà Mai đồng ý qua điện thoại')
  await page.locator('#seals').fill('Niêm phong cũ N-17 bỏ; mới N-52')
  await page.locator('#adjustment #reason').fill('Chỉnh kim về không và chỉnh độ khuếch đại')
  await page.locator('[data-act=adjustment]').click()
  await page.locator('#cell-as_left-zero_before-X-1').waitFor()
  assert.equal(await page.locator('#cell-as_left-zero_before-X-1').inputValue(), '', 'nothing is copied from the run as found')
  await fill('as_left', 'zero_before', ['0', '1,5', '3,0', '4,5', '6,0', '6,0', '4,5', '3,0', '1,5', '0'])
  await page.locator('#cell-as_left-zero_after-X-1[data-state=saved]').waitFor()
  for (const stage of ['as_found', 'as_left']) {
    for (const check of ['visual', 'hold']) await page.locator(`#check-${stage}-${check} [data-check=${check}-pass]`).click()
  }
  await environment(page, 'end', { temperature: '22,5', humidity: '54' })
  await recorded(page, 4)
  await look(page, '51-adjusted')
  await submit(page, job)
  const { page: reviewer } = await person('soatxet')
  await visit(reviewer, `/jobs/${job}/review`)
  await reviewer.locator('#differences').getByText('đo lại: 1').waitFor()
  await reviewer.getByText('Chỉnh kim về không').first().waitFor()
  await reviewer.getByText('Niêm phong cũ N-17 bỏ; mới N-52').waitFor()
  await look(reviewer, '52-adjusted-review')
})

test('an item is handed back to a named person', async () => {
  const { page } = await person('tiepnhan')
  await visit(page, '/?queue=to_hand_back')
  const order = (await ask(page, '/jobs?queue=to_hand_back&limit=100')).items.find((job) => job.instrument.serial === 'AK-7781533').order_id
  await visit(page, `/orders/${order}`)
  await page.getByRole('button', { name: 'Trả khách' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('[type=submit]').click()
  await dialog.getByRole('alert').waitFor() // to nobody is not handed back
  await dialog.locator('#to').fill('Phạm Thị Lan')
  await dialog.locator('[type=submit]').click()
  await page.getByText('Phạm Thị Lan').waitFor()
  const slip = await page.request.get(`${laboratory.address}/api/v1/orders/${order}/hand-back.pdf`)
  assert.ok(execFileSync('pdftotext', ['-', '-'], { input: await slip.body() }).toString().normalize('NFC').includes('Phạm Thị Lan'))
  await look(page, '53-handed-back')
})

test('a register is imported from CSV: first every fault by row and column, then all of it, and it can be taken back', async () => {
  const { page } = await person('chatluong')
  const head = 'Tên phương tiện đo;Hãng sản xuất;Kiểu;Số hiệu;Chủ sở hữu;Giới hạn trên;Đơn vị;Năm sản xuất\r\n'
  const csv = (rows) => ({ name: 'phương tiện.csv', mimeType: 'text/csv', buffer: Buffer.from('\ufeff' + head + rows.join('\r\n')) })
  const dialog = page.getByRole('dialog')
  await visit(page, '/imports')
  await page.getByRole('button', { name: 'Phương tiện đo', exact: true }).first().click()
  await dialog.locator('input[type=file]').setInputFiles(csv(['Cân bàn;Nhơn Hoà;CB-60;NH-1;HTX Hoa Sen;60;kg;2020', ';Nhơn Hoà;CB-60;NH-2;HTX Hoa Sen;1.234,5;kg;2020']))
  await dialog.getByText('2 lỗi; chưa ghi gì').waitFor()
  await look(page, '54-import-faults')
  await dialog.locator('input[type=file]').setInputFiles(csv(['Cân bàn;Nhơn Hoà;CB-60;NH-1;HTX Hoa Sen;60;kg;2020', 'Cân bàn;Nhơn Hoà;CB-60;NH-2;HTX Hoa Sen;60,5;kg;2020']))
  await dialog.getByRole('button', { name: 'Nhập 2 dòng' }).click()
  await dialog.getByText('Đã nhập xong').waitFor()
  await dialog.getByRole('button', { name: 'Đóng' }).last().click()
  await page.getByText('phương tiện.csv').waitFor()
  await page.getByRole('button', { name: 'Rút lại' }).click()
  await give(page, 'Nhập thử')
  await page.getByRole('cell', { name: 'Đã rút lại' }).or(page.getByText('Đã rút lại')).first().waitFor()
  assert.equal((await ask(page, '/instruments?q=NH-1')).items.filter((one) => one.serial === 'NH-1').length, 0)
  await look(page, '55-import-taken-back')
})

test('the technical manager accepts the certificate of a lot; what is missing is named; the custodian puts a bottle on the shelf', async () => {
  const { page } = await person('soatxet')
  await visit(page, '/standards')
  await page.locator('[data-act=add-material]').click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('#code').fill('RM-PH4')
  await dialog.locator('[type=submit]').click()
  await dialog.getByRole('alert').getByText('Nơi sản xuất: chọn').waitFor()
  await look(page, '44-material-missing')
  await dialog.locator('#name_vi').fill('Dung dịch chuẩn pH 4')
  await dialog.locator('#producer_id').fill('vien do luong')
  await page.getByRole('option', { name: /Viện Đo lường quốc gia/ }).click()
  await dialog.locator('#lot').fill('2026-09')
  await dialog.locator('#certificate_number').fill('VMI-RM-26-0930')
  await dialog.locator('#issued_on').fill('01/09/2026')
  await dialog.locator('#expires_on').fill('31/12/2027')
  await dialog.locator('#days_after_opening').fill('90')
  await dialog.locator('#minimum_amount').fill('20')
  await dialog.locator('#amount_unit').click()
  await page.getByRole('option', { name: 'mL', exact: true }).click()
  await dialog.locator('#traceable_to').fill('pH sơ cấp, VMI')
  await dialog.locator('#quantity').fill('pH')
  await page.getByRole('option', { name: 'pH', exact: true }).click()
  await dialog.locator('#unit').click()
  await page.getByRole('option', { name: '1', exact: true }).click()
  await dialog.locator('#values-0-argument').fill('25')
  await dialog.locator('#values-0-figure').fill('4,005')
  await dialog.locator('#values-0-expanded_uncertainty').fill('0,010')
  await dialog.locator('#stability').fill('0,003')
  await dialog.locator('[type=submit]').click()
  await dialog.getByRole('alert').getByText('Lấy từ').waitFor()
  await dialog.locator('#contributions-0-from').fill('trang 3')
  await dialog.locator('[type=submit]').click()
  await dialog.waitFor({ state: 'hidden' })
  const row = page.locator('#materials tr', { hasText: '2026-09' })
  await row.getByText('4,005').waitFor()
  await row.getByText('31/12/2027').waitFor()
  await row.getByText('Không còn chai nào').waitFor()

  const { page: shelf } = await person('giuchuan')
  await visit(shelf, '/standards')
  await shelf.locator('#materials tr', { hasText: '2026-09' }).getByRole('link').click()
  await shelf.locator('[data-act=add-bottle]').click()
  await shelf.getByRole('dialog').locator('#number').fill('01')
  await shelf.getByRole('dialog').locator('#stock').fill('500')
  await shelf.getByRole('dialog').locator('[type=submit]').click()
  await shelf.locator('#bottle-01').getByText('chưa mở').first().waitFor()
  await look(shelf, '45-material-bottle')

  const { page: bench } = await person('kythuat')
  await visit(bench, '/standards')
  await bench.locator('#materials tr', { hasText: '2026-09' }).getByRole('link').click()
  await bench.locator('[data-act=open-bottle]').click()
  await bench.getByRole('dialog').locator('[type=submit]').click()
  await bench.locator('#bottle-01').getByText('từ ngày mở').waitFor()
  await look(bench, '45-material-opened')
})

test('the quality manager reads the trail of every kind of record in words, with old and new', async () => {
  const { page: bench } = await person('kythuat')
  await visit(bench, '/instruments/1')
  await bench.getByRole('button', { name: 'Sửa' }).click()
  await bench.getByRole('dialog').locator('#place_of_use').fill('Trạm khí nén số 2')
  await bench.getByRole('dialog').locator('[type=submit]').click()
  await bench.getByRole('dialog').waitFor({ state: 'hidden' })
  const { page } = await person('chatluong')
  const trail = page.getByRole('region', { name: 'Nhật ký' })
  for (const path of ['/instruments/1', `/jobs/${made.copied}`, `/certificates/${made.partial}`, '/standards/10', '/procedures/1', '/orders/30', '/organisations/1', '/accounts/3']) {
    await visit(page, path)
    await page.locator('[data-act=trail]').click()
    await trail.locator('tbody tr').first().waitFor()
    const words = (await trail.innerText()).normalize('NFC').replace(/\S+@\S+/g, '')
    assert.doesNotMatch(words, /[a-z]+\.[a-z]+_?[a-z]+\b(?!@)|[a-z]+_[a-z]+/, `${path} shows a word of the machine`)
    if (path === '/instruments/1') {
      const change = trail.locator('tr', { hasText: 'Sửa phương tiện' })
      await change.getByText('Nơi sử dụng').waitFor()
      await change.getByText('Xưởng 1').waitFor()
      await change.getByText('Trạm khí nén số 2').waitFor()
      await change.getByText('Nguyễn Văn An').waitFor()
      await look(page, '46-trail-instrument')
    }
  }
  await visit(page, '/trail')
  await look(page, '47-trail')
  await page.locator('#subject').click()
  await page.getByRole('option', { name: 'Giấy chứng nhận', exact: true }).click()
  await page.locator('#subject-id').fill(String(made.partial))
  await page.waitForFunction(() => [...document.querySelectorAll('[data-action]')].every((row) => row.dataset.action.startsWith('certificate.')) && document.querySelector('[data-action="certificate.issued"]'))
  await visit(page, `/certificates/${made.partial}/chain`)
  await page.getByText('DA-01').first().waitFor()
  await page.getByText('QG-DA').first().waitFor()
  await look(page, '48-chain')
})

test('the settings speak, and a change of them is in the trail', async () => {
  const { page } = await person('quantri')
  await visit(page, '/settings')
  await page.getByLabel('Tự đăng xuất sau (phút không dùng)').fill('45')
  await page.locator('main [type=submit]').first().click()
  await page.getByText('Đã lưu').waitFor()
  await page.locator('[data-act=trail]').click()
  const change = page.getByRole('region', { name: 'Nhật ký' }).locator('tr', { hasText: 'Tự đăng xuất sau' })
  await change.getByText('60', { exact: true }).waitFor()
  await change.getByText('45', { exact: true }).waitFor()
  await look(page, '49-settings')
})

test('nobody was kept out, the browser had nothing to complain about and asked no other host', () => nothingWrong())
