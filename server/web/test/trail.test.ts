/// <reference types="vite/client" />
// What the program records in its trail, read from its own sources, has words in both languages.

import { beforeAll, describe, expect, it } from 'vitest'
import { loadRest } from '../src/lib/messages'
import { actions, fields, subjects } from '../src/lib/messages/trail'
import { permissions } from '../src/lib/messages/permissions'
import { settingHints, settings, settingValues } from '../src/lib/messages/settings'
import { sayAction, sayChanges, sayField, sayHold, saySubject, sayTrailValue } from '../src/lib/trail'

beforeAll(loadRest)

const sources = import.meta.glob<string>(['../../../lims-core/operations/*.cpp', '../../../lims-core/{storage,jobs,equipment,certificates,organisations,people}/*.cpp'], { query: '?raw', import: 'default', eager: true })
const house = '../../../lims-core/'
const source = (path: string): string => {
  const text = sources[house + path]
  if (text === undefined) throw new Error(`there is no ${path}`)
  return text
}
const folder = (path: string): string[] => Object.entries(sources).filter(([name]) => name.startsWith(house + path)).map(([, text]) => text)
const all = (text: string, shape: RegExp): string[] => [...text.matchAll(shape)].map((found) => found[1]!)
const unique = (words: string[]): string[] => [...new Set(words)].sort()

const recording = [...folder('operations/'), source('storage/heads.cpp')]

/** The words of a C++ table: constexpr Words<State, 8> kStates{{{State::received, "received"}, ... */
function tableOf(path: string, name: string): string[] {
  const text = source(path)
  const start = text.indexOf(name)
  if (start < 0) throw new Error(`${path} has no ${name}`)
  const words = all(text.slice(start, text.indexOf(';', start)), /"([a-z_0-9A-Z]*)"/g)
  if (words.length < 2) throw new Error(`${name} of ${path} has no words`)
  return words
}

// What may follow a prefix that an operation puts before a word.
const endings: Record<string, () => string[]> = {
  job: () => [...tableOf('jobs/job.cpp', 'kMeanings'), ...tableOf('jobs/job.cpp', 'kStates')],
  reading: () => tableOf('jobs/reading.cpp', 'kMarks'),
  standard: () => tableOf('equipment/standard_rules.cpp', 'kActs'),
  bottle: () => tableOf('equipment/material_rules.cpp', 'kActs'),
  certificate: () => tableOf('certificates/validity.cpp', 'kEventKinds'),
  instrument: () => tableOf('certificates/validity.cpp', 'kCauses'),
  act: () => unique(recording.flatMap((text) => text.includes('outcome = decision') ? all(text.slice(text.indexOf('outcome = decision')).split(';')[0]!, /"([a-z_]+)"/g) : [])),
  procedure: () => unique(recording.flatMap((text) => text.includes('word_of_decision(') ? all(text, /return "([a-z]+)"/g) : [])),
}

function recordedActions(): string[] {
  return unique(recording.flatMap((text) => {
    const acts = text.split(';').filter((statement) => /\brecord\(|\bend_reset\(|kLostAction =|\baction = /.test(statement))
    const whole = acts.flatMap((statement) => all(statement.replace(/Error\([^)]*\)/g, ''), /"([a-z_]+\.[a-z_]+)"/g))
    const begun = acts.flatMap((statement) => all(statement, /"([a-z_]+)\." \+/g)).flatMap((prefix) => {
      const ending = endings[prefix]
      if (!ending) throw new Error(`what follows "${prefix}." is not known to this test`)
      return ending().map((word) => `${prefix}.${word}`)
    })
    return [...whole, ...begun]
  }))
}

function recordedFields(): string[] {
  return unique(recording.flatMap((text) => [
    ...all(text, /\bset\("(\w+)"/g), ...all(text, /\badd_change\(\w+, "(\w+)"/g), ...all(text, /\brecord_personal\(\w+, "(\w+)"/g),
    ...all(text, /\.field = "(\w+)"/g), ...all(text, /\{"(\w+)", &Body::/g),
  ]))
}

function settingNames(): string[] {
  const text = source('organisations/body_settings.cpp')
  const acts = tableOf('organisations/guarded_act.cpp', 'kNames[]').map((word) => `second_factor.${word}`)
  return unique([
    ...all(text, /\{NumberKind::\w+, "(\w+)"/g).map((word) => `number.${word}`), ...acts,
    ...all(text, /"((?:session|token|calibration)\.\w+)"/g), ...all(text, /choice_key\(\s*"([\w.]+)",/g),
  ])
}

const lacking = (pairs: Record<string, readonly [string, string]>, words: string[]): string[] =>
  words.filter((word) => !pairs[word]?.[0] || !pairs[word]?.[1])

describe('the words of the trail', () => {
  it('name every act that an operation records', () => {
    const found = recordedActions()
    expect(found.length).toBeGreaterThan(80)
    expect(found).toContain('job.to_review')
    expect(found).toContain('trail.loss_accounted')
    expect(lacking(actions, found)).toEqual([])
  })
  it('name every kind of record', () => {
    const found = unique(all(source('storage/recorded_tables.cpp'), /\{\.name = "(\w+)"/g))
    expect(found.length).toBeGreaterThan(30)
    expect(found).toContain('customer_order')
    expect(lacking(subjects, found)).toEqual([])
  })
  it('name every field whose value is recorded', () => {
    const found = recordedFields()
    expect(found.length).toBeGreaterThan(90)
    expect(found).toContain('state')
    expect(found).toContain('postcode')
    expect(lacking(fields, found)).toEqual([])
  })
  it('name every choice of the laboratory', () => {
    const found = settingNames()
    expect(found).toContain('second_factor.issue')
    expect(found).toContain('number.order')
    expect(found).toContain('calibration.months')
    expect(found.length).toBeGreaterThan(12)
    expect(lacking(settings, found)).toEqual([])
    expect(lacking(settingValues, ['required', 'optional', 'allow', 'forbid', 'exact', 'end_of_month', 'asked', 'form'])).toEqual([])
  })
  it('name every right', () => {
    const found = unique(all(source('people/permission.cpp'), /\{Permission::\w+, "(\w+)"/g))
    expect(found).toContain('read_trail')
    expect(lacking(permissions, found)).toEqual([])
  })
  it('leave nothing half said', () => {
    for (const pairs of [actions, subjects, fields, settings, settingValues, settingHints, permissions])
      for (const [word, [vi, en]] of Object.entries(pairs)) expect([word, vi !== '' && en !== '']).toEqual([word, true])
  })
  it('say values as the reader writes them, and show what they do not know', () => {
    expect(sayAction('vi', 'job.to_review')).toBe('Gửi soát xét')
    expect(sayAction('vi', 'job.teleported')).toBe('job.teleported')
    expect(saySubject('en', 'customer_order')).toBe('Order')
    expect(sayField('vi', 'body', 'issue.unsigned')).toBe('Cấp giấy chưa ký số')
    expect(sayField('vi', 'body', 'I/2026')).toBe('I/2026')
    expect(sayTrailValue('vi', 'job', 'state', 'in_work')).toBe('Đang làm')
    expect(sayTrailValue('vi', 'measurement_standard', 'state', 'on_loan')).toBe('Cho mượn')
    expect(sayTrailValue('vi', 'job', 'state', 'elsewhere')).toBe('elsewhere')
    expect(sayTrailValue('vi', 'environment_reading', 'quantity', 'humidity end')).toBe('Độ ẩm, kết thúc')
    expect(sayTrailValue('vi', 'environment_reading', 'indication', '-1.50')).toBe('\u22121,50')
    expect(sayTrailValue('vi', 'organisation', 'roles', 'customer laboratory')).toBe('Khách hàng, Phòng thí nghiệm')
    expect(sayTrailValue('vi', 'certificate', 'valid_to', '2027-05-31')).toBe('31/05/2027')
    expect(sayTrailValue('vi', 'body', 'valid_to', 'exact')).toBe('Đúng ngày')
    expect(sayTrailValue('vi', 'access_token', 'scopes', 'read_jobs measure')).toBe('Xem công việc, Ghi số đo')
    expect(sayTrailValue('vi', 'access_token', 'revoked_at', '2026-11-20T23:30:00Z')).toBe('21/11/2026 06:30')
    expect(sayTrailValue('vi', 'role_grant', 'role', 'quality_manager')).toBe('Phụ trách chất lượng')
    expect(sayTrailValue('vi', 'job_standard', 'role', 'reference')).toBe('reference')
    expect(sayTrailValue('vi', 'certificate_event', 'certificate', '19')).toBe('№ 19')
    expect(sayTrailValue('vi', 'job_standard', 'certificate', 'AK-26')).toBe('AK-26')
    expect(sayChanges('vi', 'place_of_use: Xưởng 1 -> Xưởng 2; unit: \\bar -> \\one')).toBe('Nơi sử dụng: Xưởng 1 → Xưởng 2; Đơn vị: bar → 1')
    const hold = JSON.stringify({ code: 'environment.outside', values: { high: '27', low: '18', moment: 'start', quantity: 'temperature', unit: '\\degreecelsius', value: '29.3' } })
    expect(sayHold('vi', hold)).toBe('Nhiệt độ, bắt đầu: 29,3 (18 ÷ 27\u00a0°C)')
    expect(sayTrailValue('en', 'job', 'state_reason', hold)).toBe('Temperature, start: 29.3 (18 ÷ 27\u00a0°C)')
    const oneSided = JSON.stringify({ code: 'environment.outside', values: { high: '80', low: '', moment: 'end', quantity: 'humidity', unit: '\\percent', value: '85' } })
    expect(sayHold('vi', oneSided)).toContain('Độ ẩm, kết thúc: 85 (')
    expect(sayHold('vi', oneSided)).not.toContain('18')
    expect(sayTrailValue('vi', 'job_judgement', 'finding', '{"code":"environment.changed","values":{"change":"2.4","quantity":"temperature"}}')).toContain('Môi trường thay đổi quá mức')
    expect(sayHold('vi', 'Khách hàng rút yêu cầu')).toBe('Khách hàng rút yêu cầu')
    expect(sayChanges('vi', 'Ghi chú của ai đó: đã xem')).toBe('Ghi chú của ai đó: đã xem')
    expect(sayTrailValue('en', 'check_answer', 'passed', 'no')).toBe('No')
  })
})
