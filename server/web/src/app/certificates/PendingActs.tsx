import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { showDate, showMoment } from '../../lib/dates'
import { ListProblem } from '../../ui/ListProblem'
import { useSpeech } from '../../ui/language'
import { Empty, PageHead, Panel } from '../../ui/Page'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { Loading } from '../../ui/Page'
import { useAct, usePages } from '../ask'
import { useSession } from '../session/session'

type Act = Schemas['PendingAct']

/** What was asked, by whom and why; the second person confirms or refuses, the first may take it back. */
export function PendingRow({ act }: { act: Act }) {
  const { t, word } = useSpeech()
  const { session, can } = useSession()
  const [deciding, setDeciding] = useState<Schemas['DecisionWord']>()
  const decide = useAct((body: Schemas['Decision'], header) =>
    client.POST('/pending-acts/{act}/decision', { params: { path: { act: act.id }, header }, body }), { renews: [['pending'], ['certificates']], done: () => setDeciding(undefined) })
  const own = act.asked_by.id === session.account.id
  const label = { confirm: t('pending.confirm'), refuse: t('pending.refuse'), take_back: t('pending.take_back') }
  return (
    <div className="row" data-pending={act.act}>
      <div style={{ flex: '1 1 320px' }}>
        <strong>{word('act', act.act)}</strong> {act.act === 'void_number' ? act.number : <Link href={`/certificates/${act.subject_id}`}>{act.number}</Link>} · {t('timeline.for_day', { date: showDate(act.effective_on) })}
        <div>{act.reason}</div>
        <div className="muted" style={{ fontSize: 12 }}>{act.asked_by.name}, {showMoment(act.asked_at)}{act.outcome && ` · ${word('pending', act.outcome)}${act.decided_by ? `: ${act.decided_by.name}` : ''}`}</div>
      </div>
      {!act.outcome && (own
        ? <Button variant="default" size="compact-md" onClick={() => setDeciding('take_back')}>{label.take_back}</Button>
        : can('countersign') && <><Button variant="default" size="compact-md" onClick={() => setDeciding('refuse')}>{label.refuse}</Button><Button size="compact-md" onClick={() => setDeciding('confirm')}>{label.confirm}</Button></>)}
      {!act.outcome && own && <span className="muted">{t('pending.not_you')}</span>}
      {deciding && <ReasonDialog optional={deciding !== 'refuse'} title={`${label[deciding]}: ${word('act', act.act)}`} what={act.number} act={label[deciding]} busy={decide.busy} problem={decide.problem}
        onClose={() => { setDeciding(undefined); decide.clear() }} onReason={(remark) => void decide.run({ decision: deciding, remark })} />}
    </div>
  )
}

/** A number that was reserved and never used: finish the issue, or make it void with two persons. */
function ReservedNumbers() {
  const { t, word } = useSpeech()
  const { can } = useSession()
  const [voiding, setVoiding] = useState<Schemas['IssueIntent']>()
  const asked = usePages<Schemas['IssueIntent'], Schemas['IssueIntentList']>(['pending', 'intents'], (cursor) => client.GET('/issue-intents', { params: { query: { state: 'reserved', cursor } } }))
  const act = useAct(({ intent, reason }: { intent: number; reason: string }, header) =>
    client.POST('/issue-intents/{intent}/voiding', { params: { path: { intent }, header }, body: { reason } }), { renews: [['pending']], done: () => setVoiding(undefined) })
  if (asked.rows.length === 0) return null
  return (
    <Panel title={t('pending.reserved')}>
      {asked.rows.map((intent) => (
        <div className="row" key={intent.id} style={{ padding: '6px 0' }}>
          <span style={{ flex: 1 }}><strong>{intent.number}</strong> {word('kind', intent.kind)} · <Link href={`/jobs/${intent.job_id}/issue`}>{intent.job_number}</Link> · {intent.requested_by.name}, {showMoment(intent.reserved_at)}</span>
          {can('withdraw') && <Button size="compact-md" variant="default" onClick={() => setVoiding(intent)}>{t('act.void_number')}</Button>}
        </div>
      ))}
      {voiding && <ReasonDialog title={t('act.void_number')} what={voiding.number} act={t('certificate.ask')} busy={act.busy} problem={act.problem} onClose={() => setVoiding(undefined)} onReason={(reason) => void act.run({ intent: voiding.id, reason })} />}
    </Panel>
  )
}

export function PendingActs() {
  const { t } = useSpeech()
  const [, go] = useLocation()
  const asked = usePages<Act, Schemas['PendingActList']>(['pending', 'list'], (cursor) => client.GET('/pending-acts', { params: { query: { open: true, cursor } } }))
  return (
    <>
      <PageHead title={t('place.pending')} />
      <ListProblem error={asked.error} onAgain={() => void asked.refetch()} />
      {asked.isPending && <Loading />}
      {!asked.isPending && !asked.error && asked.rows.length === 0 && <Empty icon="pending" title={t('pending.none')} hint={t('pending.none_hint')} act={t('shell.to_today')} onAct={() => go('/')} />}
      {asked.rows.map((act) => <Panel key={act.id}><PendingRow act={act} /></Panel>)}
      <ReservedNumbers />
    </>
  )
}
