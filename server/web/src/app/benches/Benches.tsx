import { Button } from '@mantine/core'
import { useLocation } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { showMoment } from '../../lib/dates'
import { DataTable } from '../../ui/DataTable'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { ListProblem } from '../../ui/ListProblem'
import { Empty, PageHead } from '../../ui/Page'
import { Status } from '../../ui/Status'
import { useFilters } from '../address'
import { usePages } from '../ask'
import { useSession } from '../session/session'

type Row = Schemas['BenchRow']
type State = Schemas['BenchState']

/** Like items measured together: those at work, and those that are done. */
export function Benches() {
  const { t, word, title } = useSpeech()
  const { can } = useSession()
  const [, go] = useLocation()
  const [filters, setFilters] = useFilters()
  const state: State = filters.get('state') === 'done' ? 'done' : 'open'
  const asked = usePages<Row, Schemas['BenchList']>(['jobs', 'benches', state], (cursor) => client.GET('/benches', { params: { query: { state, cursor } } }))
  return (
    <>
      <PageHead title={t('place.benches')}>
        {can('measure') && <Button leftSection={<Icon name="plus" />} onClick={() => go('/benches/new')} data-act="new-bench">{t('bench.new')}</Button>}
      </PageHead>
      <div className="tabs" role="tablist" aria-label={t('place.benches')}>
        {(['open', 'done'] as const).map((one) => (
          <button key={one} type="button" role="tab" aria-selected={state === one} data-state={one} onClick={() => setFilters({ state: one === 'done' ? one : undefined })}>{word('bench_state', one)}</button>
        ))}
      </div>
      <ListProblem error={asked.error} onAgain={() => void asked.refetch()} />
      {!asked.isPending && asked.rows.length === 0 && !asked.error
        ? <Empty icon="benches" title={t(state === 'open' ? 'bench.none' : 'bench.none_done')} hint={t('bench.none_hint')} act={can('measure') ? t('bench.new') : undefined} onAct={() => go('/benches/new')} />
        : <DataTable<Row> label={t('place.benches')} rows={asked.rows} loading={asked.isPending} more={asked.hasNextPage} onMore={() => void asked.fetchNextPage()}
            rowKey={(row) => row.id} href={(row) => `/benches/${row.id}`}
            columns={[
              { key: 'name', head: t('bench.name'), width: 260, cell: (row) => row.name, title: (row) => row.name },
              { key: 'procedure', head: t('job.procedure'), width: 280, cell: (row) => `${row.procedure.code} ${title(row.procedure)}`, title: (row) => title(row.procedure) },
              { key: 'kind', head: t('job.kind'), width: 150, cell: (row) => `${word('kind', row.kind)}${row.mode === 'none' ? '' : ` (${word('mode', row.mode)})`}` },
              { key: 'items', head: t('bench.items_n'), width: 90, number: true, cell: (row) => row.items },
              { key: 'signed', head: t('bench.signed_head'), width: 80, number: true, cell: (row) => row.signed },
              { key: 'left', head: t('bench.left_head'), width: 90, number: true, cell: (row) => row.left },
              { key: 'opened', head: t('bench.opened_head'), width: 150, cell: (row) => showMoment(row.opened_at) },
              { key: 'by', head: t('job.technician'), width: 150, cell: (row) => row.opened_by.name },
            ]}
            card={(row) => (
              <>
                <span className="pair"><span className="code cut">{row.name}</span><Status group="bench_state" word={row.state} /></span>
                <span className="pair"><span className="cut">{row.procedure.code} {title(row.procedure)}</span></span>
                <span className="muted">{t('bench.counts', { n: row.items, signed: row.signed, left: row.left })}</span>
              </>
            )} />}
    </>
  )
}
