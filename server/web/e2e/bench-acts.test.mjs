// What becomes of a bench when the day is not a good one: the room is judged by who may, and one item is adjusted and measured again
// beside the others.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settled } from './browser.mjs'
import { onStage } from './crew.mjs'

let laboratory, person, visit, ask, look, nothingWrong
onStage((stage) => ({ laboratory, person, visit, ask, look, nothingWrong } = stage))

const made = { jobs: [] }
const day = (days) => new Date(Date.now() + 7 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)
const cell = (who, repeat, stage = 'as_found') => `#cell-${who}-${stage}-${made.point}-${who === 'all' ? 'S' : 'X'}-${repeat}`
const allSaved = (page) => page.waitForFunction(() => !document.querySelector('[data-unsaved], input[data-state=waiting]'))
const type = async (page, at, values) => {
  await page.locator(at).focus()
  for (const value of values) {
    await page.keyboard.type(value)
    await page.keyboard.press('Enter')
  }
  await allSaved(page)
}
const room = async (page, moment, temperature) => {
  for (const [quantity, value] of [['temperature', temperature], ['humidity', '52']]) {
    await page.locator(`#environment-${moment}-${quantity}`).fill(value)
    await page.keyboard.press('Enter')
  }
  await allSaved(page)
}
const send = async (page, path, data) => {
  const answer = await page.request.post(`${laboratory.address}/api/v1${path}`, { data, headers: { Origin: laboratory.address } })
  assert.ok(answer.ok(), `${path}: ${await answer.text()}`)
  return answer.json()
}

test('three thermometers of one order are opened as a bench; a standard says whom it does not serve', { timeout: 90_000 }, async () => {
  const { page: counter } = await person('tiepnhan')
  await visit(counter, '/receive')
  const { items: customers } = await ask(counter, '/organisations?q=Việt Yên')
  const order = await send(counter, '/orders', {
    customer_id: customers[0].id, promised_on: day(5), brought_by: 'Lê Văn Tám',
    items: ['BA-1', 'BA-2', 'BA-3'].map((serial) => ({
      kind: 'calibration', condition_text: 'Nguyên vẹn',
      contract_review: { method_fits: true, capable: true, points: ['50'], conformity_asked: true, limits: [{ specification: 'ISO 9001', absolute: '0.5' }], decision_rule: 'simple', agreed_with: 'Phòng chất lượng', agreed_on: day(0) },
      instrument: { serial, name_vi: 'Nhiệt kế hiện số', name_en: 'Digital thermometer', maker: 'Testo', model: '108', quantity: 'temperature', range_low: '-50', range_high: '300', unit: '\\degreecelsius', resolution: '0.1' },
    })),
  })
  made.jobs = order.items.map((item) => item.job.id)
  const { page } = await person('kythuat')
  await visit(page, `/benches/new?job=${made.jobs[0]}`)
  await page.getByRole('radio', { name: /^QT-NHIET-03/ }).check()
  await page.locator('[data-candidate]').nth(2).waitFor()
  await page.locator('[data-usable=true]', { hasText: 'NH-01' }).waitFor()
  const asked = page.waitForRequest((request) => request.url().includes(`/jobs/${made.jobs[0]}/standards`) && request.url().includes('beside='))
  await page.locator(`[data-candidate="${made.jobs[2]}"] input`).uncheck()
  assert.match(decodeURIComponent((await asked).url()), new RegExp(`beside=${made.jobs[1]}$`), 'who is picked is asked for')
  await page.locator(`[data-candidate="${made.jobs[2]}"] input`).check()
  await page.locator('#name').fill('Bể nhiệt chiều nay')
  await page.locator('[data-usable=true]', { hasText: 'NH-01' }).locator('input').check()
  await page.locator('[data-act=open-bench]').click()
  await page.waitForURL(/\/benches\/\d+$/)
  made.bench = Number(/benches\/(\d+)/.exec(page.url())[1])
  await settled(page)
  const bench = await ask(page, `/benches/${made.bench}`)
  made.point = bench.layout.points[0].id
  assert.deepEqual(bench.items.map((item) => item.job.id), made.jobs)
})

test('a room too warm holds all of them until an authorised person has judged it', { timeout: 90_000 }, async () => {
  const { page } = await person('kythuat')
  await room(page, 'start', '30')
  const states = async () => (await ask(page, `/benches/${made.bench}`)).items.map((item) => item.job.state)
  assert.deepEqual(await states(), ['held', 'held', 'held'])
  await page.locator('#holds p.muted').waitFor() // who may judge it
  assert.equal(await page.locator('#holds').getByRole('button').count(), 0, 'who measures does not judge')
  await type(page, cell('all', 1), ['50,012', '50,013', '50,011', '50,013'])
  for (const [index, value] of ['50,1', '50,9', '50,2'].entries()) await type(page, cell(made.jobs[index], 1), [value, value, value, value])
  await room(page, 'end', '22')
  await look(page, '73-bench-held')
  const { page: reviewer } = await person('soatxet')
  await visit(reviewer, `/benches/${made.bench}`)
  await reviewer.locator('#holds').getByRole('button').first().click()
  await reviewer.locator('#judgement').fill('Bể kín, cảm biến trong bể; phòng không ảnh hưởng')
  await reviewer.locator('#effect').fill('Không')
  await reviewer.locator('#holds [type=submit]').click()
  await reviewer.locator('#judgement').waitFor({ state: 'hidden' })
  await reviewer.locator('#holds').getByText('Bể kín').waitFor()
  await look(reviewer, '74-bench-judged')
  assert.deepEqual(await states(), ['in_work', 'in_work', 'in_work'])
})

test('the one out of tolerance is adjusted and measured again, the others keep what they had', { timeout: 90_000 }, async () => {
  const { page } = await person('kythuat')
  await visit(page, `/benches/${made.bench}`)
  await page.locator('td.result[data-verdict=fail]').waitFor()
  assert.equal(await page.locator('[data-stage=as_left]').count(), 0, 'nothing was adjusted yet')
  await page.locator(`[data-open="${made.jobs[1]}"]`).click()
  const drawer = page.getByRole('dialog')
  await drawer.locator('#adjustment').getByText('Có hiệu chỉnh: đo như nhận').click()
  await drawer.locator('#adjustment #done_by').fill('Nguyễn Văn An')
  await drawer.locator('#adjustment #consent').fill('Khách hàng đồng ý qua điện thoại')
  await drawer.locator('#adjustment #seals').fill('Không có niêm phong')
  await drawer.locator('#adjustment #reason').fill('Chỉnh điểm 50 °C')
  await drawer.locator('[data-act=adjustment]').click()
  await drawer.locator('[data-act=adjustment]').waitFor({ state: 'hidden' })
  await page.keyboard.press('Escape')
  await page.locator('[data-stage=as_left]').click()
  assert.equal(await page.locator(cell(made.jobs[1], 1, 'as_left')).inputValue(), '', 'nothing is copied')
  await type(page, cell('all', 1, 'as_left'), ['50,012', '50,012', '50,012', '50,012'])
  await type(page, cell(made.jobs[1], 1, 'as_left'), ['50,0', '50,0', '50,0', '50,0'])
  await page.locator('td.result[data-verdict=pass]').waitFor()
  await look(page, '75-bench-as-left')
  for (const job of [made.jobs[0], made.jobs[2]]) await send(page, `/jobs/${job}/adjustment`, { choice: 'not_adjusted' })
  await visit(page, `/benches/${made.bench}`)
  await page.locator('[data-act=submit]', { hasText: '(3)' }).click()
  await page.locator('[data-act=sign]').click()
  await page.getByRole('dialog').getByText('Đã ký 3 trong 3').waitFor()
  await page.getByRole('dialog').locator('[data-act=close]').last().click()
  const { items } = await ask(page, `/benches/${made.bench}`)
  assert.deepEqual(items.map((item) => item.evaluation.points.map((point) => [point.stage, point.verdict])), [
    [['as_found_and_left', 'pass']], [['as_found', 'fail'], ['as_left', 'pass']], [['as_found_and_left', 'pass']]])
  assert.deepEqual(items.map((item) => item.judgements.length), [1, 1, 1])
})

test('nothing was ugly on the way', { timeout: 60_000 }, async () => nothingWrong())
