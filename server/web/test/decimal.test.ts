import { describe, expect, it } from 'vitest'
import { editDecimal, parseTyped, showCount, showDecimal, showQuantity, showRange, unitSymbol } from '../src/lib/decimal'

describe('a typed number', () => {
  it('takes comma and point as the same', () => {
    expect(parseTyped('1,5')).toBe('1.5')
    expect(parseTyped('1.5')).toBe('1.5')
    expect(parseTyped('1.234')).toBe(parseTyped('1,234'))
  })
  it('keeps the digits as written', () => {
    expect(parseTyped('10.0020')).toBe('10.0020')
    expect(parseTyped('0,10')).toBe('0.10')
    expect(parseTyped(' 7 ')).toBe('7')
  })
  it('knows the signs a keyboard or a document gives', () => {
    expect(parseTyped('\u22120,5')).toBe('-0.5')
    expect(parseTyped('+2')).toBe('2')
  })
  it.each(['1.234,5', '1,234.5', '12o', '', ' ', '1,', '.5', '1 000', '--1', '1e', 'NaN'])('refuses %j', (text) => {
    expect(parseTyped(text)).toBeUndefined()
  })
})

describe('a shown number', () => {
  it('has the separator of the language and a true minus', () => {
    expect(showDecimal('-10.0020', 'vi')).toBe('\u221210,0020')
    expect(showDecimal('-10.0020', 'en')).toBe('\u221210.0020')
    expect(showDecimal(null, 'vi')).toBe('')
    expect(showDecimal('±0.16', 'vi')).toBe('±0,16')
    expect(showDecimal('-0.10 … 0.20', 'vi')).toBe('\u22120,10 … 0,20')
  })
  it('leaves words and codes alone', () => {
    expect(showDecimal('AK-00', 'vi')).toBe('AK-00')
    expect(showDecimal('v1.2', 'vi')).toBe('v1.2')
  })
  it('can be typed again', () => {
    expect(parseTyped(editDecimal('-10.0020', 'vi'))).toBe('-10.0020')
  })
  it('has a space before the unit', () => {
    expect(showQuantity('10.5', '\\kilogram', 'vi')).toBe('10,5\u00a0kg')
    expect(showQuantity('5', '\\one', 'en')).toBe('5')
    expect(showQuantity(null, '\\volt', 'en')).toBe('')
  })
  it('shows ranges', () => {
    expect(showRange('0', '16', '\\bar', 'vi')).toBe('0 ÷ 16\u00a0bar')
    expect(showRange(null, '10', '\\kilogram', 'en')).toBe('10\u00a0kg')
    expect(showRange('10', null, '\\kilogram', 'en')).toBe('≥ 10\u00a0kg')
    expect(unitSymbol('\\furlong')).toBe('furlong')
  })
  it('groups counts only', () => {
    expect(showCount(100000, 'vi')).toBe('100.000')
    expect(showCount(100000, 'en')).toBe('100,000')
  })
})
