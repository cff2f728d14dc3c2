// The persons of one laboratory, each signed in once with a window of the own, and what all of them do.

import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { launch, open, settled, show, signIn } from './browser.mjs'
import { openLaboratory } from './laboratory.mjs'

/**
 * A laboratory, a browser and its persons for one file of tests: there before the first, gone after the last, also where opening
 * them took longer than the tests would wait. take: what they are called in that file.
 */
export function onStage(take) {
  let laboratory, browser
  const opening = async () => {
    laboratory = await openLaboratory()
    browser = await launch()
    take({ laboratory, browser, ...crew(laboratory, browser) })
  }
  let opened
  before(() => {
    opened = opening()
    return opened
  }, { timeout: 180_000 })
  after(async () => {
    await opened.catch(() => undefined)
    await browser?.close()
    if (laboratory) assert.equal(await laboratory.close(), 0, 'the server must stop well')
  })
}

export function crew(laboratory, browser) {
  const people = {}
  const ugly = []
  const person = async (login) => {
    if (!people[login]) {
      people[login] = await open(browser)
      await signIn(people[login].page, laboratory.address, laboratory.accounts[login])
    }
    return people[login]
  }
  const visit = async (page, path) => {
    await page.goto(laboratory.address + path)
    await settled(page)
  }
  const ask = async (page, path) => {
    const answer = await page.request.get(`${laboratory.address}/api/v1${path}`)
    assert.equal(answer.status(), 200, `${path}: ${await answer.text()}`)
    return answer.json()
  }
  /** Kept until the end, so that one ugly place does not hide what comes after it. */
  const look = async (page, name) => {
    ugly.push(...await show(page, name))
  }
  const nothingWrong = () => {
    assert.deepEqual(ugly, [])
    for (const [login, { faults, hosts }] of Object.entries(people)) {
      assert.deepEqual(faults, [], login)
      assert.deepEqual([...hosts], [new URL(laboratory.address).host], login)
    }
  }
  return { people, person, visit, ask, look, nothingWrong }
}
