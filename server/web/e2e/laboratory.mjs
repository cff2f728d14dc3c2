// A sample laboratory of its own for one file of tests: made in a temporary folder, served on a free port of this machine with the
// built interface, gone when the tests are over. CHUAN_BINARY names the program, CHUAN_WEB the folder of the built interface.

import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const binary = process.env.CHUAN_BINARY ?? fileURLToPath(new URL('../../../build/dev/server/chuan', import.meta.url))
export const web = process.env.CHUAN_WEB

/** Runs a program to its end and answers what it printed. */
async function run(program, options) {
  const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  let complained = ''
  child.stdout.on('data', (text) => { printed += text })
  child.stderr.on('data', (text) => { complained += text })
  const code = await new Promise((done, fail) => child.on('close', done).on('error', fail))
  if (code !== 0) throw new Error(`${program} ${options.join(' ')} ended with ${code}: ${complained.slice(-500)}`)
  return printed
}

function freePort() {
  return new Promise((done, fail) => {
    const socket = createServer().on('error', fail)
    socket.listen(0, '127.0.0.1', () => {
      const { port } = socket.address()
      socket.close(() => done(port))
    })
  })
}

/** "login  PASSWORD  Name (roles)", then "address/v/CODE  answer (number)". */
function readPrinted(text) {
  const accounts = {}
  const codes = {}
  for (const line of text.split('\n')) {
    const person = /^(\w+) +([A-Z0-9-]{14}) +(.+?) \(/.exec(line)
    if (person) accounts[person[1]] = { login: person[1], password: person[2], name: person[3] }
    const code = /\/v\/([0-9A-Z]+) +(\w+)/.exec(line)
    if (code) codes[code[2]] = code[1]
  }
  return { accounts, codes }
}

export async function openLaboratory() {
  if (!existsSync(binary)) throw new Error(`there is no program ${binary}: build it, or name it with CHUAN_BINARY`)
  if (!web) throw new Error('CHUAN_WEB names no built interface: start the tests with "npm run e2e"')
  const place = mkdtempSync(join(tmpdir(), 'chuan-e2e-'))
  const data = join(place, 'data')
  const { accounts, codes } = readPrinted(await run(binary, ['demo', '--data', data]))
  const port = await freePort()
  const address = `http://localhost:${port}`
  let served
  let log = ''

  const start = async () => {
    const child = spawn(binary, ['serve', '--data', data, '--port', String(port), '--web', web, '--base-address', address], { stdio: ['ignore', 'ignore', 'pipe'] })
    child.stderr.on('data', (text) => { log += text })
    const ended = new Promise((done) => child.on('close', (code, signal) => done(signal ?? code)))
    served = { child, ended }
    for (let turn = 0; turn < 1200; turn += 1) {
      if (child.exitCode !== null) break
      const answer = await fetch(`${address}/readyz`).catch(() => undefined)
      if (answer?.ok) return
      await wait(50)
    }
    await stop('SIGKILL')
    throw new Error(`the server did not open: ${log.slice(-1000)}`)
  }
  /** SIGKILL is the power cut; SIGTERM the orderly end. */
  const stop = async (signal = 'SIGTERM') => {
    if (served.child.exitCode === null && served.child.signalCode === null) served.child.kill(signal)
    return served.ended
  }
  const close = async () => {
    const end = await stop()
    rmSync(place, { recursive: true, force: true })
    return end
  }
  /** A command of the operator, beside the service. */
  const command = (...options) => run(binary, [...options, '--data', data])
  await start()
  return { address, accounts, codes, place, start, stop, close, command, log: () => log }
}
