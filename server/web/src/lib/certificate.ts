// The figures of a standard's certificate as somebody copies them: texts in cells, until they become those of a request.

import type { Schemas } from './api'
import { parseCertified } from './decimal'
import { parseBlock } from './sheet'

type Meaning = Schemas['ValueMeaning']

export const columns = ['nominal', 'figure', 'expanded_uncertainty', 'coverage_factor', 'degrees_of_freedom', 'interpolation'] as const
export type Column = (typeof columns)[number]
export type Row = Record<Column, string>

export interface TablePart { kind: 'table'; quantity: string; meaning: Meaning; unit: string; nominalUnit: string; rows: Row[] }
export interface FormulaPart {
  kind: 'formula'; quantity: string; form: Schemas['StandardFormula']['form']; meaning: Meaning; coefficients: string[]
  low: string; high: string; argumentUnit: string; expanded_uncertainty: string; coverage_factor: string; degrees_of_freedom: string; unit: string
}
export type Part = TablePart | FormulaPart

export const emptyRow = (k = '2'): Row => ({ nominal: '', figure: '', expanded_uncertainty: '', coverage_factor: k, degrees_of_freedom: '', interpolation: '' })
export const emptyTable = (quantity: string, unit: string, meaning: Meaning = 'error'): TablePart => ({ kind: 'table', quantity, meaning, unit, nominalUnit: '', rows: [emptyRow()] })
export const emptyFormula = (quantity: string, unit: string): FormulaPart => ({
  kind: 'formula', quantity, form: 'polynomial', meaning: 'correction', coefficients: ['', ''], low: '', high: '', argumentUnit: unit,
  expanded_uncertainty: '', coverage_factor: '2', degrees_of_freedom: '', unit,
})

const blank = (row: Row) => columns.every((column) => column === 'coverage_factor' || row[column].trim() === '')

/** A block from a spreadsheet laid over the table from one cell on; rows that are lacking are added. Units behind a figure are left out. */
export function pasted(rows: Row[], row: number, column: Column, text: string): Row[] {
  const block = parseBlock(text)
  const first = columns.indexOf(column)
  const made = rows.map((one) => ({ ...one }))
  const k = rows[row]?.coverage_factor || '2'
  for (const [down, cells] of block.entries()) {
    const target = (made[row + down] ??= emptyRow(k))
    for (const [right, cell] of cells.entries()) {
      const name = columns[first + right]
      if (name && (cell !== '' || name !== 'coverage_factor')) target[name] = cell
    }
  }
  return made
}

export interface Figures {
  values: Schemas['StandardValue'][]
  formulas: Schemas['StandardFormula'][]
  /** Index in `values` or `formulas`, by part and row. */
  index: (number | undefined)[][]
  /** Cells that hold no number, by the name their field has on the page. */
  wrong: string[]
}

/** Every row with something in it; a cell that holds no number goes as it was typed and is named. */
export function figuresOf(parts: Part[]): Figures {
  const made: Figures = { values: [], formulas: [], index: [], wrong: [] }
  const number = (id: string, text: string) => {
    const plain = parseCertified(text)
    if (plain === undefined) made.wrong.push(id)
    return plain ?? text
  }
  const maybe = (id: string, text: string) => (text.trim() === '' ? null : number(id, text))
  const degrees = (id: string, text: string) => {
    const plain = maybe(id, text)
    return plain === null ? null : Number(plain)
  }
  const tables = parts.filter((part) => part.kind === 'table')
  const nothing = !parts.some((part) => part.kind === 'formula') && tables.every((part) => part.rows.every(blank))
  for (const part of parts) {
    const places: (number | undefined)[] = []
    if (part.kind === 'table') {
      for (const [at, row] of part.rows.entries()) {
        if (blank(row) && !(nothing && part === tables[0] && at === 0)) {
          places.push(undefined)
          continue
        }
        const id = `values-${made.values.length}`
        places.push(made.values.length)
        made.values.push({
          quantity: part.quantity, nominal: maybe(`${id}-nominal`, row.nominal), meaning: part.meaning, figure: number(`${id}-figure`, row.figure),
          expanded_uncertainty: number(`${id}-expanded_uncertainty`, row.expanded_uncertainty), coverage_factor: number(`${id}-coverage_factor`, row.coverage_factor),
          degrees_of_freedom: degrees(`${id}-degrees_of_freedom`, row.degrees_of_freedom), unit: part.unit, nominal_unit: part.nominalUnit,
          interpolation: maybe(`${id}-interpolation`, row.interpolation),
        })
      }
    } else {
      const id = `formulas-${made.formulas.length}`
      places.push(made.formulas.length)
      const platinum = part.form === 'callendar_van_dusen'
      const given = part.coefficients.slice(0, platinum && part.coefficients[3]?.trim() === '' ? 3 : undefined)
      made.formulas.push({
        quantity: part.quantity, form: part.form, meaning: platinum ? 'value' : part.meaning, coefficients: given.map((text, at) => number(`${id}-coefficients-${at}`, text)),
        low: number(`${id}-low`, part.low), high: number(`${id}-high`, part.high), argument_unit: part.argumentUnit, unit: part.unit,
        expanded_uncertainty: number(`${id}-expanded_uncertainty`, part.expanded_uncertainty), coverage_factor: number(`${id}-coverage_factor`, part.coverage_factor),
        degrees_of_freedom: degrees(`${id}-degrees_of_freedom`, part.degrees_of_freedom),
      })
    }
    made.index.push(places)
  }
  return made
}

/** Those that are whole, for a look at what they mean while the rest is still being typed. */
export function wholeOf(figures: Figures): Schemas['CertificateFigures'] {
  const broken = (kind: string, at: number) => figures.wrong.some((id) => id.startsWith(`${kind}-${at}-`))
  return { values: figures.values.filter((_, at) => !broken('values', at)), formulas: figures.formulas.filter((_, at) => !broken('formulas', at)) }
}

/** "0.0000005775" as a factor of a formula: 5.775*10^(-7). */
function factor(coefficient: string): string {
  const small = /^0\.(0{3,})([1-9]\d*)$/.exec(coefficient)
  if (!small) return coefficient
  const [first = '', ...others] = small[2]!
  return `${first}${others.length > 0 ? `.${others.join('')}` : ''}*10^(-${small[1]!.length + 1})`
}

/** The formula of a certificate as an expression of x, or of t with its own names. */
export function expressionOf(formula: Pick<Schemas['StandardFormula'], 'form' | 'coefficients'>): { result: string; model: string } {
  if (formula.form === 'callendar_van_dusen')
    return { result: 'R', model: `R0*(1 + A*t + B*t^2${formula.coefficients.length > 3 ? ' + C*(t - 100)*t^3' : ''})` }
  const terms = formula.coefficients.map((coefficient, power) => {
    const size = factor(coefficient.replace(/^-/, ''))
    return { minus: coefficient.startsWith('-'), text: power === 0 ? size : `${size}*x${power > 1 ? `^${power}` : ''}` }
  })
  return { result: 'y', model: terms.map((term, at) => `${term.minus ? (at ? ' - ' : '-') : at ? ' + ' : ''}${term.text}`).join('') }
}
