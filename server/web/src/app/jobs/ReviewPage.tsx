import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { showDate, showMoment } from '../../lib/dates'
import { showDecimal, showFigures, showQuantity, unitSymbol } from '../../lib/decimal'
import { sayStored } from '../../lib/trail'
import { ErrorSummary, FindingList } from '../../ui/ErrorSummary'
import { FlowTable } from '../../ui/FlowTable'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Answered, Facts, PageHead, Panel } from '../../ui/Page'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { Status } from '../../ui/Status'
import { useAct, useAsk } from '../ask'
import { BudgetTable } from '../measurements/Budget'
import { usePointLabel } from '../measurements/labels'
import { PaperCheck } from '../measurements/PaperCheck'
import { ReadingHistory } from '../measurements/PointDrawer'
import { useSession } from '../session/session'
import { TrailPanel } from '../trail/TrailPanel'
import { ReviewFacts } from './ContractReviewPanel'
import { JobAside } from './JobPage'
import { Signatures } from './Signatures'

type Sheet = Schemas['Sheet']

/** What is not as last time comes first: there the faults are. */
function DifferencesPanel({ differences, layout }: { differences: Schemas['Differences']; layout: Schemas['Layout'] }) {
  const { t, word, name, language } = useSpeech()
  const pointLabel = usePointLabel()
  const pointOf = (id: string) => {
    const point = layout.points.find((one) => one.id === id)
    return point ? pointLabel(point) : id
  }
  // several figures in one cell: each in the reader's notation
  const show = (value: string) => value.split('; ').map((one) => showDecimal(one, language)).join('; ')
  const what = (item: Schemas['Difference']) => (item.kind === 'environment' ? word('quantity', item.note) : name(item))
  const { previous } = differences
  const items = [...differences.items].sort((a, b) => Number(b.significant) - Number(a.significant))
  return (
    <Panel title={t('differences.title')} id="differences">
      <p style={{ marginTop: 0 }}>
        {previous ? <>{t('differences.from')} <Link href={`/jobs/${previous.job.id}`}>{previous.job.number}</Link>{previous.finished_on && ` (${showDate(previous.finished_on)})`}
          {previous.certificate && <> · <Link href={`/certificates/${previous.certificate.id}`}>{previous.certificate.number}</Link></>}</> : t('differences.first')}
      </p>
      <p className="row">
        <span>{t('differences.counts', { outliers: differences.outliers, slips: differences.slips, repeats: differences.repeats })}</span>
      </p>
      {differences.copied.map((one, index) => (
        <p key={index} className="changed" data-copied>{t('differences.copied', { name: one.author.name, readings: one.readings, room: one.room, checks: one.checks, measured: showMoment(one.measured_at), entered: showMoment(one.entered_at) })}{' '}
          <a href={`/api/v1/documents/${one.document_id}`}>{t('sheet.paper')}</a>. {t('paper.reason')}: <strong>{one.reason}</strong></p>
      ))}
      {items.length > 0 && (
        <div className="scroll" tabIndex={0} role="region" aria-label={t('differences.title')}>
          <FlowTable>
            <thead><tr><th>{t('differences.what')}</th><th>{t('sheet.point')}</th><th className="num">{t('differences.before')}</th><th className="num">{t('differences.now')}</th><th className="num">{t('differences.change')}</th><th>{t('remark')}</th></tr></thead>
            <tbody>
              {items.map((item, index) => (
                <tr key={index} className={item.significant ? 'changed' : ''} data-significant={item.significant}>
                  <td>{item.significant && <><Icon name="overdue" size={14} /> </>}{word('difference', item.kind)}{what(item) && `: ${what(item)}`}</td>
                  <td>{item.point && `${pointOf(item.point)}${item.stage && ` · ${word('stage', item.stage)}`}`}</td>
                  <td className="num">{show(item.before)}</td><td className="num">{show(item.now)} {unitSymbol(item.unit)}</td>
                  <td className="num">{showDecimal(item.change, language)}</td><td>{item.kind === 'environment' || item.kind === 'result' ? '' : item.note}</td>
                </tr>
              ))}
            </tbody>
          </FlowTable>
        </div>
      )}
    </Panel>
  )
}

function Evidence({ sheet }: { sheet: Sheet }) {
  const { t, name, word, language } = useSpeech()
  const pointLabel = usePointLabel()
  const stages = new Set(sheet.evaluation.operations.map((one) => one.stage)).size
  const pointOf = (id: string) => {
    const point = sheet.layout.points.find((one) => one.id === id)
    return point ? pointLabel(point) : id
  }
  return (
    <Panel title={t('evidence.title')}>
      <Facts facts={[
        [t('job.procedure'), <Link key="p" href={`/procedures/${sheet.procedure.id}`}>{sheet.procedure.code} {sheet.procedure.version}</Link>],
        [t('job.place'), `${word('place_of_work', sheet.place_of_work)} ${sheet.place_detail}`],
        [t('job.standards'), <div key="s">{sheet.standards.map((one) => <div key={one.id}><Link href={one.bottle ? `/materials/${one.bottle.lot_id}` : `/standards/${one.standard_id}`}>{one.code}</Link> {name(one)} · {one.certificate_number} · {showDate(one.calibrated_on)} → {showDate(one.due_on)} <Status group="due" word={one.status} /></div>)}</div>],
        [t('evidence.room'), sheet.environment.length > 0 && <div key="e">{sheet.environment.map((one) => <div key={one.id}>{word('quantity', one.quantity)}, {t(`moment.${one.moment}`).toLowerCase()}: {showQuantity(one.corrected, one.unit, language)} <span className="muted">({one.sensor_code}, {showMoment(one.measured_at)}, {one.author.name})</span>{one.transcribed_from !== null && <> <a href={`/api/v1/documents/${one.transcribed_from}`}>{t('sheet.paper')}</a></>}</div>)}</div>],
        [t('room.replaced'), sheet.environment_changes.length > 0 && <div key="r" id="room-replaced">{sheet.environment_changes.map(({ before, now }) => <div key={now.id}>{word('quantity', now.quantity)}, {t(`moment.${now.moment}`).toLowerCase()}: {showQuantity(before.corrected, before.unit, language)} <span className="muted">({before.sensor_code}, {showMoment(before.measured_at)}, {before.author.name})</span> → {showQuantity(now.corrected, now.unit, language)} <span className="muted">({now.sensor_code}, {showMoment(now.measured_at)}, {now.author.name})</span><br />{now.reason}</div>)}</div>],
        [t('adjustment.title'), sheet.adjustment && <div key="a">{t(`adjustment.${sheet.adjustment.choice}`)}{[
          ['adjustment.what', sheet.adjustment.choice === 'adjusted' ? sheet.adjustment.reason : ''], ['reason', sheet.adjustment.choice === 'adjusted' ? '' : sheet.adjustment.reason],
          ['adjustment.done_by', sheet.adjustment.done_by], ['adjustment.consent', sheet.adjustment.consent], ['adjustment.seals', sheet.adjustment.seals],
        ].map(([key, said]) => said && <div key={key}><span className="muted">{t(key as 'reason')}:</span> {said}</div>)}</div>],
        [t('hold.title'), sheet.judgements.length > 0 && sheet.judgements.map((one) => <div key={one.id}>{sayStored(language, one.finding)} → {one.judgement} ({one.judged_by.name})</div>)],
        [t('sheet.not_measured'), sheet.not_measured.length > 0 && sheet.not_measured.map((one) => <div key={one.point}>{pointOf(one.point)}: {one.reason}</div>)],
      ]} />
      {sheet.layout.operations.length > 0 && (
        <FlowTable style={{ marginTop: 10 }}>
          <tbody>{sheet.evaluation.operations.map((one, index) => {
            const laid = sheet.layout.operations.find((operation) => operation.id === one.operation)
            return <tr key={index}><td>{laid ? name(laid) : one.operation}{stages > 1 && <><br /><span className="muted">{word('stage', one.stage)}</span></>}</td><td><Status group="outcome" word={one.outcome} /></td><td>{laid?.kind === 'computed' ? showFigures(one.remark, language) : one.remark}</td></tr>
          })}</tbody>
        </FlowTable>
      )}
    </Panel>
  )
}

function Values({ sheet }: { sheet: Sheet }) {
  const { t, word, language } = useSpeech()
  const [open, setOpen] = useState<string>()
  const check = useAct((reading: number, header) =>
    client.POST('/jobs/{job}/readings/{reading}/marks', { params: { path: { job: sheet.job.id, reading }, header }, body: { kind: 'transcription_checked', reason: '' } }), { renews: [['jobs', sheet.job.id]] })
  const [only, ...others] = sheet.layout.functions
  const unit = others.length === 0 && only ? unitSymbol(only.unit) : ''
  const figure = (text: string, of: string) => (others.length === 0 ? showDecimal(text, language) : showQuantity(text, of, language))
  return (
    <Panel title={t('values.title')}>
      <ErrorSummary problem={check.problem} />
      <div className="scroll" tabIndex={0} role="region" aria-label={t('values.title')}>
        <FlowTable>
          <thead><tr><th>{t('sheet.point')}</th><th>{t('values.stage')}</th><th className="num">{t('sheet.reference')}</th><th className="num">{t('sheet.indication')}</th><th className="num">{t('sheet.error')} {unit && `(${unit})`}</th><th className="num">U</th><th className="num">k</th><th className="num">{t('sheet.limit')}</th><th>{t('sheet.verdict')}</th><th><span className="visually-hidden">{t('budget.title')}</span></th></tr></thead>
          <tbody>
            {sheet.evaluation.points.map((result) => {
              const key = result.point + result.stage
              const shown = [
                <tr key={key}>
                  <td>{showQuantity(result.nominal, result.unit, language)} {result.direction && word('direction', result.direction)}</td><td>{word('stage', result.stage)}</td>
                  <td className="num">{showDecimal(result.reference, language)}</td><td className="num">{showDecimal(result.indication, language)}</td>
                  <td className="num">{figure(result.error || result.value, result.unit)}</td><td className="num">{figure(result.expanded_uncertainty, result.unit)}</td>
                  <td className="num">{showDecimal(result.coverage_factor, language)}</td><td className="num">{showDecimal(result.limit, language)}</td>
                  <td>{result.verdict && <Status group="verdict" word={result.verdict} />}</td>
                  <td><Button size="compact-sm" variant="default" aria-expanded={open === key} onClick={() => setOpen(open === key ? undefined : key)}>{t('values.budget')}</Button></td>
                </tr>,
              ]
              if (open === key) {
                const stage = result.stage === 'as_found_and_left' ? 'as_found' : result.stage
                shown.push(<tr key={`${key}-budget`}><td colSpan={10}><div className="stack"><FindingList findings={result.warnings} /><BudgetTable result={result} />
                  <ReadingHistory readings={sheet.readings.filter((reading) => reading.point === result.point && reading.stage === stage)} onCheck={(reading) => void check.run(reading.id)} /></div></td></tr>)
              }
              return shown
            })}
          </tbody>
        </FlowTable>
      </div>
    </Panel>
  )
}

function Decision({ job, findings }: { job: Schemas['JobRow']; findings: Schemas['Finding'][] }) {
  const { t } = useSpeech()
  const { can } = useSession()
  const [, go] = useLocation()
  const [asking, setAsking] = useState<Schemas['ReviewDecision']>()
  const act = useAct((body: Schemas['Review'], header) => client.POST('/jobs/{job}/review', { params: { path: { job: job.id }, header }, body }), {
    renews: [['jobs']], done: () => go('/'),
  })
  if (job.state !== 'to_review' || !can('review')) return null
  return (
    <>
      <Button variant="default" onClick={() => setAsking('return')} data-act="return">{t('decide.return')}</Button>
      <Button onClick={() => setAsking('approve')} data-act="approve">{t('decide.approve')}</Button>
      {asking && (
        <ReasonDialog title={t(asking === 'approve' ? 'decide.approve' : 'decide.return')} what={job.number} optional={asking === 'approve'} act={t(asking === 'approve' ? 'decide.sign' : 'decide.return')}
          busy={act.busy} problem={act.problem} onClose={() => { setAsking(undefined); act.clear() }} onReason={(remark) => void act.run({ decision: asking, remark })}>
          {asking === 'approve' && <p style={{ margin: 0 }}>{t('decide.meaning')}</p>}
          {asking === 'approve' && findings.length > 0 && <div className="panel warn" style={{ margin: 0 }}><FindingList findings={findings} /></div>}
        </ReasonDialog>
      )}
    </>
  )
}

/** Differences first, then the evidence, then the values; approve, or return with a reason. */
export function ReviewPage({ id }: { id: number }) {
  const { t } = useSpeech()
  const sheet = useAsk(['jobs', id, 'sheet'], () => client.GET('/jobs/{job}/sheet', { params: { path: { job: id } } }))
  const differences = useAsk(['jobs', id, 'differences'], () => client.GET('/jobs/{job}/differences', { params: { path: { job: id } } }))
  return (
    <Answered asked={sheet} rows={10}>
      {(data) => (
        <>
          <PageHead title={t('decide.title', { number: data.job.number })} aside={<><JobAside job={data.job} />{data.evaluation.verdict && <Status group="verdict" word={data.evaluation.verdict} />}</>}>
            <Button variant="default" component="a" href={`/api/v1/jobs/${id}/draft.pdf`} target="_blank">{t('job.draft')}</Button>
            <Decision job={data.job} findings={differences.data?.findings ?? []} />
          </PageHead>
          {differences.data && differences.data.findings.length > 0 && <Panel look="warn" title={t('decide.findings')}><FindingList findings={differences.data.findings} /></Panel>}
          <Answered asked={differences} rows={3}>{(found) => <DifferencesPanel differences={found} layout={data.layout} />}</Answered>
          <Evidence sheet={data} />
          {data.contract_review && <Panel title={t('review.title')}><ReviewFacts review={data.contract_review} law={data.job.kind === 'verification'} /></Panel>}
          <PaperCheck sheet={data} />
          <Values sheet={data} />
          <Signatures signatures={data.signatures} />
          <TrailPanel subject="job" id={id} />
        </>
      )}
    </Answered>
  )
}
