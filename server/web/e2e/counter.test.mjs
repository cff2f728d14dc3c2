// At the counter and at the bench with the keyboard alone: many items by scan and paste, a lookup that fails, Tab and Enter on a sheet
// of many columns, and what one person typed while the next one sits down at the same browser.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settled, signIn } from './browser.mjs'
import { onStage } from './crew.mjs'

let laboratory, person, visit, ask, look, nothingWrong
const made = {}

onStage((stage) => ({ laboratory, person, visit, ask, look, nothingWrong } = stage))

const cards = (page) => page.locator('main h2').filter({ hasText: /^\d+\. / })
const ofItem = async (page, queue, serial) => {
  const { items } = await ask(page, `/jobs?queue=${queue}&limit=100`)
  const found = items.find((job) => job.instrument.serial === serial)
  assert.ok(found, `no job of ${serial} in ${queue}`)
  return found.id
}
const leave = async (page) => {
  await page.locator('header.bar').getByRole('button', { name: /Nguyễn Văn An|Lê Thị Bình/ }).click()
  await page.getByRole('menuitem', { name: 'Đăng xuất' }).click()
  await page.locator('#login').waitFor()
}
const enter = (page, login) => signIn(page, laboratory.address, laboratory.accounts[login])

test('many items come in by scan and by paste; a serial that stands there already is named', async () => {
  const { page } = await person('tiepnhan')
  await visit(page, '/receive')
  await page.keyboard.type('AK-7781200') // the box has the focus, as a scanner needs it
  await page.keyboard.press('Enter')
  await page.getByText('Áp kế kiểu lò xo').waitFor()
  assert.equal(await page.locator('#serials').inputValue(), '')
  await page.locator('#serials').focus()
  await page.keyboard.insertText('MOI-1\nMOI-2\tak-7781200\nMOI-1')
  await page.keyboard.press('Enter')
  await cards(page).nth(2).waitFor()
  await page.getByText('Số hiệu mới: điền ba ô.').nth(1).waitFor()
  assert.deepEqual(await cards(page).allInnerTexts(), ['1. AK-7781200', '2. MOI-1', '3. MOI-2'])
  await page.locator('[data-twice]').getByText('ak-7781200, MOI-1').waitFor()
  await look(page, '80-receive-many')
  for (const index of [1, 2]) {
    await page.locator(`#items-${index}-instrument-name_vi`).fill('Nhiệt kế hiện số')
    await page.locator(`#items-${index}-instrument-maker`).fill('Testo')
    await page.locator(`#items-${index}-instrument-model`).fill('108')
  }
  await page.locator('#brought_by').fill('Lê Văn Tám')
  await page.locator('[data-act=receive]').click()
  await page.waitForURL(/\/orders\/\d+/)
  const order = await ask(page, `/orders/${/orders\/(\d+)/.exec(page.url())[1]}`)
  const kinds = await Promise.all(order.items.map(async (item) => (await ask(page, `/jobs/${item.job.id}`)).kind))
  assert.deepEqual(order.items.map((item, index) => [item.instrument.serial, kinds[index]]),
    [['AK-7781200', 'verification'], ['MOI-1', 'calibration'], ['MOI-2', 'calibration']])
  made.item = order.items[2]
})

test('the label under the scanner leads to the job of the item', async () => {
  const { page } = await person('kythuat')
  await visit(page, '/')
  await page.keyboard.type('KHONG-CO-1')
  await page.keyboard.press('Enter')
  await page.getByText('KHONG-CO-1').waitFor()
  await page.keyboard.type(made.item.code) // what was not found is selected, and gives way
  await page.keyboard.press('Enter')
  await page.waitForURL(new RegExp(`/jobs/${made.item.job.id}`))
})

test('a serial that could not be looked up is asked again, also after a reload', async () => {
  const { page } = await person('tiepnhan')
  await visit(page, '/receive')
  const cut = (route) => route.abort()
  await page.route('**/api/v1/instruments/lookup?*', cut)
  await page.locator('#serials').fill('AK-7781200')
  await page.keyboard.press('Enter')
  await page.locator('[data-failed]').waitFor()
  await page.locator('#brought_by').fill('Lê Văn Tám')
  await page.locator('[data-act=receive]').click()
  await page.getByRole('alert').getByText('AK-7781200: chưa tra xong').click()
  assert.equal(await page.evaluate(() => document.activeElement.id), 'items-0-look')
  await look(page, '81-lookup-failed')
  await page.reload()
  await settled(page)
  await page.locator('[data-failed]').waitFor()
  await page.unroute('**/api/v1/instruments/lookup?*', cut)
  await page.locator('#items-0-look').click()
  await page.getByText('Áp kế kiểu lò xo').waitFor()
  assert.equal(await page.locator('[data-failed]').count(), 0)
  await page.getByRole('button', { name: 'Bỏ', exact: true }).click()
})

test('a job starts at the customer, and Tab goes right on its sheet', async () => {
  const { page } = await person('kythuat')
  const job = await ofItem(page, 'received', 'QC-4165')
  await visit(page, `/jobs/${job}`)
  await page.locator('#start').waitFor()
  for (const [index, standard] of ['KL-01', 'KL-10'].entries()) await page.locator(`#standards-${index} [data-usable=true]`, { hasText: standard }).locator('input').check()
  await page.locator('#place_of_work').click()
  await page.getByRole('option', { name: 'Tại nơi khách hàng' }).click()
  await page.locator('[data-act=start]').click()
  await page.getByRole('alert').waitFor() // where?
  await page.locator('#place_detail').fill('Xưởng 3, Khu công nghiệp Hoà Khánh')
  await look(page, '82-start-at-customer')
  await page.locator('[data-act=start]').click()
  await page.waitForURL(/\/sheet$/)
  await settled(page)
  const { place_of_work: place, place_detail: where } = await ask(page, `/jobs/${job}`)
  assert.deepEqual([place, where], ['customer', 'Xưởng 3, Khu công nghiệp Hoà Khánh'])
  const ids = await page.locator('input[id^="cell-as_found-"]').evaluateAll((inputs) => inputs.map((input) => input.id))
  assert.ok(ids.length > 6, ids.join())
  await page.locator(`#${ids[0]}`).focus()
  for (const value of ['0,010', '0,015', '0,025']) {
    await page.keyboard.type(value)
    await page.keyboard.press('Tab')
  }
  assert.equal(await page.evaluate(() => document.activeElement.id), ids[3])
  await page.locator('[data-state=saved]').nth(2).waitFor()
  const { readings } = await ask(page, `/jobs/${job}/sheet`)
  assert.deepEqual(readings.map((reading) => [reading.repeat, reading.indication]), [[1, '0.010'], [2, '0.015'], [3, '0.025']])
})

test('an address typed before the laboratory was chosen after all is not kept', async () => {
  const { page } = await person('kythuat')
  const job = await ofItem(page, 'received', 'DMM-90876')
  await visit(page, `/jobs/${job}`)
  await page.locator('#contract-review [type=submit]').click()
  await page.locator('#start').waitFor()
  await page.locator('[data-usable=true]', { hasText: 'DA-01' }).locator('input').check()
  await page.locator('#place_of_work').click()
  await page.getByRole('option', { name: 'Lưu động' }).click()
  await page.locator('#place_detail').fill('Xe 43C-123.45')
  await page.locator('#place_of_work').click()
  await page.getByRole('option', { name: 'Tại phòng thí nghiệm' }).click()
  await page.locator('[data-act=start]').click()
  await page.waitForURL(/\/sheet$/)
  const { place_of_work: place, place_detail: where } = await ask(page, `/jobs/${job}`)
  assert.deepEqual([place, where], ['laboratory', ''])
})

test('a reading that is not saved yet survives a sign-out and arrives once', async () => {
  const { page } = await person('kythuat')
  made.job = await ofItem(page, 'in_work', 'AK-7781681')
  await visit(page, `/jobs/${made.job}/sheet`)
  made.before = (await ask(page, `/jobs/${made.job}/sheet`)).readings.length
  const open = await page.locator('input[id^="cell-as_found-"][data-state=empty]').evaluateAll((inputs) => inputs.map((input) => input.id))
  assert.ok(open.length >= 3, open.join())
  let sent = 0
  const lost = async (route) => { // the first one arrives, but its answer is lost; after that nothing gets through
    sent += 1
    if (sent === 1) await route.fetch()
    await route.abort()
  }
  await page.route(`**/api/v1/jobs/${made.job}/readings`, lost)
  await page.locator(`#${open[0]}`).fill('6,1')
  await page.keyboard.press('Enter')
  await page.getByText('1 chưa lưu').first().waitFor()
  await page.locator(`#${open[1]}`).fill('4,1')
  await page.keyboard.press('Enter')
  await page.getByText('2 chưa lưu').first().waitFor()
  await leave(page)
  await page.unroute(`**/api/v1/jobs/${made.job}/readings`, lost)
  const answered = page.waitForResponse((answer) => answer.url().endsWith(`/jobs/${made.job}/readings`) && answer.ok())
  await enter(page, 'kythuat')
  await answered
  await visit(page, `/jobs/${made.job}/sheet`)
  for (const id of open.slice(0, 2)) await page.locator(`#${id}[data-state=saved]`).waitFor()
  const { readings } = await ask(page, `/jobs/${made.job}/sheet`)
  assert.equal(readings.length, made.before + 2)
  assert.deepEqual(readings.slice(made.before).map((reading) => reading.indication), ['6.1', '4.1'])
  made.open = open[2]
})

test('who sits down next does not go on with what another person half typed or copies from paper', async () => {
  const { page } = await person('kythuat')
  await visit(page, `/jobs/${made.job}/sheet`)
  await page.getByRole('button', { name: 'Chép lại từ phiếu giấy' }).click()
  await page.locator('main input[type=file]').setInputFiles({ name: 'phiếu.png', mimeType: 'image/png',
    buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC', 'base64') })
  await page.getByText('Đã lưu ảnh').waitFor()
  await page.locator('#paper-reason').fill('Đo ở hiện trường')
  await page.getByRole('button', { name: 'Bắt đầu chép' }).click()
  await page.getByText('Đang chép từ phiếu giấy').waitFor()
  await page.locator(`#${made.open}`).focus()
  await page.keyboard.type('2,')
  await page.reload()
  await settled(page)
  assert.equal(await page.locator(`#${made.open}`).inputValue(), '2,')
  await leave(page)
  await enter(page, 'kythuat2')
  await visit(page, `/jobs/${made.job}/sheet`)
  await page.locator(`#${made.open}`).waitFor()
  assert.equal(await page.locator(`#${made.open}`).inputValue(), '')
  assert.equal(await page.getByText('Đang chép từ phiếu giấy').count(), 0)
  await leave(page)
  await enter(page, 'kythuat')
  await visit(page, `/jobs/${made.job}/sheet`)
  await page.getByText('Đang chép từ phiếu giấy').waitFor()
  assert.equal(await page.locator(`#${made.open}`).inputValue(), '2,')
})

test('nobody was kept out, the browser had nothing to complain about and asked no other host', () => nothingWrong())
