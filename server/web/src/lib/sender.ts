// One tab of the browser sends the queue; the others watch. The lock of the browser goes with its tab, so a dead tab holds
// nothing up. Where pages have no locks (plain http), a lease in the storage does the same, and the entry keys keep a
// double sending harmless.

import { client, isSessionOver, quietly, type Schemas } from './api'
import { ProblemError } from './problem'
import { drain, EntryQueue, NotSent, type Entry, type EntryAnswer } from './queue'

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('chuan.entries')
export const queue = new EntryQueue(localStorage, () => channel?.postMessage('changed'))
channel?.addEventListener('message', () => queue.changedElsewhere())
window.addEventListener('storage', (event) => {
  if (!event.key || event.key.startsWith('chuan.entry.')) queue.changedElsewhere()
})

type Answered = (entries: Entry[], answers: EntryAnswer[]) => void
const savedListeners = new Set<Answered>()
/** Called with the entries of one request and what was answered to each. */
export function onAnswered(listener: Answered): () => void {
  savedListeners.add(listener)
  return () => savedListeners.delete(listener)
}

function request(batch: Entry[]): Promise<EntryAnswer[]> {
  const { job, bench } = batch[0]!
  return bench === undefined ? toJob(job!, batch) : toBench(bench, batch)
}

async function toJob(job: number, batch: Entry[]): Promise<EntryAnswer[]> {
  const params = { path: { job } }
  const { kind } = batch[0]!
  if (kind === 'reading') {
    const entries = batch.map((entry) => entry.body as Schemas['ReadingEntry'])
    return (await quietly(() => client.POST('/jobs/{job}/readings', { params, body: { entries } }))).items.map(ofReading)
  }
  if (kind === 'environment') {
    const entries = batch.map((entry) => entry.body as Schemas['EnvironmentEntry'])
    return (await quietly(() => client.POST('/jobs/{job}/environment', { params, body: { entries } }))).items.map(ofRoom)
  }
  const entries = batch.map((entry) => entry.body as Schemas['CheckEntry'])
  return (await quietly(() => client.POST('/jobs/{job}/checks', { params, body: { entries } }))).items.map(ofCheck)
}

/** At a bench an entry names the item it is of; one that names none is for all. */
async function toBench(bench: number, batch: Entry[]): Promise<EntryAnswer[]> {
  const params = { path: { bench } }
  const { kind } = batch[0]!
  if (kind === 'reading') {
    const entries = batch.map(({ body, job }) => ({ ...(body as Schemas['ReadingEntry']), ...(job === undefined ? {} : { job }) }))
    return (await quietly(() => client.POST('/benches/{bench}/readings', { params, body: { entries } }))).items.map(ofReading)
  }
  if (kind === 'environment') {
    const entries = batch.map((entry) => entry.body as Schemas['EnvironmentEntry'])
    return (await quietly(() => client.POST('/benches/{bench}/environment', { params, body: { entries } }))).items.map(ofRoom)
  }
  const entries = batch.map(({ body, job }) => ({ ...(body as Schemas['CheckEntry']), job: job! }))
  return (await quietly(() => client.POST('/benches/{bench}/checks', { params, body: { entries } }))).items.map(ofCheck)
}

const ofReading = ({ entry_key, outcome, reading, other, findings }: Schemas['ReadingAnswer']): EntryAnswer => (
  { key: entry_key, outcome, findings, other: other?.indication, other_by: other?.author.name, stored: reading ?? undefined })
const ofRoom = ({ entry_key, outcome, environment, other, findings }: Schemas['EnvironmentAnswer']): EntryAnswer => (
  { key: entry_key, outcome, findings, other: other?.indication, other_by: other?.author.name, stored: environment ?? undefined })
const ofCheck = ({ entry_key, outcome, check, other, findings }: Schemas['CheckEntryAnswer']): EntryAnswer => (
  { key: entry_key, outcome, findings, other: other ? (other.passed ? 'pass' : 'fail') : undefined, other_by: other?.answered_by.name, stored: check ?? undefined })

async function send(batch: Entry[]): Promise<EntryAnswer[]> {
  try {
    const answers = await request(batch)
    for (const listener of savedListeners) listener(batch, answers)
    return answers
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const { status } = error.problem
    if (isSessionOver(error.code) || status === 401) throw new NotSent('signed_out')
    if (status === 0 || status >= 500 || status === 429 || status === 408) throw new NotSent('later')
    throw new NotSent('refused', error.findings)
  }
}

const lease = 'chuan.sender'
const tab = Math.random().toString(36).slice(2)

async function alone(work: () => Promise<unknown>): Promise<void> {
  if ('locks' in navigator) {
    await navigator.locks.request(lease, { ifAvailable: true }, async (lock) => {
      if (lock) await work()
    })
    return
  }
  const [holder, until] = (localStorage.getItem(lease) ?? '').split(' ')
  if (holder && holder !== tab && Number(until) > Date.now()) return
  localStorage.setItem(lease, `${tab} ${Date.now() + 15_000}`)
  try {
    await work()
  } finally {
    localStorage.removeItem(lease)
  }
}

/** Sends for this account whenever there is something and the server can be reached; answers how to stop. */
export function startSender(account: number, onSignedOut: () => void): () => void {
  let stopped = false
  let busy = false
  let asked = false
  const attempt = async () => {
    if (stopped || busy || !navigator.onLine || queue.nextBatch(account, 1).length === 0) return
    busy = true
    try {
      await alone(async () => {
        const end = await drain(queue, account, send)
        if (end === 'signed_out' && !asked) {
          asked = true
          onSignedOut()
        } else if (end === 'empty') asked = false
      })
    } finally {
      busy = false
    }
  }
  const leave = queue.subscribe(() => void attempt())
  const timer = setInterval(() => void attempt(), 3000)
  const online = () => void attempt()
  window.addEventListener('online', online)
  void attempt()
  return () => {
    stopped = true
    leave()
    clearInterval(timer)
    window.removeEventListener('online', online)
  }
}
