// The reading sheet as cells: what the layout asks for, what is stored, what waits in the browser.

import type { Schemas } from './api'
import { parseTyped } from './decimal'
import type { Entry } from './queue'

type Sheet = Schemas['Sheet']
export type StageEntry = Schemas['StageEntry']

export interface Cell {
  stage: StageEntry
  point: string
  channel: string
  repeat: number
}

export interface Column {
  channel: Schemas['LayoutChannel']
  repeat: number
}

/** What stands in a cell. */
export interface CellValue {
  text: string
  state: 'empty' | 'saved' | Entry['state']
  reading?: Schemas['Reading']
  entry?: Entry
  /** Readings of this cell that no longer count, or count beside the last one. */
  earlier: Schemas['Reading'][]
}

export const cellKey = (cell: Cell): string => `${cell.stage}/${cell.point}/${cell.channel}/${cell.repeat}`
export const cellDomId = (cell: Cell): string => `cell-${cell.stage}-${cell.point}-${cell.channel}-${cell.repeat}`.replace(/[^\w-]/g, '_')

/** One column per channel and repeat, in the order of the layout; of one function only where it is named. */
export function columnsOf(layout: Schemas['Layout'], of?: string): Column[] {
  const read = of === undefined ? undefined : new Set(layout.points.filter((point) => point.function === of).flatMap((point) => point.channels))
  return layout.channels.filter((channel) => !read || read.has(channel.id)).flatMap((channel) => Array.from({ length: channel.repeats }, (_, index) => ({ channel, repeat: index + 1 })))
}

/** Which grids stand on the sheet: an adjusted item has two, one whose state as found does not apply only the second. */
export function stagesOf(adjustment: Schemas['AdjustmentChoice'] | undefined): StageEntry[] {
  if (adjustment === 'adjusted') return ['as_found', 'as_left']
  if (adjustment === 'as_found_not_applicable') return ['as_left']
  return ['as_found']
}

/** What is said of an adjustment: only what belongs to the choice, whatever was typed before another one was made. */
export function adjustmentBody(choice: Schemas['AdjustmentChoice'], said: { reason: string; done_by: string; consent: string; seals: string }): Schemas['AdjustmentNew'] {
  if (choice === 'adjusted') return { choice, ...said }
  return { choice, reason: choice === 'as_found_not_applicable' ? said.reason : '', done_by: '', consent: '', seals: '' }
}

/** The values of all cells: what waits lies over what is stored. */
export function cellValues(sheet: Pick<Sheet, 'readings'>, entries: Entry[]): Map<string, CellValue> {
  const values = new Map<string, CellValue>()
  for (const reading of sheet.readings) {
    const key = cellKey(reading)
    const before = values.get(key)
    const earlier = before ? [...before.earlier, ...(before.reading ? [before.reading] : [])] : []
    if (reading.counts) values.set(key, { text: reading.indication, state: 'saved', reading, earlier })
    else values.set(key, { text: before?.text ?? '', state: before?.state ?? 'empty', reading: before?.reading, earlier: [...(before?.earlier ?? []), reading] })
  }
  for (const entry of entries) {
    if (entry.kind !== 'reading') continue
    const before = values.get(entry.cell)
    const typed = (entry.body as Schemas['ReadingEntry']).indication
    values.set(entry.cell, { text: parseTyped(typed) ?? typed, state: entry.state, entry, reading: before?.reading, earlier: before?.earlier ?? [] })
  }
  return values
}

/** A block from a spreadsheet: rows by line, cells by tab. */
export function parseBlock(text: string): string[][] {
  return text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n').map((line) => line.split('\t').map((cell) => cell.trim()))
}

/** Result of a point at a stage; a run that serves as both is the result of either. */
export function resultOf(evaluation: Schemas['Evaluation'] | undefined, point: string, stage: StageEntry): Schemas['PointResult'] | undefined {
  return evaluation?.points.find((result) => result.point === point && (result.stage === stage || result.stage === 'as_found_and_left'))
}

/** What the preview is asked about: entries that wait and cells still being typed. */
export function previewOf(entries: Entry[], drafts: Record<string, string>, adjustment: Schemas['AdjustmentChoice'] | undefined): Schemas['Preview'] {
  const readings = new Map<string, Schemas['PreviewReading']>()
  const checks: Schemas['PreviewCheck'][] = []
  for (const entry of entries) {
    if (entry.state !== 'waiting') continue
    if (entry.kind === 'reading') {
      const { stage, point, channel, repeat, indication } = entry.body as Schemas['ReadingEntry']
      readings.set(entry.cell, { stage, point, channel, repeat, indication })
    } else if (entry.kind === 'check') {
      const { stage, operation, passed } = entry.body as Schemas['CheckEntry']
      checks.push({ stage, operation, passed })
    }
  }
  for (const [key, text] of Object.entries(drafts)) {
    const typed = parseTyped(text)
    const [stage, point, channel, repeat] = key.split('/')
    if (typed === undefined || !stage || !point || !channel || !repeat) continue
    readings.set(key, { stage: stage as StageEntry, point, channel, repeat: Number(repeat), indication: typed })
  }
  return { readings: [...readings.values()], checks, ...(adjustment ? { adjustment } : {}) }
}
