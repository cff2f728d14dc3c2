import { describe, expect, it } from 'vitest'
import { emptyFormula, emptyRow, emptyTable, expressionOf, figuresOf, pasted, wholeOf } from '../src/lib/certificate'
import { parseCertified } from '../src/lib/decimal'
import { readFormula } from '../src/lib/formula'

describe('a coefficient as a certificate prints it', () => {
  it.each([
    ['5,775E-7', '0.0000005775'], ['-4.183e-12', '-0.000000000004183'], ['3.9083e-3', '0.0039083'], ['1,5', '1.5'], ['1.5E+2', '150'], ['\u22122,50e1', '-25.0'], ['12e0', '12'],
  ])('%s is %s', (typed, plain) => expect(parseCertified(typed)).toBe(plain))
  it.each(['', 'e-7', '1e', '1.234,5e2', '1e-123'])('refuses %j', (text) => expect(parseCertified(text)).toBeUndefined())
})

describe('a table pasted from a spreadsheet', () => {
  it('fills from the cell on, adds rows, and keeps k where the block has none', () => {
    const rows = pasted([{ ...emptyRow(), coverage_factor: '2,05' }], 0, 'nominal', '0\t0,001\t0,004\r\n50\t0,012\t0,004\r\n100\t-0,020\t0,005\r\n')
    expect(rows).toHaveLength(3)
    expect(rows[2]).toEqual({ ...emptyRow('2,05'), nominal: '100', figure: '-0,020', expanded_uncertainty: '0,005' })
  })
  it('goes into the columns at the right, and no further', () => {
    const rows = pasted([emptyRow()], 0, 'coverage_factor', '2,1\t9\t0,002\tmore')
    expect(rows[0]).toMatchObject({ coverage_factor: '2,1', degrees_of_freedom: '9', interpolation: '0,002' })
  })
})

describe('the figures of a certificate', () => {
  it('are numbered as the server will name them, empty rows left out', () => {
    const table = { ...emptyTable('dc_voltage', '\\volt'), rows: [{ ...emptyRow(), nominal: '100', figure: '0,02', expanded_uncertainty: '0,004', degrees_of_freedom: '9' }, emptyRow(), { ...emptyRow(), figure: 'x' }] }
    const made = figuresOf([table, emptyTable('temperature', '\\degreecelsius')])
    expect(made.values).toHaveLength(2)
    expect(made.values[0]).toMatchObject({ nominal: '100', figure: '0.02', coverage_factor: '2', degrees_of_freedom: 9, interpolation: null, meaning: 'error', nominal_unit: '' })
    expect(made.index).toEqual([[0, undefined, 1], [undefined]])
    expect(made.wrong).toEqual(['values-1-figure', 'values-1-expanded_uncertainty'])
    expect(wholeOf(made).values).toHaveLength(1)
  })
  it('without any figure still ask for one', () => {
    expect(figuresOf([emptyTable('mass', '\\gram')]).values).toHaveLength(1)
  })
  it('of a platinum thermometer above zero have no C', () => {
    const made = figuresOf([{ ...emptyFormula('temperature', '\\degreecelsius'), form: 'callendar_van_dusen', coefficients: ['100,002', '3,9083e-3', '-5,775e-7', ''], low: '0', high: '250', expanded_uncertainty: '0,02', argumentUnit: '\\ohm' }])
    expect(made.wrong).toEqual([])
    expect(made.formulas[0]).toMatchObject({ coefficients: ['100.002', '0.0039083', '-0.0000005775'], meaning: 'value', coverage_factor: '2' })
  })
})

describe('the formula of a certificate', () => {
  it('is an expression that the page can set', () => {
    const { result, model } = expressionOf({ form: 'polynomial', coefficients: ['-0.012', '0.00015', '-0.0000000002'] })
    expect(`${result} = ${model}`).toBe('y = -0.012 + 1.5*10^(-4)*x - 2*10^(-10)*x^2')
    expect(readFormula(model)).toBeDefined()
  })
  it('of Callendar and Van Dusen has its names', () => {
    expect(expressionOf({ form: 'callendar_van_dusen', coefficients: ['1', '2', '3'] }).model).toBe('R0*(1 + A*t + B*t^2)')
    expect(readFormula(expressionOf({ form: 'callendar_van_dusen', coefficients: ['1', '2', '3', '4'] }).model)).toBeDefined()
  })
})
