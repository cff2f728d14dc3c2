// The sheet of a bench as cells: rows are points with their repeats; columns are the readings of the standards, shared by all, and
// then those of each item.

import type { Schemas } from './api'
import { parseTyped } from './decimal'
import type { Entry, EntryAnswer } from './queue'
import { cellKey, cellValues, type Cell, type CellValue, type StageEntry } from './sheet'
import type { Typed } from './typed'

export type Bench = Schemas['Bench']
export type BenchItem = Schemas['BenchItem']

/** A cell of one item, or of a standard and so of all items. */
export interface BenchCell extends Cell {
  job?: number
}

export interface BenchColumn {
  item?: BenchItem
  channel: Schemas['LayoutChannel']
}

/** A repeat of a point; after the last one of a point its results are shown. */
export interface BenchRow {
  point: Schemas['LayoutPoint']
  repeat: number
  last: boolean
}

export const benchKey = (cell: BenchCell): string => `${cell.job ?? ''}:${cellKey(cell)}`

/** The cell of a key, undefined for what is none. */
export function benchCellOf(key: string): BenchCell | undefined {
  const parts = /^(\d*):(as_found|as_left)\/([^/]+)\/([^/]+)\/(\d+)$/.exec(key)
  if (!parts) return undefined
  const [, job, stage, point, channel, repeat] = parts
  return { ...(job ? { job: Number(job) } : {}), stage: stage as StageEntry, point: point!, channel: channel!, repeat: Number(repeat) }
}

export const benchDomId = (cell: BenchCell): string => `cell-${cell.job ?? 'all'}-${cell.stage}-${cell.point}-${cell.channel}-${cell.repeat}`.replace(/[^\w-]/g, '_')

/** Whether an item is read in this run: one that is not adjusted has one run only, one whose state as found does not apply has no first. */
export function takesPart(item: Pick<BenchItem, 'adjustment'>, stage: StageEntry): boolean {
  const choice = item.adjustment?.choice
  return stage === 'as_found' ? choice !== 'as_found_not_applicable' : choice === 'adjusted' || choice === 'as_found_not_applicable'
}

/** The runs of a bench; the second only when an item has one. */
export function benchStages(items: Pick<BenchItem, 'adjustment'>[]): StageEntry[] {
  const found = items.length === 0 || items.some((item) => takesPart(item, 'as_found'))
  const left = items.some((item) => takesPart(item, 'as_left'))
  return [...(found ? ['as_found' as const] : []), ...(left ? ['as_left' as const] : [])]
}

/** The points of one quantity, each repeat a row of its own. */
export function benchRows(layout: Schemas['Layout'], of: string): BenchRow[] {
  const repeats = new Map(layout.channels.map((channel) => [channel.id, channel.repeats]))
  return layout.points.filter((point) => point.function === of).flatMap((point) => {
    const most = Math.max(1, ...point.channels.map((channel) => repeats.get(channel) ?? 1))
    return Array.from({ length: most }, (_, index) => ({ point, repeat: index + 1, last: index + 1 === most }))
  })
}

/** The standards first, then item by item. */
export function benchColumns(bench: Pick<Bench, 'layout' | 'items'>, of: string): BenchColumn[] {
  const read = new Set(bench.layout.points.filter((point) => point.function === of).flatMap((point) => point.channels))
  const channels = bench.layout.channels.filter((channel) => read.has(channel.id))
  const own = channels.filter((channel) => channel.of === 'item')
  return [...channels.filter((channel) => channel.of === 'standard').map((channel) => ({ channel })), ...bench.items.flatMap((item) => own.map((channel) => ({ item, channel })))]
}

/** The cell where row and column meet, if the point is read there. */
export function benchCellAt(row: BenchRow, column: BenchColumn, stage: StageEntry): BenchCell | undefined {
  const { item, channel } = column
  if (!row.point.channels.includes(channel.id) || row.repeat > channel.repeats) return undefined
  if (item && (!takesPart(item, stage) || item.not_measured.some((one) => one.point === row.point.id))) return undefined
  return { ...(item ? { job: item.job.id } : {}), stage, point: row.point.id, channel: channel.id, repeat: row.repeat }
}

/** Entries of this bench and of its items, those typed at an item's own sheet included. */
export function benchEntries(bench: Pick<Bench, 'id' | 'items'>, entries: Entry[]): Entry[] {
  const jobs = new Set(bench.items.map((item) => item.job.id))
  return entries.filter((entry) => (entry.job === undefined ? entry.bench === bench.id : jobs.has(entry.job)))
}

/** The values of all cells by benchKey: what waits lies over what is stored. */
export function benchValues(bench: Pick<Bench, 'readings' | 'items'>, entries: Entry[]): Map<string, CellValue> {
  const ofJob = new Map<number | undefined, Entry[]>()
  for (const entry of entries) ofJob.set(entry.job, [...(ofJob.get(entry.job) ?? []), entry])
  const values = new Map<string, CellValue>()
  const add = (job: number | undefined, readings: Schemas['Reading'][]) => {
    for (const [key, value] of cellValues({ readings }, ofJob.get(job) ?? [])) values.set(`${job ?? ''}:${key}`, value)
  }
  add(undefined, bench.readings)
  for (const item of bench.items) add(item.job.id, item.readings)
  return values
}

/** What the preview is asked about: entries that wait and cells still being typed. */
export function benchPreviewOf(entries: Entry[], typed: Typed): Schemas['BenchPreview'] {
  const readings = new Map<string, Schemas['BenchPreviewReading']>()
  const checks: Schemas['BenchPreviewCheck'][] = []
  for (const { state, kind, job, cell, body } of entries) {
    if (state !== 'waiting') continue
    if (kind === 'reading') {
      const { stage, point, channel, repeat, indication } = body as Schemas['ReadingEntry']
      readings.set(`${job ?? ''}:${cell}`, { ...(job === undefined ? {} : { job }), stage, point, channel, repeat, indication })
    } else if (kind === 'check' && job !== undefined) {
      const { stage, operation, passed } = body as Schemas['CheckEntry']
      checks.push({ job, stage, operation, passed })
    }
  }
  for (const [key, text] of Object.entries(typed)) {
    const indication = parseTyped(text)
    const cell = benchCellOf(key)
    if (indication !== undefined && cell) readings.set(key, { ...cell, indication })
  }
  return { readings: [...readings.values()], checks }
}

/** The bench with what the server has just confirmed, until it is asked for again as a whole. */
export function withSaved(bench: Bench, entries: Entry[], answers: EntryAnswer[]): Bench {
  const stored = new Map(answers.filter((answer) => answer.stored).map((answer) => [answer.key, answer.stored!]))
  const readings = new Map<number | undefined, Schemas['Reading'][]>()
  const checks = new Map<number | undefined, Schemas['CheckAnswer'][]>()
  const room: Schemas['EnvironmentReading'][] = []
  const put = <T,>(where: Map<number | undefined, T[]>, job: number | undefined, one: T) => where.set(job, [...(where.get(job) ?? []), one])
  for (const { key, kind, job } of entries) {
    const one = stored.get(key)
    if (!one) continue
    if (kind === 'reading') put(readings, job, one as Schemas['Reading'])
    else if (kind === 'check') put(checks, job, one as Schemas['CheckAnswer'])
    else if (job === undefined) room.push(one as Schemas['EnvironmentReading'])
  }
  const join = <T extends { id: number }>(before: T[], more: T[] | undefined): T[] => {
    const added = (more ?? []).filter((one) => !before.some((other) => other.id === one.id))
    return added.length > 0 ? [...before, ...added] : before
  }
  return {
    ...bench,
    readings: join(bench.readings, readings.get(undefined)),
    environment: join(bench.environment, room),
    items: bench.items.map((item) => {
      const own = { readings: join(item.readings, readings.get(item.job.id)), checks: join(item.checks, checks.get(item.job.id)) }
      return own.readings === item.readings && own.checks === item.checks ? item : { ...item, ...own }
    }),
  }
}

/** What somebody answered to an operation of an item: what waits before what is stored. */
export function checkOf(item: BenchItem, entries: Entry[], stage: StageEntry, operation: string): { passed?: boolean; waiting: boolean } {
  const entry = entries.find((one) => one.kind === 'check' && one.job === item.job.id && one.cell === `${stage}/${operation}`)
  if (entry) return { passed: (entry.body as Schemas['CheckEntry']).passed, waiting: entry.state === 'waiting' }
  return { passed: item.checks.filter((one) => one.stage === stage && one.operation === operation).at(-1)?.passed, waiting: false }
}

/** The verdict, or that it can only be a fail although not everything is measured yet. */
export function standingOf({ verdict, points, operations }: Schemas['Evaluation']): Schemas['Verdict'] | null {
  if (verdict) return verdict
  return points.some((point) => point.verdict === 'fail') || operations.some((operation) => operation.outcome === 'fail') ? 'fail' : null
}

/** At the bench, in work or held, and to be written by this person. */
export const isOpen = (item: BenchItem): boolean => !item.left && (item.job.state === 'in_work' || item.job.state === 'held')

/** What an item still lacks before it can be signed; the server has the last word. */
export interface Lacks {
  unsaved: number
  adjustment: boolean
  readings: number
  /** Operations that nobody answered. */
  operations: number
}

export function lacksOf(item: BenchItem, evaluation: Schemas['Evaluation'], layout: Schemas['Layout'], entries: Entry[], typed: Typed): Lacks {
  const { id } = item.job
  const skipped = new Set(item.not_measured.map((one) => one.point))
  const asked = new Set(layout.operations.filter((operation) => operation.kind === 'check').map((operation) => operation.id))
  return {
    unsaved: entries.filter((entry) => entry.job === undefined || entry.job === id).length
      + Object.keys(typed).filter((key) => key.startsWith(':') || key.startsWith(`${id}:`)).length,
    adjustment: !item.adjustment,
    readings: evaluation.missing.filter((missing) => !skipped.has(missing.point)).length,
    operations: evaluation.operations.filter((one) => asked.has(one.operation) && one.outcome === 'open').length,
  }
}

export const isReady = ({ unsaved, adjustment, readings, operations }: Lacks): boolean => unsaved + readings + operations === 0 && !adjustment
