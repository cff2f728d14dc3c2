import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { cellDomId, stagesOf } from '../../lib/sheet'
import { agreementInWords } from '../../lib/limits'
import type { Finding } from '../../lib/problem'
import { ruleInWords } from '../../lib/rules'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { useSpeech } from '../../ui/language'
import { Answered, PageHead, Panel } from '../../ui/Page'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { Status } from '../../ui/Status'
import { useAct, useAsk } from '../ask'
import { Signatures } from '../jobs/Signatures'
import { TrailPanel } from '../trail/TrailPanel'
import { AdjustmentPanel } from './AdjustmentPanel'
import { ChecksPanel } from './ChecksPanel'
import { CorrectionDialog } from './CorrectionDialog'
import { EnvironmentStrip } from './EnvironmentStrip'
import { Grid } from './Grid'
import { Holds } from './Holds'
import { ItemChanges } from './ItemChanges'
import { Paper } from './Paper'
import { useCellLabel } from './labels'
import { PaperCheck, uncompared } from './PaperCheck'
import { PointDrawer } from './PointDrawer'
import { SheetStandards, type StandardChange } from './SheetStandards'
import { Stuck } from './Stuck'
import { useSheet, type SheetWork } from './useSheet'

type Sheet = Schemas['Sheet']

/** What is missing before the sheet can be signed; each line leads to its place. */
function useMissing(sheet: Sheet, work: SheetWork): () => Finding[] {
  const { t } = useSpeech()
  const cellLabel = useCellLabel(sheet.layout)
  return () => {
    const found: Finding[] = []
    const add = (field: string, detail: string) => found.push({ code: 'local', detail, field, values: {} })
    const unsaved = work.entries.length + Object.keys(work.drafts).length
    if (unsaved > 0) add('', t('sheet.still_unsaved', { n: unsaved }))
    if (!sheet.adjustment) add('/choice', t('sheet.choose_adjustment'))
    const unchecked = uncompared(sheet)
    if (unchecked > 0) add('/paper', t('paper.unchecked', { n: unchecked }))
    const skipped = new Set(sheet.not_measured.map((one) => one.point))
    for (const missing of work.evaluation?.missing ?? []) {
      if (skipped.has(missing.point)) continue
      const stage = missing.stage === 'as_found_and_left' ? 'as_found' : missing.stage
      add(`/${cellDomId({ ...missing, stage })}`, t('sheet.missing', { where: cellLabel(missing) }))
    }
    return found
  }
}

export function JobHolds({ sheet }: { sheet: Sheet }) {
  return <Holds held={sheet.job.state === 'held'} findings={sheet.evaluation.findings} judgements={sheet.judgements} refused={sheet.judge_findings}
    judge={(body, header) => client.POST('/jobs/{job}/judgements', { params: { path: { job: sheet.job.id }, header }, body })} />
}

function SheetView({ sheet }: { sheet: Sheet }) {
  const { t, word, name, language } = useSpeech()
  const [, go] = useLocation()
  const work = useSheet(sheet)
  const [point, setPoint] = useState<string>()
  const [faults, setFaults] = useState<Finding[]>([])
  const [signing, setSigning] = useState(false)
  const missing = useMissing(sheet, work)
  const { job } = sheet
  const editable = sheet.editable && (job.state === 'in_work' || job.state === 'held')
  const act = useAct((remark: string, header) =>
    client.POST('/jobs/{job}/submission', { params: { path: { job: job.id }, header }, body: { remark } }), {
    renews: [['jobs']], done: () => { work.setPaper(undefined); go(`/jobs/${job.id}`) },
  })
  const change: StandardChange = {
    job: job.id, procedure: sheet.procedure.id,
    send: (body, header) => client.POST('/jobs/{job}/standards', { params: { path: { job: job.id }, header }, body }),
  }
  const send = () => {
    const found = missing()
    setFaults(found)
    act.clear()
    if (found.length === 0) setSigning(true)
  }
  const latest = useRef(send)
  latest.current = send
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!event.ctrlKey || document.querySelector('[role=dialog]')) return
      if (event.key === 'Enter') latest.current()
      else if (event.key === 's') event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
  const evaluation = work.evaluation ?? sheet.evaluation
  const agreed = sheet.contract_review
  const stages = stagesOf(sheet.adjustment?.choice)
  return (
    <>
      <PageHead title={t('sheet.title')} aside={<>
        <Link href={`/jobs/${job.id}`} className="code">{job.number}</Link>
        <span className="count">{name(job.instrument)} · {job.instrument.serial} · {sheet.procedure.code} {sheet.procedure.version}</span>
        {job.bench && <Link href={`/benches/${job.bench.id}`} data-bench={job.bench.id}>{t('bench.at', { name: job.bench.name })}</Link>}
        <Status group="state" word={job.state} />
        {evaluation.verdict && <Status group="verdict" word={evaluation.verdict} />}
      </>}>
        {editable && <Button onClick={send} data-act="submit">{t('sheet.submit')}</Button>}
      </PageHead>
      {job.returned_reason && <Panel look="warn"><strong>{t('job.returned')}:</strong> {job.returned_reason}</Panel>}
      {work.full && <Panel look="bad"><strong role="alert">{t('queue.full')}</strong></Panel>}
      <ErrorSummary findings={faults.length > 0 ? faults : undefined} problem={faults.length > 0 ? undefined : act.problem} />
      <Stuck entries={work.entries} layout={sheet.layout} />
      <ItemChanges sheet={sheet} editable={editable} />
      <JobHolds sheet={sheet} />
      {agreed?.conformity_asked && job.kind !== 'verification' && <p className="muted" data-agreed>{agreementInWords(agreed.limits, language)} · {ruleInWords(agreed.decision_rule, agreed.rule_number, language)}</p>}
      {job.bench && editable && <p>{t('bench.shared_here')}</p>}
      <EnvironmentStrip sheet={sheet} work={work} editable={editable && !job.bench}>
        <SheetStandards standards={sheet.standards} editable={editable && !job.bench} change={change} />
      </EnvironmentStrip>
      {sheet.layout.waiting.length > 0 && <Panel title={t('sheet.before_reading')}><ul style={{ margin: 0, paddingLeft: 18 }}>{sheet.layout.waiting.map((one) => <li key={one.name_en}>{name(one)}: {t('sheet.minutes', { n: one.minutes })}</li>)}</ul></Panel>}
      {editable && <Paper work={work} />}
      <PaperCheck sheet={sheet} />
      <div className={stages.length > 1 ? 'side-by-side' : ''}>
        {stages.map((stage) => (
          <section key={stage} style={{ marginBottom: 16 }}>
            <h2 style={{ fontSize: 16, marginBottom: 8 }}>{word('stage', sheet.adjustment?.choice === 'not_adjusted' ? 'as_found_and_left' : stage)}</h2>
            <Grid sheet={sheet} work={work} stage={stage} editable={editable} onPoint={setPoint} />
          </section>
        ))}
      </div>
      <ChecksPanel sheet={sheet} work={work} editable={editable} />
      <AdjustmentPanel key={sheet.adjustment?.recorded_at ?? ''} sheet={sheet} editable={editable} />
      <Signatures signatures={sheet.signatures} />
      <TrailPanel subject="job" id={job.id} />
      {work.correcting && <CorrectionDialog correcting={work.correcting} entry={(typed) => work.readingEntry(work.correcting!.cell, typed)} renews={[['jobs', job.id]]}
        send={(reading, body, header) => client.POST('/jobs/{job}/readings/{reading}/marks', { params: { path: { job: job.id, reading }, header }, body })}
        onClose={() => work.setCorrecting(undefined)} />}
      {point && <PointDrawer sheet={sheet} evaluation={evaluation} point={point} editable={editable} onClose={() => setPoint(undefined)} />}
      {signing && <ReasonDialog optional title={t('sheet.submit')} what={job.number} act={t('sheet.sign')} busy={act.busy} problem={act.problem}
        onClose={() => setSigning(false)} onReason={(remark) => void act.run(remark)}><p style={{ margin: 0 }}>{t('sheet.sign_meaning')}</p></ReasonDialog>}
    </>
  )
}

export function SheetPage({ id }: { id: number }) {
  const asked = useAsk(['jobs', id, 'sheet'], () => client.GET('/jobs/{job}/sheet', { params: { path: { job: id } } }))
  return <Answered asked={asked} rows={12}>{(sheet) => <SheetView key={id} sheet={sheet} />}</Answered>
}
