import { beforeAll, describe, expect, it } from 'vitest'
import type { Schemas } from '../src/lib/api'
import { loadRest } from '../src/lib/messages'
import { limitInWords, limitTable, shapeInWords, sourceInWords, sourceOfLine, takenByLine } from '../src/lib/method'

beforeAll(loadRest)

const of = { channels: [{ id: 'X', name_vi: 'Chỉ thị', name_en: 'Indication' }] } as unknown as Schemas['MethodFunction']
const method = {
  functions: [of],
  standards: [{ role: 'reference', name_vi: 'Áp kế chuẩn', name_en: 'Reference gauge' }],
} as unknown as Schemas['ProcedureMethod']
const from = (code: string, values: Record<string, string>, language: 'vi' | 'en' = 'en') =>
  sourceInWords(method, of, { symbol: 'x', unit: '\\bar', distribution: 'normal', description_vi: '', description_en: '', shape: {}, source: { code, values } }, language)

describe('the source of an input', () => {
  it('is said in a sentence with the names of the procedure', () => {
    expect(from('certificate', { standard: 'reference' })).toBe('the certificate of Reference gauge, at the point')
    expect(from('certificate', { standard: 'reference', by: 'line' })).toBe('the line through the certificates of Reference gauge on the day of measurement, at the point; with fewer than three the last one')
    expect(from('certificate', { standard: 'reference', by: 'line', indication: 'X' }, 'vi')).toContain('tại số đọc “Chỉ thị”; chưa đủ ba giấy')
    expect(from('certificate', { standard: 'reference', indication: 'X' }, 'vi')).toBe('giấy chứng nhận của Áp kế chuẩn, tại số đọc “Chỉ thị”')
    expect(from('readings', { channel: 'X', scatter: 'pooled', pooled: '0.025' }, 'vi')).toContain('0,025 bar')
    expect(from('specification', { absolute: '0.001', percent_of_value: '0.01' })).toBe('limits ±(0.001\u00a0bar + 0.01 % of the value)')
    expect(from('drift', { standard: 'reference', otherwise_share_of_uncertainty: '1' })).toContain('±1 U')
    expect(from('resolution', { fraction: '0.5' })).toContain('0.5')
  })
  it('says what a figure of the file states of its uncertainty', () => {
    const fixed = (values: Record<string, string>, language: 'vi' | 'en' = 'en') => from('fixed', { from: 'data sheet', ...values }, language)
    expect(fixed({ value: '0.5' })).toBe('0.5\u00a0bar; from data sheet')
    expect(fixed({ value: '0', U: '0.05', probability: '0.95', degrees_of_freedom: '10' }, 'vi')).toBe('0\u00a0bar, U = 0,05\u00a0bar (p = 0,95), ν = 10; theo data sheet')
    expect(fixed({ value: '0', U: '0.05', k: '2' })).toContain('(k = 2)')
    expect(fixed({ low: '-1', high: '3' })).toBe('\u22121 ÷ 3\u00a0bar; from data sheet')
    expect(fixed({ value: '0', resolution: '0.01' })).toContain('step 0.01\u00a0bar')
    expect(fixed({ value: '0', standard_deviation: '0.2' })).toContain('s = 0.2\u00a0bar')
  })
  it('names every term of a specification and what it is of', () => {
    expect(from('specification', { ppm_of_value: '50', percent_of_range: '0.002', range: '20', digits: '3', digit: '0.001' }))
      .toBe('limits ±(50 ppm of the value + 0.002 % of the range 20\u00a0bar + 3 × 0.001\u00a0bar)')
    expect(from('specification', { ppm_of_range: '10', digits: '2' }, 'vi')).toBe('giới hạn ±(10 ppm thang đo + 2 × độ phân giải)')
    expect(from('specification', { percent_of_value: '0.1', digits: '2', indication: 'X' })).toBe('limits ±(0.1 % of the value + 2 × the last digit), at the reading “Indication”')
  })
  it('of a kind this page does not know shows what the file says', () => {
    expect(from('polynomial', { degree: '3' })).toBe('polynomial (degree: 3)')
    expect(from('oracle', {})).toBe('oracle')
  })
})

describe('the distribution of an input', () => {
  const shaped = (distribution: string, shape: Record<string, string>, language: 'vi' | 'en' = 'en') =>
    shapeInWords({ symbol: 'x', unit: '\\bar', distribution, description_vi: '', description_en: '', shape, source: { code: 'fixed', values: {} } }, language)
  it('says what stands beside its name', () => {
    expect(shaped('normal', {})).toBe('normal')
    expect(shaped('trapezoidal', { beta: '0.5' }, 'vi')).toBe('hình thang, β = 0,5')
    expect(shaped('curvilinear_trapezoidal', { limit_share: '1/5' })).toBe('curvilinear trapezoid, limits known to ±20 % of the half-width')
    expect(shaped('rectangular', { reliability: '0.25' })).toBe('rectangular, u known to 25 %, ν = 8')
  })
})

const limit = (of: string, accuracyClass: string, modes: Schemas['Mode'][], percent: string): Schemas['MethodLimit'] =>
  ({ of, accuracy_class: accuracyClass, modes, percent_of_span: percent, absolute: null, percent_of_value: null, digits: null, from: null, to: null, side: 'both', table: '', arguments: [] })

describe('the table of limits', () => {
  it('has classes down, and one column for modes with the same limits', () => {
    const table = limitTable([limit('error', '1', ['initial', 'periodic'], '1'), limit('error', '1', ['in_service'], '1'),
      limit('error', '1.6', ['initial', 'periodic'], '1.6'), limit('error', '1.6', ['in_service'], '1.6')])
    expect(table.columns).toEqual([{ of: 'error', modes: ['initial', 'periodic', 'in_service'] }])
    expect(table.rows.map((row) => [row.accuracyClass, row.cells[0]?.[0]?.percent_of_span])).toEqual([['1', '1'], ['1.6', '1.6']])
  })
  it('keeps modes apart where one class differs, and leaves an empty cell empty', () => {
    const table = limitTable([limit('error', '1', ['initial'], '1'), limit('error', '1', ['in_service'], '1.5'), limit('zero', '1.6', ['initial'], '2')])
    expect(table.columns.map((column) => `${column.of} ${column.modes.join()}`)).toEqual(['error initial', 'error in_service', 'zero initial'])
    expect(table.rows.map((row) => row.cells.map((cell) => cell[0]?.percent_of_span))).toEqual([['1', '1.5', undefined], [undefined, undefined, '2']])
  })
})

describe('the source of a line of the budget', () => {
  it('says whether the line through the certificates or the last one was used', () => {
    expect(sourceOfLine('line:V07/3: 2026', 'en')).toBe('line through the certificates, the last of them V07/3: 2026')
    expect(sourceOfLine('last:V07/3', 'vi')).toBe('giấy gần nhất V07/3: chưa đủ ba giấy cho đường thẳng')
    expect(sourceOfLine('line', 'vi')).toBe('đã nằm trong đường thẳng qua các giấy')
    expect(sourceOfLine('V07/3', 'vi')).toBe('V07/3')
  })
  it('knows which standard is taken by the line', () => {
    const input = { source: { code: 'certificate', values: { standard: 'reference', by: 'line' } } }
    const taken = { ...method, functions: [{ ...of, measurand: { inputs: [input] } }] } as unknown as Schemas['ProcedureMethod']
    expect([takenByLine(taken, 'reference'), takenByLine(taken, 'other')]).toEqual([true, false])
  })
})

describe('a limit in words', () => {
  const none = limit('error', '', ['initial'], '1')
  it('is the sum of its terms, with the points it holds for', () => {
    expect(limitInWords({ ...none, percent_of_span: null, percent_of_value: '0.5', digits: '2', from: '1', to: '10' }, '\\volt', 'en')).toBe('±(0.5 % of the value + 2 × resolution), 1 ÷ 10\u00a0V')
    expect(limitInWords({ ...none, percent_of_span: null, absolute: '0.3', side: 'upper' }, '\\volt', 'vi')).toBe('≤ 0,3\u00a0V')
    expect(limitInWords({ ...none, percent_of_span: null, table: 'R76' }, '\\gram', 'vi')).toBe('theo bảng R76')
  })
  it('stands beside the others of its class in one cell', () => {
    const table = limitTable([{ ...none, to: '1' }, { ...none, percent_of_span: '2', from: '1' }])
    expect(table.rows[0]!.cells[0]!.map((one) => one.percent_of_span)).toEqual(['1', '2'])
  })
})
