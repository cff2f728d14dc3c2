import { Button, Menu } from '@mantine/core'
import { useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { showDate, showMoment, today } from '../../lib/dates'
import { DateField } from '../../ui/fields'
import { FindingList, ErrorSummary } from '../../ui/ErrorSummary'
import { FlowTable } from '../../ui/FlowTable'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Answered, Facts, PageHead, Panel } from '../../ui/Page'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { Status } from '../../ui/Status'
import { useAct, useAsk } from '../ask'
import { Signatures, SignedBy } from '../jobs/Signatures'
import { useSession } from '../session/session'
import { TrailPanel } from '../trail/TrailPanel'
import { CertificateStatus } from './CertificateStatus'
import { PendingRow } from './PendingActs'

type Detail = Schemas['CertificateDetail']
type Act = 'withdrawal' | 'suspension' | 'lifting' | 'replacement'
const words: Record<Act, string> = { withdrawal: 'withdraw', suspension: 'suspend', lifting: 'lift', replacement: 'replace' }

function ask(certificate: number, act: Act, body: Schemas['CertificateAct'], header: { 'Idempotency-Key': string }) {
  const options = { params: { path: { certificate }, header }, body }
  switch (act) {
    case 'withdrawal': return client.POST('/certificates/{certificate}/withdrawal', options)
    case 'suspension': return client.POST('/certificates/{certificate}/suspension', options)
    case 'lifting': return client.POST('/certificates/{certificate}/lifting', options)
    case 'replacement': return client.POST('/certificates/{certificate}/replacement', options)
  }
}

/** Withdraw, suspend, lift, replace: a reason, a day, and a second person who decides. */
function Acts({ certificate }: { certificate: Detail }) {
  const { t, word } = useSpeech()
  const [act, setAct] = useState<Act>()
  const [on, setOn] = useState(today())
  const asking = useAct((body: { act: Act; reason: string; on: string }, header) =>
    ask(certificate.id, body.act, { reason: body.reason, effective_on: body.on }, header), { renews: [['certificates'], ['pending']], done: () => setAct(undefined) })
  const possible = (certificate.validity.answer === 'suspended' ? ['lifting', 'withdrawal', 'replacement'] as const : ['suspension', 'withdrawal', 'replacement'] as const)
    .filter((one) => one !== 'replacement' || !certificate.to_replace)
  if (certificate.validity.answer === 'revoked' || certificate.validity.answer === 'replaced') return null
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target><Button variant="default">{t('certificate.acts')}</Button></Menu.Target>
        <Menu.Dropdown>{possible.map((one) => <Menu.Item key={one} onClick={() => setAct(one)}>{word('act', words[one])}…</Menu.Item>)}</Menu.Dropdown>
      </Menu>
      {act && (
        <ReasonDialog danger={act === 'withdrawal'} title={word('act', words[act])} what={certificate.number} act={t('certificate.ask')} busy={asking.busy} problem={asking.problem}
          onClose={() => { setAct(undefined); asking.clear() }} onReason={(reason) => void asking.run({ act, reason, on })}>
          <p style={{ margin: 0 }}>{t('certificate.second_person')}</p>
          <DateField id="effective_on" label={t('certificate.effective_on')} required value={on} onChange={setOn} />
        </ReasonDialog>
      )}
    </>
  )
}

/** A copy is an unsigned paper view; each is counted. */
function CopyButton({ certificate }: { certificate: Detail }) {
  const { t } = useSpeech()
  const act = useAct((_: undefined, header) =>
    client.POST('/certificates/{certificate}/copies', { params: { path: { certificate: certificate.id }, header }, parseAs: 'blob' }), {
    renews: [['certificates']],
    done: (bytes) => {
      const link = document.createElement('a')
      link.href = URL.createObjectURL(bytes as unknown as Blob)
      link.download = `${certificate.number}-copy.pdf`
      link.click()
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
    },
  })
  return (
    <>
      <Button variant="default" loading={act.busy} leftSection={<Icon name="print" />} onClick={() => void act.run(undefined)}>{t('certificate.copy')}</Button>
      {act.problem && <ErrorSummary problem={act.problem} />}
    </>
  )
}

function ValidityPanel({ certificate }: { certificate: Detail }) {
  const { t } = useSpeech()
  const [on, setOn] = useState('')
  const asked = useAsk(['certificates', certificate.id, 'validity', on], () =>
    client.GET('/certificates/{certificate}/validity', { params: { path: { certificate: certificate.id }, query: { on: on || undefined } } }), on !== '')
  const validity = (on && asked.data) || certificate.validity
  return (
    <Panel title={t('certificate.validity')}>
      <p className="row" style={{ marginTop: 0 }}><CertificateStatus certificate={{ ...certificate, answer: validity.answer }} />
        {validity.since && <span>{t('certificate.since', { date: showDate(validity.since) })}</span>}
        <span>{validity.until ? t('certificate.until', { date: showDate(validity.until) }) : t('certificate.no_last_day')}</span></p>
      <FindingList findings={validity.reasons} />
      <Facts facts={[
        [t('certificate.newer'), validity.newer_certificate], [t('certificate.replaced_by'), validity.replaced_by],
        [t('certificate.said'), validity.said_that_day && <CertificateStatus certificate={{ ...certificate, answer: validity.said_that_day }} />], [t('certificate.as_of'), showMoment(validity.as_of)],
      ]} />
      <div style={{ maxWidth: 220, marginTop: 10 }}><DateField id="on" label={t('certificate.on_day')} value={on} onChange={setOn} /></div>
    </Panel>
  )
}

function EventsPanel({ events }: { events: Schemas['CertificateEvent'][] }) {
  const { t, word } = useSpeech()
  if (events.length === 0) return null
  return (
    <Panel title={t('certificate.events')}>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('certificate.events')}>
        <FlowTable>
          <thead><tr><th>{t('trail.what')}</th><th>{t('certificate.effective_on')}</th><th>{t('reason')}</th><th>{t('certificate.persons')}</th><th>{t('certificate.recorded')}</th></tr></thead>
          <tbody>{events.map((event) => (
            <tr key={event.id}><td>{word('event', event.kind)} {event.related_number}</td><td>{showDate(event.effective_on)}</td><td>{event.reason}{event.evidence && <><br /><span className="muted">{event.evidence}</span></>}</td>
              <td>{event.asked_by?.name}{event.confirmed_by && <><br />{event.confirmed_by.name}</>}</td><td>{showMoment(event.recorded_at)}</td></tr>))}</tbody>
        </FlowTable>
      </div>
    </Panel>
  )
}

export function CertificatePage({ id }: { id: number }) {
  const { t, word, name } = useSpeech()
  const { can } = useSession()
  const [, go] = useLocation()
  const fresh = new URLSearchParams(useSearch()).get('issued') === '1'
  const asked = useAsk(['certificates', id], () => client.GET('/certificates/{certificate}', { params: { path: { certificate: id } } }))
  return (
    <Answered asked={asked}>
      {(certificate) => (
        <>
          <PageHead title={certificate.number} aside={<><span className="count">{word('kind', certificate.kind)}</span><CertificateStatus certificate={certificate} />
            {certificate.is_sample && <span className="status due">MẪU / SAMPLE</span>}{!certificate.is_signed && certificate.origin === 'issued' && <span className="status draft">{t('certificate.unsigned')}</span>}
            {fresh && <span className="status valid" role="status" data-issued={certificate.number}><Icon name="check" size={14} />{t('certificate.issued_now')}</span>}</>}>
            {certificate.pdf && <Button component="a" href={`/api/v1/certificates/${id}/pdf`} leftSection={<Icon name="download" />}>PDF</Button>}
            {certificate.dcc && <Button variant="default" component="a" href={`/api/v1/certificates/${id}/dcc`} leftSection={<Icon name="download" />}>DCC</Button>}
            {can('print_copies') && certificate.pdf && <CopyButton certificate={certificate} />}
            {can('read_trace') && certificate.job_id && <Button variant="default" leftSection={<Icon name="trace" />} onClick={() => go(`/certificates/${id}/chain`)}>{t('trace.title')}</Button>}
            {can('withdraw') && <Acts certificate={certificate} />}
          </PageHead>
          {certificate.origin === 'imported' && <Panel look="warn">{t('certificate.imported', { source: certificate.source })}</Panel>}
          {certificate.pending_acts.map((act) => <Panel key={act.id} look="warn"><PendingRow act={act} /></Panel>)}
          {certificate.to_replace && certificate.job_id && <Panel look="warn"><div className="row"><span style={{ flex: 1 }}>{t('certificate.to_replace')}</span>{can('issue') && <Button data-act="issue-replacement" onClick={() => go(`/jobs/${certificate.job_id}/issue`)}>{t('certificate.issue_replacement')}</Button>}</div></Panel>}
          <div className="columns">
            <div>
              <Panel>
                <Facts facts={[
                  [t('job.item'), name({ name_vi: certificate.item_name_vi, name_en: certificate.item_name_en })], [t('instrument.maker'), `${certificate.maker} ${certificate.model}`],
                  [t('instrument.serial'), certificate.instrument_id ? <Link key="i" href={`/instruments/${certificate.instrument_id}`}>{certificate.serial}</Link> : certificate.serial],
                  [t('instrument.owner'), certificate.owner_name], [t('certificate.test_date'), showDate(certificate.test_date)], [t('certificate.issued_on'), showDate(certificate.issued_on)],
                  [t('certificate.valid_to'), certificate.valid_to && `${showDate(certificate.valid_to)} (${[word('valid_to_policy', certificate.valid_to_policy), certificate.valid_to_basis && word('valid_to_basis', certificate.valid_to_basis)].filter(Boolean).join(', ')})`],
                  [t('certificate.conclusion'), <Status key="c" group="conclusion" word={certificate.conclusion} />], [t('issue.stamp'), certificate.stamp_number],
                  [t('found.job'), certificate.job_id && <Link key="j" href={`/jobs/${certificate.job_id}`}>{t('certificate.open_job')}</Link>],
                  [t('certificate.replaces'), certificate.replaces && <Link key="r" href={`/certificates/${certificate.replaces.id}`}>{certificate.replaces.number}</Link>],
                  [t('certificate.replaced_by'), certificate.replaced_by && <Link key="b" href={`/certificates/${certificate.replaced_by.id}`}>{certificate.replaced_by.number}</Link>],
                  [t('certificate.verify'), certificate.verify_address && <a key="v" href={certificate.verify_address} target="_blank" rel="noopener">{certificate.verify_address}</a>],
                  [t('certificate.signature'), certificate.signed_by && <SignedBy key="s" by={certificate.signed_by} />],
                  [t('certificate.copies'), certificate.copies || ''], ['SHA-256 (PDF)', certificate.pdf && <code key="h">{certificate.pdf.sha256}</code>],
                ]} />
              </Panel>
              <EventsPanel events={certificate.events} />
              <Signatures signatures={certificate.signatures} />
              <TrailPanel subject="certificate" id={id} />
            </div>
            <ValidityPanel certificate={certificate} />
          </div>
        </>
      )}
    </Answered>
  )
}
