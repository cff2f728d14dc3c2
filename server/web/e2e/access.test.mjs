// Every place of the side bar of four persons, and the first object of each list: nobody is kept out, nothing sticks out, nothing
// is fetched elsewhere, on a desk by day and by night and on a phone; and a wrong password gets words.

import assert from 'node:assert/strict'
import { existsSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { check, desk, open, phone, settled, signIn } from './browser.mjs'
import { onStage } from './crew.mjs'
import { web } from './laboratory.mjs'

let laboratory, browser
const seen = new Set()

onStage((stage) => ({ laboratory, browser } = stage))

async function visit(page, path) {
  await page.goto(laboratory.address + path)
  await settled(page)
}

/** Light, dark and phone without loading again. */
async function looks(page, path) {
  const found = []
  const add = async (kind) => found.push(...(await check(page)).map((fault) => `${path}, ${kind}: ${fault}`))
  await add('light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await add('dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(phone)
  await settled(page)
  await add('phone')
  await page.setViewportSize(desk)
  return found
}

/** Visits what the person can reach and nobody before has; answers the faults. */
async function round(page) {
  const found = []
  const once = async (path) => {
    if (seen.has(path)) return
    seen.add(path)
    await visit(page, path)
    found.push(...await looks(page, path))
  }
  const places = await page.locator('.side nav a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))
  for (const place of places) {
    if (seen.has(place)) continue
    await once(place)
    const first = page.locator('main table tbody a[href^="/"], main a.card').first()
    if (await first.count()) await once(await first.getAttribute('href'))
  }
  return { found, places }
}

for (const [login, more] of [
  ['kythuat', ['/?queue=received', '/?queue=to_hand_back', '/jobs/27', '/account', '/no-such-page']],
  ['chatluong', ['/certificates/1/chain', '/standards/10/chain', '/?queue=due']],
  ['quantri', []],
  ['giuchuan', ['/standards/10', '/standards/13']],
]) {
  test(`axe finds nothing where ${login} goes`, { timeout: 120_000 }, async () => {
    const { page, context, faults, hosts } = await open(browser, { colorScheme: 'light' })
    await signIn(page, laboratory.address, laboratory.accounts[login])
    const { found, places } = await round(page)
    assert.ok(places.length > 3, 'the account sees too little to show anything')
    for (const path of more) {
      await visit(page, path)
      found.push(...await looks(page, path))
    }
    assert.deepEqual(found, [])
    assert.deepEqual(faults, [])
    assert.deepEqual([...hosts], [new URL(laboratory.address).host])
    await context.close()
  })
}

test('the first screen is light', async () => {
  const { page, context } = await open(browser)
  const asked = new Set()
  let later = false // the quick search is fetched when the first screen has been there for a while
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    later ||= pathname.startsWith('/assets/Palette-')
    if (!later && /\.(js|css)$/.test(pathname)) asked.add(pathname)
  })
  await signIn(page, laboratory.address, laboratory.accounts.kythuat)
  await settled(page)
  const bytes = [...asked].reduce((sum, path) => sum + statSync(existsSync(`${web}${path}.gz`) ? `${web}${path}.gz` : web + path).size, 0)
  assert.ok(asked.size >= 2 && bytes > 50_000, `${[...asked].join(' ')} cannot be all`)
  assert.ok(bytes <= 230_000, `${bytes} bytes of ${[...asked].join(' ')}`)
  await context.close()
})

test('a wrong password gets words, and the page of signing in has no faults', async () => {
  const { page, faults } = await open(browser)
  await page.goto(laboratory.address)
  await page.locator('#login').fill('nobody')
  await page.locator('#password').fill('certainly wrong')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  assert.deepEqual(await looks(page, '/'), [])
  assert.deepEqual(faults, [])
})

test('the public pages of all answers have no faults, also for a code that was never given out', async () => {
  const { page, faults } = await open(browser)
  const found = []
  const never = '0'.repeat(18) // its check characters fit
  const words = { unknown: 'Chưa có thông tin', mistyped: 'Mã gõ chưa đúng' }
  for (const [answer, code] of [...Object.entries(laboratory.codes), ['unknown', never], ['mistyped', `${never.slice(2)}ZZ`]]) {
    await page.goto(`${laboratory.address}/v/${code}`)
    if (words[answer]) await page.getByText(words[answer], { exact: true }).waitFor()
    found.push(...await looks(page, answer))
  }
  assert.equal(Object.keys(laboratory.codes).length, 7)
  assert.deepEqual(found, [])
  assert.deepEqual(faults, [])
})
