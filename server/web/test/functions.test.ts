import { describe, expect, it } from 'vitest'
import type { Schemas } from '../src/lib/api'
import { functionChoices, functionsInWords, inForce } from '../src/lib/functions'

const procedure = (code: string, functions: [string, string, string][], effective_from: string | null = '2026-01-01', status = 'approved') =>
  ({ code, status, effective_from, functions: functions.map(([id, name_vi, name_en]) => ({ id, quantity: 'dc_voltage', name_vi, name_en })) }) as unknown as Schemas['Procedure']

const meter = procedure('QT-DIEN-02', [['V', 'Điện áp một chiều', 'DC voltage'], ['mV', 'Điện áp, cổng mV', 'Voltage, mV input']])
const scope = procedure('QT-DIEN-09', [['V', 'Biên độ', 'Amplitude']])

describe('the quantities of procedures for several', () => {
  it('tell two of one kind apart by their ids', () => {
    expect(functionChoices([meter], 'en')).toEqual([{ value: 'V', label: 'V: DC voltage (QT-DIEN-02)' }, { value: 'mV', label: 'mV: Voltage, mV input (QT-DIEN-02)' }])
  })
  it('stand once for an id that several procedures use', () => {
    expect(functionChoices([meter, scope], 'vi')[0]).toEqual({ value: 'V', label: 'V: Điện áp một chiều / Biên độ (QT-DIEN-02, QT-DIEN-09)' })
    expect(functionChoices([meter, scope], 'vi')).toHaveLength(2)
  })
  it('are written before the colon of a point', () => {
    expect(functionsInWords([meter, scope])).toBe('V, mV: QT-DIEN-02 · V: QT-DIEN-09')
    expect(functionsInWords([])).toBe('')
  })
  it('are those of versions in force on the day', () => {
    const drafts = [procedure('A', [], null, 'draft'), procedure('B', [], '2026-03-11'), procedure('C', [], '2026-03-10'), procedure('D', [], '2026-01-01', 'withdrawn')]
    expect(inForce(drafts, '2026-03-10').map((one) => one.code)).toEqual(['C'])
  })
})
