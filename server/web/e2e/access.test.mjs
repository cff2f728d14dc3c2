// Every place of the side bar, and the first object of each list: nobody is kept out, nothing sticks out, nothing is fetched elsewhere.

import assert from 'node:assert/strict'
import test from 'node:test'
import { address, axe, desk, launch, missing, open, phone, signIn } from './browser.mjs'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

async function visit(page, path) {
  await page.goto(address + path)
  await page.locator('main h1').waitFor()
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'))
}

/** Places of the side bar, then the first thing that each list leads to. */
async function paths(page) {
  await visit(page, '/')
  const places = await page.locator('.side nav a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))
  const objects = []
  for (const place of places) {
    await visit(page, place)
    const first = page.locator('main table tbody a[href], main .card').first()
    if (await first.count()) objects.push(await first.getAttribute('href'))
  }
  return [...new Set([...places, ...objects, '/account', '/no-such-page'])]
}

for (const [name, options] of [['desk, light', { viewport: desk, colorScheme: 'light' }], ['desk, dark', { viewport: desk, colorScheme: 'dark' }], ['phone', { viewport: phone, colorScheme: 'light' }]]) {
  test(`axe finds nothing: ${name}`, { skip: missing, timeout: 300_000 }, async () => {
    const browser = await launch()
    try {
      const { page, hosts } = await open(browser, { ...options, bypassCSP: true })
      await signIn(page)
      if (options.viewport === phone) await page.setViewportSize(desk)
      const all = await paths(page)
      await page.setViewportSize(options.viewport)
      assert.ok(all.length > 3, 'the account sees too little to show anything')
      const found = []
      for (const path of all) {
        await visit(page, path)
        await page.evaluate(axe)
        const { violations } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), rules)
        found.push(...violations.map((violation) => `${path}: ${violation.id} at ${violation.nodes[0].target.join(' ')}`))
        const width = await page.evaluate(() => document.documentElement.scrollWidth)
        if (width > options.viewport.width) found.push(`${path}: ${width} px wide`)
      }
      assert.deepEqual(found, [])
      assert.deepEqual([...hosts], [new URL(address).host])
    } finally {
      await browser.close()
    }
  })
}

test('the content policy lets every place work and a wrong password gets words', { skip: missing, timeout: 120_000 }, async () => {
  const browser = await launch()
  try {
    const { page, faults } = await open(browser)
    await page.goto(address)
    await page.locator('#login').fill('nobody')
    await page.locator('#password').fill('certainly wrong')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await signIn(page)
    for (const path of await paths(page)) await visit(page, path)
    assert.deepEqual(faults, [])
  } finally {
    await browser.close()
  }
})
