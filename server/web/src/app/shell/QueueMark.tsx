import { Popover } from '@mantine/core'
import { useEffect, useSyncExternalStore } from 'react'
import { Link } from 'wouter'
import { call, client } from '../../lib/api'
import { queue, startSender } from '../../lib/sender'
import { pageOf, type Entry } from '../../lib/queue'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { useSession } from '../session/session'

export function useEntries(): Entry[] {
  return useSyncExternalStore(queue.subscribe, () => queue.all())
}

/** Sends what was typed, and says how much is not saved yet, on every page. */
export function QueueMark() {
  const { t } = useSpeech()
  const { session } = useSession()
  const entries = useEntries()
  const account = session.account.id
  useEffect(() => startSender(account, () => {
    call(() => client.GET('/session')).catch(() => undefined)
  }), [account])
  if (entries.length === 0) return null
  const own = entries.filter((entry) => entry.account === account)
  const foreign = entries.filter((entry) => entry.account !== account)
  const stuck = own.filter((entry) => entry.state !== 'waiting')
  const pages = new Map(entries.map((entry) => [pageOf(entry), entry.at]))
  return (
    <Popover position="bottom-end" width={320} withArrow>
      <Popover.Target>
        <button type="button" className={`status plain ${stuck.length > 0 ? 'over' : 'due'}`} data-unsaved={entries.length}>
          <Icon name="cloudOff" size={14} />{t(stuck.length > 0 ? 'queue.stuck' : 'queue.unsaved', { n: stuck.length || entries.length })}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <p style={{ marginTop: 0 }}>{t('queue.kept')}</p>
        {[...pages].map(([page, name]) => <p key={page}><Link href={page}>{t('queue.of_page', { name })}</Link></p>)}
        {foreign.length > 0 && <p>{t('queue.foreign', { n: foreign.length, name: foreign[0]?.account_name ?? '' })}</p>}
      </Popover.Dropdown>
    </Popover>
  )
}
