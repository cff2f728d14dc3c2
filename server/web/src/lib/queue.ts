// What was typed at the bench and is not yet confirmed by the server. Every entry lies in the browser's own storage, under a
// key of its own, before anything is sent; it leaves only when the server has said "saved". Sent in the order typed; the entry
// key makes each arrive once, however often it is sent.

import type { Schemas } from './api'
import type { Finding } from './problem'

export type EntryKind = 'reading' | 'environment' | 'check'
export type EntryBody = Schemas['ReadingEntry'] | Schemas['EnvironmentEntry'] | Schemas['CheckEntry']
export type EntryState = 'waiting' | 'conflict' | 'refused'

export interface Entry {
  key: string
  account: number
  account_name: string
  job: number
  job_number: string
  kind: EntryKind
  cell: string
  body: EntryBody
  order: number
  attempts: number
  state: EntryState
  /** What somebody else entered there, when the server found a conflict. */
  other?: string
  other_by?: string
  findings?: Finding[]
}

/** The part of localStorage that the queue needs. */
export interface Shelf {
  readonly length: number
  key(index: number): string | null
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

const prefix = 'chuan.entry.'

/** The place on the sheet that an entry fills. */
export function cellOf(kind: EntryKind, body: EntryBody): string {
  if (kind === 'reading') {
    const reading = body as Schemas['ReadingEntry']
    return `${reading.stage}/${reading.point}/${reading.channel}/${reading.repeat}`
  }
  if (kind === 'environment') {
    const room = body as Schemas['EnvironmentEntry']
    return `${room.moment}/${room.quantity}`
  }
  const check = body as Schemas['CheckEntry']
  return `${check.stage}/${check.operation}`
}

export class EntryQueue {
  private listeners = new Set<() => void>()
  private snapshot: Entry[] | undefined

  constructor(private readonly shelf: Shelf, private readonly announce: () => void = () => undefined) {}

  /** Everything that waits, in the order typed. */
  all(): Entry[] {
    if (this.snapshot) return this.snapshot
    const found: Entry[] = []
    for (let index = 0; index < this.shelf.length; index += 1) {
      const name = this.shelf.key(index)
      if (!name?.startsWith(prefix)) continue
      try {
        found.push(JSON.parse(this.shelf.getItem(name) ?? '') as Entry)
      } catch {
        continue
      }
    }
    this.snapshot = found.sort((a, b) => a.order - b.order || a.key.localeCompare(b.key))
    return this.snapshot
  }

  ofJob(job: number): Entry[] {
    return this.all().filter((entry) => entry.job === job)
  }

  /** Keeps an entry. One of the same cell that was never sent gives way; one that was sent stays, for it may have arrived. */
  add(entry: Omit<Entry, 'order' | 'attempts' | 'state' | 'cell'>): Entry {
    const cell = cellOf(entry.kind, entry.body)
    const last = this.all().at(-1)?.order ?? 0
    const kept: Entry = { ...entry, cell, order: Math.max(last + 1, Date.now()), attempts: 0, state: 'waiting' }
    const before = this.ofJob(entry.job).filter((other) => other.kind === entry.kind && other.cell === cell)
    this.put(kept)
    for (const other of before) {
      if (other.attempts === 0 || other.state !== 'waiting') this.shelf.removeItem(prefix + other.key)
    }
    this.changed()
    return kept
  }

  drop(key: string): void {
    this.shelf.removeItem(prefix + key)
    this.changed()
  }

  /** The next entries that go in one request: same person, job and kind, as typed. */
  nextBatch(account: number, most = 100): Entry[] {
    const waiting = this.all().filter((entry) => entry.account === account && entry.state === 'waiting')
    const first = waiting[0]
    if (!first) return []
    const batch: Entry[] = []
    for (const entry of waiting) {
      if (entry.job !== first.job) continue
      if (entry.kind !== first.kind || batch.length === most) break
      batch.push(entry)
    }
    return batch
  }

  update(key: string, change: Partial<Entry>): void {
    const name = prefix + key
    const text = this.shelf.getItem(name)
    if (!text) return
    this.shelf.setItem(name, JSON.stringify({ ...(JSON.parse(text) as Entry), ...change }))
    this.changed()
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Another tab changed the storage. */
  changedElsewhere(): void {
    this.snapshot = undefined
    for (const listener of this.listeners) listener()
  }

  private put(entry: Entry): void {
    this.shelf.setItem(prefix + entry.key, JSON.stringify(entry))
  }

  private changed(): void {
    this.changedElsewhere()
    this.announce()
  }
}

/** What the server said about one entry. */
export interface EntryAnswer {
  key: string
  outcome: Schemas['EntryOutcome']
  other?: string
  other_by?: string
  findings: Finding[]
}

/** How a request as a whole ended, when it was not answered entry by entry. */
export class NotSent extends Error {
  constructor(readonly cause: 'later' | 'signed_out' | 'refused', readonly findings: Finding[] = []) {
    super(cause)
  }
}

export type Send = (batch: Entry[]) => Promise<EntryAnswer[]>

/** Sends what waits until nothing is left or the server cannot take more just now. */
export async function drain(queue: EntryQueue, account: number, send: Send): Promise<'empty' | 'later' | 'signed_out'> {
  let most = 100
  for (;;) {
    const batch = queue.nextBatch(account, most)
    if (batch.length === 0) return 'empty'
    for (const entry of batch) queue.update(entry.key, { attempts: entry.attempts + 1 })
    try {
      settle(queue, batch, await send(batch))
      most = 100
    } catch (error) {
      if (!(error instanceof NotSent)) throw error
      if (error.cause !== 'refused') return error.cause
      if (batch.length > 1) most = 1
      else queue.update(batch[0]!.key, { state: 'refused', findings: error.findings })
    }
  }
}

function settle(queue: EntryQueue, batch: Entry[], answers: EntryAnswer[]): void {
  const byKey = new Map(answers.map((answer) => [answer.key, answer]))
  for (const entry of batch) {
    const answer = byKey.get(entry.key)
    if (!answer) throw new NotSent('later')
    if (answer.outcome === 'saved' || answer.outcome === 'already_saved') queue.drop(entry.key)
    else queue.update(entry.key, { state: answer.outcome, other: answer.other, other_by: answer.other_by, findings: answer.findings })
  }
}
