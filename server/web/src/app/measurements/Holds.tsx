import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Schemas } from '../../lib/api'
import { showMoment } from '../../lib/dates'
import { fieldErrors } from '../../lib/problem'
import { sayStored } from '../../lib/trail'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { LongField } from '../../ui/fields'
import { useSpeech } from '../../ui/language'
import { Panel } from '../../ui/Page'
import { useAct, type ActKey } from '../ask'
import { useSession } from '../session/session'

/** The others are settled where they say. */
const isJudged = ({ code }: Schemas['Finding']) => code.startsWith('environment.')
const keyOf = ({ code, values }: Schemas['StoredFinding']) => JSON.stringify([code, Object.entries(values).sort()])

interface Held {
  held: boolean
  findings: Schemas['Finding'][]
  judgements: Schemas['Judgement'][]
  /** Why this person may not judge: who measured does not. */
  refused: Schemas['Finding'][]
  judge: (body: Schemas['JudgementNew'], header: ActKey) => Promise<{ data?: unknown; error?: unknown; response: Response }>
}

/** What holds a job, or all jobs of a bench, and the judgement of an authorised person that lets it go on. */
export function Holds({ held, findings, judgements, refused, judge }: Held) {
  const { t, say, language } = useSpeech()
  const { can } = useSession()
  const [judging, setJudging] = useState<string>()
  const [judgement, setJudgement] = useState('')
  const [effect, setEffect] = useState('')
  const act = useAct((body: Schemas['JudgementNew'], header) => judge(body, header), { renews: [['jobs']], done: () => setJudging(undefined) })
  const errors = fieldErrors(act.problem?.errors ?? [], language)
  const judged = new Set(judgements.map((one) => keyOf(one.finding))) // each by its figures: another value outside is another finding
  // what is not recorded yet needs no judgement: the sheet says it where it is missing
  const open = findings.filter((finding) => finding.code !== 'environment.missing' && !judged.has(keyOf(finding)))
  if (open.length === 0 && judgements.length === 0) return null
  const may = can('judge_environment') && refused.length === 0
  return (
    <Panel title={t('hold.title')} look={open.length > 0 ? 'warn' : undefined} id="holds">
      <ul style={{ margin: 0, paddingLeft: 18 }}>
        {open.map((finding, index) => (
          <li key={index}>{say(finding)}{' '}
            {isJudged(finding) && may && held && <Button size="compact-sm" variant="default" onClick={() => setJudging(finding.code)}>{t('hold.judge')}</Button>}</li>
        ))}
        {judgements.map((one) => <li key={one.id}>{sayStored(language, one.finding)}<br /><strong>{one.judgement}</strong> {one.effect} <span className="muted">{one.judged_by.name}, {showMoment(one.judged_at)}</span></li>)}
      </ul>
      {open.some(isJudged) && !may && <p className="muted" style={{ marginBottom: 0 }}>{can('judge_environment') ? refused.map((finding) => say(finding)).join('. ') : t('hold.who')}</p>}
      {judging && (
        <form className="stack" style={{ marginTop: 12 }} noValidate onSubmit={(event) => { event.preventDefault(); void act.run({ finding_code: judging, judgement, effect }) }}>
          <ErrorSummary problem={act.problem} />
          <LongField id="judgement" label={t('hold.judgement')} required value={judgement} onChange={setJudgement} errors={errors} />
          <LongField id="effect" label={t('hold.effect')} required value={effect} onChange={setEffect} errors={errors} />
          <div className="row"><Button type="submit" loading={act.busy}>{t('hold.record')}</Button><Button variant="default" onClick={() => setJudging(undefined)}>{t('cancel')}</Button></div>
        </form>
      )}
    </Panel>
  )
}
