// Limits agreed with a customer, as they are typed: for each quantity a sum of terms, two limits, or a table.

import type { Schemas } from './api'
import { showDecimal, showQuantity } from './decimal'
import { translate, translateWord, type Language } from './i18n'

export type LimitsNew = Schemas['AgreedLimits']
export type Table = Schemas['PermissibleErrors']
export type Statement = 'terms' | 'limits' | 'table'
export type Source = NonNullable<Schemas['TableArgument']['from']>

/** What answers for an argument of a table where the customer agrees to it. */
export const sources: Source[] = ['nominal', 'resolution', 'verification_interval', 'range_high', 'span', 'fixed']
export const termFields = ['percent_of_value', 'digits', 'percent_of_span', 'absolute'] as const
const figures = [...termFields, 'limit_low', 'limit_high'] as const
type Figure = (typeof figures)[number]

export interface LimitsDraft extends Record<Figure, string> {
  function: string
  specification: string
  statement: Statement
  unit: string
  side: Schemas['AgreedSide']
  table: string
  accuracy_class: string
  mode: Schemas['Mode']
  arguments: { name: string; from: Source; value: string }[]
  options: Record<string, string>
}

export function emptyLimits(of = ''): LimitsDraft {
  return {
    function: of, specification: '', statement: 'terms', percent_of_value: '', digits: '', percent_of_span: '', absolute: '', limit_low: '', limit_high: '', unit: '', side: 'both',
    table: '', accuracy_class: '', mode: 'initial', arguments: [], options: {},
  }
}

export function limitsDraft(agreed: LimitsNew): LimitsDraft {
  const draft = emptyLimits(agreed.function)
  for (const figure of figures) draft[figure] = agreed[figure] ?? ''
  return {
    ...draft, specification: agreed.specification, statement: agreed.table ? 'table' : agreed.limit_low || agreed.limit_high ? 'limits' : 'terms',
    unit: agreed.unit ?? '', side: agreed.side ?? 'both', table: agreed.table ?? '', accuracy_class: agreed.accuracy_class ?? '',
    mode: agreed.mode && agreed.mode !== 'none' ? agreed.mode : 'initial',
    arguments: (agreed.arguments ?? []).map((one) => ({ name: one.name, from: one.from ?? 'fixed', value: one.value ?? '' })),
    options: Object.fromEntries((agreed.options ?? []).map((one) => [one.name, one.word])),
  }
}

/** Another table: its arguments, each with what most likely answers for it. */
export function withTable(draft: LimitsDraft, table: Table | undefined): LimitsDraft {
  const likely = (name: string): Source => (name === 'span' ? 'span' : name === 'e' ? 'verification_interval' : /temperature|zone/.test(name) ? 'fixed' : 'nominal')
  return {
    ...draft, table: table?.code ?? '', accuracy_class: '', mode: table?.modes[0] ?? 'initial', options: {},
    arguments: (table?.arguments ?? []).map((one) => ({ name: one.name, from: likely(one.name), value: '' })),
  }
}

const typed = (text: string) => (text.trim() === '' ? null : text.trim())

/** The request: only what belongs to the statement that was chosen. */
export function limitsBody(draft: LimitsDraft): LimitsNew {
  const said = { function: draft.function, specification: draft.specification.normalize('NFC').trim() }
  switch (draft.statement) {
    case 'terms':
      return { ...said, ...Object.fromEntries(termFields.map((field) => [field, typed(draft[field])])), unit: draft.unit, side: draft.side }
    case 'limits':
      return { ...said, limit_low: typed(draft.limit_low), limit_high: typed(draft.limit_high), unit: draft.unit }
    case 'table':
      return {
        ...said, table: draft.table, accuracy_class: draft.accuracy_class, mode: draft.mode,
        arguments: draft.arguments.map((one) => ({ name: one.name, from: one.from, value: one.from === 'fixed' ? typed(one.value) : null })),
        options: Object.entries(draft.options).map(([name, word]) => ({ name, word })),
      }
  }
}

/** "±(0,5 % giá trị + 2 × độ phân giải)", "-1 … 4 mV", "EN837-1, cấp 1,6". */
export function agreedInWords(agreed: LimitsNew, language: Language): string {
  const t = (key: Parameters<typeof translate>[1], more: Record<string, string> = {}) => translate(language, key, more)
  const show = (text: string | null | undefined) => showDecimal(text, language)
  const unit = agreed.unit ?? ''
  if (agreed.table) return [t('method.limit_table', { table: agreed.table }), agreed.accuracy_class && t('limits.of_class', { name: show(agreed.accuracy_class) }), agreed.mode && agreed.mode !== 'none' && translateWord(language, 'mode', agreed.mode)].filter(Boolean).join(', ')
  if (agreed.limit_low && agreed.limit_high) return `${show(agreed.limit_low)} … ${showQuantity(agreed.limit_high, unit, language)}`
  if (agreed.limit_low) return `≥ ${showQuantity(agreed.limit_low, unit, language)}`
  if (agreed.limit_high) return `≤ ${showQuantity(agreed.limit_high, unit, language)}`
  const terms = [
    agreed.percent_of_value && t('from.percent_of_value', { value: show(agreed.percent_of_value) }),
    agreed.percent_of_span && t('method.of_span', { value: show(agreed.percent_of_span) }),
    agreed.absolute && showQuantity(agreed.absolute, unit, language),
    agreed.digits && t('method.of_resolution', { n: show(agreed.digits) }),
  ].filter(Boolean)
  const sum = terms.length > 1 ? `(${terms.join(' + ')})` : terms.join('')
  return `${{ both: '±', upper: '≤ ', lower: '≥ −' }[agreed.side ?? 'both']}${sum}`
}

/** With quantity and specification: "Điện trở: dữ liệu của hãng, ±0,5 % giá trị". */
export function agreementInWords(limits: LimitsNew[], language: Language): string {
  return limits.map((one) => `${one.function ? `${translateWord(language, 'quantity', one.function)}: ` : ''}${one.specification} ${agreedInWords(one, language)}`).join('; ')
}
