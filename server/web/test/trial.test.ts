import { describe, expect, it } from 'vitest'
import type { Schemas } from '../src/lib/api'
import { emptyLimits } from '../src/lib/limits'
import { emptyForm, formOf, readingKey, trialBody, usesVerificationInterval, type TrialBody } from '../src/lib/trial'

const method = {
  unit: '\\volt', modes: [], limits: [], conditions: [{ quantity: 'temperature', unit: '\\degreecelsius' }],
  standards: [{ role: 'calibrator', quantity: 'dc_voltage' }],
  functions: [{ id: '', unit: '\\volt', points: [{ id: '100V', nominal: '100' }], channels: [{ id: 'X' }], measurand: { inputs: [] } }],
} as unknown as Schemas['ProcedureMethod']
const layout = { points: [], channels: [], operations: [{ id: 'visual', kind: 'check' }] } as unknown as Schemas['Layout']

const example: TrialBody = {
  item: { unit: '\\volt', range_low: '0', range_high: '200', resolution: '0.1', verification_interval: null, accuracy_class: '' },
  mode: 'none',
  points: [],
  measured_on: '2026-03-01',
  readings: [{ point: '100V', channel: 'X', repeat: 1, indication: '100.10' }],
  checks: [],
  standards: [{ role: 'calibrator', certificate: 'V-9', accuracy_class: '0.05', calibrated_on: '2025-03-01', range_low: '0', range_high: '1000', range_unit: '\\volt',
    values: [{ quantity: 'dc_voltage', nominal: '100', meaning: 'error', figure: '0', expanded_uncertainty: '0.002', coverage_factor: '2', degrees_of_freedom: 30, drift_limit: null, unit: '\\volt', nominal_unit: '\\degreecelsius', interpolation: '0.001' }],
    formulas: [{ quantity: 'dc_voltage', form: 'polynomial', meaning: 'error', coefficients: ['0', '0.001'], low: '0', high: '10', argument_unit: '\\volt', expanded_uncertainty: '0.002', coverage_factor: '2', unit: '\\volt' }],
    history: [{ certificate: 'V-8', calibrated_on: '2024-03-01', values: [], formulas: [] }] }],
  environment: [{ quantity: 'temperature', unit: '\\degreecelsius', start: '20', end: null }],
  agreement: null,
  cmc: null,
}

describe('a trial', () => {
  it('asks what the worked example says, digit by digit', () => {
    expect(trialBody(formOf(method, layout, example, 'vi'), example)).toEqual({ body: example, wrong: new Set() })
  })
  it('shows the figures as the reader writes them', () => {
    expect(formOf(method, layout, example, 'vi').readings[readingKey('100V', 'X', 1)]).toBe('100,10')
    expect(formOf(method, layout, example, 'en').standards[0]!.lines[0]!.U).toBe('0.002')
  })
  it('takes a decimal comma, leaves empty cells out and names what is no number', () => {
    const form = emptyForm(method, layout)
    form.readings = { [readingKey('100V', 'X', 1)]: '100,1', [readingKey('100V', 'X', 2)]: '', [readingKey('100V', 'X', 3)]: '1.234,5' }
    form.item.resolution = 'fine'
    const { body, wrong } = trialBody(form)
    expect(body.readings).toEqual([{ point: '100V', channel: 'X', repeat: 1, indication: '100.1' }])
    expect([...wrong]).toEqual(['reading/100V/X/3', 'item-resolution'])
    expect(body.checks).toEqual([{ operation: 'visual', passed: true }])
  })
  it('asks for e of a balance where a limit takes it, and gives it back', () => {
    const limits = (source: string) => ({ ...method, limits: [{ arguments: [{ name: 'e', from: source, value: null }] }] }) as unknown as Schemas['ProcedureMethod']
    expect(usesVerificationInterval(method)).toBe(false)
    expect(usesVerificationInterval(limits('resolution'))).toBe(false)
    expect(usesVerificationInterval(limits('verification_interval'))).toBe(true)
    const form = formOf(method, layout, { ...example, item: { ...example.item, verification_interval: '0.5' } }, 'vi')
    expect(form.item.verificationInterval).toBe('0,5')
    expect(trialBody(form).body.item.verification_interval).toBe('0.5')
  })
  it('has a line for every point of the procedure, and sends only lines that are whole', () => {
    const form = emptyForm(method, layout)
    expect(form.standards[0]!.lines.map((line) => line.nominal)).toEqual(['100'])
    expect(trialBody(form).body.standards[0]!.values).toEqual([])
    form.standards[0]!.lines[0] = { ...form.standards[0]!.lines[0]!, figure: '0', U: '0,002' }
    expect(trialBody(form).body.standards[0]!.values).toHaveLength(1)
  })
  it('gives the standard of each quantity the lines of its points, in its unit', () => {
    const input = (standard: string) => ({ inputs: [{ source: { code: 'certificate', values: { standard } } }] })
    const both = { ...method, standards: [{ role: 'voltage', quantity: 'dc_voltage' }, { role: 'current', quantity: 'dc_current' }],
      functions: [{ ...method.functions[0], id: 'V', measurand: input('voltage') }, { id: 'I', unit: '\\ampere', points: [{ id: 'I1', nominal: '2' }], measurand: input('current') }],
    } as unknown as Schemas['ProcedureMethod']
    const { standards } = emptyForm(both, layout)
    expect(standards.map((one) => [one.role, one.rangeUnit, one.lines.map((line) => `${line.nominal} ${line.unit}`)])).toEqual([['voltage', '\\volt', ['100 \\volt']], ['current', '\\ampere', ['2 \\ampere']]])
  })
  it('speaks of an agreement only where a tolerance is given', () => {
    const form = { ...emptyForm(method, layout), limits: [{ ...emptyLimits(), specification: 'x', absolute: '0,5' }] }
    expect(trialBody(form).body.agreement).toMatchObject({ limits: [{ absolute: '0,5', percent_of_value: null, side: 'both' }], decision_rule: 'simple' })
    expect(trialBody(emptyForm(method, layout)).body.agreement).toBeNull()
  })
})
