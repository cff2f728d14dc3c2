// The order as it grows at the counter, before it is sent. Kept in the browser, so that a reload loses nothing.

import type { Schemas } from '../../lib/api'
import { addDays, today } from '../../lib/dates'
import { parseTyped } from '../../lib/decimal'
import { emptyLimits, limitsDraft } from '../../lib/limits'
import type { Finding } from '../../lib/problem'
import { emptyReview, reviewBody, type ReviewDraft } from '../jobs/review-draft'

export type Lookup = Schemas['LookupItem']

export interface ItemDraft {
  key: string
  serial: string
  known?: Lookup
  /** Several known items carry the serial, or none: what the server said. */
  candidates: Lookup[]
  looked: boolean
  /** Why the server could not be asked; it has to be asked again. */
  failed?: Finding[]
  /** A second item of a serial that stands in the order already. */
  another?: boolean
  brief: { name_vi: string; maker: string; model: string; quantity: string; unit: string; range_low: string; range_high: string; resolution: string; verification_interval: string; accuracy_class: string }
  condition_text: string
  accessories: string
  photo_id?: number
  kind: Schemas['JobKind']
  mode: Schemas['Mode']
  asLastTime: boolean
  review: ReviewDraft
}

export interface OrderDraft {
  customer_id?: number
  customer_name: string
  contact: string
  brought_by: string
  promised_on: string
  remark: string
  items: ItemDraft[]
}

export function emptyOrder(): OrderDraft {
  return { customer_name: '', contact: '', brought_by: '', promised_on: addDays(today(), 7), remark: '', items: [] }
}

export function newItem(key: string, serial: string): ItemDraft {
  return {
    key, serial, candidates: [], looked: false,
    brief: { name_vi: '', maker: '', model: '', quantity: '', unit: '', range_low: '', range_high: '', resolution: '', verification_interval: '', accuracy_class: '' },
    condition_text: '', accessories: '', kind: 'calibration', mode: 'none', asLastTime: false, review: emptyReview(),
  }
}

/** What the server knows of the serial; one known item comes as last time, unless it is the other one of that serial. */
export function withLookup(item: ItemDraft, items: Lookup[]): ItemDraft {
  const looked = { ...item, looked: true, failed: undefined, candidates: items }
  const only = items.length === 1 && !item.another ? items[0] : undefined
  if (!only) return looked
  return touched(item) ? { ...looked, known: only } : asLastTime(looked, only)
}

/** Something was asked for already, while the server was being asked: it is not overwritten. */
function touched({ kind, accessories, review }: ItemDraft): boolean {
  return kind !== 'calibration' || accessories !== '' || review.points !== '' || review.conformity_asked || review.validity_asked
}

/** "As last time": kind, mode, accessories, points and agreement of the item's last job. */
export function asLastTime(item: ItemDraft, known: Lookup): ItemDraft {
  const last = known.last_job
  if (!last) return { ...item, known, asLastTime: false }
  const review = last.contract_review
  return {
    ...item, known, asLastTime: true, kind: last.kind, mode: last.mode, accessories: last.accessories,
    review: review ? {
      ...emptyReview(), method_fits: true, capable: true, points: last.points.join('; '), conformity_asked: review.conformity_asked,
      limits: review.limits.length > 0 ? review.limits.map(limitsDraft) : [emptyLimits()], decision_rule: review.decision_rule, rule_number: review.rule_number ?? '', validity_asked: review.validity_asked,
      validity_months: review.validity_months == null ? '' : String(review.validity_months), agreed_with: '',
    } : item.review,
  }
}

/** Serials of a pasted block: one a line, or separated by tab, comma or semicolon. */
export function serialsOf(text: string): string[] {
  return text.split(/[\r\n\t;,]+/).map((serial) => serial.trim().normalize('NFC')).filter((serial) => serial !== '')
}

/** What a pasted block adds: serials that are new, and those that stand in the order already, or twice in the block. */
export function sortSerials(text: string, items: Pick<ItemDraft, 'serial'>[]): { fresh: string[]; twice: string[] } {
  const here = new Set(items.map((item) => item.serial.toLowerCase()))
  const fresh: string[] = []
  const twice: string[] = []
  for (const serial of serialsOf(text)) {
    const known = here.has(serial.toLowerCase())
    here.add(serial.toLowerCase())
    if (!known) fresh.push(serial)
    else if (!twice.includes(serial)) twice.push(serial)
  }
  return { fresh, twice }
}

const value = (text: string) => parseTyped(text) ?? null

export function orderBody(draft: OrderDraft): Schemas['OrderNew'] {
  return {
    ...(draft.customer_id ? { customer_id: draft.customer_id }
      : { customer: { roles: ['customer'], name: draft.customer_name.trim().normalize('NFC') } }),
    contact: draft.contact, brought_by: draft.brought_by.trim().normalize('NFC'), promised_on: draft.promised_on, remark: draft.remark,
    items: draft.items.map((item) => ({
      ...(item.known ? { instrument_id: item.known.instrument.id } : {
        instrument: {
          serial: item.serial, name_vi: item.brief.name_vi.trim(), maker: item.brief.maker.trim(), model: item.brief.model.trim(),
          quantity: item.brief.quantity, unit: item.brief.unit, accuracy_class: item.brief.accuracy_class,
          range_low: value(item.brief.range_low), range_high: value(item.brief.range_high), resolution: value(item.brief.resolution),
          verification_interval: value(item.brief.verification_interval),
        },
      }),
      condition_text: item.condition_text, accessories: item.accessories, ...(item.photo_id ? { photo_id: item.photo_id } : {}),
      kind: item.kind, mode: item.kind === 'verification' ? (item.mode === 'none' ? 'periodic' : item.mode) : 'none',
      contract_review: reviewBody(item.review, draft.brought_by, item.kind === 'verification'),
    })),
  }
}
