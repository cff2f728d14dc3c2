import type { Schemas } from '../../lib/api'
import { showDate } from '../../lib/dates'
import { useSpeech } from '../../ui/language'

/** The earliest of a bottle's dates, with which one it is. */
export function Until({ until }: { until: Schemas['UsableUntil'] }) {
  const { word } = useSpeech()
  return <>{showDate(until.day)} <span className="muted">({word('ends', until.by)})</span></>
}
