import { Button } from '@mantine/core'
import { client, type Schemas } from '../../lib/api'
import { CsvButton } from '../../ui/CsvButton'
import { TextField } from '../../ui/fields'
import { useSpeech } from '../../ui/language'
import { ListProblem } from '../../ui/ListProblem'
import { Empty, Loading, PageHead } from '../../ui/Page'
import { useFilters } from '../address'
import { usePages } from '../ask'
import { TrailRows } from './TrailPanel'

/** The whole trail of the laboratory, newest first. */
export function TrailPage() {
  const { t } = useSpeech()
  const [filters, setFilters] = useFilters()
  const subject = filters.get('subject') ?? ''
  const id = Number(filters.get('id')) || undefined
  const asked = usePages<Schemas['TrailEvent'], Schemas['TrailList']>(['trail', 'all', subject, id], (cursor) => client.GET('/trail', { params: { query: { subject: subject || undefined, id, cursor } } }))
  return (
    <>
      <PageHead title={t('place.trail')}><CsvButton href={`/api/v1/trail?${new URLSearchParams({ ...(subject ? { subject } : {}), ...(id ? { id: String(id) } : {}) }).toString()}`} name="trail.csv" /></PageHead>
      <div className="filters">
        <TextField id="subject" label={t('trail.subject')} value={subject} onChange={(value) => setFilters({ subject: value })} placeholder="job, certificate, standard" />
        <TextField id="subject-id" label={t('trail.subject_id')} value={id ? String(id) : ''} inputMode="numeric" onChange={(value) => setFilters({ id: /^\d+$/.test(value) ? value : undefined })} />
      </div>
      <ListProblem error={asked.error} onAgain={() => void asked.refetch()} />
      {asked.isPending && <Loading />}
      {!asked.isPending && !asked.error && asked.rows.length === 0 && <Empty icon="history" title={t('list.no_match')} hint={t('trail.none')} act={t('list.clear')} onAct={() => setFilters({ subject: undefined, id: undefined })} />}
      {asked.rows.length > 0 && <TrailRows events={asked.rows} />}
      {asked.hasNextPage && <Button variant="default" mt={12} onClick={() => void asked.fetchNextPage()}>{t('list.more')}</Button>}
    </>
  )
}
