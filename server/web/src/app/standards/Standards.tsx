import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { client, type Schemas } from '../../lib/api'
import { showDate } from '../../lib/dates'
import { showRange } from '../../lib/decimal'
import { CsvButton } from '../../ui/CsvButton'
import { DataTable } from '../../ui/DataTable'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { ListProblem } from '../../ui/ListProblem'
import { Empty, PageHead } from '../../ui/Page'
import { Status } from '../../ui/Status'
import { useFilters } from '../address'
import { usePages } from '../ask'
import { dueStatuses } from '../instruments/Instruments'
import { useSession } from '../session/session'
import { Materials } from './Materials'
import { StandardDialog } from './StandardDialog'

type Row = Schemas['Standard']

export function Standards() {
  const { t, word, name, language } = useSpeech()
  const { can } = useSession()
  const [filters, setFilters] = useFilters()
  const [adding, setAdding] = useState(false)
  const q = filters.get('q') ?? ''
  const status = (filters.get('status') ?? undefined) as Schemas['DueStatus'] | undefined
  const asked = usePages<Row, Schemas['StandardList']>(['standards', 'list', q, status], (cursor) => client.GET('/standards', { params: { query: { q: q || undefined, status, cursor } } }))
  const counts = asked.first?.counts
  return (
    <>
      <PageHead title={t('place.standards')} aside={counts && <span className="count">{counts.all}</span>}>
        <CsvButton href={`/api/v1/standards?${new URLSearchParams({ ...(q ? { q } : {}), ...(status ? { status } : {}) }).toString()}`} name="standards.csv" />
        {can('manage_standards') && <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>{t('standard.add')}</Button>}
      </PageHead>
      <div className="filters">
        <TextInput className="search" data-filter aria-label={t('list.search')} placeholder={t('standard.search')} value={q} leftSection={<Icon name="search" />} onChange={(event) => setFilters({ q: event.currentTarget.value })} />
      </div>
      <div className="tabs">
        <button type="button" aria-pressed={!status} onClick={() => setFilters({ status: undefined })}>{t('all')}<span className="n">{counts?.all ?? ''}</span></button>
        {dueStatuses.map((one) => <button key={one} type="button" aria-pressed={status === one} onClick={() => setFilters({ status: one })}>{word('due', one)}<span className="n">{counts?.[one] ?? ''}</span></button>)}
      </div>
      <ListProblem error={asked.error} onAgain={() => void asked.refetch()} />
      {!asked.isPending && !asked.error && asked.rows.length === 0
        ? <Empty icon="standards" title={q || status ? t('list.no_match') : t('standard.none')} hint={q || status ? t('list.no_match_hint') : t('standard.none_hint')} act={q || status ? t('list.clear') : undefined} onAct={() => setFilters({ q: undefined, status: undefined })} />
        : <DataTable<Row> label={t('place.standards')} rows={asked.rows} total={counts?.all} loading={asked.isPending} more={asked.hasNextPage} onMore={() => void asked.fetchNextPage()}
            rowKey={(row) => row.id} href={(row) => `/standards/${row.id}`}
            columns={[
              { key: 'code', head: t('standard.code'), width: 110, cell: (row) => row.code },
              { key: 'name', head: t('instrument.name'), width: 260, cell: (row) => name(row), title: (row) => name(row) },
              { key: 'level', head: t('standard.level'), width: 150, cell: (row) => word('level', row.level) },
              { key: 'range', head: t('instrument.range'), width: 130, number: true, cell: (row) => showRange(row.range_low, row.range_high, row.unit, language) },
              { key: 'place', head: t('standard.place'), width: 160, cell: (row) => row.holder ? `→ ${row.holder.name}` : row.place, title: (row) => row.place },
              { key: 'state', head: t('standard.state'), width: 140, cell: (row) => <Status group="standard_state" word={row.state} /> },
              { key: 'due', head: t('instrument.due'), width: 110, number: true, cell: (row) => showDate(row.certificate?.due_on) },
              { key: 'status', head: t('job.state'), width: 130, cell: (row) => <Status group="due" word={row.status} /> },
            ]}
            card={(row) => <><span className="pair"><span className="code">{row.code}</span><Status group="due" word={row.status} /></span><span className="pair"><span className="cut">{name(row)}</span><span>{showDate(row.certificate?.due_on)}</span></span></>} />}
      <Materials />
      {adding && <StandardDialog onClose={() => setAdding(false)} />}
    </>
  )
}
