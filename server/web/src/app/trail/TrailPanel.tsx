import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { showMoment } from '../../lib/dates'
import { pageOf, sayAction, sayField, saySubject, sayTrailValue } from '../../lib/trail'
import { FlowTable } from '../../ui/FlowTable'
import { useSpeech } from '../../ui/language'
import { ListProblem } from '../../ui/ListProblem'
import { Panel } from '../../ui/Page'
import { usePages } from '../ask'
import { useSession } from '../session/session'

type Event = Schemas['TrailEvent']

/** The kinds of record that have a panel, by the names the trail knows. */
export type TrailSubject = 'job' | 'certificate' | 'customer_order' | 'account' | 'body' | 'organisation' | 'measurement_standard' | 'instrument' | 'procedure_version' | 'reference_material'

/** Old and new beside each other; a new record has nothing old. */
function Change({ event, change }: { event: Event; change: Event['changes'][number] }) {
  const { t, language } = useSpeech()
  const say = (value: string) => sayTrailValue(language, event.subject, change.field, value)
  const had = change.old_value !== null && change.old_value !== ''
  const has = change.new_value !== null && change.new_value !== ''
  return (
    <>
      <dt>{sayField(language, event.subject, change.field)}</dt>
      <dd>
        {change.erased && <em>{t('trail.erased')}</em>}
        {!change.erased && had && <><span className="visually-hidden">{t('trail.old')}: </span><span className="muted">{say(change.old_value ?? '')}</span> <span aria-hidden>→</span> <span className="visually-hidden">{t('trail.new')}: </span></>}
        {!change.erased && (has ? <span>{say(change.new_value ?? '')}</span> : <span className="muted">{had ? t('trail.emptied') : '–'}</span>)}
      </dd>
    </>
  )
}

/** Only what changed: when, who, what was done to which record, the fields with old and new value. */
export function TrailRows({ events, of }: { events: Event[]; of?: TrailSubject }) {
  const { t, language } = useSpeech()
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('place.trail')}>
      <FlowTable>
        <thead><tr><th>{t('trail.when')}</th><th>{t('trail.who')}</th><th>{t('trail.what')}</th><th>{t('trail.changes')}</th></tr></thead>
        <tbody>
          {events.map((event) => {
            const page = pageOf(event.subject, event.subject_id)
            const record = `${saySubject(language, event.subject)} № ${event.subject_id}`
            const told = event.changes.filter((change) => change.erased || change.old_value || change.new_value)
            return (
              <tr key={event.seq} data-action={event.action}>
                <td style={{ whiteSpace: 'nowrap' }}>{showMoment(event.recorded_at)}<br /><span className="muted">№ {event.seq}</span></td>
                <td>{event.actor_name}</td>
                <td><strong>{sayAction(language, event.action)}</strong>{event.subject !== of && <><br />{page ? <Link href={page}>{record}</Link> : <span className="muted">{record}</span>}</>}</td>
                <td>{told.length > 0 && <dl className="facts">{told.map((change) => <Change key={change.field} event={event} change={change} />)}</dl>}</td>
              </tr>
            )
          })}
        </tbody>
      </FlowTable>
    </div>
  )
}

function Events({ subject, id }: { subject: TrailSubject; id: number }) {
  const { t } = useSpeech()
  const asked = usePages<Event, Schemas['TrailList']>(['trail', subject, id], (cursor) =>
    client.GET('/trail', { params: { query: { subject, id, whole: true, cursor } } }))
  if (asked.error) return <ListProblem error={asked.error} onAgain={() => void asked.refetch()} />
  if (asked.isPending) return <p className="muted">{t('loading')}</p>
  if (asked.rows.length === 0) return <p className="muted">{t('trail.none')}</p>
  return (
    <>
      <TrailRows events={asked.rows} of={subject} />
      {asked.hasNextPage && <Button variant="default" mt={10} onClick={() => void asked.fetchNextPage()}>{t('list.more')}</Button>}
    </>
  )
}

/** The audit trail of one record and its parts, opened on demand. */
export function TrailPanel({ subject, id }: { subject: TrailSubject; id: number }) {
  const { t } = useSpeech()
  const { can } = useSession()
  const [open, setOpen] = useState(false)
  if (!can('read_trail')) return null
  return (
    <Panel title={t('place.trail')}>
      {open ? <Events subject={subject} id={id} /> : <Button variant="default" onClick={() => setOpen(true)} data-act="trail">{t('trail.show')}</Button>}
    </Panel>
  )
}
