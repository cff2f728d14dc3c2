import { describe, expect, it } from 'vitest'
import type { Schemas } from '../src/lib/api'
import { adjustmentBody, cellKey, cellValues, columnsOf, parseBlock, previewOf, resultOf, stagesOf } from '../src/lib/sheet'

const person = { id: 1, name: 'Minh' }
const reading = (id: number, indication: string, counts: boolean, point = 'p1'): Schemas['Reading'] => ({
  id, entry_key: `k${id}`, stage: 'as_found', point, channel: 'item', repeat: 1, indication, measured_at: '', entered_at: '', author: person, transcribed_from: null, late_reason: '', bench_id: null, marks: [], counts,
})

describe('the sheet', () => {
  it('lays columns out by channel and repeat', () => {
    const channel = (id: string, repeats: number) => ({ id, name_vi: id, name_en: id, unit: '', repeats, resolution: null, of: 'item' as const })
    const layout: Schemas['Layout'] = { points: [], channels: [channel('a', 1), channel('b', 2)], operations: [], result_unit: '', functions: [], waiting: [], repeat_rule: 'last' }
    expect(columnsOf(layout).map((column) => `${column.channel.id}${column.repeat}`)).toEqual(['a1', 'b1', 'b2'])
  })
  it('gives each quantity of an item its own columns', () => {
    const channel = (id: string) => ({ id, name_vi: id, name_en: id, unit: '', repeats: 1, resolution: null, of: 'item' as const })
    const point = (id: string, of: string, channels: string[]) => ({ id, nominal: '1', unit: '', function: of, direction: '' as const, label_vi: '', label_en: '', channels })
    const layout: Schemas['Layout'] = { points: [point('v', 'V', ['xv']), point('a', 'A', ['xa', 'sa'])], channels: [channel('xv'), channel('xa'), channel('sa')], operations: [], result_unit: '', functions: [], waiting: [], repeat_rule: 'last' }
    expect(columnsOf(layout, 'V').map((column) => column.channel.id)).toEqual(['xv'])
    expect(columnsOf(layout, 'A').map((column) => column.channel.id)).toEqual(['xa', 'sa'])
  })
  it('shows the reading that counts and remembers the others', () => {
    const values = cellValues({ readings: [reading(1, '1.1', false), reading(2, '1.2', true)] }, [])
    const value = values.get(cellKey({ stage: 'as_found', point: 'p1', channel: 'item', repeat: 1 }))
    expect(value).toMatchObject({ text: '1.2', state: 'saved' })
    expect(value?.earlier.map((one) => one.id)).toEqual([1])
  })
  it('is empty again where the only reading was rejected', () => {
    expect(cellValues({ readings: [reading(1, '1.1', false)] }, []).get('as_found/p1/item/1')).toMatchObject({ text: '', state: 'empty' })
  })
  it('has two grids only for an adjusted item', () => {
    expect(stagesOf(undefined)).toEqual(['as_found'])
    expect(stagesOf('not_adjusted')).toEqual(['as_found'])
    expect(stagesOf('adjusted')).toEqual(['as_found', 'as_left'])
    expect(stagesOf('as_found_not_applicable')).toEqual(['as_left'])
  })
  it('says of an adjustment only what belongs to the choice', () => {
    const said = { reason: 'chỉnh kim', done_by: 'Bình', consent: 'Bà Mai', seals: 'N-17' }
    expect(adjustmentBody('adjusted', said)).toEqual({ choice: 'adjusted', ...said })
    expect(adjustmentBody('not_adjusted', said)).toEqual({ choice: 'not_adjusted', reason: '', done_by: '', consent: '', seals: '' })
    expect(adjustmentBody('as_found_not_applicable', said)).toEqual({ choice: 'as_found_not_applicable', reason: 'chỉnh kim', done_by: '', consent: '', seals: '' })
  })
  it('reads a block of a spreadsheet', () => {
    expect(parseBlock('1,1\t1,2\r\n2,1\t\r\n')).toEqual([['1,1', '1,2'], ['2,1', '']])
  })
  it('asks the preview about whole numbers only', () => {
    const asked = previewOf([], { 'as_found/p1/item/1': '1,5', 'as_found/p2/item/1': '1.2.', 'as_found/p3/item/1': '' }, undefined)
    expect(asked.readings).toEqual([{ stage: 'as_found', point: 'p1', channel: 'item', repeat: 1, indication: '1.5' }])
  })
  it('takes a run that serves as both for either stage', () => {
    const result = { point: 'p1', stage: 'as_found_and_left' } as Schemas['PointResult']
    const evaluation = { points: [result] } as Schemas['Evaluation']
    expect(resultOf(evaluation, 'p1', 'as_found')).toBe(result)
    expect(resultOf(evaluation, 'p2', 'as_found')).toBeUndefined()
  })
})
