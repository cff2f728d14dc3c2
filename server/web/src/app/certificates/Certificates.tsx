import { TextInput } from '@mantine/core'
import { client, type Schemas } from '../../lib/api'
import { showDate } from '../../lib/dates'
import { showCount } from '../../lib/decimal'
import { CsvButton } from '../../ui/CsvButton'
import { DataTable } from '../../ui/DataTable'
import { Icon } from '../../ui/icons'
import { ListProblem } from '../../ui/ListProblem'
import { useSpeech } from '../../ui/language'
import { Empty, PageHead } from '../../ui/Page'
import { useFilters } from '../address'
import { usePages } from '../ask'
import { CertificateStatus } from './CertificateStatus'

type Row = Schemas['CertificateRow']
type Answer = Schemas['Answer']
const answers: Exclude<Answer, 'unknown'>[] = ['valid', 'expired', 'ended_early', 'replaced', 'suspended', 'revoked', 'not_yet_issued']

export function Certificates() {
  const { t, word, name, language } = useSpeech()
  const [filters, setFilters] = useFilters()
  const q = filters.get('q') ?? ''
  const answer = (filters.get('answer') ?? undefined) as Answer | undefined
  const query = { q: q || undefined, answer }
  const asked = usePages<Row, Schemas['CertificateList']>(['certificates', 'list', q, answer], (cursor) => client.GET('/certificates', { params: { query: { ...query, cursor } } }))
  const counts = asked.first?.counts
  const csv = `/api/v1/certificates?${new URLSearchParams({ ...(q ? { q } : {}), ...(answer ? { answer } : {}) }).toString()}`
  return (
    <>
      <PageHead title={t('place.certificates')} aside={counts && <span className="count">{t('list.count', { n: showCount(counts.all, language) })}</span>}>
        <CsvButton href={csv} name="certificates.csv" />
      </PageHead>
      <div className="filters">
        <TextInput className="search" data-filter aria-label={t('list.search')} placeholder={t('certificate.search')} value={q} leftSection={<Icon name="search" />} onChange={(event) => setFilters({ q: event.currentTarget.value })} />
      </div>
      <div className="tabs">
        <button type="button" aria-pressed={!answer} onClick={() => setFilters({ answer: undefined })}>{t('all')}<span className="n">{counts?.all ?? ''}</span></button>
        {answers.map((one) => <button key={one} type="button" aria-pressed={answer === one} onClick={() => setFilters({ answer: one })}>{word('answer', one)}<span className="n">{counts?.[one] ?? ''}</span></button>)}
      </div>
      <ListProblem error={asked.error} onAgain={() => void asked.refetch()} />
      {!asked.isPending && !asked.error && asked.rows.length === 0
        ? <Empty icon="certificates" title={q || answer ? t('list.no_match') : t('certificate.none')} hint={q || answer ? t('list.no_match_hint') : t('certificate.none_hint')} act={q || answer ? t('list.clear') : undefined} onAct={() => setFilters({ q: undefined, answer: undefined })} />
        : <DataTable<Row> label={t('place.certificates')} rows={asked.rows} total={counts?.all} loading={asked.isPending} more={asked.hasNextPage} onMore={() => void asked.fetchNextPage()}
            rowKey={(row) => row.id} href={(row) => `/certificates/${row.id}`}
            columns={[
              { key: 'number', head: t('certificate.number'), width: 140, cell: (row) => row.number },
              { key: 'kind', head: t('job.kind'), width: 160, cell: (row) => word('kind', row.kind) },
              { key: 'item', head: t('job.item'), width: 210, cell: (row) => name({ name_vi: row.item_name_vi, name_en: row.item_name_en }), title: (row) => row.item_name_vi },
              { key: 'serial', head: t('instrument.serial'), width: 120, cell: (row) => row.serial },
              { key: 'owner', head: t('instrument.owner'), width: 200, cell: (row) => row.owner_name, title: (row) => row.owner_name },
              { key: 'test', head: t('certificate.test_date'), width: 110, number: true, cell: (row) => showDate(row.test_date) },
              { key: 'to', head: t('certificate.valid_to'), width: 110, number: true, cell: (row) => showDate(row.valid_to) },
              { key: 'answer', head: t('job.state'), width: 150, cell: (row) => <CertificateStatus certificate={row} /> },
            ]}
            card={(row) => <><span className="pair"><span className="code">{row.number}</span><CertificateStatus certificate={row} /></span><span className="pair"><span className="cut">{name({ name_vi: row.item_name_vi, name_en: row.item_name_en })} · {row.serial}</span><span>{showDate(row.valid_to)}</span></span></>} />}
    </>
  )
}
