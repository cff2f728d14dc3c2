import { Button } from '@mantine/core'
import { useState } from 'react'
import { client, type Schemas } from '../../lib/api'
import { showDate, showMoment } from '../../lib/dates'
import { showDecimal } from '../../lib/decimal'
import { agreementInWords } from '../../lib/limits'
import { fieldErrors } from '../../lib/problem'
import { ruleInWords } from '../../lib/rules'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { useSpeech } from '../../ui/language'
import { Facts, Panel } from '../../ui/Page'
import { useAct } from '../ask'
import { ReviewFields } from './ReviewFields'
import { emptyReview, keptBody, reviewBody, reviewDraft } from './review-draft'

/** law: of a verification, where points, limits and last day are not agreed. */
export function ReviewFacts({ review, law }: { review: Schemas['ContractReview']; law: boolean }) {
  const { t, language } = useSpeech()
  return (
    <Facts facts={[
      [t('review.points'), !law && review.points.length > 0 ? review.points.map((point) => point.replace(/[^:]*$/, (figure) => showDecimal(figure, language))).join('; ') : t('review.points_procedure')],
      [t('review.conformity'), law ? '' : review.conformity_asked ? agreementInWords(review.limits, language) : t('no')],
      [t('review.rule'), !law && review.conformity_asked && ruleInWords(review.decision_rule, review.rule_number, language)],
      [t('review.validity'), !law && review.validity_asked ? t('review.months_n', { n: review.validity_months ?? '' }) : ''],
      [t('review.provider'), review.external_provider],
      [t('review.agreed_with'), [review.agreed_with, showDate(review.agreed_on)].filter(Boolean).join(' · ')],
      [t('review.reviewed'), `${review.reviewed_by.name} · ${showMoment(review.reviewed_at)}`],
      [t('remark'), review.remark],
    ]} />
  )
}

/** What was agreed with the customer; a change is a new row, the old one stays in the trail. */
export function ContractReviewPanel({ job, editable }: { job: Schemas['Job']; editable: boolean }) {
  const { t, language } = useSpeech()
  const kept = job.contract_review
  const law = job.kind === 'verification'
  const fixed = { points: job.first_reading_at !== null, agreement: job.agreement_fixed }
  const stored = () => (kept ? reviewDraft(kept) : emptyReview())
  const [draft, setDraft] = useState(stored)
  const [seen, setSeen] = useState(kept?.reviewed_at)
  const [open, setOpen] = useState(kept === null)
  const act = useAct((body: Schemas['ContractReviewNew'], header) =>
    client.POST('/jobs/{job}/contract-review', { params: { path: { job: job.id }, header: { ...header, 'If-Match': `"${seen ?? 'none'}"` } }, body }), { renews: [['jobs']], done: () => setOpen(false) })
  const errors = fieldErrors(act.problem?.errors ?? [], language)
  const change = () => {
    setDraft(stored())
    setSeen(kept?.reviewed_at)
    setOpen(true)
  }
  const send = () => {
    const body = reviewBody(draft, '', law)
    void act.run(kept ? keptBody(body, kept, fixed) : body)
  }
  return (
    <Panel title={t('review.title')} id="contract-review">
      <ErrorSummary problem={act.problem} />
      {(!open || fixed.agreement) && kept && <ReviewFacts review={kept} law={law} />}
      {editable && fixed.agreement && !law && <p className="muted" data-fixed>{t('review.fixed')}</p>}
      {!open && editable && <Button variant="default" size="compact-sm" mt={10} onClick={change}>{t('review.change')}</Button>}
      {open && editable && (
        <form noValidate onSubmit={(event) => { event.preventDefault(); send() }}>
          <ReviewFields draft={draft} onChange={setDraft} errors={errors} law={law} fixed={fixed} kind={job.kind} />
          <div className="row" style={{ marginTop: 14 }}>
            <Button type="submit" loading={act.busy}>{t('review.save')}</Button>
            {kept && <Button variant="default" onClick={() => setOpen(false)}>{t('cancel')}</Button>}
          </div>
        </form>
      )}
      {open && !editable && <p className="muted">{t('review.none')}</p>}
    </Panel>
  )
}
