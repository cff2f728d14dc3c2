import { Button, Drawer, NativeSelect } from '@mantine/core'
import { Link } from 'wouter'
import { client, quietly, type Schemas } from '../../lib/api'
import { benchPreviewOf, isOpen, standingOf, type Bench, type BenchItem } from '../../lib/bench'
import { showQuantity } from '../../lib/decimal'
import { useSpeech } from '../../ui/language'
import { Answered, Facts } from '../../ui/Page'
import { useAsk } from '../ask'
import { Signatures } from '../jobs/Signatures'
import { AdjustmentPanel } from '../measurements/AdjustmentPanel'
import { ChecksPanel } from '../measurements/ChecksPanel'
import { ItemChanges } from '../measurements/ItemChanges'
import { PaperCheck } from '../measurements/PaperCheck'
import { PointDrawer } from '../measurements/PointDrawer'
import { useAnswers } from '../measurements/typing'
import { ItemState } from './ItemState'
import { useTyped, type BenchWork } from './useBench'

interface Props {
  bench: Bench
  work: BenchWork
  item: BenchItem
  onClose: () => void
}

const useItemSheet = (job: number) => useAsk(['jobs', job, 'sheet'], () => client.GET('/jobs/{job}/sheet', { params: { path: { job } } }))

/** What belongs to one item alone: its answers with remarks, its adjustment, what the register says otherwise, its signatures. */
export function ItemDrawer({ work, item, onClose, onLeave }: Omit<Props, 'bench'> & { onLeave: () => void }) {
  const { t, name, language } = useSpeech()
  const { job, instrument } = item
  const asked = useItemSheet(job.id)
  const editable = item.editable && isOpen(item)
  const ofItem = { entries: work.entries.filter((entry) => entry.job === job.id), evaluation: work.evaluationOf(item), paper: work.paper, keep: (kind: 'check' | 'reading' | 'environment', body: Parameters<BenchWork['keep']>[1]) => work.keep(kind, body, job.id) }
  return (
    <Drawer opened onClose={onClose} position="right" size={760} title={`${item.position}. ${instrument.serial}`}>
      <div className="stack">
        <ItemState item={item} verdict={standingOf(ofItem.evaluation)} />
        <Facts facts={[
          [t('job.item'), `${name(instrument)} · ${instrument.maker} ${instrument.model}`], [t('instrument.inventory'), instrument.inventory_number],
          [t('instrument.resolution'), item.resolution && showQuantity(item.resolution, item.unit, language)], [t('instrument.verification_interval'), item.verification_interval && showQuantity(item.verification_interval, item.unit, language)],
          [t('instrument.class'), item.accuracy_class],
          [t('job.number'), <Link key="job" href={`/jobs/${job.id}/sheet`}>{t('bench.to_sheet', { number: job.number })}</Link>],
          [t('job.customer'), job.customer.name], [t('bench.left'), item.left && `${item.left.reason} (${item.left.by.name})`],
        ]} />
        <Answered asked={asked} rows={8}>
          {(sheet) => (
            <>
              <ItemChanges sheet={sheet} editable={editable} />
              <ChecksPanel sheet={{ ...sheet, checks: item.checks }} work={ofItem} editable={editable} />
              <AdjustmentPanel key={sheet.adjustment?.recorded_at ?? ''} sheet={sheet} editable={editable} />
              <PaperCheck sheet={sheet} />
              <Signatures signatures={sheet.signatures} />
            </>
          )}
        </Answered>
        {editable && <div><Button variant="default" onClick={onLeave} data-act="leave">{t('bench.leave')}</Button> <span className="muted">{t('bench.leave_means')}</span></div>}
      </div>
    </Drawer>
  )
}

/** Result, budget and readings of one item at one point: the drawer of its own sheet, with what is typed at the bench and not yet saved. */
export function BenchPoint({ bench, work, item, point, onItem, onClose }: Props & { point: string; onItem: (job: number) => void }) {
  const { t } = useSpeech()
  const asked = useItemSheet(item.job.id)
  const typed = useTyped(work.cells)
  const { readings, checks } = benchPreviewOf(work.entries, typed)
  const mine = <T extends { job?: number }>(all: T[]) => all.filter((one) => one.job === undefined || one.job === item.job.id).map(({ job: _, ...one }) => one)
  const asking: Schemas['Preview'] = { readings: mine(readings), checks: mine(checks ?? []) }
  const nothing = asking.readings.length === 0 && asking.checks?.length === 0
  const preview = useAnswers(nothing ? '' : JSON.stringify(asking), (question) =>
    quietly(() => client.POST('/jobs/{job}/preview', { params: { path: { job: item.job.id } }, body: JSON.parse(question) as Schemas['Preview'] })), asked.data)
  const choice = (
    <NativeSelect label={t('job.item')} value={item.job.id} mb={12} onChange={(event) => onItem(Number(event.currentTarget.value))}
      data={bench.items.map((one) => ({ value: String(one.job.id), label: `${one.position}. ${one.instrument.serial}` }))} />
  )
  return asked.data
    ? <PointDrawer sheet={asked.data} evaluation={nothing ? asked.data.evaluation : preview?.what ?? asked.data.evaluation} point={point} editable={item.editable && isOpen(item)} onClose={onClose}>{choice}</PointDrawer>
    : <Drawer opened onClose={onClose} position="right" size={760} title={t('sheet.point_title', { point })}><Answered asked={asked} rows={8}>{() => null}</Answered></Drawer>
}
