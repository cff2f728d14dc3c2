// The audit trail in the reader's words. What has no words is shown as it was recorded.

import { showDate, showMoment } from './dates'
import { showDecimal, showRange, unitSymbol } from './decimal'
import { translate, translateWord, type Language } from './i18n'
import { actions, fields, subjects } from './messages/trail'
import { permissions } from './messages/permissions'
import { settingHints, settings, settingValues } from './messages/settings'
import type { Pairs } from './messages/pairs'
import { sayFinding } from './problem'
import type { Schemas } from './api'

const say = (pairs: Pairs, language: Language, word: string): string => pairs[word]?.[language === 'vi' ? 0 : 1] ?? word

export const sayAction = (language: Language, action: string): string => say(actions, language, action)
export const saySubject = (language: Language, subject: string): string => say(subjects, language, subject)
export const subjectNames = Object.keys(subjects)
export const saySetting = (language: Language, name: string): string => say(settings, language, name)
/** What a choice does; nothing where its name says it. */
export const saySettingHint = (language: Language, name: string): string => (name in settingHints ? say(settingHints, language, name) : '')
export const saySettingValue = (language: Language, value: string): string => say(settingValues, language, value)

export const sayPermission = (language: Language, permission: string): string => say(permissions, language, permission)

/** A laboratory's choice is recorded under its own name, a lost sequence of numbers under "I/2026". */
export function sayField(language: Language, subject: string, field: string): string {
  return say(subject === 'body' && field in settings ? settings : fields, language, field)
}

// Which enumeration a field takes its words from; "subject.field" goes before "field".
const groups: Record<string, string> = {
  'measurement_standard.state': 'standard_state', 'import_batch.state': 'import_state', 'import_batch.kind': 'import_kind',
  'role_grant.role': 'role', 'account.role': 'role', 'adjustment.choice': 'choice', 'organisation.roles': 'organisation',
  'password_reset.second_factor': 'factor', 'account.second_factor': 'factor', 'state': 'state', 'kind': 'kind', 'meaning': 'signature', 'purpose': 'purpose',
  'level': 'level', 'quantity': 'quantity', 'activity': 'activity', 'act': 'act', 'decision_rule': 'rule',
}
// Other records, recorded by number.
const records = new Set(['holder_id', 'owner_id', 'instrument_id', 'successor_id', 'certificate_event.certificate', 'reading_mark.reading', 'account.reset'])
const answers = new Set(['passed', 'partial', 'remove_second_factor'])
const figures = new Set(['indication', 'corrected', 'range_low', 'range_high', 'resolution', 'verification_interval', 'drift_limit', 'property_value', 'expanded_uncertainty', 'coverage_factor', 'stock'])

/** "temperature start": the quantity and when. */
function sayQuantity(language: Language, value: string): string {
  const [quantity = '', moment] = value.split(' ')
  const said = translateWord(language, 'quantity', quantity)
  return moment ? `${said}, ${translateWord(language, 'moment', moment).toLowerCase()}` : said
}

/** One value as the reader writes it. */
export function sayTrailValue(language: Language, subject: string, field: string, value: string): string {
  if (value === '') return ''
  if (answers.has(field)) return value === 'yes' || value === 'no' ? translate(language, value) : value
  if (figures.has(field)) return showDecimal(value, language)
  if (field === 'unit') return unitSymbol(value) || '1'
  if (records.has(field) || records.has(`${subject}.${field}`)) return `№ ${value}`
  if (field === 'cell') return value.split(' ').join(' · ')
  if (field === 'state_reason' || field === 'finding') return sayHold(language, value)
  if (field === 'quantity') return sayQuantity(language, value)
  if (field === 'scopes') return value.split(' ').map((one) => sayPermission(language, one)).join(', ')
  if (subject === 'body' && field in settings) return saySettingValue(language, value)
  const group = groups[`${subject}.${field}`] ?? groups[field]
  if (group) return value.split(' ').map((word) => translateWord(language, group, word)).join(', ')
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return showDate(value)
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return showMoment(value)
  return value
}

/** A finding as it is kept, in the reader's words; what the room was like with its limits. */
export function sayStored(language: Language, { code, values }: Schemas['StoredFinding']): string {
  const { quantity, moment, value, low, high, unit } = values
  if (code !== 'environment.outside' || !quantity || !moment || !value || !unit) return sayFinding({ code, values, detail: '', field: '' }, language)
  return `${sayQuantity(language, `${quantity} ${moment}`)}: ${showDecimal(value, language)} (${showRange(low || null, high || null, unit, language)})`
}

/** The trail's text of what held a job: a kept finding, or the words of who returned or ended it. */
export function sayHold(language: Language, text: string): string {
  if (!text.startsWith('{"code":')) return text
  return sayStored(language, JSON.parse(text) as Schemas['StoredFinding'])
}

/** "place_of_use: Hall 1 -> Hall 2; unit: ..." of an instrument's time line; what is no field stays as it is. */
export function sayChanges(language: Language, text: string): string {
  return text.split('; ').map((part) => {
    const [, field, values] = /^([a-z_]+): (.*)$/s.exec(part) ?? []
    if (!field || values === undefined || !(field in fields)) return part
    return `${sayField(language, 'instrument', field)}: ${values.split(' -> ').map((value) => sayTrailValue(language, 'instrument', field, value)).join(' → ')}`
  }).join('; ')
}

/** The page of a record, where it has one. */
export function pageOf(subject: string, id: number): string | undefined {
  const paths: Record<string, string> = {
    account: '/accounts', certificate: '/certificates', customer_order: '/orders', instrument: '/instruments', job: '/jobs',
    measurement_standard: '/standards', order_item: '/items', organisation: '/organisations', procedure_version: '/procedures',
  }
  const path = paths[subject]
  return path && `${path}/${id}`
}
