// The conditions of the room: a value outside holds the job whatever is typed over it, another sensor is another value, two persons
// do not replace each other's entries unseen, and the reviewer sees what was replaced.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onStage } from './crew.mjs'

let laboratory, person, visit, ask, look, nothingWrong
const made = {}
onStage((stage) => ({ laboratory, person, visit, ask, look, nothingWrong } = stage))

const start = '#environment-start-temperature'
const sheetOf = (page) => ask(page, `/jobs/${made.job}/sheet`)
const ofItem = async (page, serial) => (await ask(page, '/jobs?queue=in_work&limit=100')).items.find((job) => job.instrument.serial === serial).id
const give = async (page, reason) => {
  const dialog = page.getByRole('dialog')
  await dialog.locator('#reason').fill(reason)
  await dialog.locator('[type=submit]').click()
  await dialog.waitFor({ state: 'hidden' })
}
const stuckOf = (page) => page.locator('[data-stuck=conflict]')
const allSaved = (page) => page.waitForFunction(() => !document.querySelector('[data-unsaved]'))

test('a value typed over the one outside asks why, and the job stays held', { timeout: 90_000 }, async () => {
  const { page } = await person('kythuat')
  made.job = await ofItem(page, 'QC-4152')
  const { page: other } = await person('kythuat2')
  await visit(other, `/jobs/${made.job}/sheet`) // what stands now is what this one goes on seeing
  await visit(page, `/jobs/${made.job}/sheet`)
  await page.locator(start).fill('21')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('→').waitFor()
  await dialog.locator('[type=submit]').click()
  await dialog.getByRole('alert').waitFor() // not without a reason
  await look(page, '90-room-replace')
  await give(page, 'Phòng đã mát lại')
  await allSaved(page)
  await page.locator('#holds').getByText('Nhiệt độ 29,3 (Bắt đầu) nằm ngoài giới hạn').waitFor()
  const sheet = await sheetOf(page)
  assert.equal(sheet.job.state, 'held')
  assert.deepEqual(sheet.environment_changes.map(({ before, now }) => [before.corrected, now.indication, now.reason]), [['29.3', '21', 'Phòng đã mát lại']])
  await page.waitForFunction((at) => document.querySelector(at).value === '21', start)
  await look(page, '91-room-held')
})

test('what another person entered meanwhile is shown beside the own value, of the room and of an operation', { timeout: 90_000 }, async () => {
  const { page: other } = await person('kythuat2')
  await other.locator(start).fill('23')
  await other.keyboard.press('Enter')
  await give(other, 'Đọc lại')
  const stuck = stuckOf(other)
  await stuck.getByText('Nguyễn Văn An').waitFor()
  assert.match(await stuck.innerText(), /23\s+21 \(Nguyễn Văn An\)/)
  await look(other, '92-room-conflict')
  await stuck.getByRole('button', { name: 'Giữ số đã có' }).click()
  await stuck.waitFor({ state: 'detached' })
  assert.equal(await other.locator(start).inputValue(), '21')
  assert.equal((await sheetOf(other)).environment_changes.length, 1)
  const gauge = await ofItem(other, 'AK-7781681')
  const { page } = await person('kythuat')
  for (const one of [page, other]) await visit(one, `/jobs/${gauge}/sheet`)
  await other.locator('[data-check=visual-pass]').click()
  await allSaved(other)
  await page.locator('[data-check=visual-fail]').click()
  await stuckOf(page).getByText('Lê Thị Bình').waitFor()
  assert.match(await stuckOf(page).innerText(), /Không đạt\s+Đạt \(Lê Thị Bình\)/)
  await look(page, '93-check-conflict')
  await stuckOf(page).getByRole('button', { name: 'Giữ số đã có' }).click()
  await stuckOf(page).waitFor({ state: 'detached' })
  assert.equal((await ask(page, `/jobs/${gauge}/sheet`)).checks.find((one) => one.operation === 'visual').passed, true)
})

test('another sensor for the same figure is another value, sent at once', { timeout: 90_000 }, async () => {
  const { page: manager } = await person('soatxet')
  const { items } = await ask(manager, '/standards?q=MT-0&limit=20')
  const [old, fresh] = ['MT-01', 'MT-02'].map((code) => items.find((one) => one.code === code))
  const known = (await ask(manager, `/standards/${old.id}`)).certificates.sort((a, b) => a.calibrated_on.localeCompare(b.calibrated_on)).at(-1)
  const figure = (quantity, nominal, correction, unit) => ({ quantity, nominal, meaning: 'correction', figure: correction, expanded_uncertainty: '0.3', coverage_factor: '2', degrees_of_freedom: null, unit })
  const send = async (what, data) => {
    const answer = await manager.request.post(`${laboratory.address}/api/v1/standards/${fresh.id}/${what}`, { headers: { Origin: laboratory.address }, data })
    assert.ok(answer.ok(), `${what}: ${await answer.text()}`)
  }
  await send('certificates', {
    number: 'V07.NH3.1001', calibrated_on: known.calibrated_on, issued_on: known.issued_on, due_on: known.due_on, issuer_id: known.issuer?.id ?? null, traceable_to: 'VMI', values: [figure('temperature', '23', '-0.5', '\\degreecelsius'), figure('humidity', '50', '1', '\\percent')],
  })
  await send('events', { kind: 'accepted', reason: 'Đủ hồ sơ', happened_on: known.calibrated_on })
  const { page } = await person('kythuat')
  await visit(page, `/jobs/${made.job}/sheet`)
  await page.locator('#environment-end-temperature').fill('21,2')
  const sensor = page.locator('[data-sensor=environment-end-temperature]')
  await sensor.selectOption({ label: await sensor.locator('option', { hasText: 'MT-02' }).innerText() }) // typed, then chosen: one value
  await allSaved(page)
  await page.locator('#environment-end-temperature[data-recorded=true]').waitFor()
  const room = async () => (await sheetOf(page)).environment.find((one) => one.moment === 'end')
  assert.deepEqual([(await room()).sensor_code, (await room()).corrected, (await sheetOf(page)).environment_changes.length], ['MT-02', '20.7', 1])
  await sensor.selectOption({ label: await sensor.locator('option', { hasText: 'MT-01' }).innerText() })
  await page.getByRole('dialog').getByText(/21,2.*MT-02.*→.*21,2.*MT-01/).waitFor()
  await look(page, '94-other-sensor')
  await page.getByRole('dialog').getByRole('button', { name: 'Thôi' }).click()
  assert.match(await sensor.locator('option:checked').innerText(), /MT-02/, 'what is shown is what is recorded')
  await sensor.selectOption({ label: await sensor.locator('option', { hasText: 'MT-01' }).innerText() })
  await give(page, 'Chọn nhầm thiết bị')
  await allSaved(page)
  assert.deepEqual([(await room()).sensor_code, (await room()).corrected, (await room()).reason], ['MT-01', '21.1', 'Chọn nhầm thiết bị'])
})

test('the reviewer sees what was replaced, by whom and why, and the judgement lets the job go on', { timeout: 60_000 }, async () => {
  const { page } = await person('soatxet')
  await visit(page, `/jobs/${made.job}/review`)
  const replaced = page.locator('#room-replaced')
  await replaced.getByText('Phòng đã mát lại').waitFor()
  assert.match((await replaced.innerText()).normalize('NFC'), /29,3.*→.*20,9.*Nguyễn Văn An/)
  await look(page, '95-room-review')
  await visit(page, `/jobs/${made.job}/sheet`)
  await page.locator('#holds').getByRole('button', { name: 'Đánh giá' }).click()
  await page.locator('#judgement').fill('Chưa đo gì khi phòng còn nóng')
  await page.locator('#effect').fill('Không')
  await page.locator('#holds [type=submit]').click()
  await page.locator('#holds').getByText('Chưa đo gì').waitFor()
  assert.equal((await sheetOf(page)).job.state, 'in_work')
})

test('nothing went wrong unseen', () => nothingWrong())
