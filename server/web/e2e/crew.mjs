// The persons of one laboratory, each signed in once with a window of the own, and what all of them do.

import assert from 'node:assert/strict'
import { open, settled, show, signIn } from './browser.mjs'

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
