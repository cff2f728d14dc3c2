import { Button, TextInput } from '@mantine/core'
import { useLocation } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { showDate } from '../../lib/dates'
import { CsvButton } from '../../ui/CsvButton'
import { DataTable } from '../../ui/DataTable'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Empty, PageHead } from '../../ui/Page'
import { useFilters } from '../address'
import { usePages } from '../ask'
import { useSession } from '../session/session'

type Row = Schemas['OrderRow']

export function Orders() {
  const { t } = useSpeech()
  const { can } = useSession()
  const [, go] = useLocation()
  const [filters, setFilters] = useFilters()
  const q = filters.get('q') ?? ''
  const asked = usePages<Row, Schemas['OrderList']>(['orders', 'list', q], (cursor) => client.GET('/orders', { params: { query: { q, cursor } } }))
  return (
    <>
      <PageHead title={t('place.orders')}>
        <CsvButton href={`/api/v1/orders?${new URLSearchParams(q ? { q } : {}).toString()}`} name="orders.csv" />
        {can('receive_items') && <Button leftSection={<Icon name="plus" />} onClick={() => go('/receive')}>{t('today.receive')}</Button>}
      </PageHead>
      <div className="filters">
        <TextInput className="search" data-filter aria-label={t('list.search')} placeholder={t('list.search')} value={q} leftSection={<Icon name="search" />}
          onChange={(event) => setFilters({ q: event.currentTarget.value })} />
      </div>
      {!asked.isPending && asked.rows.length === 0
        ? <Empty icon="jobs" title={q ? t('list.no_match') : t('order.none')} hint={q ? t('list.no_match_hint') : t('order.none_hint')} act={q ? t('list.clear') : undefined} onAct={() => setFilters({ q: undefined })} />
        : <DataTable<Row> label={t('place.orders')} rows={asked.rows} loading={asked.isPending} more={asked.hasNextPage} onMore={() => void asked.fetchNextPage()}
            rowKey={(row) => row.id} href={(row) => `/orders/${row.id}`}
            columns={[
              { key: 'number', head: t('order.number'), width: 140, cell: (row) => row.number },
              { key: 'customer', head: t('job.customer'), width: 320, cell: (row) => row.customer.name, title: (row) => row.customer.name },
              { key: 'received', head: t('order.received_on'), width: 120, number: true, cell: (row) => showDate(row.received_on) },
              { key: 'promised', head: t('job.promised'), width: 120, number: true, cell: (row) => showDate(row.promised_on) },
              { key: 'items', head: t('order.items'), width: 110, number: true, cell: (row) => row.item_count },
              { key: 'open', head: t('order.open'), width: 110, number: true, cell: (row) => row.open_count },
            ]}
            card={(row) => <><span className="pair"><span className="code">{row.number}</span><span className={row.open_count > 0 ? '' : 'muted'}>{t(row.open_count > 0 ? 'order.open_n' : 'order.all_back', { n: row.open_count, all: row.item_count })}</span></span><span className="pair"><span className="cut">{row.customer.name}</span><span>{showDate(row.promised_on)}</span></span></>} />}
    </>
  )
}
