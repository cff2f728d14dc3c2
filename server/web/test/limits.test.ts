import { beforeAll, describe, expect, it } from 'vitest'
import { agreedInWords, agreementInWords, emptyLimits, limitsBody, limitsDraft, withTable, type Table } from '../src/lib/limits'
import { loadRest } from '../src/lib/messages'

beforeAll(loadRest)

const gauges: Table = { code: 'EN837-1', title_vi: 'Áp kế', title_en: 'Gauges', document: 'EN 837-1', edition: '1996', classes: ['1', '1.6'], modes: ['initial'],
  arguments: [{ name: 'span', unit: '\\kilo\\pascal', name_vi: 'khoảng đo', name_en: 'span' }], options: [] }

describe('agreed limits', () => {
  it('send only what belongs to the statement that was chosen', () => {
    const draft = { ...emptyLimits('resistance'), specification: 'data sheet', percent_of_value: '0,5', digits: '2', limit_low: '-1', table: 'R76' }
    expect(limitsBody(draft)).toEqual({ function: 'resistance', specification: 'data sheet', percent_of_value: '0,5', digits: '2', percent_of_span: null, absolute: null, unit: '', side: 'both' })
    expect(limitsBody({ ...draft, statement: 'limits' })).toEqual({ function: 'resistance', specification: 'data sheet', limit_low: '-1', limit_high: null, unit: '' })
  })
  it('of a table carry what answers for each argument', () => {
    const draft = withTable({ ...emptyLimits(), specification: 'EN', statement: 'table' }, gauges)
    expect(limitsBody({ ...draft, accuracy_class: '1.6' })).toEqual({ function: '', specification: 'EN', table: 'EN837-1', accuracy_class: '1.6', mode: 'initial', arguments: [{ name: 'span', from: 'span', value: null }], options: [] })
  })
  it('come back as they were', () => {
    const body = limitsBody({ ...withTable({ ...emptyLimits('pressure'), statement: 'table' }, gauges), accuracy_class: '1' })
    expect(limitsBody(limitsDraft(body))).toEqual(body)
  })
  it('are said in one line', () => {
    const agreed = limitsBody({ ...emptyLimits('dc_voltage'), specification: 'data sheet', percent_of_value: '0.5', digits: '2' })
    expect(agreedInWords(agreed, 'en')).toBe('±(0.5 % of the value + 2 × resolution)')
    expect(agreementInWords([agreed], 'vi')).toBe('Điện áp một chiều: data sheet ±(0,5 % giá trị + 2 × độ phân giải)')
    expect(agreedInWords({ specification: '', limit_low: '-1', limit_high: '4', unit: '\\milli\\volt' }, 'vi')).toBe('−1 … 4\u00a0mV')
    expect(agreedInWords({ specification: '', table: 'EN837-1', accuracy_class: '1.6', mode: 'initial' }, 'en')).toContain('class 1.6')
  })
})
