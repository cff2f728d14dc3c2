import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { showDate } from '../../lib/dates'
import { fieldErrors } from '../../lib/problem'
import { ErrorSummary, FindingList } from '../../ui/ErrorSummary'
import { TextField } from '../../ui/fields'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Answered, Facts, PageHead, Panel } from '../../ui/Page'
import { useAct, useAsk } from '../ask'
import { useSession } from '../session/session'
import { JobAside, useJob } from './JobPage'
import { Signatures, SignedBy } from './Signatures'

type Preparation = Schemas['IssuePreparation']

/** The number is spelled out before it is used for good. */
function IssueDialog({ job, prepared, onClose }: { job: Schemas['Job']; prepared: Preparation; onClose: () => void }) {
  const { t, word, name, language } = useSpeech()
  const [, go] = useLocation()
  const [stamp, setStamp] = useState('')
  const act = useAct((body: Schemas['Issue'], header) => client.POST('/jobs/{job}/issue', { params: { path: { job: job.id }, header }, body }), {
    renews: [['jobs'], ['certificates']], done: (certificate) => go(`/certificates/${certificate.id}?issued=1`),
  })
  return (
    <Modal opened onClose={onClose} title={t('issue.confirm')}>
      <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); void act.run(stamp.trim() ? { stamp_number: stamp.trim() } : {}) }}>
        <ErrorSummary problem={act.problem} />
        <p style={{ margin: 0 }}>{t('issue.spelled', { kind: word('kind', prepared.kind), item: name(job.instrument), serial: job.instrument.serial })}</p>
        <p style={{ margin: 0, fontSize: 22 }} className="code" data-number={prepared.number}>{prepared.number}</p>
        <p style={{ margin: 0 }}>{t('issue.meaning')}</p>
        {prepared.stamp_needed && <TextField id="stamp_number" label={t('issue.stamp')} value={stamp} onChange={setStamp} errors={fieldErrors(act.problem?.errors ?? [], language)} />}
        <div className="row">
          <Button type="submit" loading={act.busy} data-act="issue-now">{t('issue.now', { number: prepared.number })}</Button>
          <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
        </div>
      </form>
    </Modal>
  )
}

function IssueView({ job, prepared }: { job: Schemas['Job']; prepared: Preparation }) {
  const { t, word } = useSpeech()
  const { can } = useSession()
  const [open, setOpen] = useState(false)
  return (
    <>
      <PageHead title={t('issue.title', { number: job.number })} aside={<JobAside job={job} />}>
        <Button variant="default" component="a" href={`/api/v1/jobs/${job.id}/draft.pdf`} target="_blank">{t('job.draft')}</Button>
        {can('issue') && (job.state === 'to_issue' || prepared.replaces) && <Button onClick={() => setOpen(true)} data-act="issue">{t('issue.go')}</Button>}
      </PageHead>
      {prepared.findings.length > 0 && <ErrorSummary findings={prepared.findings} headline={t('issue.blocked')} />}
      {prepared.warnings.length > 0 && <Panel look="warn"><FindingList findings={prepared.warnings} /></Panel>}
      {!prepared.will_be_signed && <Panel look="warn"><span className="row"><Icon name="info" />{t('issue.unsigned')}</span></Panel>}
      <Panel title={t('issue.what')}>
        <Facts facts={[
          [t('issue.kind'), word('kind', prepared.kind)],
          [t('issue.number'), <span key="n"><strong>{prepared.number}</strong> <span className="muted">{t(prepared.reserved ? 'issue.reserved' : 'issue.next')}</span></span>],
          [t('issue.valid_to'), prepared.valid_to ? showDate(prepared.valid_to) : t('issue.no_valid_to')],
          [t('issue.policy'), prepared.valid_to && [word('valid_to_policy', prepared.valid_to_policy), word('valid_to_basis', prepared.valid_to_basis)].join(', ')],
          [t('certificate.signature'), prepared.will_be_signed_by && <SignedBy key="s" by={prepared.will_be_signed_by} />],
          [t('issue.sample'), prepared.is_sample && 'MẪU / SAMPLE'],
          [t('place.certificates'), job.certificates.length > 0 && job.certificates.map((one) => <div key={one.id}><Link href={`/certificates/${one.id}`}>{one.number}</Link></div>)],
        ]} />
      </Panel>
      <Panel title={t('issue.preview')}>
        <p style={{ margin: 0 }}><a href={`/api/v1/jobs/${job.id}/draft.pdf`} target="_blank" rel="noopener">{t('job.draft')}</a> · <Link href={`/jobs/${job.id}/review`}>{t('issue.see_review')}</Link></p>
      </Panel>
      <Signatures signatures={job.signatures} />
      {open && <IssueDialog job={job} prepared={prepared} onClose={() => setOpen(false)} />}
    </>
  )
}

/** Findings first, then the act; number, PDF and DCC come of one act, and a second click gives the same certificate. */
export function IssuePage({ id }: { id: number }) {
  const job = useJob(id)
  const prepared = useAsk(['jobs', id, 'issue'], () => client.GET('/jobs/{job}/issue', { params: { path: { job: id } } }))
  return <Answered asked={job}>{(data) => <Answered asked={prepared}>{(ready) => <IssueView job={data} prepared={ready} />}</Answered>}</Answered>
}
