import { Button, Switch, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { call, client, type Schemas } from '../../lib/api'
import { showDate, today } from '../../lib/dates'
import type { MessageKey } from '../../lib/messages'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { DataTable, type Column } from '../../ui/DataTable'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { ListProblem } from '../../ui/ListProblem'
import { Empty, PageHead } from '../../ui/Page'
import { Status } from '../../ui/Status'
import { useFilters } from '../address'
import { useAct, usePages } from '../ask'
import { useSession } from '../session/session'
import { pageOf } from '../shell/places'

type Job = Schemas['JobRow']
type Queue = Schemas['Queue']
const queues: Queue[] = ['received', 'in_work', 'to_review', 'to_issue', 'to_hand_back', 'due']

/** The label or serial under the scanner leads to the item's job; the box has the focus when the page opens. */
function ScanBox() {
  const { t } = useSpeech()
  const [, go] = useLocation()
  const [text, setText] = useState('')
  const [nothing, setNothing] = useState('')
  const box = useRef<HTMLInputElement>(null)
  const find = useAct((q: string) => client.GET('/search', { params: { query: { q } } }), {
    done: ({ items }, asked) => {
      const best = items.find((item) => item.kind === 'item') ?? items.find((item) => item.kind === 'job') ?? items[0]
      setNothing(best ? '' : asked)
      if (best) go(pageOf(best))
      else box.current?.select()
    },
  })
  return (
    <form role="search" style={{ flex: '1 1 320px', maxWidth: 460 }} onSubmit={(event) => {
      event.preventDefault()
      if (text.trim()) void find.run(text.trim().normalize('NFC'))
    }}>
      <TextInput ref={box} id="scan" autoFocus data-filter aria-label={t('today.scan')} placeholder={t('today.scan')} value={text}
        leftSection={<Icon name="scan" />} autoComplete="off" onChange={(event) => setText(event.currentTarget.value)}
        error={nothing ? t('today.scan_nothing', { text: nothing }) : undefined} />
      <ErrorSummary problem={find.problem} />
    </form>
  )
}

function promiseLook(job: Job): string | undefined {
  if (job.handed_back || ['finished', 'cancelled', 'returned_unfinished'].includes(job.state)) return undefined
  return job.promised_on < today() ? 'over' : undefined
}

/** Where a row leads: to the page on which the next thing is done. */
export function nextPage(job: Job): string {
  if (job.state === 'to_review') return `/jobs/${job.id}/review`
  if (job.state === 'to_issue') return `/jobs/${job.id}/issue`
  if (job.state === 'in_work' || job.state === 'held') return `/jobs/${job.id}/sheet`
  return `/jobs/${job.id}`
}

function useColumns(): Column<Job>[] {
  const { t, name, word } = useSpeech()
  return [
    { key: 'number', head: t('job.number'), width: 160, cell: (job) => job.number },
    { key: 'item', head: t('job.item'), width: 205, cell: (job) => name(job.instrument), title: (job) => name(job.instrument) },
    { key: 'serial', head: t('job.serial'), width: 125, cell: (job) => job.instrument.serial },
    { key: 'kind', head: t('job.kind'), width: 120, cell: (job) => word('kind', job.kind) },
    { key: 'customer', head: t('job.customer'), width: 190, cell: (job) => job.customer.name, title: (job) => job.customer.name },
    { key: 'who', head: t('job.technician'), width: 160, cell: (job) => job.technician?.name ?? '' },
    {
      key: 'promised', head: t('job.promised'), width: 125, number: true,
      cell: (job) => <span className={promiseLook(job) ? 'status over' : ''}>{promiseLook(job) && <Icon name="overdue" size={14} />}{showDate(job.promised_on)}</span>,
    },
    { key: 'state', head: t('job.state'), width: 210, cell: (job) => <><Status group="state" word={job.state} /> {job.returned_reason && <span className="status due">{t('job.returned')}</span>}</> },
  ]
}

export function JobTable({ asked, label }: { asked: ReturnType<typeof usePages<Job, Schemas['JobList']>>; label: string }) {
  const { t, name } = useSpeech()
  const columns = useColumns()
  return (
    <DataTable label={label} columns={columns} rows={asked.rows} loading={asked.isPending} more={asked.hasNextPage}
      onMore={() => void asked.fetchNextPage()} rowKey={(job) => job.id} href={nextPage}
      card={(job) => (
        <>
          <span className="pair"><span className="code">{job.number}</span><span className="row">{job.returned_reason && <span className="status due">{t('job.returned')}</span>}<Status group="state" word={job.state} /></span></span>
          <span className="pair"><span className="cut">{name(job.instrument)} · {job.instrument.serial}</span><span className="num">{showDate(job.promised_on)}</span></span>
          <span className="muted cut">{job.customer.name}</span>
        </>
      )} />
  )
}

export function Today() {
  const { t } = useSpeech()
  const { can } = useSession()
  const [, go] = useLocation()
  const [filters, setFilters] = useFilters()
  const mine = filters.get('mine') === '1'
  const counts = useQuery({
    queryKey: ['jobs', 'counts', mine], refetchInterval: 60_000,
    queryFn: () => call(() => client.GET('/jobs/counts', { params: { query: { mine } } })),
  })
  const asFirst: Queue = can('measure') ? 'in_work' : can('review') ? 'to_review' : can('issue') ? 'to_issue' : 'received'
  const queue = (filters.get('queue') as Queue | null) ?? asFirst
  const asked = usePages<Job, Schemas['JobList']>(['jobs', 'list', queue, mine], (cursor) =>
    client.GET('/jobs', { params: { query: { queue, mine, cursor, limit: 100 } } }))
  useEffect(() => {
    document.querySelector('.tabs [aria-selected=true]')?.scrollIntoView?.({ inline: 'center', block: 'nearest' })
  }, [queue])
  return (
    <>
      <PageHead title={t('place.today')}>
        {can('receive_items') && (
          <Button leftSection={<Icon name="plus" />} onClick={() => go('/receive')}>{t('today.receive')}</Button>
        )}
      </PageHead>
      <div className="filters">
        <ScanBox />
        <Switch label={t('today.mine')} checked={mine} onChange={(event) => setFilters({ mine: event.currentTarget.checked ? '1' : undefined })} />
      </div>
      <div className="tabs" role="tablist" aria-label={t('place.today')}>
        {queues.map((one) => (
          <button key={one} type="button" role="tab" aria-selected={queue === one} data-queue={one} onClick={() => setFilters({ queue: one })}>
            {t(`queue_tab.${one}` as MessageKey)}<span className="n">{counts.data?.[one] ?? '…'}</span>
          </button>
        ))}
      </div>
      <ListProblem error={asked.error} onAgain={() => void asked.refetch()} />
      {!asked.isPending && asked.rows.length === 0 && !asked.error
        ? <Empty icon="today" title={t('today.empty')} hint={t('today.empty_hint')} act={mine ? t('today.all') : undefined}
            onAct={() => setFilters({ mine: undefined })} />
        : <JobTable asked={asked} label={t(`queue_tab.${queue}` as MessageKey)} />}
      <p className="muted" style={{ fontSize: 12 }}><Link href="/orders">{t('today.orders')}</Link>{can('measure') && <> · <Link href="/benches/new">{t('bench.together')}</Link></>} · <Link href="/benches">{t('place.benches')}</Link></p>
    </>
  )
}
