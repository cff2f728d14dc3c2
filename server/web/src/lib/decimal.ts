// A measured value is a decimal string from the keyboard to the database; nothing here turns it into a number.

import { unitSymbol } from './unit'

export { unitChoices, unitSymbol } from './unit'

const number = /^[±+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/
const shape = /^[+-]?\d+([.,]\d+)?$/

/** "1,5" and "1.5" both give "1.5"; undefined for letters, grouping ("1.234,5") or an empty cell. */
export function parseTyped(text: string): string | undefined {
  const plain = text.trim().replace(/[\u2212\u2013]/g, '-')
  if (!shape.test(plain)) return undefined
  return plain.replace(',', '.').replace(/^\+/, '')
}

/** As parseTyped, also with an exponent, written out: "5,775E-7" gives "0.0000005775"; as certificates and spreadsheets print coefficients. */
export function parseCertified(text: string): string | undefined {
  const [, digits = '', power] = /^(.*?)(?:[eE]([+-]?\d{1,2}))?$/.exec(text.trim().replace(/[\u2212\u2013]/g, '-')) ?? []
  const plain = parseTyped(digits)
  if (plain === undefined || power === undefined) return plain
  const minus = plain.startsWith('-')
  const [whole = '', fraction = ''] = plain.replace('-', '').split('.')
  const point = whole.length + Number(power)
  const all = whole + fraction
  const padded = point <= 0 ? '0'.repeat(1 - point) + all : all.padEnd(point, '0')
  const at = Math.max(1, point)
  const written = `${padded.slice(0, at).replace(/^0+(?=\d)/, '')}${padded.length > at ? `.${padded.slice(at)}` : ''}`
  return minus ? `-${written}` : written
}

/** The string of the server as the reader writes it: separator of the language, true minus; words stay as they are. */
export function showDecimal(value: string | null | undefined, language: 'vi' | 'en'): string {
  if (value == null) return ''
  return value.split(' ').map((word) => {
    if (!number.test(word)) return word
    return (language === 'vi' ? word.replace('.', ',') : word).replace(/-/g, '\u2212')
  }).join(' ')
}

/** A text of the server with figures in it, such as "0.102 bar (4 bar)", in the reader's notation. */
export function showFigures(text: string, language: 'vi' | 'en'): string {
  const signed = text.replace(/(^|[\s(])-(?=\d)/g, '$1\u2212')
  return language === 'vi' ? signed.replace(/(\d)\.(\d)/g, '$1,$2') : signed
}

/** As a person would type it again: separator of the language, plain minus. */
export function editDecimal(value: string, language: 'vi' | 'en'): string {
  return language === 'vi' ? value.replace('.', ',') : value
}

/** A count of things with grouping. */
export function showCount(count: number, language: 'vi' | 'en'): string {
  return new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB').format(count)
}

/** "10,5 kg"; empty when there is no value. */
export function showQuantity(value: string | null | undefined, unit: string, language: 'vi' | 'en'): string {
  if (value == null || value === '') return ''
  const symbol = unitSymbol(unit)
  return symbol ? `${showDecimal(value, language)}\u00a0${symbol}` : showDecimal(value, language)
}

/** "0 ÷ 16 bar" from the limits of a range. */
export function showRange(low: string | null, high: string | null, unit: string, language: 'vi' | 'en'): string {
  if (low == null && high == null) return unitSymbol(unit)
  if (low == null || low === high) return showQuantity(high, unit, language)
  if (high == null) return `≥ ${showQuantity(low, unit, language)}`
  return `${showDecimal(low, language)} ÷ ${showQuantity(high, unit, language)}`
}
