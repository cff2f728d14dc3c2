import { Checkbox, Kbd, Modal } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { useSpeech } from '../../ui/language'
import { useSession } from '../session/session'
import { places } from './places'

const stored = 'chuan.single_keys'

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

/** Single keys: "g" and a letter go somewhere, "/" to the filter, "?" shows them. Off while typing, and on request. */
export function useKeys() {
  const [, go] = useLocation()
  const { can } = useSession()
  const [opened, setOpened] = useState(false)
  const [on, set] = useState(() => localStorage.getItem(stored) !== 'off')
  useEffect(() => {
    let leading = 0
    const press = (event: KeyboardEvent) => {
      if (!on || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (document.querySelector('[role=dialog]')) return
      if (event.key === '?') setOpened(true)
      else if (event.key === '/') {
        const filter = document.querySelector<HTMLInputElement>('[data-filter]')
        if (filter) {
          event.preventDefault()
          filter.focus()
        }
      } else if (event.key === 'g') leading = event.timeStamp
      else if (leading && event.timeStamp - leading < 1500) {
        leading = 0
        const place = places.find((candidate) => candidate.letter === event.key && (!candidate.needs || can(candidate.needs)))
        if (place) go(place.path)
      }
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [on, go, can])
  const setOn = (next: boolean) => {
    localStorage.setItem(stored, next ? 'on' : 'off')
    set(next)
  }
  return { opened, close: () => setOpened(false), on, setOn }
}

export function KeysDialog({ opened, close, on, setOn }: ReturnType<typeof useKeys>) {
  const { t } = useSpeech()
  return (
    <Modal opened={opened} onClose={close} title={t('keys.title')}>
      <table className="table">
        <tbody>
          <tr><td><Kbd>Ctrl K</Kbd></td><td>{t('shell.find')}</td></tr>
          {places.filter((place) => place.letter).map((place) => (
            <tr key={place.path}><td><Kbd>g</Kbd> <Kbd>{place.letter}</Kbd></td><td>{t(place.label)}</td></tr>
          ))}
          <tr><td><Kbd>/</Kbd></td><td>{t('keys.filter')}</td></tr>
          <tr><td><Kbd>Enter</Kbd> <Kbd>Tab</Kbd></td><td>{t('keys.sheet')}</td></tr>
          <tr><td><Kbd>Ctrl D</Kbd></td><td>{t('keys.above')}</td></tr>
          <tr><td><Kbd>Ctrl Enter</Kbd></td><td>{t('keys.send')}</td></tr>
        </tbody>
      </table>
      <Checkbox mt={16} label={t('keys.single')} checked={on} onChange={(event) => setOn(event.currentTarget.checked)} />
    </Modal>
  )
}
