// Who sees which place, what a page says to whom it is closed, a session that ends over unsaved readings, and a repair that ends a
// certificate.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { open, settled, signIn } from './browser.mjs'
import { onStage } from './crew.mjs'

let laboratory, browser, person, visit, ask, look, nothingWrong
onStage((stage) => ({ laboratory, browser, person, visit, ask, look, nothingWrong } = stage))

const everywhere = ['/', '/receive', '/benches', '/orders', '/pending', '/instruments', '/standards', '/certificates', '/procedures', '/organisations', '/trail', '/imports', '/accounts', '/settings']
const staff = ['/', '/benches', '/orders', '/pending', '/instruments', '/standards', '/certificates', '/procedures', '/accounts']
const counter = [...staff, '/receive', '/organisations']
const table = {
  quantri: ['/trail', '/imports', '/accounts', '/settings'],
  tiepnhan: counter,
  kythuat: counter,
  kythuat2: counter,
  soatxet: [...counter, '/trail', '/imports'],
  lanhdao: [...staff, '/trail', '/imports', '/settings'],
  phogiamdoc: [...staff, '/trail', '/imports', '/settings'],
  chatluong: [...staff, '/trail', '/imports'],
  giuchuan: staff,
}
const inOrder = (places) => everywhere.filter((place) => places.includes(place))

test('each role sees its places and no other, and a closed page says so in words', { timeout: 180_000 }, async () => {
  assert.deepEqual(Object.keys(table).sort(), Object.keys(laboratory.accounts).sort(), 'every account of the sample is in the table')
  for (const [login, places] of Object.entries(table)) {
    const { page } = await person(login)
    await settled(page)
    const seen = await page.locator('.side nav a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    assert.deepEqual(seen, inOrder(places), login)
    for (const closed of everywhere.filter((place) => place !== '/' && !places.includes(place))) {
      await visit(page, closed)
      await page.locator('main').getByRole('alert').getByText('Vai trò của bạn không có quyền').first().waitFor()
    }
  }
})

test('a technician who types the address of a closed page is told which right it takes', { timeout: 60_000 }, async () => {
  const { page } = await person('kythuat')
  await visit(page, '/settings')
  await page.locator('main').getByRole('alert').getByText('Đổi thiết lập').waitFor()
  await look(page, '95-no-right')
  await page.getByRole('button', { name: 'Về Hôm nay' }).click()
  await page.locator('[data-queue=received]').waitFor()
  const { page: administrator } = await person('quantri')
  await administrator.goto(`${laboratory.address}/certificates/1`) // the page of one record
  await administrator.getByRole('alert').getByText('Vai trò của bạn không có quyền này').waitFor()
  await administrator.goto(`${laboratory.address}/`) // where it is led instead of today's work
  await settled(administrator)
  assert.ok(table.quantri.includes(new URL(administrator.url()).pathname))
})

test('a session that ends over unsaved readings asks for the password, and nothing typed is lost', { timeout: 90_000 }, async () => {
  const { page, context } = await open(browser)
  const { login, password } = laboratory.accounts.kythuat
  await signIn(page, laboratory.address, laboratory.accounts.kythuat)
  const jobs = (await ask(page, '/jobs?queue=in_work&limit=100')).items
  let job
  for (const { id, bench } of jobs) {
    if (bench || job) continue
    const { readings, editable } = await ask(page, `/jobs/${id}/sheet`)
    if (editable && readings.length === 0) job = id
  }
  assert.ok(job, 'a job in work without readings')
  await visit(page, `/jobs/${job}/sheet`)
  const empty = page.locator('table [data-state=empty]')
  const [first, second] = await empty.evaluateAll((cells) => cells.slice(0, 2).map((cell) => cell.id))
  await context.setOffline(true)
  await page.locator(`#${first}`).fill('0,5')
  await page.keyboard.press('Enter')
  await page.getByText('1 chưa lưu').waitFor()
  await page.locator(`#${second}`).fill('1,2,')
  const elsewhere = await open(browser)
  await signIn(elsewhere.page, laboratory.address, laboratory.accounts.kythuat)
  await elsewhere.page.goto(`${laboratory.address}/account`)
  await elsewhere.page.getByRole('button', { name: 'Đăng xuất mọi nơi' }).click()
  await elsewhere.page.locator('#login').waitFor()
  await elsewhere.context.close()
  await context.setOffline(false)
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Phiên làm việc đã hết').waitFor()
  assert.equal(await dialog.locator('#login').inputValue(), login)
  assert.equal(await page.locator(`#${first}`).getAttribute('data-state'), 'waiting')
  await look(page, '96-session-over')
  await dialog.locator('#password').fill('certainly wrong')
  await page.keyboard.press('Enter')
  await dialog.getByRole('alert').waitFor()
  await dialog.locator('#password').fill(password)
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  await page.locator(`#${first}[data-state=saved]`).waitFor()
  assert.equal(await page.locator(`#${second}`).inputValue(), '1,2,')
  const { readings } = await ask(page, `/jobs/${job}/sheet`)
  assert.deepEqual(readings.map((reading) => reading.indication), ['0.5'])
  await context.close()
})

test('a repair ends the certificate of the instrument, and the pages show it', { timeout: 60_000 }, async () => {
  const { page } = await person('kythuat2')
  const { id, number, code, instrument_id } = (await ask(page, '/certificates?limit=100')).items.find((one) => one.kind === 'verification' && one.answer === 'valid' && one.job_id)
  await visit(page, `/instruments/${instrument_id}`)
  await page.getByRole('button', { name: 'Ghi sự kiện' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('#reason').fill('Thay lò xo sau khi va đập')
  await look(page, '97-repair')
  await dialog.locator('[type=submit]').click()
  await page.getByText(`Giấy hết hiệu lực sớm: ${number}`).waitFor()
  await page.locator('main').getByText('Thay lò xo sau khi va đập').first().waitFor()
  await look(page, '98-repaired')
  await visit(page, `/certificates/${id}`)
  await page.locator('main').getByText('Thay lò xo sau khi va đập').first().waitFor()
  await page.goto(`${laboratory.address}/v/${code}`)
  await page.getByText('Hết hiệu lực trước hạn').first().waitFor()
  await page.getByText('Phương tiện đo đã được sửa chữa sau lần kiểm định').first().waitFor()
  nothingWrong()
})
