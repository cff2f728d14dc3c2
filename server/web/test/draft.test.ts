import { describe, expect, it } from 'vitest'
import { keptBody, reviewBody, reviewDraft } from '../src/app/jobs/review-draft'
import { ruleInWords, withRule } from '../src/lib/rules'
import { asLastTime, emptyOrder, newItem, orderBody, serialsOf, sortSerials, withLookup, type ItemDraft, type Lookup } from '../src/app/reception/draft'

const agreed = {
  id: 3, method_fits: true, capable: true, points: ['10', '20.5'], conformity_asked: true, decision_rule: 'guarded_U', validity_asked: true, validity_months: 12,
  limits: [{ function: '', specification: 'Data sheet, 1 year', percent_of_value: '0.5', percent_of_span: null, absolute: '2', digits: null, limit_low: null, limit_high: null, unit: '\\volt', side: 'both',
    table: '', accuracy_class: '', mode: 'none', arguments: [], options: [] }],
  external_provider: '', agreed_with: 'Bà Mai', agreed_on: '2026-01-05', remark: '', reviewed_by: { id: 1, name: 'An' }, reviewed_at: '2026-01-05T01:00:00Z',
} as unknown as NonNullable<NonNullable<Lookup['last_job']>['contract_review']>
const known = (last: Partial<NonNullable<Lookup['last_job']>> | null): Lookup => ({
  instrument: { id: 7 } as Lookup['instrument'], warnings: [],
  last_job: last && { kind: 'calibration', mode: 'none', accessories: 'hộp gỗ', points: agreed.points, contract_review: agreed, ...last } as Lookup['last_job'],
})
const item = (part: Partial<ItemDraft> = {}) => ({ ...newItem('k', 'AK-1'), looked: true, ...part })
const sent = (one: ItemDraft) => orderBody({ ...emptyOrder(), customer_id: 4, brought_by: 'Bà Mai', items: [one] }).items[0]!

describe('as last time', () => {
  it('brings points, specification, limits, rule and validity along, to be agreed again today', () => {
    const body = sent(asLastTime(item(), known({})))
    expect(body).toMatchObject({ instrument_id: 7, kind: 'calibration', mode: 'none', accessories: 'hộp gỗ' })
    expect(body.contract_review).toMatchObject({
      points: ['10', '20.5'], conformity_asked: true, decision_rule: 'guarded_U', validity_asked: true, validity_months: 12, agreed_with: 'Bà Mai',
      limits: [{ specification: 'Data sheet, 1 year', percent_of_value: '0.5', absolute: '2', unit: '\\volt', side: 'both' }],
    })
    expect(body.contract_review?.agreed_on).not.toBe('2026-01-05')
  })
  it('keeps the mode of a verification', () => {
    expect(sent(asLastTime(item(), known({ kind: 'verification', mode: 'after_repair', contract_review: { ...agreed, conformity_asked: false, limits: [], decision_rule: '', validity_asked: false } }))))
      .toMatchObject({ kind: 'verification', mode: 'after_repair' })
  })
  it('takes nothing over where there was no job before', () => {
    expect(asLastTime(item({ accessories: 'cáp' }), known(null))).toMatchObject({ asLastTime: false, accessories: 'cáp', kind: 'calibration' })
  })
})

describe('a verification', () => {
  it('sends nothing of the points, conformity and validity that a calibration had', () => {
    const body = sent({ ...asLastTime(item(), known({})), kind: 'verification', mode: 'periodic' })
    expect(body.mode).toBe('periodic')
    expect(body.contract_review).toMatchObject({ points: [], conformity_asked: false, limits: [], decision_rule: '', rule_number: null, validity_asked: false, validity_months: null })
  })
  it('sends it again when it was a calibration after all', () => {
    expect(sent({ ...asLastTime(item(), known({})), kind: 'testing' }).contract_review).toMatchObject({ points: ['10', '20.5'], conformity_asked: true, validity_months: 12 })
  })
})

describe('what the server knows of a serial', () => {
  it('is taken as last time where it is one item', () => {
    expect(withLookup(item({ looked: false, failed: [] }), [known({})])).toMatchObject({ looked: true, failed: undefined, asLastTime: true, known: { instrument: { id: 7 } } })
  })
  it('is to be chosen where they are several, or the one stands in the order already', () => {
    for (const asked of [withLookup(item(), [known({}), known({})]), withLookup(item({ another: true }), [known({})])]) {
      expect(asked.known).toBeUndefined()
      expect(asked).toMatchObject({ looked: true, asLastTime: false })
      expect(asked.candidates).not.toHaveLength(0)
    }
  })
  it('overwrites nothing that was chosen while it was asked', () => {
    expect(withLookup(item({ kind: 'testing' }), [known({})])).toMatchObject({ kind: 'testing', asLastTime: false, known: { instrument: { id: 7 } } })
  })
})

describe('serials', () => {
  it('are separated by lines, tabs, commas and semicolons', () => {
    expect(serialsOf(' AK-1\r\nAK-2\tAK-3; AK-4,, \n')).toEqual(['AK-1', 'AK-2', 'AK-3', 'AK-4'])
  })
  it('that stand in the order already, or twice in the block, are named', () => {
    expect(sortSerials('AK-1\nak-2\nAK-2\nAK-3', [{ serial: 'ak-1' }])).toEqual({ fresh: ['ak-2', 'AK-3'], twice: ['AK-1', 'AK-2'] })
  })
})

describe('a decision rule', () => {
  const draft = { ...reviewDraft(agreed), decision_rule: 'guarded_rU' as const, rule_number: ' 0,83 ' }
  it('goes with its number, as typed', () => {
    expect(reviewBody(draft, '', false)).toMatchObject({ decision_rule: 'guarded_rU', rule_number: '0,83' })
    expect(reviewDraft({ ...agreed, decision_rule: 'guarded_rU', rule_number: '0.83' }).rule_number).toBe('0.83')
    expect(sent(asLastTime(item(), known({ contract_review: { ...agreed, decision_rule: 'guarded_probability', rule_number: '0.95' } }))).contract_review)
      .toMatchObject({ decision_rule: 'guarded_probability', rule_number: '0.95' })
  })
  it('sends no number that it does not take', () => {
    expect(reviewBody({ ...draft, decision_rule: 'guarded_U' }, '', false).rule_number).toBeNull()
    expect(reviewBody({ ...draft, conformity_asked: false }, '', false).rule_number).toBeNull()
    expect(reviewBody({ ...draft, rule_number: '' }, '', false).rule_number).toBeNull()
  })
  it('of another kind has its number agreed anew', () => {
    expect(withRule(draft, 'guarded_rejection')).toMatchObject({ decision_rule: 'guarded_rejection', rule_number: '' })
    expect(withRule(draft, 'guarded_rU').rule_number).toBe(' 0,83 ')
  })
  it('is shown with its number in the decimals of the language', () => {
    expect(ruleInWords('guarded_rU', '0.83', 'vi')).toMatch(/r = 0,83$/)
    expect(ruleInWords('guarded_probability', '0.95', 'en')).toMatch(/p = 0\.95$/)
    expect(ruleInWords('guarded_U', null, 'vi')).toBe('Dải bảo vệ w = U')
  })
})

describe('a review after the first reading', () => {
  const typed = { ...reviewDraft(agreed), points: '99', decision_rule: 'simple' as const, agreed_with: 'Ai khác', agreed_on: '2026-02-01', remark: 'khách gọi lại' }
  it('sends what is fixed as it is kept, and the rest as typed', () => {
    const body = keptBody(reviewBody(typed, '', false), agreed, { points: true, agreement: true })
    expect(body).toMatchObject({ points: ['10', '20.5'], limits: agreed.limits, decision_rule: 'guarded_U', agreed_with: 'Bà Mai', agreed_on: '2026-01-05', remark: 'khách gọi lại' })
  })
  it('agrees on nothing about conformity that was not agreed before', () => {
    const without = { ...agreed, conformity_asked: false, limits: [], decision_rule: '' as const }
    expect(keptBody(reviewBody(typed, '', false), without, { points: true, agreement: true }))
      .toMatchObject({ conformity_asked: false, limits: [], decision_rule: '', agreed_with: 'Ai khác' })
  })
})
