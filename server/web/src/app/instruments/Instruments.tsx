import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { client, type Schemas } from '../../lib/api'
import { showDate } from '../../lib/dates'
import { showCount, showRange } from '../../lib/decimal'
import { CsvButton } from '../../ui/CsvButton'
import { DataTable } from '../../ui/DataTable'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { ListProblem } from '../../ui/ListProblem'
import { Empty, PageHead } from '../../ui/Page'
import { Status } from '../../ui/Status'
import { useFilters } from '../address'
import { usePages } from '../ask'
import { ImportDialog } from '../administration/ImportDialog'
import { useSession } from '../session/session'
import { InstrumentDialog } from './InstrumentDialog'

type Row = Schemas['Instrument']
export const dueStatuses = ['valid', 'due_soon', 'overdue', 'suspended', 'revoked', 'none'] as const

export function Instruments() {
  const { t, word, name, language } = useSpeech()
  const { can } = useSession()
  const [filters, setFilters] = useFilters()
  const [dialog, setDialog] = useState<'add' | 'import'>()
  const q = filters.get('q') ?? ''
  const status = (filters.get('status') ?? undefined) as Schemas['DueStatus'] | undefined
  const sorted = (filters.get('sort') ?? undefined) as Schemas['InstrumentSort'] | undefined
  // What words find has its own order, those of a status that of their due dates.
  const offered = (column: string) => !q && (!status || column === 'due')
  const sort = sorted && offered(sorted.replace('-', '')) ? sorted : undefined
  const asked = usePages<Row, Schemas['InstrumentList']>(['instruments', 'list', q, status, sort], (cursor) =>
    client.GET('/instruments', { params: { query: { q: q || undefined, status, sort, cursor, limit: 100 } } }))
  const counts = asked.first?.counts
  const csv = `/api/v1/instruments?${new URLSearchParams({ ...(q ? { q } : {}), ...(status ? { status } : {}), ...(sort ? { sort } : {}) }).toString()}`
  return (
    <>
      <PageHead title={t('place.instruments')} aside={counts && <span className="count">{t('instrument.count', { n: showCount(counts.all, language) })}</span>}>
        {can('import_register') && <Button variant="default" leftSection={<Icon name="imports" />} onClick={() => setDialog('import')}>{t('import.title')}</Button>}
        <CsvButton href={csv} name="instruments.csv" />
        {can('manage_instruments') && <Button leftSection={<Icon name="plus" />} onClick={() => setDialog('add')}>{t('instrument.add')}</Button>}
      </PageHead>
      <div className="filters">
        <TextInput className="search" data-filter aria-label={t('list.search')} placeholder={t('instrument.search')} value={q} leftSection={<Icon name="search" />} onChange={(event) => setFilters({ q: event.currentTarget.value })} />
      </div>
      <div className="tabs">
        <button type="button" aria-pressed={!status} onClick={() => setFilters({ status: undefined })}>{t('all')}<span className="n">{counts ? showCount(counts.all, language) : ''}</span></button>
        {dueStatuses.map((one) => <button key={one} type="button" aria-pressed={status === one} onClick={() => setFilters({ status: one })}>{word('due', one)}<span className="n">{counts ? showCount(counts[one], language) : ''}</span></button>)}
      </div>
      <ListProblem error={asked.error} onAgain={() => void asked.refetch()} />
      {!asked.isPending && !asked.error && asked.rows.length === 0
        ? <Empty icon={q || status ? 'search' : 'instruments'} title={q || status ? t('list.no_match') : t('instrument.none')} hint={q || status ? t('list.no_match_hint') : t('instrument.none_hint')} act={q || status ? t('list.clear') : undefined} onAct={() => setFilters({ q: undefined, status: undefined })} />
        : <DataTable<Row> label={t('place.instruments')} rows={asked.rows} total={counts?.all} loading={asked.isPending} more={asked.hasNextPage} onMore={() => void asked.fetchNextPage()}
            rowKey={(row) => row.id} href={(row) => `/instruments/${row.id}`} sort={sort} onSort={(next) => setFilters({ sort: next })}
            columns={[
              { key: 'serial', head: t('instrument.serial'), width: 130, sort: offered('serial') ? 'serial' : undefined, cell: (row) => row.serial },
              { key: 'name', head: t('instrument.name'), width: 220, sort: offered('name') ? 'name' : undefined, cell: (row) => name(row), title: (row) => name(row) },
              { key: 'maker', head: t('instrument.maker'), width: 170, cell: (row) => `${row.maker} ${row.model}`, title: (row) => `${row.maker} ${row.model}` },
              { key: 'range', head: t('instrument.range'), width: 120, number: true, cell: (row) => showRange(row.range_low, row.range_high, row.unit, language) },
              { key: 'owner', head: t('instrument.owner'), width: 200, sort: offered('owner') ? 'owner' : undefined, cell: (row) => row.owner.name, title: (row) => row.owner.name },
              { key: 'last', head: t('instrument.last'), width: 130, cell: (row) => row.last_certificate?.number ?? '' },
              { key: 'due', head: t('instrument.due'), width: 110, number: true, sort: offered('due') ? 'due' : undefined, cell: (row) => showDate(row.last_certificate?.valid_to) },
              { key: 'status', head: t('job.state'), width: 140, cell: (row) => <Status group="due" word={row.status} /> },
            ]}
            card={(row) => <><span className="pair"><span className="code">{row.serial}</span><Status group="due" word={row.status} /></span><span className="pair"><span className="cut">{name(row)}</span><span>{showDate(row.last_certificate?.valid_to)}</span></span><span className="muted cut">{row.owner.name}</span></>} />}
      {dialog === 'add' && <InstrumentDialog onClose={() => setDialog(undefined)} />}
      {dialog === 'import' && <ImportDialog kind="instruments" onClose={() => setDialog(undefined)} />}
    </>
  )
}
