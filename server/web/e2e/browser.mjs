// Debian's Chromium in front of a laboratory, as a person at a desk or with a phone.

import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

export const desk = { width: 1366, height: 768 }
export const phone = { width: 390, height: 844 }

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

let folder
/** Where the pictures go: CHUAN_PICTURES, or a folder that the tests name at the end. */
export function pictures() {
  if (!folder) {
    folder = process.env.CHUAN_PICTURES ?? mkdtempSync(join(tmpdir(), 'chuan-pictures-'))
    mkdirSync(folder, { recursive: true })
  }
  return folder
}

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
})

/** A page of its own, with what the browser complained about and every host it asked. */
export async function open(browser, options = {}) {
  const context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', viewport: desk, reducedMotion: 'reduce', ...options })
  const faults = []
  const hosts = new Set()
  context.on('page', (page) => {
    page.setDefaultTimeout(30_000)
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(`${page.url()}: ${message.text()}`)
    })
    page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`))
    page.on('request', (request) => {
      const asked = new URL(request.url())
      if (asked.protocol.startsWith('http')) hosts.add(asked.host)
    })
  })
  const page = await context.newPage()
  return { context, page, faults, hosts }
}

export async function signIn(page, address, { login, password }) {
  await page.goto(address)
  await page.locator('#login').fill(login)
  await page.locator('#password').fill(password)
  await page.keyboard.press('Enter')
  await page.locator('header.bar').waitFor()
}

/** The page has its content, and nothing is on its way. */
export async function settled(page) {
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'))
}

/** What axe finds, and whether the page is wider than the screen. */
export async function check(page) {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(axe)
  const { violations } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }), rules)
  const found = violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id} at ${node.target.join(' ')}`))
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  if (wide > 0) found.push(`${wide} px wider than the screen`)
  return found
}

/** A picture at the size of a desk and of a phone; answers what axe finds on either, and what sticks out. */
export async function show(page, name) {
  const size = page.viewportSize()
  const found = []
  for (const [kind, viewport] of [['desk', desk], ['phone', phone]]) {
    await page.setViewportSize(viewport)
    await settled(page)
    if (kind === 'phone') await page.evaluate(() => window.scrollTo(0, 0))
    const height = kind === 'phone' ? await page.evaluate(() => document.documentElement.scrollHeight) : viewport.height
    await page.screenshot({ path: join(pictures(), `${name}-${kind}.png`), animations: 'disabled',
      ...(kind === 'phone' ? { fullPage: true, clip: { x: 0, y: 0, width: viewport.width, height: Math.min(height, 2500) } } : {}) })
    await page.evaluate(() => window.scrollTo(0, 0)) // what lies half under the bar would count as too small
    found.push(...(await check(page)).map((fault) => `${name}, ${kind}: ${fault}`))
  }
  await page.setViewportSize(size)
  return found
}
