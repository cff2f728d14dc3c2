import './procedures.css'
import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { showDate, showMoment, today } from '../../lib/dates'
import { showCount, showDecimal, showQuantity } from '../../lib/decimal'
import { fieldErrors } from '../../lib/problem'
import { DateField, FileButton, LongField } from '../../ui/fields'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Answered, Facts, PageHead, Panel } from '../../ui/Page'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { Status } from '../../ui/Status'
import { useAct, useAsk } from '../ask'
import { useScan } from '../scan'
import { useSession } from '../session/session'
import { TrailPanel } from '../trail/TrailPanel'
import { ConditionsAndStandards, Functions, Identity, LimitsSection, Operations } from './MethodSections'

type Act = 'verification' | 'approval' | 'withdrawal'

function ActDialog({ procedure, act, onClose }: { procedure: Schemas['ProcedureDetail']; act: Act; onClose: () => void }) {
  const { t } = useSpeech()
  const [on, setOn] = useState(today())
  const { document, problem: uploading, take } = useScan()
  const [accepted, setAccepted] = useState('')
  const { language } = useSpeech()
  const asking = useAct((body: Schemas['ProcedureAct'], header) => {
    const options = { params: { path: { procedure: procedure.id }, header }, body }
    if (act === 'verification') return client.POST('/procedures/{procedure}/verification', options)
    if (act === 'approval') return client.POST('/procedures/{procedure}/approval', { ...options, body: { ...body, first_order_reason: accepted.trim().normalize('NFC') } })
    return client.POST('/procedures/{procedure}/withdrawal', options)
  }, { renews: [['procedures']], done: onClose })
  const unconfirmed = (asking.problem?.errors ?? []).filter((finding) => finding.code === 'procedure.first_order')
  return (
    <ReasonDialog optional={act === 'approval'} danger={act === 'withdrawal'} title={t(`procedure.${act}`)} what={`${procedure.code} ${procedure.version}`} act={t(`procedure.${act}`)} busy={asking.busy} problem={uploading ?? asking.problem}
      onClose={onClose} onReason={(remark) => void asking.run({ effective_on: on, remark, document_id: document ?? null })}>
      <p style={{ margin: 0 }}>{t(`procedure.${act}_hint`)}</p>
      <DateField id="effective_on" label={t(act === 'approval' ? 'procedure.effective_from' : act === 'verification' ? 'procedure.verified_on' : 'procedure.withdrawn_on')} required value={on} onChange={setOn} />
      {(accepted !== '' || unconfirmed.length > 0) && <LongField id="first_order_reason" label={t('procedure.first_order_reason')} hint={t('procedure.first_order_remedy')} value={accepted} onChange={setAccepted} errors={accepted ? {} : fieldErrors(unconfirmed.slice(0, 1), language)} />}
      {act === 'verification' && <div className="row"><FileButton label={t('procedure.evidence')} onFile={(file) => void take(file)} />{document && <span className="status valid"><Icon name="check" size={14} />{t('saved')}</span>}</div>}
    </ReasonDialog>
  )
}

/** The worked examples, run by the release that answers. */
function Examples({ id }: { id: number }) {
  const { t, say, word } = useSpeech()
  const asked = useAsk(['procedures', id, 'examples'], () => client.GET('/procedures/{procedure}/examples', { params: { path: { procedure: id } } }))
  return (
    <Panel title={t('procedure.examples')}>
      <Answered asked={asked}>
        {({ examples }) => examples.length === 0
          ? <p className="muted">{t('procedure.no_examples')}</p>
          : <ul style={{ margin: 0, paddingLeft: 18 }}>{examples.map((example) => (
              <li key={example.id}>
                <span className={`status ${example.holds ? 'valid' : 'over'}`}><Icon name={example.holds ? 'check' : 'cross'} size={14} />{t(example.holds ? 'procedure.example_holds' : 'procedure.example_differs')}</span> {example.source} <span className="muted">({word('evidence', example.published)})</span>
                {example.findings.map((one) => <div key={one.detail}>{say(one)}</div>)}
              </li>
            ))}</ul>}
      </Answered>
    </Panel>
  )
}

const look = { validated: 'valid', not_validated: 'over', undecided: 'due' } as const
const mark = { validated: 'check', not_validated: 'cross', undecided: 'info' } as const

/** Whether simulation confirmed first order when the version was approved, and why it was accepted where it did not. */
function FirstOrder({ procedure }: { procedure: Schemas['ProcedureDetail'] }) {
  const { t, language } = useSpeech()
  const kept = procedure.events.findLast((event) => event.first_order)?.first_order
  if (!kept) return null
  const first = kept.examples[0]
  return (
    <Panel title={t('procedure.first_order')} id="first-order">
      <p className="muted" style={{ marginTop: 0 }}>{first ? t('procedure.first_order_what', { trials: showCount(first.trials, language), seed: first.seed, engine: kept.engine_version, generator: kept.generator }) : t('procedure.first_order_none')}</p>
      <ul style={{ margin: 0, paddingLeft: 18 }}>{kept.examples.map((one) => (
        <li key={one.example} data-outcome={one.outcome}>
          <span className={`status ${look[one.outcome]}`}><Icon name={mark[one.outcome]} size={14} />{t(`simulation.${one.outcome}`)}</span> {one.example}
          <div className="muted">{t('procedure.first_order_far', { points: one.validated + one.not_validated + one.undecided, validated: one.validated, far: showDecimal(one.difference, language), tolerance: showQuantity(one.tolerance, one.unit, language) })}</div>
          {one.outcome !== 'validated' && one.encloses && <div className="muted">{t('simulation.safe')}</div>}
        </li>))}</ul>
      {kept.reason && <p><strong>{t('procedure.first_order_reason')}:</strong> {kept.reason}</p>}
    </Panel>
  )
}

/** What was decided about the version, the newest first. */
function Life({ procedure }: { procedure: Schemas['ProcedureDetail'] }) {
  const { t, word } = useSpeech()
  const events = [...procedure.events].reverse()
  return (
    <Panel title={t('job.history')}>
      <ol className="line-of-time">
        {events.map((event) => (
          <li key={event.id} data-event={event.kind}><strong>{word('procedure', event.kind)}</strong> {event.kind === 'approved' ? t('procedure.not_yet', { date: showDate(event.effective_on) }) : showDate(event.effective_on)}
            {event.remark && <div>{event.remark}</div>}{event.document_id && <a href={`/api/v1/documents/${event.document_id}`}>{t('procedure.evidence')}</a>}
            <div className="muted" style={{ fontSize: 12 }}>{event.recorded_by.name} · {showMoment(event.recorded_at)}</div></li>))}
        <li><strong>{t('procedure.loaded')}</strong><div className="muted" style={{ fontSize: 12 }}>{showMoment(procedure.loaded_at)}</div></li>
      </ol>
    </Panel>
  )
}

function CompareChoice({ procedure }: { procedure: Schemas['ProcedureDetail'] }) {
  const { t, word } = useSpeech()
  const [, go] = useLocation()
  const asked = useAsk(['procedures', 'versions', procedure.code], () => client.GET('/procedures', { params: { query: { q: procedure.code, limit: 100 } } }))
  const others = (asked.data?.items ?? []).filter((one) => one.code === procedure.code && one.id !== procedure.id)
  if (others.length === 0) return null
  return (
    <Panel title={t('procedure.compare')}>
      <Select id="compare-with" label={t('procedure.compare_with')} placeholder={t('procedure.other_version')} data={others.map((one) => ({ value: String(one.id), label: `${one.version} · ${word('procedure', one.status)}` }))}
        value={null} onChange={(other) => other && go(`/procedures/compare?a=${other}&b=${procedure.id}`)} />
    </Panel>
  )
}

export function ProcedurePage({ id }: { id: number }) {
  const { t, title, language } = useSpeech()
  const { can } = useSession()
  const [act, setAct] = useState<Act>()
  const asked = useAsk(['procedures', id], () => client.GET('/procedures/{procedure}', { params: { path: { procedure: id } } }))
  const tryIt = (primary: boolean) => <Button component={Link} href={`/procedures/${id}/trial`} variant={primary ? 'filled' : 'default'}>{t('procedure.try')}</Button>
  return (
    <Answered asked={asked}>
      {(procedure) => (
        <>
          <PageHead title={`${procedure.code} ${procedure.version}`} aside={<><span className="count">{title(procedure)}</span><Status group="procedure" word={procedure.status} />
            {procedure.status === 'approved' && procedure.effective_from && procedure.effective_from > today() && <span className="status due">{t('procedure.not_yet', { date: showDate(procedure.effective_from) })}</span>}</>}>
            {can('manage_procedures') && procedure.status !== 'withdrawn' && <Button variant="default" onClick={() => setAct('withdrawal')}>{t('procedure.withdrawal')}</Button>}
            {can('read_procedures') && tryIt(!can('manage_procedures') || procedure.status === 'approved' || procedure.status === 'withdrawn')}
            {can('manage_procedures') && procedure.status === 'draft' && <Button onClick={() => setAct('verification')}>{t('procedure.verification')}</Button>}
            {can('manage_procedures') && procedure.status === 'verified' && <Button onClick={() => setAct('approval')}>{t('procedure.approval')}</Button>}
          </PageHead>
          {(language === 'vi' ? procedure.note_vi : procedure.note_en) && <Panel look="warn">{language === 'vi' ? procedure.note_vi : procedure.note_en}</Panel>}
          <div className="columns">
            <div>
              <Identity procedure={procedure} />
              <ConditionsAndStandards method={procedure.method} />
              <Operations method={procedure.method} />
              <Functions procedure={procedure} />
              <LimitsSection method={procedure.method} />
              <Panel title={t('procedure.content')}><details><summary>{t('procedure.show_content')}</summary><pre tabIndex={0} style={{ overflow: 'auto', fontSize: 12, maxHeight: 480 }}>{procedure.content}</pre></details></Panel>
            </div>
            <div>
              <Life procedure={procedure} />
              <Examples id={id} />
              <FirstOrder procedure={procedure} />
              <CompareChoice procedure={procedure} />
              <Panel><Facts facts={[['SHA-256', <code key="h" style={{ fontSize: 11 }}>{procedure.sha256}</code>]]} /></Panel>
              <TrailPanel subject="procedure_version" id={id} />
            </div>
          </div>
          {act && <ActDialog procedure={procedure} act={act} onClose={() => setAct(undefined)} />}
        </>
      )}
    </Answered>
  )
}
