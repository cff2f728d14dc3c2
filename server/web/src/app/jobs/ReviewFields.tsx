import type { Schemas } from '../../lib/api'
import { DateField, LongField, TextField, YesField } from '../../ui/fields'
import { useSpeech } from '../../ui/language'
import { functionsInWords } from '../../lib/functions'
import { LimitFields } from './LimitFields'
import { useProceduresOfSeveral } from './procedures-of-several'
import { RuleFields } from './RuleFields'
import type { Fixed, ReviewDraft } from './review-draft'

/** The short contract review: what is asked, with which agreement. `at` is the place in the request, for field errors. */
export function ReviewFields({ draft, onChange, errors, at = '', brief, law, fixed, kind }: {
  draft: ReviewDraft
  onChange: (draft: ReviewDraft) => void
  errors: Record<string, string>
  at?: string
  /** At reception: without provider, remark and dates. */
  brief?: boolean
  /** A verification: points, limits and last day come from law and procedure, there is nothing to agree on them. */
  law?: boolean
  /** Left out: readings have fixed it. */
  fixed?: Fixed
  /** Of the work: its procedures name the quantities. */
  kind: Schemas['JobKind']
}) {
  const { t } = useSpeech()
  const several = useProceduresOfSeveral(kind)
  const set = <K extends keyof ReviewDraft>(key: K) => (value: ReviewDraft[K]) => onChange({ ...draft, [key]: value })
  const field = <K extends keyof ReviewDraft>(key: K) => ({ id: at + key, value: draft[key], onChange: set(key), errors })
  const choosable = !law && !fixed?.agreement
  const dated = !brief && !(fixed?.agreement && draft.conformity_asked)
  return (
    <div className="fields">
      {!law && !fixed?.points && <TextField {...field('points')} label={t('review.points')} hint={[t('review.points_hint'), !brief && functionsInWords(several)].filter(Boolean).join('. ')} />}
      <div className="stack" style={{ paddingTop: 20 }}>
        <YesField {...field('method_fits')} label={t('review.method_fits')} />
        <YesField {...field('capable')} label={t('review.capable')} />
      </div>
      {choosable && <div style={{ paddingTop: 20 }}><YesField {...field('conformity_asked')} label={t('review.conformity')} /></div>}
      {choosable && draft.conformity_asked && (
        <>
          <LimitFields procedures={several} limits={draft.limits} onChange={set('limits')} errors={errors} at={at} />
          <RuleFields agreed={draft} onChange={onChange} errors={errors} at={at} />
        </>
      )}
      {!law && <div style={{ paddingTop: 20 }}><YesField {...field('validity_asked')} label={t('review.validity')} /></div>}
      {!law && draft.validity_asked && <TextField {...field('validity_months')} label={t('review.months')} inputMode="numeric" />}
      {dated && (
        <>
          <TextField {...field('agreed_with')} label={t('review.agreed_with')} required />
          <DateField {...field('agreed_on')} label={t('review.agreed_on')} required />
        </>
      )}
      {!brief && (
        <>
          <TextField {...field('external_provider')} label={t('review.provider')} />
          <LongField {...field('remark')} label={t('remark')} />
        </>
      )}
    </div>
  )
}
