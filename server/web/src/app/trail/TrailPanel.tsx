import { Button } from '@mantine/core'
import { useState } from 'react'
import { client, type Schemas } from '../../lib/api'
import { showMoment } from '../../lib/dates'
import { FlowTable } from '../../ui/FlowTable'
import { useSpeech } from '../../ui/language'
import { Panel } from '../../ui/Page'
import { usePages } from '../ask'
import { useSession } from '../session/session'

/** Only what changed: field, old and new value, who, when. */
export function TrailRows({ events }: { events: Schemas['TrailEvent'][] }) {
  const { t } = useSpeech()
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('place.trail')}>
      <FlowTable>
        <thead><tr><th>{t('trail.when')}</th><th>{t('trail.who')}</th><th>{t('trail.what')}</th><th>{t('trail.field')}</th><th>{t('trail.old')}</th><th>{t('trail.new')}</th></tr></thead>
        <tbody>
          {events.flatMap((event) => {
            const changes = event.changes.length > 0 ? event.changes : [{ field: '', old_value: null, new_value: null, privacy: 'public' as const, erased: false }]
            return changes.map((change, index) => (
              <tr key={`${event.seq}-${index}`}>
                {index === 0 && <><td rowSpan={changes.length} style={{ whiteSpace: 'nowrap' }}>{showMoment(event.recorded_at)}<br /><span className="muted">№ {event.seq}</span></td>
                  <td rowSpan={changes.length}>{event.actor_name}</td>
                  <td rowSpan={changes.length}>{event.action}<br /><span className="muted">{event.subject} {event.subject_id}</span></td></>}
                <td>{change.field}</td>
                <td style={{ overflowWrap: 'anywhere' }}>{change.erased ? <em>{t('trail.erased')}</em> : change.old_value ?? <span className="muted">–</span>}</td>
                <td style={{ overflowWrap: 'anywhere' }}>{change.erased ? <em>{t('trail.erased')}</em> : change.new_value ?? <span className="muted">–</span>}</td>
              </tr>
            ))
          })}
        </tbody>
      </FlowTable>
    </div>
  )
}

function Events({ subject, id }: { subject: string; id: number }) {
  const { t } = useSpeech()
  const asked = usePages<Schemas['TrailEvent'], Schemas['TrailList']>(['trail', subject, id], (cursor) =>
    client.GET('/trail', { params: { query: { subject, id, cursor } } }))
  if (asked.isPending) return <p className="muted">{t('loading')}</p>
  if (asked.rows.length === 0) return <p className="muted">{t('trail.none')}</p>
  return (
    <>
      <TrailRows events={asked.rows} />
      {asked.hasNextPage && <Button variant="default" mt={10} onClick={() => void asked.fetchNextPage()}>{t('list.more')}</Button>}
    </>
  )
}

/** The audit trail of one record, opened on demand. */
export function TrailPanel({ subject, id }: { subject: string; id: number }) {
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
