// Accounts as an administrator and their owner see them: one for each person, a reset of which nobody is told by mail, the tokens of
// programs, and the end of every session.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { open, signIn } from './browser.mjs'
import { onStage } from './crew.mjs'

let laboratory, browser, people, person, visit, ask, look, nothingWrong

onStage((stage) => ({ laboratory, browser, people, person, visit, ask, look, nothingWrong } = stage))

const writtenDown = async (page) => {
  const secret = await page.locator('[data-secret]').innerText()
  await page.getByRole('button', { name: 'Tôi đã chép' }).click()
  await page.locator('[data-secret]').waitFor({ state: 'detached' })
  return secret.trim()
}

test('one person has one account; two persons of the same name are told apart by a question', async () => {
  const { page } = await person('quantri')
  const { items } = await ask(page, '/accounts')
  const known = items.find((account) => account.login === 'kythuat')
  await visit(page, '/accounts')
  await page.getByRole('button', { name: 'Thêm người' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('#login').fill('trungten')
  await dialog.locator('#name').fill(known.name)
  await dialog.locator('#email').fill(known.email.toUpperCase())
  await dialog.getByLabel('Phụ trách kỹ thuật', { exact: true }).check()
  await dialog.locator('[type=submit]').click()
  await dialog.locator('[data-errors]').getByText(`${known.name} (kythuat)`).waitFor()
  assert.equal(await dialog.locator('#same_name').count(), 0, 'the same address is the same person')
  await dialog.locator('#email').fill('nguoi.khac@example.org')
  await dialog.locator('[type=submit]').click()
  await dialog.locator('#same_name').waitFor()
  await look(page, '90-same-name')
  await dialog.locator('#same_name').check()
  await dialog.locator('[type=submit]').click()
  await writtenDown(page)
  assert.equal((await ask(page, '/accounts')).items.filter((account) => account.name === known.name).length, 2)
})

test('who resets a password is told that no mail tells the owner', async () => {
  const { page } = await person('quantri')
  const { items } = await ask(page, '/accounts')
  await visit(page, `/accounts/${items.find((account) => account.login === 'trungten').id}`)
  await page.getByRole('button', { name: 'Đặt lại mật khẩu' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('#reason').fill('Quên mật khẩu')
  await dialog.locator('[type=submit]').click()
  await page.getByText('hãy tự báo cho người này').waitFor() // this laboratory has no mail host
  await look(page, '91-reset-untold')
  await writtenDown(page)

  await page.locator('#email').fill('')
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH')
  await page.locator('form:has(#email) [type=submit]').click()
  assert.equal((await saved).status(), 200)
  await page.getByRole('button', { name: 'Đặt lại mật khẩu' }).click()
  await dialog.locator('#reason').fill('Vẫn quên')
  await dialog.locator('[type=submit]').click()
  await page.getByText('không có địa chỉ thư điện tử').waitFor()
  await writtenDown(page)
})

test('a token is made for a program, opens what it may, and is revoked', async () => {
  const { page } = await person('kythuat')
  await visit(page, '/account')
  await page.getByRole('button', { name: 'Thêm khoá' }).click()
  await page.locator('#name').fill('Máy đo tự động')
  await page.locator('input[value=read_jobs]').check()
  await look(page, '92-token-asked')
  await page.locator('form:has(#scopes) [type=submit]').click()
  const secret = await writtenDown(page)
  const status = async (path) => (await fetch(`${laboratory.address}/api/v1${path}`, { headers: { Authorization: `Bearer ${secret}` } })).status
  assert.equal(await status('/jobs'), 200)
  assert.equal(await status('/accounts'), 403, 'its owner may not read them with this token')
  const row = page.locator('tr', { hasText: 'Máy đo tự động' })
  await row.getByRole('button').click()
  await row.getByText('Đã thu hồi').waitFor()
  await look(page, '93-token-revoked')
  assert.equal(await status('/jobs'), 401)
})

test('signing out everywhere ends every session, and says so when it could not', async () => {
  const { page } = await person('kythuat')
  people.elsewhere = await open(browser)
  const { page: elsewhere } = people.elsewhere
  await signIn(elsewhere, laboratory.address, laboratory.accounts.kythuat)
  await visit(page, '/account')
  const everywhere = page.getByRole('button', { name: 'Đăng xuất mọi nơi' })
  await page.route('**/api/v1/sessions', (route) => route.abort())
  await everywhere.click()
  await page.getByRole('alert').getByText('các phiên khác vẫn mở').waitFor()
  await look(page, '94-everywhere-failed')
  await elsewhere.reload()
  await elsewhere.locator('header.bar').waitFor()
  await page.unroute('**/api/v1/sessions')
  await everywhere.click()
  await page.locator('#login').waitFor()
  await elsewhere.reload()
  await elsewhere.locator('#login').waitFor()
})

test('the page of signing in says when a backup was last tried', async () => {
  people.passer_by = await open(browser)
  const { page } = people.passer_by
  await page.goto(laboratory.address)
  await page.getByText('Chưa thử khôi phục bản sao lưu').waitFor()
  const backup = join(laboratory.place, 'backup')
  await laboratory.command('backup', backup)
  assert.match(await laboratory.command('restore', '--test', backup), /can be restored/)
  const told = page.getByText('Thử khôi phục tốt gần nhất')
  for (let turn = 0; turn < 30 && !(await told.isVisible()); turn += 1) {
    await wait(1000) // the service takes the day over by itself
    await page.reload()
    await page.locator('#login').waitFor()
  }
  assert.match(await told.innerText(), /\d\d\/\d\d\/20\d\d/)
})

test('nobody was kept out, the browser had nothing to complain about and asked no other host', () => nothingWrong())
