import { describe, expect, it } from 'vitest'
import type { Schemas } from '../src/lib/api'
import { benchCellAt, benchCellOf, benchColumns, benchEntries, benchKey, benchPreviewOf, benchRows, benchStages, benchValues, checkOf, isReady, lacksOf, standingOf, takesPart, withSaved, type Bench, type BenchItem } from '../src/lib/bench'
import type { Entry } from '../src/lib/queue'

const person = { id: 1, name: 'Minh' }
const channel = (id: string, of: 'item' | 'standard', repeats: number): Schemas['LayoutChannel'] => ({ id, name_vi: id, name_en: id, of, unit: '', repeats, resolution: null })
const point = (id: string, channels: string[]): Schemas['LayoutPoint'] => ({ id, nominal: '1', unit: '', function: '', direction: '', label_vi: '', label_en: '', channels })
const layout: Schemas['Layout'] = {
  points: [point('p1', ['S', 'X']), point('p2', ['S', 'X'])], channels: [channel('S', 'standard', 1), channel('X', 'item', 2)],
  operations: [{ id: 'visual', kind: 'check', name_vi: '', name_en: '', hint_vi: '', hint_en: '', seconds: null }, { id: 'rising', kind: 'computed', name_vi: '', name_en: '', hint_vi: '', hint_en: '', seconds: null }],
  result_unit: '', functions: [], waiting: [], repeat_rule: 'last',
}
const evaluation = (more: Partial<Schemas['Evaluation']> = {}): Schemas['Evaluation'] => ({ points: [], operations: [], missing: [], verdict: null, findings: [], engine_version: '', ...more })
const item = (id: number, more: Partial<BenchItem> = {}) => ({
  position: id, job: { id, state: 'in_work' } as Schemas['JobRow'], left: null, editable: true, readings: [], checks: [], adjustment: null, not_measured: [], evaluation: evaluation(), ...more,
}) as unknown as BenchItem
const adjustment = (choice: Schemas['AdjustmentChoice']) => ({ choice }) as Schemas['Adjustment']
const bench = (items: BenchItem[], readings: Schemas['Reading'][] = []) => ({ id: 5, layout, items, readings, environment: [] }) as unknown as Bench
const reading = (id: number, indication: string, channelId: string, repeat = 1): Schemas['Reading'] => ({
  id, entry_key: `k${id}`, stage: 'as_found', point: 'p1', channel: channelId, repeat, indication, measured_at: '', entered_at: '', author: person, transcribed_from: null, late_reason: '', bench_id: null, marks: [], counts: true,
})
const entry = (key: string, job: number | undefined, more: Partial<Entry> = {}): Entry => ({
  key, account: 1, account_name: 'Minh', ...(job === undefined ? {} : { job }), at: 'B', bench: 5, kind: 'reading', cell: 'as_found/p1/X/1', order: 1, attempts: 0, state: 'waiting',
  body: { entry_key: key, stage: 'as_found', point: 'p1', channel: 'X', repeat: 1, indication: '1,5', measured_at: '' }, ...more,
})

describe('the bench', () => {
  it('has the standards first, then a column for each item, and a row for each repeat', () => {
    const columns = benchColumns(bench([item(7), item(8)]), '')
    expect(columns.map((column) => [column.channel.id, column.item?.job.id])).toEqual([['S', undefined], ['X', 7], ['X', 8]])
    expect(benchRows(layout, '').map((row) => [row.point.id, row.repeat, row.last])).toEqual([['p1', 1, false], ['p1', 2, true], ['p2', 1, false], ['p2', 2, true]])
  })
  it('reads the standard once where the items are read twice', () => {
    const [shared, own] = benchColumns(bench([item(7)]), '')
    const [first, second] = benchRows(layout, '')
    expect(benchCellAt(first!, shared!, 'as_found')).toEqual({ stage: 'as_found', point: 'p1', channel: 'S', repeat: 1 })
    expect(benchCellAt(second!, shared!, 'as_found')).toBeUndefined()
    expect(benchCellAt(second!, own!, 'as_found')).toEqual({ job: 7, stage: 'as_found', point: 'p1', channel: 'X', repeat: 2 })
  })
  it('has no cell of an item in a run it does not take part in, nor at a point it could not be measured at', () => {
    expect([takesPart(item(7), 'as_left'), takesPart(item(7, { adjustment: adjustment('adjusted') }), 'as_left'), takesPart(item(7, { adjustment: adjustment('as_found_not_applicable') }), 'as_found')]).toEqual([false, true, false])
    const skipped = item(7, { not_measured: [{ point: 'p1' } as Schemas['NotMeasured']] })
    expect(benchCellAt(benchRows(layout, '')[0]!, { item: skipped, channel: layout.channels[1]! }, 'as_found')).toBeUndefined()
  })
  it('has a second run as soon as one item was adjusted', () => {
    expect(benchStages([item(7), item(8, { adjustment: adjustment('not_adjusted') })])).toEqual(['as_found'])
    expect(benchStages([item(7), item(8, { adjustment: adjustment('adjusted') })])).toEqual(['as_found', 'as_left'])
  })
  it('knows a cell again by its key', () => {
    for (const cell of [{ job: 7, stage: 'as_left' as const, point: 'r25', channel: 'X', repeat: 3 }, { stage: 'as_found' as const, point: 'r25', channel: 'S', repeat: 1 }]) {
      expect(benchCellOf(benchKey(cell))).toEqual(cell)
    }
    expect(benchCellOf('as_found/r25/X/1')).toBeUndefined()
  })
  it('lays what waits over what is stored, for each item and for the standard by itself', () => {
    const values = benchValues(bench([item(7, { readings: [reading(1, '1.1', 'X')] }), item(8)], [reading(2, '9.9', 'S')]), [entry('a', 8)])
    expect(values.get('7:as_found/p1/X/1')).toMatchObject({ text: '1.1', state: 'saved' })
    expect(values.get('8:as_found/p1/X/1')).toMatchObject({ text: '1.5', state: 'waiting' })
    expect(values.get(':as_found/p1/S/1')).toMatchObject({ text: '9.9', state: 'saved' })
  })
  it('takes the entries typed at the own sheet of an item for its own, and those of another bench not', () => {
    const { bench: _, ...own } = entry('own', 7)
    const entries = [own, entry('shared', undefined), entry('other', undefined, { bench: 6 }), entry('away', 9)]
    expect(benchEntries(bench([item(7)]), entries).map((one) => one.key)).toEqual(['own', 'shared'])
  })
  it('asks the preview about what waits and what is being typed, with whose it is', () => {
    const check = entry('c', 8, { kind: 'check', cell: 'as_found/visual', body: { entry_key: 'c', stage: 'as_found', operation: 'visual', passed: false } })
    const asked = benchPreviewOf([entry('a', 8), entry('b', 7, { state: 'conflict' }), check], { ':as_found/p1/S/1': '10,02', '7:as_found/p1/X/1': '1,', '8:as_found/p1/X/1': '1,6' })
    expect(asked.readings).toEqual([
      { job: 8, stage: 'as_found', point: 'p1', channel: 'X', repeat: 1, indication: '1.6' }, { stage: 'as_found', point: 'p1', channel: 'S', repeat: 1, indication: '10.02' }])
    expect(asked.checks).toEqual([{ job: 8, stage: 'as_found', operation: 'visual', passed: false }])
  })
  it('shows what was just confirmed, once, where it belongs', () => {
    const before = bench([item(7), item(8)])
    const entries = [entry('a', 8), entry('b', undefined), entry('c', 7)]
    const answers = [{ key: 'a', outcome: 'saved' as const, findings: [], stored: reading(11, '1.5', 'X') }, { key: 'b', outcome: 'saved' as const, findings: [], stored: reading(12, '2', 'S') }, { key: 'c', outcome: 'refused' as const, findings: [] }]
    const after = withSaved(withSaved(before, entries, answers), entries, answers)
    expect(after.items[1]!.readings.map((one) => one.id)).toEqual([11])
    expect(after.readings.map((one) => one.id)).toEqual([12])
    expect(after.items[0]).toBe(before.items[0]) // nothing of it changed: it is not drawn again
  })
  it('lets an answer that waits stand before the stored one', () => {
    const stored = item(7, { checks: [{ stage: 'as_found', operation: 'visual', passed: true } as Schemas['CheckAnswer']] })
    const waiting = entry('c', 7, { kind: 'check', cell: 'as_found/visual', body: { entry_key: 'c', stage: 'as_found', operation: 'visual', passed: false } })
    expect(checkOf(stored, [], 'as_found', 'visual')).toEqual({ passed: true, waiting: false })
    expect(checkOf(stored, [waiting], 'as_found', 'visual')).toEqual({ passed: false, waiting: true })
    expect(checkOf(item(8), [waiting], 'as_found', 'visual').passed).toBeUndefined()
  })
  it('says that an item fails before all of it is measured', () => {
    expect(standingOf(evaluation({ points: [{ verdict: 'pass' } as Schemas['PointResult']] }))).toBeNull()
    expect(standingOf(evaluation({ points: [{ verdict: 'fail' } as Schemas['PointResult']] }))).toBe('fail')
    expect(standingOf(evaluation({ operations: [{ operation: 'visual', stage: 'as_found', outcome: 'fail', remark: '' }] }))).toBe('fail')
    expect(standingOf(evaluation({ verdict: 'conditional_pass' }))).toBe('conditional_pass')
  })
  it('says what an item lacks, and holds no item for what another one lacks', () => {
    const missing = [{ stage: 'as_found' as const, point: 'p1', channel: 'X', repeat: 1 }, { stage: 'as_found' as const, point: 'p2', channel: 'X', repeat: 1 }]
    const operations = [{ operation: 'visual', stage: 'as_found' as const, outcome: 'open' as const, remark: '' }, { operation: 'rising', stage: 'as_found' as const, outcome: 'open' as const, remark: '' }]
    const half = item(7, { not_measured: [{ point: 'p2' } as Schemas['NotMeasured']] })
    expect(lacksOf(half, evaluation({ missing, operations }), layout, [entry('a', 8)], { '8:as_found/p1/X/1': '1' })).toEqual({ unsaved: 0, adjustment: true, readings: 1, operations: 1 })
    const whole = item(8, { adjustment: adjustment('not_adjusted') })
    expect(isReady(lacksOf(whole, evaluation(), layout, [entry('a', 7)], {}))).toBe(true)
    expect(isReady(lacksOf(whole, evaluation(), layout, [entry('a', undefined)], {}))).toBe(false) // a reading of the standard is every item's
  })
})
