// The procedure desk with two managers: a version is read as a page, tried on pasted figures with budget and simulation, loaded in a
// new version, compared, verified by one person, approved by another, and withdrawn.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { launch, open, pictures, settled } from './browser.mjs'
import { crew } from './crew.mjs'
import { openLaboratory } from './laboratory.mjs'

let laboratory
let browser
let person, visit, ask, look, nothingWrong
const made = {}

before(async () => {
  laboratory = await openLaboratory()
  browser = await launch()
  ;({ person, visit, ask, look, nothingWrong } = crew(laboratory, browser))
}, { timeout: 60_000 })

after(async () => {
  await browser?.close()
  await laboratory?.close()
})

const versionOf = async (page, code, version) => {
  const { items } = await ask(page, `/procedures?q=${code}`)
  const found = items.find((one) => one.code === code && (!version || one.version === version))
  assert.ok(found, `no procedure ${code} ${version ?? ''}`)
  return found
}
const calm = (page) => page.locator('[data-trial=settled]').waitFor()
const paste = (page, cell, text) => page.locator(cell).evaluate((input, block) => {
  input.focus()
  const data = new DataTransfer()
  data.setData('text/plain', block)
  input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
}, text)

test('a technician reads a procedure as a page, not as XML', { timeout: 60_000 }, async () => {
  const { page } = await person('kythuat')
  await visit(page, '/procedures')
  await page.getByRole('link', { name: /^QT-AK-01/ }).click()
  await page.waitForURL(/\/procedures\/\d+$/)
  await settled(page)
  assert.equal(await page.locator('math').count(), 1)
  assert.match(await page.locator('[data-input=dS]').innerText(), /độ trôi của Áp kế chuẩn/)
  assert.ok((await page.locator('[data-table=limits] tbody tr').count()) >= 5)
  await page.locator('#operations li', { hasText: 'Độ hồi sai' }).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Phê duyệt' }).count(), 0, 'a technician approves nothing')
  await look(page, 'procedure-read')
})

test('figures pasted from a spreadsheet give results, budget and histogram at once, and nothing is kept', { timeout: 90_000 }, async () => {
  const { page } = await person('kythuat')
  const weight = await versionOf(page, 'QT-KL-01')
  await visit(page, `/procedures/${weight.id}/trial`)
  await calm(page)
  const result = page.locator('#trial-result')
  await result.getByText('10000,025').first().waitFor()
  const cells = page.locator('#trial-readings input')
  const count = await cells.count()
  assert.ok(count >= 2)
  await paste(page, `#${await cells.first().getAttribute('id')}`, Array.from({ length: count }, (_, at) => `0,0${10 + at}`).join('\t'))
  assert.equal(await cells.nth(1).inputValue(), '0,011')
  await calm(page)
  await page.waitForFunction(() => !document.querySelector('#trial-result')?.textContent?.includes('10000,025'))
  await cells.first().fill('1.234,5')
  await page.locator('#trial-readings td.wrong').waitFor()
  await page.locator('[data-act=reset]').click()
  await calm(page)
  await result.getByText('10000,025').first().waitFor()
  assert.ok((await page.locator('#trial-result .share').count()) >= 5, 'a bar for every input')
  await page.locator('[data-act=simulate]').click()
  const histogram = page.locator('[data-histogram="60"]')
  await histogram.waitFor()
  assert.match(await histogram.getAttribute('aria-label'), /1\.000\.000 lần thử.*Khoảng đối xứng .*ngắn nhất .*bậc một/)
  assert.equal(await histogram.locator('[data-lane]').count(), 3)
  await page.locator('[data-validated]').waitFor()
  await page.locator('#simulation').scrollIntoViewIfNeeded()
  await look(page, 'procedure-trial')
  await page.locator('#simulation').screenshot({ path: join(pictures(), 'procedure-simulation.png') })
  const unchanged = await ask(page, `/procedures/${weight.id}`)
  assert.equal(unchanged.status, weight.status)
})

test('a new version is loaded, and what it changes stands in words and figures', { timeout: 60_000 }, async () => {
  const { page } = await person('soatxet')
  const meter = await versionOf(page, 'QT-DIEN-01')
  const { content } = await ask(page, `/procedures/${meter.id}`)
  const changed = content.replace(`version="${meter.version}" kind`, 'version="9.9" kind').replace('absolute="0.001"', 'absolute="0.002"').replace('low="18" high="28"', 'low="20" high="26"')
  await visit(page, '/procedures')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Nạp quy trình (XML)' }).click()
  await (await chooser).setFiles({ name: 'broken.xml', mimeType: 'application/xml', buffer: Buffer.from(changed.replace('high="26"', 'high="warm"').replace('rule="automatic"', 'rule="guess"')) })
  const faults = page.getByRole('alert')
  await faults.waitFor()
  assert.ok((await faults.getByRole('listitem').count()) >= 2, 'every fault at once')
  assert.match(await faults.innerText(), /dòng \d+/)
  const again = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Nạp quy trình (XML)' }).click()
  await (await again).setFiles({ name: 'QT-DIEN-01.xml', mimeType: 'application/xml', buffer: Buffer.from(changed) })
  await page.getByRole('link', { name: 'QT-DIEN-01 9.9' }).click()
  await page.waitForURL(/\/procedures\/\d+$/)
  await settled(page)
  made.version = Number(/(\d+)$/.exec(page.url())[1])
  await page.locator('#compare-with').click()
  await page.getByRole('option', { name: new RegExp(`^${meter.version}`) }).click()
  await page.waitForURL(/compare\?a=\d+&b=\d+/)
  await settled(page)
  const input = page.locator('#changes tr', { has: page.locator('[title=dVS]') })
  assert.match(await input.innerText(), /0,001[\s\S]*0,002/)
  await page.locator('#changes', { hasText: 'Điều kiện môi trường' }).waitFor()
  assert.match(await page.locator('[data-effect]').first().innerText(), /\+\d+(,\d+)? %/)
  await look(page, 'procedure-compare')
})

test('one person verifies, another approves with the password, and it is withdrawn with a reason', { timeout: 90_000 }, async () => {
  const quality = await person('soatxet')
  await visit(quality.page, `/procedures/${made.version}`)
  const head = (page) => page.locator('.head')
  await head(quality.page).getByRole('button', { name: 'Ghi kiểm tra phương pháp' }).click()
  const dialog = (page) => page.getByRole('dialog')
  await dialog(quality.page).getByRole('button', { name: 'Ghi kiểm tra phương pháp' }).click()
  await dialog(quality.page).getByRole('alert').waitFor()
  await dialog(quality.page).locator('#reason').fill('So sánh với ví dụ S9 và ba lần đo trên thiết bị chuẩn')
  await dialog(quality.page).getByRole('button', { name: 'Ghi kiểm tra phương pháp' }).click()
  await dialog(quality.page).waitFor({ state: 'hidden' })
  await quality.page.locator('[data-event=verified]').waitFor()
  await head(quality.page).getByRole('button', { name: 'Phê duyệt' }).click()
  await dialog(quality.page).getByRole('button', { name: 'Phê duyệt' }).click()
  await dialog(quality.page).getByText(/không tự phê duyệt|chưa được uỷ quyền/).first().waitFor()
  await dialog(quality.page).getByRole('button', { name: 'Thôi' }).click()

  const chief = await person('lanhdao')
  await visit(chief.page, `/procedures/${made.version}`)
  await head(chief.page).getByRole('button', { name: 'Phê duyệt' }).click()
  await dialog(chief.page).locator('#effective_on').waitFor()
  await look(chief.page, 'procedure-approve')
  await dialog(chief.page).getByRole('button', { name: 'Phê duyệt' }).click()
  await chief.page.locator('[data-event=approved]').waitFor()
  assert.equal((await ask(chief.page, `/procedures/${made.version}`)).status, 'approved')
  await head(chief.page).getByRole('button', { name: 'Rút' }).click()
  await dialog(chief.page).locator('#reason').fill('Giới hạn của thiết bị chuẩn ghi nhầm')
  await dialog(chief.page).getByRole('button', { name: 'Rút' }).click()
  await chief.page.locator('[data-event=withdrawn]').waitFor()
  await chief.page.locator('.head [data-status=withdrawn]').waitFor()
})

test('another language, an empty comparison and no faults', { timeout: 60_000 }, async () => {
  const { page } = await person('soatxet')
  await visit(page, '/procedures/compare')
  await page.getByText('Chọn hai phiên bản', { exact: true }).waitFor()
  const english = await open(browser)
  await english.page.addInitScript(() => localStorage.setItem('chuan.language', 'en'))
  await english.page.goto(laboratory.address)
  await english.page.locator('#login').fill(laboratory.accounts.kythuat.login)
  await english.page.locator('#password').fill(laboratory.accounts.kythuat.password)
  await english.page.keyboard.press('Enter')
  await english.page.locator('header.bar').waitFor()
  await visit(english.page, '/procedures')
  await english.page.getByRole('link', { name: /^QT-AK-01/ }).click()
  await settled(english.page)
  await english.page.getByText('Inputs and their sources').waitFor()
  await look(english.page, 'procedure-read-en')
  assert.deepEqual(english.faults, [])
  nothingWrong()
})
