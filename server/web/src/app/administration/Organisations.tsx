import { Button, Checkbox, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { client, type Schemas } from '../../lib/api'
import { fieldErrors } from '../../lib/problem'
import { CsvButton } from '../../ui/CsvButton'
import { DataTable } from '../../ui/DataTable'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { TextField } from '../../ui/fields'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { ListProblem } from '../../ui/ListProblem'
import { Answered, Empty, Facts, PageHead, Panel } from '../../ui/Page'
import { useFilters } from '../address'
import { useAct, useAsk, usePages } from '../ask'
import { useSession } from '../session/session'
import { TrailPanel } from '../trail/TrailPanel'

type Organisation = Schemas['Organisation']
const roles = ['customer', 'laboratory', 'authority', 'manufacturer'] as const
const texts = ['name', 'name_en', 'address', 'address_en', 'country', 'tax_code', 'contact', 'phone', 'email'] as const

function OrganisationDialog({ organisation, onClose }: { organisation?: Organisation; onClose: () => void }) {
  const { t, word, language } = useSpeech()
  const [chosen, setChosen] = useState<Schemas['OrganisationRole'][]>(organisation?.roles ?? ['customer'])
  const [draft, setDraft] = useState(() => Object.fromEntries(texts.map((key) => [key, organisation?.[key] ?? (key === 'country' ? 'VN' : '')])) as Record<(typeof texts)[number], string>)
  const act = useAct((body: Schemas['OrganisationNew'], header) => organisation
    ? client.PATCH('/organisations/{organisation}', { params: { path: { organisation: organisation.id }, header: { ...header, 'If-Match': `"${organisation.version}"` } }, body })
    : client.POST('/organisations', { params: { header }, body }), { renews: [['organisations']], done: onClose })
  const errors = fieldErrors(act.problem?.errors ?? [], language)
  return (
    <Modal opened onClose={onClose} size="lg" title={t(organisation ? 'edit' : 'organisation.add')}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); void act.run({ roles: chosen, ...draft }) }}>
        <ErrorSummary problem={act.problem} />
        <div className="fields">
          <Checkbox.Group id="roles" label={t('organisation.roles')} value={chosen} error={errors.roles} onChange={(next) => setChosen(next as Schemas['OrganisationRole'][])}>
            <div className="row" style={{ marginTop: 6 }}>{roles.map((one) => <Checkbox key={one} value={one} label={word('organisation', one)} />)}</div>
          </Checkbox.Group>
          {texts.map((key) => <TextField key={key} id={key} label={t(`organisation.${key}`)} required={key === 'name'} value={draft[key]} errors={errors} onChange={(value) => setDraft((now) => ({ ...now, [key]: value }))} />)}
        </div>
        <div className="row" style={{ marginTop: 16 }}><Button type="submit" loading={act.busy}>{t('save')}</Button><Button variant="default" onClick={onClose}>{t('cancel')}</Button></div>
      </form>
    </Modal>
  )
}

export function Organisations() {
  const { t, word } = useSpeech()
  const { can } = useSession()
  const [filters, setFilters] = useFilters()
  const [adding, setAdding] = useState(false)
  const q = filters.get('q') ?? ''
  const asked = usePages<Organisation, Schemas['OrganisationList']>(['organisations', 'list', q], (cursor) => client.GET('/organisations', { params: { query: { q: q || undefined, cursor } } }))
  return (
    <>
      <PageHead title={t('place.organisations')}><CsvButton href={`/api/v1/organisations?${new URLSearchParams(q ? { q } : {}).toString()}`} name="organisations.csv" />{can('manage_customers') && <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>{t('organisation.add')}</Button>}</PageHead>
      <div className="filters"><TextInput className="search" data-filter aria-label={t('list.search')} placeholder={t('list.search')} value={q} leftSection={<Icon name="search" />} onChange={(event) => setFilters({ q: event.currentTarget.value })} /></div>
      <ListProblem error={asked.error} onAgain={() => void asked.refetch()} />
      {!asked.isPending && !asked.error && asked.rows.length === 0
        ? <Empty icon="organisations" title={q ? t('list.no_match') : t('organisation.none')} hint={q ? t('list.no_match_hint') : t('organisation.none_hint')} act={q ? t('list.clear') : undefined} onAct={() => setFilters({ q: undefined })} />
        : <DataTable<Organisation> label={t('place.organisations')} rows={asked.rows} loading={asked.isPending} more={asked.hasNextPage} onMore={() => void asked.fetchNextPage()} rowKey={(row) => row.id} href={(row) => `/organisations/${row.id}`}
            columns={[
              { key: 'name', head: t('organisation.name'), width: 360, cell: (row) => row.name, title: (row) => row.name },
              { key: 'roles', head: t('organisation.roles'), width: 180, cell: (row) => row.roles.map((one) => word('organisation', one)).join(', ') },
              { key: 'address', head: t('organisation.address'), width: 220, cell: (row) => row.address, title: (row) => row.address },
              { key: 'phone', head: t('organisation.phone'), width: 140, cell: (row) => row.phone },
            ]}
            card={(row) => <><span className="code cut">{row.name}</span><span className="muted">{row.address}</span></>} />}
      {adding && <OrganisationDialog onClose={() => setAdding(false)} />}
    </>
  )
}

export function OrganisationPage({ id }: { id: number }) {
  const { t, word } = useSpeech()
  const { can } = useSession()
  const [editing, setEditing] = useState(false)
  const asked = useAsk(['organisations', id], () => client.GET('/organisations/{organisation}', { params: { path: { organisation: id } } }))
  return (
    <Answered asked={asked}>
      {(organisation) => (
        <>
          <PageHead title={organisation.name} aside={<span className="count">{organisation.roles.map((one) => word('organisation', one)).join(', ')}</span>}>{can('manage_customers') && <Button variant="default" onClick={() => setEditing(true)}>{t('edit')}</Button>}</PageHead>
          <Panel><Facts facts={texts.slice(1).map((key) => [t(`organisation.${key}`), organisation[key]])} /></Panel>
          <TrailPanel subject="organisation" id={id} />
          {editing && <OrganisationDialog organisation={organisation} onClose={() => setEditing(false)} />}
        </>
      )}
    </Answered>
  )
}
