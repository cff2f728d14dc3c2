import type { Schemas } from '../../lib/api'
import { isOpen, type BenchItem } from '../../lib/bench'
import { showMoment } from '../../lib/dates'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Status } from '../../ui/Status'

/** In words with a sign: left, held, how it was concluded, signed. */
export function ItemState({ item, verdict }: { item: BenchItem; verdict: Schemas['Verdict'] | null }) {
  const { t } = useSpeech()
  const { left, job } = item
  return (
    <span className="states">
      {left && <span className="status quiet" data-left={job.id} title={`${left.reason} · ${left.by.name}, ${showMoment(left.at)}`}><Icon name="back" size={14} />{t('bench.left')}</span>}
      {!left && job.state === 'held' && <Status group="state" word="held" />}
      {verdict && <Status group="verdict" word={verdict} />}
      {!left && !isOpen(item) && <span className="status quiet" data-signed={job.id}><Icon name="lock" size={14} />{t('bench.signed')}</span>}
    </span>
  )
}
