// The contract review as a form: text fields, and the body the server wants.

import type { Schemas } from '../../lib/api'
import { today } from '../../lib/dates'
import { parseTyped } from '../../lib/decimal'
import { emptyLimits, limitsBody, limitsDraft, type LimitsDraft } from '../../lib/limits'
import { ruleNumberBody } from '../../lib/rules'

export interface ReviewDraft {
  method_fits: boolean
  capable: boolean
  points: string
  conformity_asked: boolean
  limits: LimitsDraft[]
  decision_rule: Schemas['DecisionRule']
  rule_number: string
  validity_asked: boolean
  validity_months: string
  external_provider: string
  agreed_with: string
  agreed_on: string
  remark: string
}

/** What cannot be agreed otherwise any more, since something was read. */
export interface Fixed {
  points: boolean
  agreement: boolean
}

export function emptyReview(): ReviewDraft {
  return {
    method_fits: true, capable: true, points: '', conformity_asked: false, limits: [emptyLimits()],
    decision_rule: '', rule_number: '', validity_asked: false, validity_months: '', external_provider: '', agreed_with: '', agreed_on: today(), remark: '',
  }
}

export function reviewDraft(review: Schemas['ContractReview']): ReviewDraft {
  return {
    ...review, points: review.points.join('; '), limits: review.limits.length > 0 ? review.limits.map(limitsDraft) : [emptyLimits()],
    validity_months: review.validity_months == null ? '' : String(review.validity_months),
    rule_number: review.rule_number ?? '', agreed_on: review.agreed_on ?? '',
  }
}

/** Points are separated by semicolon, space or line, "V:10" of several quantities; a comma is the decimal comma. What is no number goes as typed. */
export function pointsOf(text: string): string[] {
  return text.split(/[;\s]+/).filter((point) => point !== '').map((point) => {
    const colon = point.indexOf(':') + 1
    return point.slice(0, colon) + (parseTyped(point.slice(colon)) ?? point.slice(colon))
  })
}

/** What the law and the procedure settle in a verification is not sent, whatever was typed before the kind was chosen. */
export function reviewBody(draft: ReviewDraft, spokenWith: string, law: boolean): Schemas['ContractReviewNew'] {
  const conformity = !law && draft.conformity_asked
  const validity = !law && draft.validity_asked
  return {
    method_fits: draft.method_fits, capable: draft.capable, points: law ? [] : pointsOf(draft.points), conformity_asked: conformity,
    limits: conformity ? draft.limits.map(limitsBody) : [],
    decision_rule: conformity ? draft.decision_rule || 'simple' : '', rule_number: conformity ? ruleNumberBody(draft.decision_rule, draft.rule_number) : null,
    validity_asked: validity,
    validity_months: validity && /^\d+$/.test(draft.validity_months) ? Number(draft.validity_months) : null,
    external_provider: draft.external_provider, agreed_with: (draft.agreed_with || spokenWith).normalize('NFC'),
    agreed_on: draft.agreed_on || today(), remark: draft.remark,
  }
}

/** What readings have fixed is sent back as it is kept. */
export function keptBody(body: Schemas['ContractReviewNew'], kept: Schemas['ContractReview'], fixed: Fixed): Schemas['ContractReviewNew'] {
  return {
    ...body, ...(fixed.points ? { points: kept.points } : {}),
    ...(fixed.agreement ? { conformity_asked: kept.conformity_asked, limits: kept.limits, decision_rule: kept.decision_rule, rule_number: kept.rule_number } : {}),
    ...(fixed.agreement && kept.conformity_asked ? { agreed_with: kept.agreed_with, agreed_on: kept.agreed_on } : {}),
  }
}
