// A bench of thermometers in one bath: opened from one job, typed and pasted with the network cut in between, one item leaves, one is
// out of tolerance, the others are signed with one signature; and the gauges of the sample laboratory, on a phone too.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { check, desk, launch, phone, pictures, settled } from './browser.mjs'
import { crew } from './crew.mjs'
import { openLaboratory } from './laboratory.mjs'

let laboratory
let browser
let person, visit, ask, look, nothingWrong
const made = { jobs: [] }
const serials = ['BT-101', 'BT-102', 'BT-103', 'BT-104', 'BT-105']

before(async () => {
  laboratory = await openLaboratory()
  browser = await launch()
  ;({ person, visit, ask, look, nothingWrong } = crew(laboratory, browser))
}, { timeout: 120_000 })

after(async () => {
  await browser?.close()
  if (laboratory) assert.equal(await laboratory.close(), 0, 'the server must stop well')
})

/** What another screen does, done by the same way as that screen. */
const post = (page, path, body) => page.evaluate(async ([to, sent]) => {
  const answer = await fetch(`/api/v1${to}`, { method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() }, body: JSON.stringify(sent) })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${to}: ${answer.status} ${text}`)
  return text ? JSON.parse(text) : undefined
}, [path, body])
const day = (days) => new Date(Date.now() + 7 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)
const cell = (who, point, channel, repeat = 1) => `#cell-${who}-as_found-${point}-${channel}-${repeat}`
const paste = (page, at, rows) => page.locator(at).evaluate((input, block) => {
  input.focus()
  const data = new DataTransfer()
  data.setData('text/plain', block)
  input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
}, rows.map((row) => row.join('\t')).join('\n'))
const allSaved = (page) => page.waitForFunction(() => !document.querySelector('[data-unsaved], input[data-state=waiting]'))
const environment = async (page, moment, values) => {
  for (const [quantity, value] of Object.entries(values)) {
    await page.locator(`#environment-${moment}-${quantity}`).fill(value)
    await page.keyboard.press('Enter')
  }
  await allSaved(page)
}
const give = async (page, reason) => {
  const dialog = page.getByRole('dialog')
  await dialog.locator('#reason').fill(reason)
  await dialog.locator('[type=submit]').click()
  await dialog.waitFor({ state: 'hidden' })
}
const benchOf = (page) => ask(page, `/benches/${made.bench}`)

test('six thermometers come in with one order', { timeout: 60_000 }, async () => {
  const { page } = await person('tiepnhan')
  await visit(page, '/receive')
  const { items: customers } = await ask(page, '/organisations?q=Việt Yên')
  const agreed = (points) => ({ method_fits: true, capable: true, points, conformity_asked: true, limits: [{ specification: 'ISO 9001', absolute: '0.5' }], decision_rule: 'simple', agreed_with: 'Phòng chất lượng', agreed_on: day(0) })
  const order = await post(page, '/orders', {
    customer_id: customers[0].id, promised_on: day(5), brought_by: 'Lê Văn Tám',
    items: [...serials, 'BT-106'].map((serial, index) => ({
      kind: 'calibration', condition_text: 'Nguyên vẹn', contract_review: agreed(serial === 'BT-106' ? ['0', '100'] : ['50']),
      instrument: { serial, name_vi: 'Nhiệt kế hiện số', name_en: 'Digital thermometer', maker: 'Testo', model: '108', quantity: 'temperature', range_low: '-50', range_high: '300', unit: '\\degreecelsius', resolution: '0.1', inventory_number: index % 2 ? '' : `TS-${index}` },
    })),
  })
  made.order = order.id
  for (const item of order.items) made.jobs.push(item.job.id)
  await visit(page, '/benches')
  assert.equal(await page.locator('[data-act=new-bench]').count(), 0, 'reception measures nothing')
})

test('from one job its like are chosen; those that are not say why', { timeout: 60_000 }, async () => {
  const { page } = await person('kythuat')
  await visit(page, `/jobs/${made.jobs[0]}`)
  await page.locator('[data-act=together]').click()
  await page.waitForURL(/\/benches\/new\?job=/)
  await settled(page)
  await page.getByText('Quy trình này đo từng phương tiện một').waitFor() // the first one that may serve is of platinum sensors
  await page.getByRole('radio', { name: /^QT-NHIET-03/ }).check()
  await page.locator('[data-candidate]').nth(5).waitFor()
  for (const job of made.jobs.slice(0, 5)) assert.ok(await page.locator(`[data-candidate="${job}"] input`).isChecked(), 'those of one order come chosen')
  const other = page.locator(`[data-candidate="${made.jobs[5]}"]`)
  assert.equal(await other.getAttribute('data-may'), 'false')
  assert.match(await other.innerText(), /Không đo chung được/)
  assert.ok((await other.locator('li').allInnerTexts()).join().length > 10, 'the reason is said')
  await look(page, '60-bench-choose')
  await page.locator('#name').fill('')
  await page.locator('[data-act=open-bench]').click()
  await page.getByRole('alert').getByText('Đặt tên cho bàn đo').waitFor()
  await page.locator('#name').fill('Bể nhiệt sáng nay')
  if (await page.locator('[data-usable=true] input').count() > 1) await page.locator('[data-usable=true]', { hasText: 'NH-01' }).locator('input').check()
  await page.locator('[data-act=open-bench]').click()
  await page.waitForURL(/\/benches\/\d+$/)
  made.bench = Number(/benches\/(\d+)/.exec(page.url())[1])
  await settled(page)
  const bench = await benchOf(page)
  assert.deepEqual(bench.items.map((item) => [item.job.id, item.job.state]), made.jobs.slice(0, 5).map((job) => [job, 'in_work']))
  made.point = bench.layout.points[0].id
  made.shared = bench.layout.channels.find((channel) => channel.of === 'standard').id
  made.own = bench.layout.channels.find((channel) => channel.of === 'item').id
  await visit(page, `/jobs/${made.jobs[0]}`)
  await page.locator(`[data-bench="${made.bench}"]`).click()
  await page.locator('.bench table').waitFor()
})

test('the standard is typed once, the items are pasted while the network is away, and all of it arrives once', { timeout: 90_000 }, async () => {
  const { page, context } = await person('kythuat')
  const { point, shared, own } = made
  await environment(page, 'start', { temperature: '22,1', humidity: '52' })
  await page.locator(cell('all', point, shared)).focus()
  for (const value of ['50,012', '50,013', '50,011', '50,013']) {
    await page.keyboard.type(value)
    await page.keyboard.press('Enter')
  }
  await allSaved(page)
  assert.equal(await page.evaluate(() => document.activeElement.id), cell(made.jobs[0], point, own).slice(1), 'Enter goes on at the first item')
  for (const value of ['50,1', '50,1', '50,1', '50,1']) {
    await page.keyboard.type(value)
    await page.keyboard.press('Enter')
  }
  await page.locator('td.result[data-verdict=pass]').first().waitFor()
  await allSaved(page)

  await context.setOffline(true)
  // second item well, third out of tolerance, fourth and fifth well
  await paste(page, cell(made.jobs[1], point, own), [1, 2, 3, 4].map(() => ['50,0', '51,2', '50,2', '50,1']))
  await page.locator('[data-unsaved="16"]').waitFor()
  assert.equal(await page.locator('input[data-state=waiting]').count(), 16)
  await page.screenshot({ path: join(pictures(), '61-bench-cut-desk.png') })
  await context.setOffline(false)
  await allSaved(page)
  const { items, readings } = await benchOf(page)
  assert.deepEqual(readings.map((one) => one.indication), ['50.012', '50.013', '50.011', '50.013'])
  assert.deepEqual(items.map((item) => item.readings.map((one) => one.indication)), [['50.1', '50.0', '51.2', '50.2', '50.1']].flatMap((each) => each.map((one) => [one, one, one, one])))
  await page.locator('td.result[data-verdict=fail]').waitFor()
  assert.equal(await page.locator('td.result[data-verdict=pass]').count(), 4)
  assert.match(await page.locator('td.result[data-verdict=fail] button').getAttribute('aria-label'), /BT-103.*Không đạt/)
  await page.locator(`th[data-item="${made.jobs[2]}"]`).getByText('Không đạt').waitFor()
  await look(page, '62-bench')
})

test('what was typed survives a reload before it was sent', { timeout: 60_000 }, async () => {
  const { page } = await person('kythuat')
  await page.route('**/api/v1/benches/*/environment', (route) => route.abort())
  await page.locator('#environment-end-temperature').fill('22,3')
  await page.keyboard.press('Enter')
  await page.locator('[data-unsaved="1"]').waitFor()
  await page.reload()
  await settled(page)
  assert.equal(await page.locator('#environment-end-temperature').inputValue(), '22,3')
  await page.unroute('**/api/v1/benches/*/environment')
  await environment(page, 'end', { humidity: '53' })
  const { environment: room } = await benchOf(page)
  assert.deepEqual(room.map((one) => [one.moment, one.quantity, one.indication]).sort(), [
    ['end', 'humidity', '53'], ['end', 'temperature', '22.3'], ['start', 'humidity', '52'], ['start', 'temperature', '22.1']])
})

test('a second person at the bench: a conflict shows both figures, nothing is merged', { timeout: 60_000 }, async () => {
  const { page } = await person('kythuat')
  const { page: other } = await person('kythuat2')
  const at = cell(made.jobs[1], made.point, made.own)
  await visit(other, `/benches/${made.bench}`)
  await page.locator(at).fill('50,3')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.locator('[data-mark=outlier]').click()
  await dialog.locator('#reason').fill('Chạm vào đầu đo')
  await dialog.locator('[data-act=correct]').click()
  await dialog.waitFor({ state: 'hidden' })
  await page.locator(`${at}[data-state=empty]`).waitFor()
  await visit(other, `/benches/${made.bench}`)
  await page.locator(at).fill('50,0')
  await page.keyboard.press('Enter')
  await page.locator(`${at}[data-state=saved]`).waitFor()
  await other.locator(at).fill('50,1')
  await other.keyboard.press('Enter')
  const stuck = other.locator('[data-stuck=conflict]')
  await stuck.getByText('Nguyễn Văn An').waitFor()
  assert.match(await stuck.innerText(), /BT-102/)
  await look(other, '63-bench-conflict')
  await stuck.getByRole('button', { name: 'Giữ số đã có' }).click()
  await stuck.waitFor({ state: 'detached' })
  const { items } = await benchOf(page)
  assert.deepEqual(items[1].readings.filter((one) => one.counts && one.repeat === 1).map((one) => one.indication), ['50.0'])
})

test('a slip at the standard is put right for all, one item leaves with what stood', { timeout: 60_000 }, async () => {
  const { page } = await person('kythuat')
  await visit(page, `/benches/${made.bench}`)
  await page.locator(`[data-leave="${made.jobs[3]}"]`).click()
  await give(page, 'Màn hình chập chờn')
  await page.locator(`th[data-item="${made.jobs[3]}"] [data-left]`).waitFor()
  await page.locator(cell('all', made.point, made.shared)).fill('50,010')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('sửa cho cả 4 phương tiện').waitFor()
  await look(page, '64-bench-correct')
  await dialog.locator('[data-mark=slip]').click()
  await dialog.locator('#reason').fill('Đọc nhầm chữ số cuối')
  await dialog.locator('[data-act=correct]').click()
  await dialog.waitFor({ state: 'hidden' })
  const counting = async (job) => (await ask(page, `/jobs/${job}/sheet`)).readings.filter((one) => one.counts && one.channel === made.shared && one.repeat === 1).map((one) => one.indication)
  assert.deepEqual(await counting(made.jobs[0]), ['50.010'])
  assert.deepEqual(await counting(made.jobs[3]), ['50.012'], 'the one that left keeps what stood')
  await visit(page, `/jobs/${made.jobs[0]}/sheet`)
  await page.getByText('Việc này đang ở bàn đo chung').waitFor()
  assert.equal(await page.locator(`#cell-as_found-${made.point}-${made.shared}-1`).getAttribute('readonly'), '')
  await look(page, '65-bench-own-sheet')
})

test('the budget of one item at one point opens beside the bench', { timeout: 60_000 }, async () => {
  const { page } = await person('kythuat')
  await visit(page, `/benches/${made.bench}`)
  await page.locator('td.result[data-verdict=fail] button').click()
  const drawer = page.getByRole('dialog')
  await drawer.getByText('Bảng độ không đảm bảo đo').or(drawer.getByText('Độ phân giải của nhiệt kế')).first().waitFor()
  await look(page, '66-bench-budget')
  await drawer.locator('select').selectOption(String(made.jobs[0]))
  await drawer.getByText('Đạt', { exact: true }).first().waitFor()
  await page.keyboard.press('Escape')
})

test('those that are ready are signed with one signature, each answered for itself', { timeout: 60_000 }, async () => {
  const { page } = await person('kythuat')
  await visit(page, `/benches/${made.bench}`)
  await page.locator('[data-act=submit]').click()
  await page.getByRole('dialog').getByText('chưa ghi có hiệu chỉnh không').first().waitFor()
  assert.equal(await page.locator('[data-act=sign]').isDisabled(), true)
  await page.keyboard.press('Escape')
  await page.locator('[data-all=not_adjusted]').click()
  await page.locator('[data-act=submit]', { hasText: '(4)' }).click()
  await look(page, '67-bench-sign')
  await page.locator('[data-act=sign]').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Đã ký 4 trong 4').waitFor()
  await dialog.locator('[data-act=close]').last().click()
  await page.locator('[data-signed]').nth(3).waitFor()
  const { items, state, editable } = await benchOf(page)
  assert.deepEqual(items.map((item) => item.job.state), ['to_review', 'to_review', 'to_review', 'in_work', 'to_review'])
  assert.deepEqual(items.map((item) => item.evaluation.verdict), ['pass', 'pass', 'fail', null, 'pass'], 'the one that left is not concluded')
  assert.deepEqual([state, editable], ['done', false])
  await look(page, '68-bench-done')
  await visit(page, '/benches?state=done')
  await page.getByRole('link', { name: 'Bể nhiệt sáng nay' }).waitFor()
  await look(page, '69-benches')
})

test('the reviewer sees the standard and the room that the items shared, and one is issued', { timeout: 90_000 }, async () => {
  const { page: reviewer } = await person('soatxet')
  const job = made.jobs[1]
  await visit(reviewer, `/jobs/${job}/review`)
  const evidence = reviewer.locator('section.panel', { has: reviewer.getByRole('heading', { name: 'Bằng chứng' }) })
  await evidence.getByRole('link', { name: 'NH-01' }).waitFor()
  await evidence.getByText('°C').first().waitFor()
  await reviewer.locator('[data-act=approve]').click()
  await reviewer.getByRole('dialog').locator('[type=submit]').click()
  await reviewer.waitForURL((url) => url.pathname === '/')
  const { page: head } = await person('lanhdao')
  await visit(head, `/jobs/${job}/issue`)
  await head.locator('[data-act=issue]').click()
  await head.getByRole('dialog').locator('[data-act=issue-now]').click()
  await head.waitForURL(/\/certificates\/\d+\?issued=1/)
})

test('the gauges of the sample bench: all passed at once, and one of them on a phone', { timeout: 90_000 }, async () => {
  const { page } = await person('kythuat')
  await visit(page, '/benches')
  await page.getByRole('link', { name: 'Giàn áp kế trạm nạp' }).click()
  await page.waitForURL(/\/benches\/\d+$/)
  await settled(page)
  const gauges = Number(/benches\/(\d+)/.exec(page.url())[1])
  await page.locator('[data-all=visual]').click()
  await allSaved(page)
  const bench = await ask(page, `/benches/${gauges}`)
  assert.ok(bench.items.every((item) => item.checks.some((one) => one.operation === 'visual' && one.passed)))
  assert.equal(bench.items.filter((item) => item.evaluation.operations.some((one) => one.outcome === 'fail')).length, 1)
  await page.locator(`th[data-item="${bench.items[3].job.id}"]`).getByText('Không đạt').waitFor()
  await look(page, '70-bench-gauges')

  await page.setViewportSize(phone)
  const first = bench.items[0].job.id
  const point = bench.layout.points.find((one) => !bench.items[0].readings.some((reading) => reading.point === one.id))
  await page.locator('.one-point select').first().selectOption({ index: bench.layout.points.indexOf(point) })
  await page.locator(cell(first, point.id, 'X')).fill('7,55')
  await page.locator('[data-act=next]').click()
  await page.locator(cell(bench.items[1].job.id, point.id, 'X')).waitFor()
  await allSaved(page)
  await page.screenshot({ path: join(pictures(), '71-bench-phone-walk.png') })
  assert.deepEqual(await check(page), [])
  await page.setViewportSize(desk)
  const after = await ask(page, `/benches/${gauges}`)
  assert.ok(after.items[0].readings.some((reading) => reading.point === point.id && reading.indication === '7.55'))
})

test('English is whole, and nothing was ugly on the way', { timeout: 60_000 }, async () => {
  const { page } = await person('kythuat')
  await page.getByRole('button', { name: 'English' }).click()
  await visit(page, `/benches/${made.bench}`)
  await page.getByText('5 items · 4 signed · 1 left').waitFor()
  await look(page, '72-bench-english')
  await page.getByRole('button', { name: 'Tiếng Việt' }).click()
  nothingWrong()
})
