/// <reference types="vite/client" />
import { beforeAll, describe, expect, it } from 'vitest'
import { isMessageKey } from '../src/lib/i18n'
import { loadRest } from '../src/lib/messages'
import { fieldErrors, fieldId, localProblem, ProblemError, problemFrom, sayFinding } from '../src/lib/problem'

const finding = (code: string, detail = 'The English sentence.', values = {}, field = '') => ({ code, detail, field, values })

beforeAll(loadRest)

const described = Object.values(import.meta.glob<string>('../../api/openapi.yaml', { query: '?raw', import: 'default', eager: true }))[0] ?? ''

describe('what went wrong', () => {
  it('has words for every code that the description of the interface names', () => {
    // rows that only a program can meet say so
    const rows = [...described.matchAll(/^ +\| [45]\d\d[\d, ]* \|([^|]+)\| (?!programs:)/gm)].map((row) => row[1]!)
    const codes = rows.flatMap((row) => [...row.matchAll(/`([a-z_]+\.[a-z_.0-9]+)`/g)].map((code) => code[1]!))
    expect(codes.length).toBeGreaterThan(250)
    expect(codes).toContain('signin.refused')
    expect(codes.filter((code) => code !== 'values.seconds' && !isMessageKey(`error.${code}`))).toEqual([])
  })
  it('is said by its code', () => {
    expect(sayFinding(finding('signin.refused'), 'vi')).toBe('Tên đăng nhập hoặc mật khẩu không đúng')
    expect(sayFinding(finding('signin.wait', '', { seconds: '15' }), 'vi')).toContain('15 giây')
  })
  it('falls back on the English sentence for an unknown code or a missing value', () => {
    expect(sayFinding(finding('nobody.knows'), 'vi')).toBe('The English sentence.')
    expect(sayFinding(finding('signin.wait'), 'vi')).toBe('The English sentence.')
  })
  it('says dates, decimals and words as the reader writes them', () => {
    expect(sayFinding(finding('environment.outside', '', { quantity: 'temperature', value: '29.1', moment: 'start' }), 'vi')).toContain('Nhiệt độ 29,1 (Bắt đầu)')
    expect(sayFinding(finding('standard.overdue', '', { standard: 'AK-00', due: '2026-10-31' }), 'en')).toContain('AK-00 was due on 31/10/2026')
    expect(sayFinding(finding('standard.on_loan', '', { standard: 'AK-00', reason: '' }), 'vi')).toBe('Chuẩn AK-00 đang cho mượn: nhận lại hoặc chọn chuẩn khác')
  })
  it('keeps every finding', () => {
    const problem = problemFrom({ code: 'rule', detail: 'two', errors: [finding('a'), finding('b')] }, 422)
    expect(problem.status).toBe(422)
    expect(new ProblemError(problem).findings.map((one) => one.code)).toEqual(['a', 'b'])
  })
  it('bears findings that leave out what is empty', () => {
    const problem = problemFrom({ code: 'signin.refused', errors: [{ code: 'signin.refused', detail: 'No.' }] }, 401)
    expect(sayFinding(problem.errors[0]!, 'vi')).toBe('Tên đăng nhập hoặc mật khẩu không đúng')
    expect(fieldErrors(problem.errors, 'vi')).toEqual({})
  })
  it('writes units as people do', () => {
    const values = { job: 'Y26.1', lacks: '50 \\degreecelsius', has: '0 \\degreecelsius, 2.5 \\kilo\\pascal' }
    expect(sayFinding(finding('bench.points', '', values), 'vi')).toContain('50 °C')
    expect(sayFinding(finding('bench.points', '', values), 'vi')).toContain('0 °C, 2,5 kPa')
  })
  it('makes one finding of a problem without any', () => {
    expect(new ProblemError(localProblem('network', 'No connection')).findings).toEqual([{ code: 'network', detail: 'No connection', field: '', values: {} }])
  })
  it('understands answers that are no problem document', () => {
    expect(problemFrom('<html>', 503).code).toBe('storage.unavailable')
    expect(problemFrom(undefined, 500).code).toBe('internal')
  })
  it('finds the field of a pointer', () => {
    expect(fieldId('/items/0/instrument/name_vi')).toBe('items-0-instrument-name_vi')
    expect(fieldErrors([finding('x', 'first', {}, '/serial'), finding('y', 'second', {}, '/serial'), finding('z', 'none')], 'en')).toEqual({ serial: 'first' })
  })
})
