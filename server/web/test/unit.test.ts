import { describe, expect, it } from 'vitest'
import { unitChoices, unitSymbol } from '../src/lib/unit'

describe('a unit', () => {
  it('is shown by the symbol that certificates print', () => {
    const printed = {
      '\\kilo\\pascal': 'kPa', '\\degreecelsius': '°C', '\\gram': 'g', '\\micro\\metre': 'µm', '\\one': '', '\\percent': '%', '\\mmhg': 'mmHg',
      '\\metre\\tothe{3}\\hour\\tothe{-1}': 'm³/h', '\\watt\\metre\\tothe{-1}\\kelvin\\tothe{-1}': 'W/(m·K)', '\\newton\\metre': 'N·m',
      '\\one\\minute\\tothe{-1}': '1/min', '\\volt\\hertz\\tothe{-0.5}': 'V/Hz^0.5', '\\litre\\minute\\tothe{-1}': 'L/min',
      '\\kibi\\byte': 'KiB', '|kgfpercm2': 'kgf/cm²', '|degreefahrenheit': '°F',
    }
    for (const [unit, symbol] of Object.entries(printed)) expect(unitSymbol(unit)).toBe(symbol)
  })
  it('that is not known is shown as it stands', () => {
    expect(unitSymbol('\\furlong')).toBe('furlong')
    expect(unitSymbol('\\kilo\\furlong')).toBe('kilofurlong')
    expect(unitSymbol('|cubit')).toBe('|cubit')
  })
  it('may be chosen by a symbol of its own', () => {
    const symbols = unitChoices.map(unitSymbol)
    expect(new Set(symbols).size).toBe(unitChoices.length)
    for (const symbol of symbols) expect(symbol).not.toMatch(/[\\|{]|[a-z]{6}/)
  })
})
