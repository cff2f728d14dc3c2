// What went wrong, and how it is said. The code chooses the words; the English sentence of the server is the fallback.

import type { components } from './schema.gen'
import { showDate } from './dates'
import { showDecimal, unitSymbol } from './decimal'
import { isMessageKey, translate, translateWord, type Language } from './i18n'

export type Problem = components['schemas']['Problem']
export type Finding = components['schemas']['Finding']

export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title)
  }
  get code(): string {
    return this.problem.code
  }
  get findings(): Finding[] {
    const { errors, code, detail } = this.problem
    return errors.length > 0 ? errors : [{ code, detail, field: '', values: {} }]
  }
}

/** A problem of our own making: no connection, an answer that is none. */
export function localProblem(code: string, detail: string, status = 0): Problem {
  return { type: 'about:blank', title: detail, status, code, detail, reference: '', errors: [] }
}

/** Reads what a failed request answered; anything that is no problem document becomes one. */
export function problemFrom(error: unknown, status: number): Problem {
  const given = error as Partial<Problem> | undefined
  if (given && typeof given === 'object' && typeof given.code === 'string') {
    // the frame of a request leaves out what is empty
    const errors = (given.errors ?? []).map((finding) => ({ ...finding, field: finding.field ?? '', values: finding.values ?? {} }))
    return { ...localProblem(given.code, given.detail ?? '', status), ...given, errors }
  }
  if (status === 503) return localProblem('storage.unavailable', 'The service cannot be reached just now.', status)
  return localProblem('internal', 'The server answered in a way this page does not understand.', status)
}

const wordGroups: Record<string, string[]> = {
  quantity: ['quantity'], moment: ['moment'], needed: ['quantity'], state: ['state', 'answer', 'standard_state', 'import_state'], status: ['procedure'], mode: ['mode'], kind: ['kind'], activity: ['activity'], side: ['side'], stage: ['stage'],
}

/** A named value as the reader writes it: dates, decimals and words of enumerations. */
function sayValue(name: string, value: string, language: Language): string {
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return showDate(value)
  if (name === 'unit') return unitSymbol(value)
  for (const group of wordGroups[name] ?? []) {
    const said = translateWord(language, group, value)
    if (said !== value) return said
  }
  return showDecimal(value.replace(/\\[\\a-z]+(\{-?\d+\})?/g, unitSymbol), language)
}

/** A finding in the reader's language. */
export function sayFinding(finding: Finding, language: Language): string {
  const key = `error.${finding.code}`
  if (!isMessageKey(key)) return finding.detail || finding.code
  const values = Object.fromEntries(Object.entries(finding.values).map(([name, value]) => [name, sayValue(name, value, language)]))
  const name = finding.values[`name_${language}`]
  const text = translate(language, key, name ? { ...values, name } : values).replace(' ()', '')
  return /\{\w+\}/.test(text) ? finding.detail || text : text
}

/** Id of the field a JSON pointer speaks of: "/items/0/serial" is "items-0-serial". */
export function fieldId(pointer: string): string {
  return pointer.replace(/^\//, '').replaceAll('/', '-').replaceAll('~1', '/').replaceAll('~0', '~')
}

/** Findings by field id, in words. */
export function fieldErrors(findings: Finding[], language: Language): Record<string, string> {
  const said: Record<string, string> = {}
  for (const finding of findings) {
    if (finding.field) said[fieldId(finding.field)] ??= sayFinding(finding, language)
  }
  return said
}
