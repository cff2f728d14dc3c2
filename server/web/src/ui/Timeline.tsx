import { Link } from 'wouter'
import type { Schemas } from '../lib/api'
import { showDate, showMoment } from '../lib/dates'
import { sayChanges, sayHold } from '../lib/trail'
import { useSpeech } from './language'

type Entry = Schemas['TimelineEntry']

function pageOf(entry: Entry): string | undefined {
  if (entry.certificate_id) return `/certificates/${entry.certificate_id}`
  if (entry.job_id) return `/jobs/${entry.job_id}`
  if (entry.order_id) return `/orders/${entry.order_id}`
  return undefined
}

/** Everything that happened, newest first. */
export function Timeline({ entries }: { entries: Entry[] }) {
  const { t, word, language } = useSpeech()
  const finer = (entry: Entry): string => {
    if (!entry.code) return ''
    const groups = { certificate_event: 'event', instrument_event: 'instrument_event', ended: 'state' } as const
    const group = groups[entry.kind as keyof typeof groups]
    return group ? `: ${word(group, entry.code)}` : ''
  }
  if (entries.length === 0) return <p className="muted">{t('timeline.none')}</p>
  return (
    <ol className="line-of-time">
      {entries.map((entry, index) => {
        const page = pageOf(entry)
        return (
          <li key={index}>
            <div><strong>{word('timeline', entry.kind === 'changed' && entry.code === 'added' ? 'added' : entry.kind)}{finer(entry)}</strong>{' '}
              {entry.number && (page ? <Link href={page}>{entry.number}</Link> : entry.number)}</div>
            {entry.text && <div>{entry.kind === 'changed' ? sayChanges(language, entry.text) : entry.kind === 'held' ? sayHold(language, entry.text) : entry.text}</div>}
            <div className="muted" style={{ fontSize: 12 }}>
              {showMoment(entry.at)}{entry.on && entry.on !== entry.at.slice(0, 10) && ` (${t('timeline.for_day', { date: showDate(entry.on) })})`}{entry.who && ` · ${entry.who}`}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
