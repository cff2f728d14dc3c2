import { Button } from '@mantine/core'
import { useState } from 'react'
import { client, type Schemas } from '../../lib/api'
import { showDate, today } from '../../lib/dates'
import { fieldErrors } from '../../lib/problem'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { ChoiceField, DateField, TextField } from '../../ui/fields'
import { FlowTable } from '../../ui/FlowTable'
import { useSpeech } from '../../ui/language'
import { Answered, Panel } from '../../ui/Page'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { useAct, useAsk } from '../ask'
import { OrganisationField } from './OrganisationField'

const activities = ['perform', 'judge_environment', 'review', 'approve_release', 'verify_method', 'approve_method', 'transcribe_check'] as const

/** What the person may do, by procedure and for how long; rows end, they are never changed. */
export function Authorisations({ account, editable }: { account: number; editable: boolean }) {
  const { t, word, language } = useSpeech()
  const [activity, setActivity] = useState<Schemas['Activity']>('perform')
  const [procedure, setProcedure] = useState('*')
  const [from, setFrom] = useState(today())
  const [to, setTo] = useState('')
  const [ending, setEnding] = useState<Schemas['Authorisation']>()
  const key = ['accounts', account, 'authorisations']
  const asked = useAsk(key, () => client.GET('/accounts/{account}/authorisations', { params: { path: { account } } }))
  const add = useAct((body: Schemas['AuthorisationNew'], header) => client.POST('/accounts/{account}/authorisations', { params: { path: { account }, header }, body }), { renews: [key] })
  const end = useAct(({ id, reason }: { id: number; reason: string }, header) =>
    client.DELETE('/accounts/{account}/authorisations/{authorisation}', { params: { path: { account, authorisation: id }, query: { reason }, header } }), { renews: [key], done: () => setEnding(undefined) })
  const errors = fieldErrors(add.problem?.errors ?? [], language)
  return (
    <Panel title={t('authorisation.title')}>
      <Answered asked={asked} rows={2}>
        {({ items }) => items.length === 0 ? <p className="muted">{t('authorisation.none')}</p> : (
          <FlowTable>
            <thead><tr><th>{t('authorisation.activity')}</th><th>{t('job.procedure')}</th><th>{t('authorisation.from')}</th><th>{t('authorisation.to')}</th><th>{t('authorisation.granted')}</th><th><span className="visually-hidden">{t('trail.what')}</span></th></tr></thead>
            <tbody>{items.map((one) => (
              <tr key={one.id} className={one.ended_at ? 'muted' : ''}><td>{word('activity', one.activity)}</td><td>{one.procedure_code === '*' ? t('authorisation.every') : one.procedure_code}</td><td>{showDate(one.valid_from)}</td><td>{one.ended_at ? `${t('authorisation.ended')}: ${one.ended_reason ?? ''}` : showDate(one.valid_to)}</td><td>{one.granted_by.name}</td>
                <td>{editable && !one.ended_at && <Button size="compact-sm" variant="default" onClick={() => setEnding(one)}>{t('authorisation.end')}</Button>}</td></tr>))}</tbody>
          </FlowTable>
        )}
      </Answered>
      {editable && (
        <form noValidate style={{ marginTop: 12 }} onSubmit={(event) => { event.preventDefault(); void add.run({ activity, procedure_code: procedure.trim(), valid_from: from, valid_to: to || null }) }}>
          <ErrorSummary problem={add.problem} />
          <div className="fields">
            <ChoiceField id="activity" label={t('authorisation.activity')} required value={activity} errors={errors} onChange={(next) => next && setActivity(next)} choices={activities.map((value) => ({ value, label: word('activity', value) }))} />
            <TextField id="procedure_code" label={t('job.procedure')} hint={t('authorisation.procedure_hint')} required value={procedure} onChange={setProcedure} errors={errors} />
            <DateField id="valid_from" label={t('authorisation.from')} required value={from} onChange={setFrom} errors={errors} />
            <DateField id="valid_to" label={t('authorisation.to')} value={to} onChange={setTo} errors={errors} />
          </div>
          <Button type="submit" mt={10} variant="default" loading={add.busy}>{t('authorisation.add')}</Button>
        </form>
      )}
      {ending && <ReasonDialog title={t('authorisation.end')} what={word('activity', ending.activity)} act={t('authorisation.end')} busy={end.busy} problem={end.problem} onClose={() => setEnding(undefined)} onReason={(reason) => void end.run({ id: ending.id, reason })} />}
    </Panel>
  )
}

/** Declared interests: nobody acts for a customer he or she is tied to. */
export function Conflicts({ account, editable }: { account: number; editable: boolean }) {
  const { t, language } = useSpeech()
  const [organisation, setOrganisation] = useState<{ id?: number; name: string }>({ name: '' })
  const [reason, setReason] = useState('')
  const key = ['accounts', account, 'conflicts']
  const asked = useAsk(key, () => client.GET('/accounts/{account}/conflicts', { params: { path: { account } } }))
  const add = useAct((body: Schemas['ConflictNew'], header) => client.POST('/accounts/{account}/conflicts', { params: { path: { account }, header }, body }), { renews: [key], done: () => { setOrganisation({ name: '' }); setReason('') } })
  const errors = fieldErrors(add.problem?.errors ?? [], language)
  return (
    <Panel title={t('conflict.title')}>
      <Answered asked={asked} rows={1}>
        {({ items }) => items.length === 0 ? <p className="muted">{t('conflict.none')}</p>
          : <ul style={{ paddingLeft: 18 }}>{items.map((one) => <li key={one.id}><strong>{one.organisation.name}</strong>: {one.reason} ({showDate(one.valid_from)}{one.valid_to && ` – ${showDate(one.valid_to)}`})</li>)}</ul>}
      </Answered>
      {editable && (
        <form noValidate onSubmit={(event) => { event.preventDefault(); void add.run({ organisation_id: organisation.id ?? 0, reason: reason.normalize('NFC'), valid_from: today() }) }}>
          <ErrorSummary problem={add.problem} />
          <div className="fields"><OrganisationField id="organisation_id" label={t('conflict.organisation')} required value={organisation.id} name={organisation.name} errors={errors} onChange={(id, name) => setOrganisation({ id, name })} /><TextField id="reason" label={t('reason')} required value={reason} onChange={setReason} errors={errors} /></div>
          <Button type="submit" mt={10} variant="default" loading={add.busy}>{t('conflict.add')}</Button>
        </form>
      )}
    </Panel>
  )
}
