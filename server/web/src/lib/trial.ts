// A trial as somebody types it: texts in cells, until they become the figures of a request.

import type { Schemas } from './api'
import { editDecimal, parseTyped } from './decimal'
import type { Language } from './i18n'
import { limitsBody, limitsDraft, type LimitsDraft } from './limits'
import { servedBy } from './method'
import { ruleNumberBody } from './rules'

export type TrialBody = Schemas['ProcedureTrial']
type Method = Schemas['ProcedureMethod']
type Layout = Schemas['Layout']

type Meaning = Schemas['TrialStandardValue']['meaning']
/** A figure of a certificate: what is typed, and what it is a figure of. */
export interface ValueLine {
  nominal: string
  figure: string
  U: string
  k: string
  drift: string
  quantity: string
  meaning: Meaning
  unit: string
  dof: number | null
  nominalUnit: string
  interpolation: string | null
}
export type TypedField = 'nominal' | 'figure' | 'U' | 'k' | 'drift'
export interface StandardForm {
  role: string
  certificate: string
  /** ISO day, or nothing. */
  calibratedOn: string
  accuracyClass: string
  rangeUnit: string
  low: string
  high: string
  lines: ValueLine[]
  /** What the certificate states as formulas, and the certificates before it: as the worked example has them. */
  formulas: Schemas['TrialStandardFormula'][]
  history: Schemas['TrialEarlierCertificate'][]
}
export interface TrialForm {
  mode: Schemas['Mode']
  /** ISO day, or nothing: where a line through certificates is read. */
  measuredOn: string
  item: { unit: string; low: string; high: string; resolution: string; verificationInterval: string; accuracyClass: string }
  readings: Record<string, string>
  checks: Record<string, boolean>
  standards: StandardForm[]
  environment: { quantity: string; unit: string; start: string; end: string }[]
  limits: LimitsDraft[]
  decision_rule: Schemas['DecisionRule']
  rule_number: string
}

/** Whether a limit of the method is a table that asks for e of a balance. */
export const usesVerificationInterval = (method: Method) => method.limits.some((limit) => limit.arguments.some((one) => one.from === 'verification_interval'))
export const readingKey = (point: string, channel: string, repeat: number) => `${point}/${channel}/${repeat}`
export const emptyLine = (quantity: string, unit: string, meaning: Meaning = 'value'): ValueLine =>
  ({ nominal: '', figure: '', U: '', k: '2', drift: '', quantity, meaning, unit, dof: null, nominalUnit: '', interpolation: null })
/** R0, A, B, C of a platinum thermometer; c0, c1, ... of a polynomial. */
export const coefficientName = (form: Schemas['TrialStandardFormula']['form'], at: number) => (form === 'polynomial' ? `c${at}` : ['R0', 'A', 'B', 'C'][at] ?? '')
const isEmpty = (line: ValueLine) => !line.nominal && !line.figure && !line.U && !line.drift

/** Nothing measured yet: the rows a certificate of each standard will need. */
export function emptyForm(method: Method, layout: Layout): TrialForm {
  const rows = (of: Schemas['MethodFunction'], quantity: string) => {
    const nominals = [...new Set(of.points.map((point) => point.nominal).filter((one): one is string => one != null))]
    return (nominals.length > 0 ? nominals : ['', '']).map((nominal) => ({ ...emptyLine(quantity, of.unit), nominal }))
  }
  return {
    mode: method.modes.find((mode) => mode === 'periodic') ?? method.modes[0] ?? 'none',
    measuredOn: '',
    item: { unit: method.unit, low: '', high: '', resolution: '', verificationInterval: '', accuracyClass: '' },
    readings: {},
    checks: Object.fromEntries(layout.operations.filter((one) => one.kind === 'check').map((one) => [one.id, true])),
    standards: method.standards.map((need) => {
      const of = servedBy(method, need.role)
      return { role: need.role, certificate: '', accuracyClass: '', calibratedOn: '', rangeUnit: of[0]?.unit ?? method.unit, low: '', high: '', lines: of.flatMap((one) => rows(one, need.quantity)), formulas: [], history: [] }
    }),
    environment: method.conditions.map((one) => ({ quantity: one.quantity, unit: one.unit, start: '', end: '' })),
    limits: [],
    decision_rule: 'simple', rule_number: '',
  }
}

/** The figures of a worked example, digit by digit, with the separator of the reader. */
export function formOf(method: Method, layout: Layout, inputs: TrialBody, language: Language): TrialForm {
  const form = emptyForm(method, layout)
  const text = (figure: string | null | undefined) => editDecimal(figure ?? '', language)
  const { item } = inputs
  return {
    ...form,
    mode: inputs.mode && inputs.mode !== 'none' ? inputs.mode : form.mode,
    measuredOn: inputs.measured_on ?? '',
    item: { unit: item.unit || form.item.unit, low: text(item.range_low), high: text(item.range_high), resolution: text(item.resolution), verificationInterval: text(item.verification_interval), accuracyClass: item.accuracy_class ?? '' },
    readings: Object.fromEntries(inputs.readings.map((one) => [readingKey(one.point, one.channel, one.repeat), text(one.indication)])),
    checks: Object.fromEntries((inputs.checks ?? []).map((one) => [one.operation, one.passed])),
    standards: inputs.standards.map((one) => ({
      role: one.role, certificate: one.certificate ?? '', accuracyClass: one.accuracy_class ?? '', calibratedOn: one.calibrated_on ?? '', rangeUnit: one.range_unit || method.unit, low: text(one.range_low), high: text(one.range_high),
      lines: one.values.map((value) => ({
        nominal: text(value.nominal), figure: text(value.figure), U: text(value.expanded_uncertainty), k: text(value.coverage_factor), drift: text(value.drift_limit),
        quantity: value.quantity, meaning: value.meaning, unit: value.unit, dof: value.degrees_of_freedom ?? null,
        nominalUnit: value.nominal_unit ?? '', interpolation: value.interpolation ?? null })),
      formulas: one.formulas ?? [], history: one.history ?? [],
    })),
    environment: form.environment.map((rule) => {
      const given = inputs.environment?.find((one) => one.quantity === rule.quantity)
      return given ? { quantity: given.quantity, unit: given.unit, start: text(given.start), end: text(given.end) } : rule
    }),
    limits: (inputs.agreement?.limits ?? []).map(limitsDraft),
    decision_rule: inputs.agreement?.decision_rule ?? form.decision_rule, rule_number: text(inputs.agreement?.rule_number),
  }
}

export interface Asked {
  body: TrialBody
  /** Ids of the fields whose text is no number. */
  wrong: Set<string>
}

/** The request that the texts make; what is no number is left out and named. */
export function trialBody(form: TrialForm, inputs?: TrialBody): Asked {
  const wrong = new Set<string>()
  const number = (id: string, text: string): string | null => {
    if (text.trim() === '') return null
    const parsed = parseTyped(text)
    if (parsed === undefined) wrong.add(id)
    return parsed ?? null
  }
  const readings = Object.entries(form.readings).flatMap(([key, text]) => {
    const [point = '', channel = '', repeat = '1'] = key.split('/')
    const indication = number(`reading/${key}`, text)
    return indication === null ? [] : [{ point, channel, repeat: Number(repeat), indication }]
  })
  const standards = form.standards.map((one, at) => ({
    role: one.role, certificate: one.certificate.normalize('NFC'), accuracy_class: one.accuracyClass.trim(), calibrated_on: one.calibratedOn || null, range_low: number(`standard/${at}/low`, one.low), range_high: number(`standard/${at}/high`, one.high), range_unit: one.rangeUnit,
    values: one.lines.flatMap((line, row) => {
      const id = (field: TypedField) => `value/${at}/${row}/${field}`
      const [nominal, figure, U, k, drift] = [number(id('nominal'), line.nominal), number(id('figure'), line.figure), number(id('U'), line.U), number(id('k'), line.k), number(id('drift'), line.drift)]
      return isEmpty(line) || figure === null || U === null || k === null ? [] : [{
        quantity: line.quantity, nominal, meaning: line.meaning, figure, expanded_uncertainty: U, coverage_factor: k, degrees_of_freedom: line.dof, drift_limit: drift, unit: line.unit,
        nominal_unit: line.nominalUnit, interpolation: line.interpolation }]
    }),
    formulas: one.formulas, history: one.history,
  }))
  const body: TrialBody = {
    item: {
      unit: form.item.unit, range_low: number('item-range_low', form.item.low), range_high: number('item-range_high', form.item.high),
      resolution: number('item-resolution', form.item.resolution),
      verification_interval: number('item-verification_interval', form.item.verificationInterval), accuracy_class: form.item.accuracyClass.trim() },
    mode: form.mode,
    points: inputs?.points ?? [],
    measured_on: form.measuredOn || null,
    readings,
    checks: Object.entries(form.checks).map(([operation, passed]) => ({ operation, passed })),
    standards,
    environment: form.environment.map((one) => ({ quantity: one.quantity, unit: one.unit, start: number(`${one.quantity}-start`, one.start), end: number(`${one.quantity}-end`, one.end) })),
    agreement: form.limits.length === 0 ? null : { limits: form.limits.map(limitsBody), decision_rule: form.decision_rule, rule_number: ruleNumberBody(form.decision_rule, form.rule_number) },
    cmc: inputs?.cmc ?? null,
  }
  return { body, wrong }
}
