// A pH meter with its buffers: the bottle that was open too long is refused with its reason, the others play their roles, and
// what the job took stands in the bottle's record.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onStage } from './crew.mjs'

let person, visit, ask, look, nothingWrong
onStage((all) => ({ person, visit, ask, look, nothingWrong } = all))

test('the start offers the bottles that serve and says why another does not', async () => {
  const { page } = await person('kythuat')
  const { items } = await ask(page, '/jobs?queue=received&limit=100')
  const job = items.find((one) => one.instrument.serial === '08450031')
  assert.ok(job, 'the sample laboratory has a pH meter that waits')
  await visit(page, `/jobs/${job.id}`)
  await page.locator('#start').waitFor()
  const refused = page.locator('#start [data-usable=false]', { hasText: '2026-07 / 02' })
  await refused.getByText('mở ngày').first().waitFor()
  assert.ok(await refused.locator('input').first().isDisabled())
  await look(page, '90-material-start')
  await page.locator('[data-act=start]').click()
  await page.waitForURL(/\/sheet$/)
  await page.locator('[data-take=buffer7]').waitFor()
  await look(page, '91-material-sheet')
})

test('the sample is recorded at the sheet and lowers the stock of the bottle', async () => {
  const { page } = await person('kythuat')
  const before = await ask(page, '/materials')
  const of = (list) => list.items.find((lot) => lot.code === 'RM-PH7').bottles.find((bottle) => bottle.number === '03')
  await page.locator('[data-take=buffer7]').click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('#amount').fill('5')
  await dialog.locator('[type=submit]').click()
  await dialog.getByRole('alert').getByText('ít nhất 20').waitFor()
  await dialog.locator('#amount').fill('25')
  await dialog.locator('[type=submit]').click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('đã lấy mẫu').waitFor()
  const after = await ask(page, '/materials')
  assert.equal(Number(of(before).stock) - Number(of(after).stock), 25)
  const lot = after.items.find((one) => one.code === 'RM-PH7')
  await visit(page, `/materials/${lot.id}`)
  await page.locator('#bottle-03').getByText('25').first().waitFor()
  await look(page, '92-material-page')
})

test('nobody was kept out, the browser had nothing to complain about and asked no other host', () => nothingWrong())
