import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { showDate } from '../../lib/dates'
import { Link } from 'wouter'
import { call, client, newKey, type Schemas } from '../../lib/api'
import { ProblemError, type Problem } from '../../lib/problem'
import { CsvButton } from '../../ui/CsvButton'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { ChoiceField, FileButton } from '../../ui/fields'
import { FlowTable } from '../../ui/FlowTable'
import { useSpeech } from '../../ui/language'
import { ListProblem } from '../../ui/ListProblem'
import { Empty, Loading, PageHead } from '../../ui/Page'
import { Status } from '../../ui/Status'
import { usePages } from '../ask'
import { useSession } from '../session/session'
import { CatalogueDialog } from './CatalogueDialog'

const FIELDS = ['length', 'mass', 'volume_flow', 'pressure', 'force_hardness', 'temperature', 'physical_chemistry', 'electricity', 'time_frequency', 'optics', 'acoustics_vibration', 'ionising_radiation'] as const satisfies readonly Schemas['MeasurementField'][]

/** Procedure versions; a new one is loaded from its XML file, faults are named with line and remedy. */
export function Procedures() {
  const { t, word, title } = useSpeech()
  const { can } = useSession()
  const queries = useQueryClient()
  const [problem, setProblem] = useState<Problem>()
  const [status, setStatus] = useState<Schemas['ProcedureStatus']>()
  const [shelf, setShelf] = useState(false)
  const [field, setField] = useState<Schemas['MeasurementField']>()
  const asked = usePages<Schemas['Procedure'], Schemas['ProcedureList']>(['procedures', 'list', status, field], (cursor) => client.GET('/procedures', { params: { query: { cursor, status, field } } }))
  const narrowed = status !== undefined || field !== undefined
  const widen = () => { setStatus(undefined); setField(undefined) }
  const load = async (file: File) => {
    setProblem(undefined)
    try {
      await call(async () => {
        const response = await fetch('/api/v1/procedures', { method: 'POST', credentials: 'same-origin', body: file, headers: { 'Content-Type': 'application/xml', 'Idempotency-Key': newKey() } })
        const body: unknown = await response.json().catch(() => undefined)
        return response.ok ? { data: body as Schemas['ProcedureDetail'], response } : { error: body, response }
      })
      await queries.invalidateQueries({ queryKey: ['procedures'] })
    } catch (error) {
      if (error instanceof ProblemError) setProblem(error.problem)
    }
  }
  return (
    <>
      <PageHead title={t('place.procedures')}><CsvButton href={`/api/v1/procedures?${new URLSearchParams({ ...(status ? { status } : {}), ...(field ? { field } : {}) }).toString()}`} name="procedures.csv" />{can('manage_procedures') && <>
        <Button variant="default" data-act="catalogue" onClick={() => setShelf(true)}>{t('catalogue.open')}</Button>
        <FileButton label={t('procedure.load')} accept=".xml,application/xml,text/xml" onFile={(file) => void load(file)} /></>}</PageHead>
      {shelf && <CatalogueDialog onClose={() => setShelf(false)} />}
      <ErrorSummary problem={problem} />
      <ListProblem error={asked.error} onAgain={() => void asked.refetch()} />
      {asked.isPending && <Loading />}
      <div className="tabs" role="group" aria-label={t('job.state')}>
        {([undefined, 'draft', 'verified', 'approved', 'withdrawn'] as const).map((one) => (
          <button key={one ?? 'all'} type="button" aria-pressed={status === one} onClick={() => setStatus(one)}>{one ? word('procedure', one) : t('procedure.all_statuses')}</button>))}
      </div>
      <div style={{ maxWidth: 320, marginBottom: 12 }}>
        <ChoiceField id="field" label={t('method.field')} value={field ?? ''} onChange={(next) => setField(next || undefined)} choices={FIELDS.map((one) => ({ value: one, label: word('field', one) }))} />
      </div>
      {!asked.isPending && !asked.error && asked.rows.length === 0 && narrowed && <Empty icon="procedures" title={t('procedure.no_match')} hint="" act={t('procedure.show_all')} onAct={widen} />}
      {!asked.isPending && !asked.error && asked.rows.length === 0 && !narrowed && <Empty icon="procedures" title={t('procedure.none')} hint={t('procedure.none_hint')} {...(can('manage_procedures') && { act: t('catalogue.open'), onAct: () => setShelf(true) })} />}
      {asked.rows.length > 0 && (
        <div className="scroll" tabIndex={0} role="region" aria-label={t('place.procedures')}>
          <FlowTable>
            <thead><tr><th>{t('standard.code')}</th><th>{t('procedure.title')}</th><th>{t('method.field')}</th><th>{t('job.kind')}</th><th>{t('procedure.basis')}</th><th>{t('procedure.effective_from')}</th><th>{t('job.state')}</th></tr></thead>
            <tbody>{asked.rows.map((one) => (
              <tr key={one.id}><td className="code"><Link href={`/procedures/${one.id}`}>{one.code} {one.version}</Link></td><td>{title(one)}</td><td>{word('field', one.field)}</td><td>{word('kind', one.kind)}</td><td>{one.basis}</td><td>{one.effective_from ? showDate(one.effective_from) : ''}</td><td><Status group="procedure" word={one.status} /></td></tr>))}</tbody>
          </FlowTable>
        </div>
      )}
    </>
  )
}
