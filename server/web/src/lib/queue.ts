// What was typed at the bench and is not yet confirmed by the server. Every entry lies in the browser's own storage, under a
// key of its own, before anything is sent; it leaves only when the server has said "saved". Sent in the order typed; the entry
// key makes each arrive once, however often it is sent. An entry is of one job, or of a bench where several are measured together:
// there it is of one item's job, or of none and counts for all.

import type { Schemas } from './api'
import type { Finding } from './problem'

export type EntryKind = 'reading' | 'environment' | 'check'
export type EntryBody = Schemas['ReadingEntry'] | Schemas['EnvironmentEntry'] | Schemas['CheckEntry']
export type EntryState = 'waiting' | 'conflict' | 'refused'

export interface Entry {
  key: string
  account: number
  account_name: string
  /** None: for every item at the bench, such as a reading of the standard. */
  job?: number
  /** What it was typed at: the number of the job, the name of the bench. */
  at: string
  bench?: number
  kind: EntryKind
  cell: string
  body: EntryBody
  order: number
  attempts: number
  state: EntryState
  /** What somebody else entered there, when the server found a conflict; of a yes/no operation pass or fail. */
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

export type EntryNew = Omit<Entry, 'order' | 'attempts' | 'state' | 'cell'>

/** The page an entry belongs to; entries of one page go in one request. */
export const pageOf = ({ job, bench }: Pick<Entry, 'job' | 'bench'>): string => (bench === undefined ? `/jobs/${job}/sheet` : `/benches/${bench}`)

/** The same for two entries of one cell, wherever they were typed. */
const placeOf = ({ job, bench, kind, cell }: Pick<Entry, 'job' | 'bench' | 'kind' | 'cell'>): string => `${job === undefined ? `bench ${bench}` : job} ${kind} ${cell}`

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
  private known = new Map<string, { text: string; entry: Entry }>()
  private held = 0
  private touched = false

  constructor(private readonly shelf: Shelf, private readonly announce: () => void = () => undefined) {}

  /** Everything that waits, in the order typed; an entry that did not change is the same object as before. */
  all(): Entry[] {
    if (this.snapshot) return this.snapshot
    const known = new Map<string, { text: string; entry: Entry }>()
    for (let index = 0; index < this.shelf.length; index += 1) {
      const name = this.shelf.key(index)
      if (!name?.startsWith(prefix)) continue
      const text = this.shelf.getItem(name) ?? ''
      const before = this.known.get(name)
      try {
        known.set(name, before?.text === text ? before : { text, entry: JSON.parse(text) as Entry })
      } catch {
        continue
      }
    }
    this.known = known
    this.snapshot = [...known.values()].map(({ entry }) => entry).sort((a, b) => a.order - b.order || a.key.localeCompare(b.key))
    return this.snapshot
  }

  /** Keeps an entry. One of the same cell that was never sent gives way; one that was sent stays, for it may have arrived. */
  add(entry: EntryNew): Entry {
    return this.addAll([entry])[0]!
  }

  /** A pasted block: kept in the order given, told once. Throws when the storage is full; what was kept by then stays. */
  addAll(entries: EntryNew[]): Entry[] {
    const before = new Map<string, Entry[]>()
    for (const other of this.all()) before.set(placeOf(other), [...(before.get(placeOf(other)) ?? []), other])
    let order = Math.max((this.all().at(-1)?.order ?? 0) + 1, Date.now())
    return this.together(() => entries.map((entry) => {
      const kept: Entry = { ...entry, cell: cellOf(entry.kind, entry.body), order, attempts: 0, state: 'waiting' }
      order += 1
      this.put(kept)
      const place = placeOf(kept)
      for (const other of before.get(place) ?? []) {
        if (other.attempts === 0 || other.state !== 'waiting') this.shelf.removeItem(prefix + other.key)
      }
      before.set(place, [kept])
      return kept
    }))
  }

  /** Several changes, told once. */
  together<T>(work: () => T): T {
    this.held += 1
    try {
      return work()
    } finally {
      this.held -= 1
      if (this.touched && this.held === 0) this.changed()
    }
  }

  drop(key: string): void {
    this.shelf.removeItem(prefix + key)
    this.changed()
  }

  /** The next entries that go in one request: same person, page and kind, as typed. */
  nextBatch(account: number, most = 100): Entry[] {
    const waiting = this.all().filter((entry) => entry.account === account && entry.state === 'waiting')
    const first = waiting[0]
    if (!first) return []
    const batch: Entry[] = []
    for (const entry of waiting) {
      if (pageOf(entry) !== pageOf(first)) continue
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
    this.touched = true
  }

  private changed(): void {
    this.touched = this.held > 0
    if (this.touched) return
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
  /** The record as it is stored now. */
  stored?: Schemas['Reading'] | Schemas['EnvironmentReading'] | Schemas['CheckAnswer']
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
    queue.together(() => batch.forEach((entry) => queue.update(entry.key, { attempts: entry.attempts + 1 })))
    try {
      const answers = await send(batch)
      queue.together(() => settle(queue, batch, answers))
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
