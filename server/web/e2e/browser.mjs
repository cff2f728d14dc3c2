// Debian's Chromium against a running server. CHUAN_URL is its address, CHUAN_LOGIN and CHUAN_PASSWORD an account of it.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

export const address = process.env.CHUAN_URL
export const account = { login: process.env.CHUAN_LOGIN, password: process.env.CHUAN_PASSWORD }
export const missing = !address || !account.login || !account.password
  ? 'no server: set CHUAN_URL, CHUAN_LOGIN and CHUAN_PASSWORD' : false

export const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const desk = { width: 1366, height: 768 }
export const phone = { width: 390, height: 844 }

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
})

/** A page of its own, with what the browser complained about and every host it asked. */
export async function open(browser, options = {}) {
  const context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', viewport: desk, ...options })
  const page = await context.newPage()
  const faults = []
  const hosts = new Set()
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('request', (request) => {
    const asked = new URL(request.url())
    if (asked.protocol.startsWith('http')) hosts.add(asked.host)
  })
  return { context, page, faults, hosts }
}

export async function signIn(page, { login, password } = account) {
  await page.goto(address)
  await page.locator('#login').fill(login)
  await page.locator('#password').fill(password)
  await page.keyboard.press('Enter')
  await page.locator('header.bar').waitFor()
}
