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

const savedListeners = new Set<(job: number) => void>()
/** Called with the job after entries of it were answered. */
export function onAnswered(listener: (job: number) => void): () => void {
  savedListeners.add(listener)
  return () => savedListeners.delete(listener)
}

async function request(batch: Entry[]): Promise<EntryAnswer[]> {
  const first = batch[0]!
  const params = { path: { job: first.job } }
  if (first.kind === 'reading') {
    const entries = batch.map((entry) => entry.body as Schemas['ReadingEntry'])
    const answer = await quietly(() => client.POST('/jobs/{job}/readings', { params, body: { entries } }))
    return answer.items.map(({ entry_key, outcome, other, findings }) => (
      { key: entry_key, outcome, findings, other: other?.indication, other_by: other?.author.name }))
  }
  if (first.kind === 'environment') {
    const entries = batch.map((entry) => entry.body as Schemas['EnvironmentEntry'])
    const answer = await quietly(() => client.POST('/jobs/{job}/environment', { params, body: { entries } }))
    return answer.items.map(({ entry_key, outcome, other, findings }) => (
      { key: entry_key, outcome, findings, other: other?.indication, other_by: other?.author.name }))
  }
  const entries = batch.map((entry) => entry.body as Schemas['CheckEntry'])
  const answer = await quietly(() => client.POST('/jobs/{job}/checks', { params, body: { entries } }))
  return answer.items.map(({ entry_key, outcome, findings }) => ({ key: entry_key, outcome, findings }))
}

async function send(batch: Entry[]): Promise<EntryAnswer[]> {
  try {
    const answers = await request(batch)
    for (const listener of savedListeners) listener(batch[0]!.job)
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
