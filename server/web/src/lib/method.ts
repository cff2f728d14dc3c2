// What a procedure says, put together for the eye: the source of an input in words, the table of limits by class and mode.

import type { Schemas } from './api'
import { showDecimal, showQuantity, showRange, unitSymbol } from './decimal'
import { translate, translateWord, type Language } from './i18n'

type Method = Schemas['ProcedureMethod']
type Input = Schemas['MethodInput']
type OfFunction = Schemas['MethodFunction']

/** The quantities whose inputs name the role; all where none does. */
export function servedBy(method: Method, role: string): OfFunction[] {
  const naming = method.functions.filter((of) => of.measurand.inputs.some((input) => input.source.values.standard === role))
  return naming.length > 0 ? naming : method.functions
}

/** The unit of the limits that an operation names: that of the points it judges. */
export function unitOfLimits(method: Method, limit: string): string {
  const groups = method.operations.filter((one) => one.limit === limit).map((one) => one.group)
  return (method.functions.find((of) => of.points.some((point) => groups.includes(point.group))) ?? method.functions[0])?.unit ?? ''
}

/** Where an input comes from, in a sentence; a source that this page does not know yet shows what the file says. */
export function sourceInWords(method: Method, of: OfFunction, input: Input, language: Language): string {
  const { code, values } = input.source
  const named = (things: { id?: string; role?: string; name_vi: string; name_en: string }[], id: string | undefined) => {
    const found = things.find((one) => (one.id ?? one.role) === id)
    return found ? (language === 'en' ? found.name_en || found.name_vi : found.name_vi || found.name_en) : id ?? ''
  }
  const channel = (id: string | undefined) => named(of.channels, id)
  const figure = (text: string | undefined) => showDecimal(text, language)
  const t = (key: Parameters<typeof translate>[1], more: Record<string, string> = {}) => translate(language, key, more)
  const unit = unitSymbol(input.unit)
  const withUnit = (text: string | undefined) => showQuantity(text, input.unit, language)
  const standard = named(method.standards, values.standard)
  switch (code) {
    case 'readings': {
      const words = { channel: channel(values.channel), pooled: figure(values.pooled), unit }
      return values.scatter === 'own' ? t('from.readings_own', words) : values.scatter === 'pooled' ? t('from.readings_pooled', words) : t('from.readings', words)
    }
    case 'difference': {
      const words = { minuend: channel(values.minuend), subtrahend: channel(values.subtrahend), pooled: figure(values.pooled), unit }
      return values.scatter === 'own' ? t('from.difference_own', words) : values.scatter === 'pooled' ? t('from.difference_pooled', words) : t('from.difference', words)
    }
    case 'certificate':
      if (values.by === 'line') return values.indication ? t('from.line_read', { standard, channel: channel(values.indication) }) : t('from.line', { standard })
      return values.indication ? t('from.certificate_read', { standard, channel: channel(values.indication) }) : t('from.certificate', { standard })
    case 'drift':
      if (values.otherwise) return t('from.drift_otherwise', { standard, otherwise: figure(values.otherwise), unit })
      if (values.otherwise_share_of_uncertainty) return t('from.drift_share', { standard, share: figure(values.otherwise_share_of_uncertainty) })
      return t('from.drift', { standard })
    case 'resolution':
      return values.fraction && values.fraction !== '1' ? t('from.resolution_fraction', { fraction: figure(values.fraction) }) : t('from.resolution')
    case 'specification': {
      const range = values.range ? t('from.range_stated', { range: withUnit(values.range) }) : t('from.range_of_item')
      const digit = values.digit ? withUnit(values.digit) : t(values.indication ? 'from.digit_read' : 'from.digit_of_item')
      const terms = [
        values.absolute && withUnit(values.absolute),
        values.percent_of_value && t('from.percent_of_value', { value: figure(values.percent_of_value) }),
        values.ppm_of_value && t('from.ppm_of_value', { value: figure(values.ppm_of_value) }),
        values.percent_of_range && t('from.percent_of_range', { value: figure(values.percent_of_range), range }),
        values.ppm_of_range && t('from.ppm_of_range', { value: figure(values.ppm_of_range), range }),
        values.percent_of_span && t('from.percent_of_span', { value: figure(values.percent_of_span) }),
        values.digits && t('from.digits', { n: figure(values.digits), digit }),
      ].filter(Boolean)
      const at = values.indication ? t('from.at_reading', { channel: channel(values.indication) }) : ''
      return t('from.specification', { terms: terms.join(' + ') }) + at
    }
    case 'fixed': {
      const said = [
        values.low != null ? showRange(values.low, values.high ?? null, input.unit, language) : withUnit(values.value),
        values.u && `u = ${withUnit(values.u)}`,
        values.standard_deviation && `s = ${withUnit(values.standard_deviation)}`,
        values.U && `U = ${withUnit(values.U)} (${values.k ? `k = ${figure(values.k)}` : `p = ${figure(values.probability)}`})`,
        values.half_width && `±${withUnit(values.half_width)}`,
        values.resolution && t('from.step', { step: withUnit(values.resolution) }),
        values.degrees_of_freedom && `ν = ${figure(values.degrees_of_freedom)}`,
      ].filter(Boolean)
      return t('from.fixed', { said: said.join(', '), from: values.from ?? '' })
    }
    case 'environment':
      return t('from.environment', { quantity: translateWord(language, 'quantity', values.quantity ?? ''), half: figure(values.half_width), unit })
    case 'nominal': return t('from.nominal')
    default: {
      const said = Object.entries(values).map(([name, value]) => `${translateWord(language, 'field', name)}: ${figure(value)}`).join('; ')
      return [translateWord(language, 'input_source', code), said].filter(Boolean).join(' (') + (said ? ')' : '')
    }
  }
}

/** The distribution of an input with what stands beside its name; the degrees of freedom that a reliability r means are 1 / (2 r²). */
export function shapeInWords({ distribution, shape }: Input, language: Language): string {
  const t = (key: Parameters<typeof translate>[1], more: Record<string, string>) => translate(language, key, more)
  const figure = (text: string) => showDecimal(text, language)
  const share = (text: string) => { const [over = '', under = '1'] = text.split('/'); return Number(over) / Number(under) }
  const { beta, limit_share: limitShare, reliability } = shape
  return [
    translateWord(language, 'distribution', distribution),
    beta && `β = ${figure(beta)}`,
    limitShare && t('shape.limit_share', { percent: figure(String(Number((100 * share(limitShare)).toPrecision(3)))) }),
    reliability && t('shape.reliability', { percent: figure(String(Number((100 * share(reliability)).toPrecision(3)))), dof: figure(String(Number((1 / (2 * share(reliability) ** 2)).toPrecision(3)))) }),
  ].filter(Boolean).join(', ')
}

/** Where a line of a budget comes from: a certificate, which way its value was taken, or a word. */
export function sourceOfLine(source: string, language: Language): string {
  const [, way, certificate = ''] = /^(line|last):(.*)$/s.exec(source) ?? []
  if (way === 'line') return translate(language, 'budget.by_line', { certificate })
  if (way === 'last') return translate(language, 'budget.by_last', { certificate })
  return translateWord(language, 'source', source)
}

/** Whether some input takes the value of the role from the line through its certificates. */
export const takenByLine = (method: Method, role: string): boolean =>
  method.functions.some((of) => of.measurand.inputs.some(({ source }) => source.values.standard === role && source.values.by === 'line'))

export interface LimitTable {
  /** Of which error, in which modes. */
  columns: { of: string; modes: Schemas['Mode'][] }[]
  rows: { accuracyClass: string; cells: Schemas['MethodLimit'][][] }[]
}

/** "±(0,5 % giá trị + 2 × độ phân giải), 10 V … 100 V". */
export function limitInWords(limit: Schemas['MethodLimit'], unit: string, language: Language): string {
  const figure = (text: string | null) => showDecimal(text, language)
  const t = (key: Parameters<typeof translate>[1], more: Record<string, string>) => translate(language, key, more)
  const terms = [
    limit.percent_of_value != null && t('from.percent_of_value', { value: figure(limit.percent_of_value) }),
    limit.percent_of_span != null && t('method.of_span', { value: figure(limit.percent_of_span) }),
    limit.absolute != null && showQuantity(limit.absolute, unit, language),
    limit.digits != null && t('method.of_resolution', { n: figure(limit.digits) }),
  ].filter(Boolean)
  const sum = limit.table ? t('method.limit_table', { table: limit.table }) : terms.length > 1 && limit.side === 'both' ? `(${terms.join(' + ')})` : terms.join(' + ')
  const sign = { both: '±', upper: '≤ ', lower: '≥ −' }[limit.side]
  const range = limit.from == null && limit.to == null ? '' : `, ${limit.from == null ? '≤ ' : ''}${showRange(limit.from, limit.to, unit, language)}`
  return `${limit.table && limit.side === 'both' ? '' : sign}${sum}${range}`
}

/** Classes down, errors and modes across; modes of a procedure with the same limits throughout share a column. */
export function limitTable(limits: Schemas['MethodLimit'][]): LimitTable {
  const same = (a: Schemas['MethodLimit'][], b: Schemas['MethodLimit'][]) => JSON.stringify(a.map((one) => ({ ...one, modes: [] }))) === JSON.stringify(b.map((one) => ({ ...one, modes: [] })))
  const classes = [...new Set(limits.map((limit) => limit.accuracy_class))]
  const columns: { of: string; modes: Schemas['Mode'][]; cells: Schemas['MethodLimit'][][] }[] = []
  for (const limit of limits) {
    if (columns.some((one) => one.of === limit.of && one.modes.join() === limit.modes.join())) continue
    columns.push({ of: limit.of, modes: limit.modes, cells: classes.map((each) =>
      limits.filter((one) => one.of === limit.of && one.modes.join() === limit.modes.join() && one.accuracy_class === each)) })
  }
  const merged: typeof columns = []
  for (const column of columns) {
    const equal = merged.find((one) => one.of === column.of && one.cells.every((cell, index) => same(cell, column.cells[index]!)))
    if (equal) equal.modes = [...equal.modes, ...column.modes]
    else merged.push({ ...column })
  }
  return { columns: merged.map(({ of, modes }) => ({ of, modes })), rows: classes.map((accuracyClass, row) => ({ accuracyClass, cells: merged.map((column) => column.cells[row]!) })) }
}
