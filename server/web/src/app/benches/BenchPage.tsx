import './benches.css'
import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import { Link } from 'wouter'
import { client } from '../../lib/api'
import { benchStages, isOpen, isReady, lacksOf, type Bench, type BenchItem } from '../../lib/bench'
import { showMoment } from '../../lib/dates'
import type { StageEntry } from '../../lib/sheet'
import { useSpeech } from '../../ui/language'
import { Answered, PageHead, Panel } from '../../ui/Page'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { Status } from '../../ui/Status'
import { useAct, useAsk } from '../ask'
import { CorrectionDialog } from '../measurements/CorrectionDialog'
import { EnvironmentStrip } from '../measurements/EnvironmentStrip'
import { Holds } from '../measurements/Holds'
import { Paper } from '../measurements/Paper'
import { SheetStandards, type StandardChange } from '../measurements/SheetStandards'
import { Stuck } from '../measurements/Stuck'
import { BenchGrid } from './BenchGrid'
import { BenchItems } from './BenchItems'
import { BenchPhone } from './BenchPhone'
import { BenchPoint, ItemDrawer } from './ItemDrawer'
import { SignDialog } from './SignDialog'
import { benchQuery, useBench, type BenchWork } from './useBench'

/** What holds the items that are still at the bench, each thing once; judged for all of them. */
function BenchHolds({ bench, work }: { bench: Bench; work: BenchWork }) {
  const here = bench.items.filter(isOpen)
  const once = <T,>(all: T[], key: (one: T) => unknown): T[] => [...new Map(all.map((one) => [JSON.stringify(key(one)), one])).values()]
  const findings = once(here.flatMap((item) => work.evaluationOf(item).findings), ({ code, values }) => [code, Object.entries(values).sort()])
  const judgements = once(here.flatMap((item) => item.judgements), ({ finding, judgement }) => [finding, judgement])
  const refused = once(here.flatMap((item) => item.judge_findings), ({ code, values }) => [code, Object.entries(values).sort()])
  return <Holds held={here.some((item) => item.job.state === 'held')} findings={findings} judgements={judgements} refused={refused}
    judge={(body, header) => client.POST('/benches/{bench}/judgements', { params: { path: { bench: bench.id }, header }, body })} />
}

/** A shared reading is corrected for every item, an own one for its item only. */
function Correction({ bench, work }: { bench: Bench; work: BenchWork }) {
  const { t } = useSpeech()
  const correcting = work.correcting!
  const { job } = correcting.cell
  return (
    <CorrectionDialog correcting={correcting} entry={(typed) => work.readingEntry(correcting.cell, typed)} renews={[['jobs']]} onClose={() => work.setCorrecting(undefined)}
      send={(reading, body, header) => (job === undefined
        ? client.POST('/benches/{bench}/readings/{reading}/marks', { params: { path: { bench: bench.id, reading }, header }, body })
        : client.POST('/jobs/{job}/readings/{reading}/marks', { params: { path: { job, reading }, header }, body }))}>
      {job === undefined && <p style={{ margin: 0 }}><strong>{t('bench.correct_all', { n: bench.items.filter((item) => !item.left).length })}</strong></p>}
    </CorrectionDialog>
  )
}

function Leaving({ bench, item, onClose }: { bench: Bench; item: BenchItem; onClose: () => void }) {
  const { t } = useSpeech()
  const act = useAct((reason: string, header) =>
    client.POST('/benches/{bench}/items/{job}/leaving', { params: { path: { bench: bench.id, job: item.job.id }, header }, body: { reason } }), { renews: [['jobs']], done: onClose })
  return (
    <ReasonDialog title={t('bench.leave')} what={`${item.instrument.serial} · ${item.job.number}`} act={t('bench.leave')} busy={act.busy} problem={act.problem}
      onClose={onClose} onReason={(reason) => void act.run(reason)}><p style={{ margin: 0 }}>{t('bench.leave_means')}</p></ReasonDialog>
  )
}

function Counts({ bench }: { bench: Bench }) {
  const { t } = useSpeech()
  const left = bench.items.filter((item) => item.left).length
  const signed = bench.items.filter((item) => !item.left && !isOpen(item)).length
  return <span className="count">{t('bench.counts', { n: bench.items.length, signed, left })}</span>
}

function BenchView({ bench }: { bench: Bench }) {
  const { t, word, title } = useSpeech()
  const work = useBench(bench)
  const phone = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false })
  const [chosen, setStage] = useState<StageEntry>('as_found')
  const [point, setPoint] = useState<{ point: string; job?: number }>()
  const [opened, setOpened] = useState<number>()
  const [leaving, setLeaving] = useState<number>()
  const [signing, setSigning] = useState(false)
  const stages = benchStages(bench.items)
  const stage = stages.includes(chosen) ? chosen : stages[0] ?? 'as_found'
  const itemOf = (job: number | undefined) => bench.items.find((item) => item.job.id === job)
  const lacks = new Map(bench.items.map((item) => [item.job.id, lacksOf(item, work.evaluationOf(item), bench.layout, work.entries, work.typed)]))
  const ready = bench.items.filter((item) => item.editable && isOpen(item) && isReady(lacks.get(item.job.id)!)).length
  const first = bench.items.find((item) => !item.left) ?? bench.items[0]!
  const [about, inDrawer, goes] = [point && (itemOf(point.job) ?? first), itemOf(opened), itemOf(leaving)]
  const change: StandardChange = {
    job: first.job.id, beside: bench.items.filter((item) => isOpen(item) && item !== first).map((item) => item.job.id), procedure: bench.procedure.id, means: t('bench.change_all'),
    send: (body, header) => client.POST('/benches/{bench}/standards', { params: { path: { bench: bench.id }, header }, body }),
  }
  const grid = { bench, work, stage, onPoint: (of: string, job?: number) => setPoint({ point: of, job }) }
  const serialOf = (job: number | undefined) => itemOf(job)?.instrument.serial ?? t('bench.standard')
  return (
    <>
      <PageHead title={bench.name} aside={<>
        <Link href={`/procedures/${bench.procedure.id}`} title={title(bench.procedure)}>{bench.procedure.code} {bench.procedure.version}</Link>
        <span className="count">{word('kind', first.job.kind)}{first.job.mode !== 'none' && ` (${word('mode', first.job.mode)})`}</span>
        <Counts bench={bench} />
        <Status group="bench_state" word={bench.state} />
      </>}>
        {bench.editable && <Button onClick={() => setSigning(true)} data-act="submit">{t('bench.sign', { n: ready })}</Button>}
      </PageHead>
      {work.full && <Panel look="bad"><strong role="alert">{t('queue.full')}</strong></Panel>}
      <Stuck entries={work.entries} layout={bench.layout} item={(entry) => serialOf(entry.job)} />
      <BenchHolds bench={bench} work={work} />
      <EnvironmentStrip sheet={bench} editable={bench.editable}
        work={{ entries: work.entries.filter((entry) => entry.job === undefined), keep: (kind, body) => work.keep(kind, body), paper: work.paper }}>
        <SheetStandards standards={bench.standards} editable={bench.shared_editable} change={change} />
      </EnvironmentStrip>
      {bench.editable && <Paper work={work} />}
      {stages.length > 1 && (
        <div className="tabs" role="tablist" aria-label={t('sheet.readings')}>
          {stages.map((one) => <button key={one} type="button" role="tab" aria-selected={stage === one} data-stage={one} onClick={() => setStage(one)}>{word('stage', one)}</button>)}
        </div>
      )}
      {phone ? <BenchPhone key={stage} {...grid} /> : <BenchGrid {...grid} />}
      <BenchItems bench={bench} work={work} stage={stage} lacks={lacks} onItem={setOpened} onLeave={setLeaving} />
      <p className="muted">{t('bench.opened', { name: bench.opened_by.name, at: showMoment(bench.opened_at) })}</p>
      {work.correcting && <Correction bench={bench} work={work} />}
      {about && point && <BenchPoint key={about.job.id} bench={bench} work={work} item={about} point={point.point} onClose={() => setPoint(undefined)} onItem={(job) => setPoint({ point: point.point, job })} />}
      {inDrawer && <ItemDrawer key={inDrawer.job.id} work={work} item={inDrawer} onClose={() => setOpened(undefined)} onLeave={() => { setOpened(undefined); setLeaving(inDrawer.job.id) }} />}
      {goes && <Leaving bench={bench} item={goes} onClose={() => setLeaving(undefined)} />}
      {signing && <SignDialog bench={bench} lacks={lacks} onClose={() => setSigning(false)} />}
    </>
  )
}

export function BenchPage({ id }: { id: number }) {
  const asked = useAsk(benchQuery(id), () => client.GET('/benches/{bench}', { params: { path: { bench: id } } }))
  return <Answered asked={asked} rows={12}>{(bench) => <BenchView key={id} bench={bench} />}</Answered>
}
