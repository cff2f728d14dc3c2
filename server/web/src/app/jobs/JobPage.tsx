import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { showDate } from '../../lib/dates'
import { sayStored } from '../../lib/trail'
import { FindingList } from '../../ui/ErrorSummary'
import { useSpeech } from '../../ui/language'
import { Answered, Facts, PageHead, Panel } from '../../ui/Page'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { Status } from '../../ui/Status'
import { Timeline } from '../../ui/Timeline'
import { TrailPanel } from '../trail/TrailPanel'
import { useAct, useAsk } from '../ask'
import { useSession } from '../session/session'
import { ContractReviewPanel } from './ContractReviewPanel'
import { Signatures } from './Signatures'
import { StartPanel } from './StartPanel'

type Job = Schemas['Job']

export function useJob(id: number) {
  return useAsk(['jobs', id], () => client.GET('/jobs/{job}', { params: { path: { job: id } } }))
}

export function JobAside({ job }: { job: Schemas['JobRow'] }) {
  const { t, name, word } = useSpeech()
  return (
    <>
      <span className="count">{name(job.instrument)} · {job.instrument.serial}</span>
      <span className="count">{word('kind', job.kind)}{job.mode !== 'none' && ` (${word('mode', job.mode)})`}</span>
      <Status group="state" word={job.state} />
      {job.bench && <Link href={`/benches/${job.bench.id}`} data-bench={job.bench.id}>{t('bench.at', { name: job.bench.name })}</Link>}
      {job.is_partial && <span className="status due">{t('job.partial')}</span>}
    </>
  )
}

/** The page where the next thing is done, as the primary action. */
function NextStep({ job }: { job: Job }) {
  const { t } = useSpeech()
  const { can } = useSession()
  const [, go] = useLocation()
  const button = (label: string, path: string) => <Button onClick={() => go(path)}>{label}</Button>
  if (job.state === 'to_review' && can('review')) return button(t('job.to_review'), `/jobs/${job.id}/review`)
  if (job.state === 'to_issue' && can('issue')) return button(t('job.to_issue'), `/jobs/${job.id}/issue`)
  if (job.procedure) return button(t('job.to_sheet'), `/jobs/${job.id}/sheet`)
  return null
}

function Ending({ job }: { job: Job }) {
  const { t } = useSpeech()
  const [asking, setAsking] = useState<'cancelled' | 'returned_unfinished'>()
  const act = useAct((body: Schemas['EndingNew'], header) =>
    client.POST('/jobs/{job}/ending', { params: { path: { job: job.id }, header }, body }), { renews: [['jobs']], done: () => setAsking(undefined) })
  return (
    <div className="row">
      <Button variant="default" onClick={() => setAsking('returned_unfinished')}>{t('job.return_unfinished')}</Button>
      <Button variant="default" onClick={() => setAsking('cancelled')}>{t('job.cancel')}</Button>
      {asking && (
        <ReasonDialog title={t(asking === 'cancelled' ? 'job.cancel' : 'job.return_unfinished')} what={job.number} act={t('job.end')} busy={act.busy} problem={act.problem}
          onClose={() => { setAsking(undefined); act.clear() }} onReason={(reason) => void act.run({ ending: asking, reason })} />
      )}
    </div>
  )
}

/** What holds the job, in the reader's words: all that the sheet finds, or what was kept. */
function Held({ job }: { job: Job }) {
  const { t, word, language } = useSpeech()
  const sheet = useAsk(['jobs', job.id, 'sheet'], () => client.GET('/jobs/{job}/sheet', { params: { path: { job: job.id } } }))
  const findings = (sheet.data?.evaluation.findings ?? []).filter((finding) => finding.code !== 'environment.missing')
  return (
    <Panel look="warn" title={word('state', 'held')}>
      {findings.length > 0 ? <FindingList findings={findings} /> : !sheet.isPending && job.hold && <p style={{ margin: 0 }}>{sayStored(language, job.hold)}</p>}
      <p className="muted" style={{ marginBottom: 0 }}>{t('hold.who')}</p>
    </Panel>
  )
}

export function JobPage({ id }: { id: number }) {
  const { t, word, title } = useSpeech()
  const { can } = useSession()
  const asked = useJob(id)
  return (
    <Answered asked={asked}>
      {(job) => {
        const open = !['finished', 'cancelled', 'returned_unfinished'].includes(job.state)
        return (
          <>
            <PageHead title={job.number} aside={<JobAside job={job} />}><NextStep job={job} /></PageHead>
            {job.state === 'held' && <Held job={job} />}
            {job.state_reason && <Panel look="warn"><strong>{word('state', job.state)}:</strong> {job.state_reason}</Panel>}
            {job.returned_reason && <Panel look="warn"><strong>{t('job.returned')}:</strong> {job.returned_reason}</Panel>}
            <div className="columns">
              <div>
                <ContractReviewPanel job={job} editable={open && (can('receive_items') || can('measure'))} />
                {job.state === 'received' && can('measure') && job.contract_review && <StartPanel job={job} />}
                {job.procedure && (
                  <Panel title={t('job.work')}>
                    <Facts facts={[
                      [t('job.procedure'), <Link key="procedure" href={`/procedures/${job.procedure.id}`}>{job.procedure.code} {job.procedure.version}: {title(job.procedure)}</Link>],
                      [t('job.place'), `${word('place_of_work', job.place_of_work)}${job.place_detail && `: ${job.place_detail}`}`],
                      [t('job.standards'), <ul key="standards" style={{ margin: 0, paddingLeft: 18 }}>{job.standards.map((standard) => (
                        <li key={standard.id}><Link href={`/standards/${standard.standard_id}`}>{standard.code}</Link> · {standard.certificate_number} · {t('standard.due_on', { date: showDate(standard.due_on) })}</li>))}</ul>],
                      [t('job.technician'), job.technician?.name],
                    ]} />
                  </Panel>
                )}
                <Signatures signatures={job.signatures} />
                <TrailPanel subject="job" id={id} />
              </div>
              <div>
                <Panel title={t('job.about')}>
                  <Facts facts={[
                    [t('found.order'), <Link key="order" href={`/orders/${job.order_id}`}>{job.order_number}</Link>],
                    [t('job.customer'), job.customer.name],
                    [t('job.item'), <Link key="item" href={`/instruments/${job.instrument.id}`}>{job.item_code} · {job.instrument.serial}</Link>],
                    [t('receive.condition'), job.item.condition_text], [t('receive.accessories'), job.item.accessories],
                    [t('order.photo'), job.item.photo_id && <a key="photo" href={`/api/v1/documents/${job.item.photo_id}`}>{t('order.photo')}</a>],
                    [t('order.received_on'), showDate(job.received_on)], [t('job.promised'), showDate(job.promised_on)],
                    [t('place.certificates'), job.certificates.length > 0 && job.certificates.map((one) => <div key={one.id}><Link href={`/certificates/${one.id}`}>{one.number}</Link></div>)],
                  ]} />
                  {job.procedure && <p style={{ marginBottom: 0 }}><a href={`/api/v1/jobs/${id}/draft.pdf`} target="_blank" rel="noopener">{t('job.draft')}</a></p>}
                </Panel>
                <Panel title={t('job.history')}><Timeline entries={job.history} /></Panel>
                {open && (can('measure') || can('receive_items')) && <Ending job={job} />}
              </div>
            </div>
          </>
        )
      }}
    </Answered>
  )
}
