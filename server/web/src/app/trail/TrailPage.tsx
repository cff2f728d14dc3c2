import { Button } from '@mantine/core'
import { client, type Schemas } from '../../lib/api'
import { saySubject, subjectNames } from '../../lib/trail'
import { CsvButton } from '../../ui/CsvButton'
import { ChoiceField, TextField } from '../../ui/fields'
import { useSpeech } from '../../ui/language'
import { ListProblem } from '../../ui/ListProblem'
import { Empty, Loading, PageHead } from '../../ui/Page'
import { useFilters } from '../address'
import { usePages } from '../ask'
import { TrailRows } from './TrailPanel'

/** The whole trail of the laboratory, newest first; or that of one record and its parts, named by its kind and number. */
export function TrailPage() {
  const { t, language } = useSpeech()
  const [filters, setFilters] = useFilters()
  const subject = filters.get('subject') ?? ''
  const id = Number(filters.get('id')) || undefined
  const one = subject && id ? { subject, id, whole: true } : {}
  const asked = usePages<Schemas['TrailEvent'], Schemas['TrailList']>(['trail', 'all', one], (cursor) => client.GET('/trail', { params: { query: { ...one, cursor } } }))
  const clear = () => setFilters({ subject: undefined, id: undefined })
  const choices = subjectNames.map((value) => ({ value, label: saySubject(language, value) })).sort((a, b) => a.label.localeCompare(b.label, language))
  return (
    <>
      <PageHead title={t('place.trail')}><CsvButton href={`/api/v1/trail?${new URLSearchParams(subject && id ? { subject, id: String(id), whole: 'true' } : {}).toString()}`} name="trail.csv" /></PageHead>
      <div className="filters">
        <ChoiceField id="subject" label={t('trail.subject')} value={subject} searchable onChange={(value) => setFilters({ subject: value })} choices={choices} />
        <TextField id="subject-id" label={t('trail.subject_id')} value={filters.get('id') ?? ''} inputMode="numeric" hint={subject && !id ? t('trail.needs_both') : undefined}
          onChange={(value) => setFilters({ id: /^\d*$/.test(value) ? value || undefined : filters.get('id') ?? undefined })} />
      </div>
      <ListProblem error={asked.error} onAgain={() => void asked.refetch()} />
      {asked.isPending && <Loading />}
      {!asked.isPending && !asked.error && asked.rows.length === 0 && <Empty icon="history" title={t('list.no_match')} hint={t('trail.none')} act={t('list.clear')} onAct={clear} />}
      {asked.rows.length > 0 && <TrailRows events={asked.rows} />}
      {asked.hasNextPage && <Button variant="default" mt={12} onClick={() => void asked.fetchNextPage()}>{t('list.more')}</Button>}
    </>
  )
}
