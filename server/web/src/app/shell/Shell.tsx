import { ActionIcon, Button, Drawer, Kbd, Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { client, quietly } from '../../lib/api'
import { setSiteOffset } from '../../lib/dates'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { useSession } from '../session/session'
import { LanguageButton, ThemeButton } from './choices'
import { KeysDialog, useKeys } from './keys'
import { places } from './places'
import { QueueMark, useEntries } from './QueueMark'

const loadPalette = () => import('./Palette')
const Palette = lazy(async () => ({ default: (await loadPalette()).Palette }))

function Navigation({ onGo, version }: { onGo?: () => void; version?: string }) {
  const { t } = useSpeech()
  const { can } = useSession()
  const [where] = useLocation()
  const seen = places.filter((place) => !place.needs || can(place.needs))
  const current = (path: string) => path === '/' ? where === '/' || where.startsWith('/jobs') : where.startsWith(path)
  return (
    <nav aria-label={t('shell.navigation')}>
      {seen.map((place, index) => (
        <div key={place.path} style={{ display: 'contents' }}>
          {index > 0 && seen[index - 1]?.group !== place.group && <div className="group">{t(`shell.${place.group}`)}</div>}
          <Link href={place.path} onClick={onGo} aria-current={current(place.path) ? 'page' : undefined}>
            <Icon name={place.icon} size={18} />{t(place.label)}
          </Link>
        </div>
      ))}
      {version && <p className="muted" style={{ fontSize: 11, margin: '16px 12px' }}>{t('shell.version', { version })}</p>}
    </nav>
  )
}

function Person() {
  const { t, word, name } = useSpeech()
  const [failed, setFailed] = useState<'shell.sign_out_failed' | 'shell.body_failed'>()
  const { session, signOut } = useSession()
  const [, go] = useLocation()
  // what was typed belongs to the laboratory it was typed at
  const unsaved = useEntries().some((entry) => entry.account === session.account.id)
  const change = async (body: number) => {
    try {
      await quietly(() => client.POST('/session/body', { body: { body } }))
      window.location.assign('/') // nothing of the other laboratory stays on the page
    } catch {
      setFailed('shell.body_failed')
    }
  }
  return (
    <>
      {failed && <span role="alert" className="status over">{t(failed)}</span>}
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon variant="subtle" size={36} aria-label={t('shell.person', { name: session.account.name })}>
            <Icon name="user" size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <strong>{session.account.name}</strong><br />{session.roles.map((role) => word('role', role)).join(', ')}
          </Menu.Label>
          {session.bodies.length > 1 && (
            <>
              <Menu.Label>{t(unsaved ? 'shell.bodies_wait' : 'shell.bodies')}</Menu.Label>
              {session.bodies.map((body) => (
                <Menu.Item key={body.id} data-body={body.code} disabled={unsaved || body.id === session.body.id} aria-current={body.id === session.body.id ? 'true' : undefined}
                  leftSection={body.id === session.body.id ? <Icon name="check" /> : <span style={{ width: 16 }} />} onClick={() => void change(body.id)}>{name(body)}</Menu.Item>
              ))}
              <Menu.Divider />
            </>
          )}
          <Menu.Item leftSection={<Icon name="user" />} onClick={() => go('/account')}>{t('place.account')}</Menu.Item>
          <Menu.Item leftSection={<Icon name="signOut" />} onClick={() => void signOut().then((done) => setFailed(done ? undefined : 'shell.sign_out_failed'))}>{t('shell.sign_out')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine)
  useEffect(() => {
    const change = () => setOnline(navigator.onLine)
    window.addEventListener('online', change)
    window.addEventListener('offline', change)
    return () => {
      window.removeEventListener('online', change)
      window.removeEventListener('offline', change)
    }
  }, [])
  return online
}

/** Counts how often the palette was asked for; it is loaded after the page, so that nothing typed into it is lost. */
function usePalette() {
  const [asked, setAsked] = useState(0)
  const ask = () => void loadPalette().then(() => setAsked((before) => before + 1), () => undefined)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return
      event.preventDefault()
      ask()
    }
    document.addEventListener('keydown', press)
    const timer = setTimeout(() => void loadPalette().catch(() => undefined), 1500)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('keydown', press)
    }
  }, [])
  return { asked, ask }
}

/** The frame of every page. */
export function Shell({ children }: { children: ReactNode }) {
  const { t, name } = useSpeech()
  const { session } = useSession()
  const [open, setOpen] = useState(false)
  const main = useRef<HTMLElement>(null)
  const online = useOnline()
  const keys = useKeys()
  const palette = usePalette()
  const about = useQuery({ queryKey: ['installation'], queryFn: () => quietly(() => client.GET('/installation')), staleTime: Infinity })
  if (about.data) setSiteOffset(about.data.utc_offset_minutes)
  return (
    <>
      <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus() }}>{t('shell.skip')}</a>
      <header className="bar">
        <ActionIcon variant="subtle" size={40} hiddenFrom="sm" aria-label={t('shell.navigation')} onClick={() => setOpen(true)}>
          <Icon name="menu" size={20} />
        </ActionIcon>
        <Link href="/" className="brand"><img src="/chuan.svg" alt="" width={22} height={22} /><span className="word">Chuẩn</span></Link>
        <span className="where cut" title={name(session.body)}>{name(session.body)}</span>
        <span className="space" />
        <QueueMark />
        <Button variant="default" size="compact-sm" h={30} visibleFrom="sm" leftSection={<Icon name="search" />} rightSection={<Kbd size="xs">Ctrl K</Kbd>}
          onClick={palette.ask}>{t('shell.find')}</Button>
        <ActionIcon variant="subtle" size={40} hiddenFrom="sm" aria-label={t('shell.find')} onClick={palette.ask}>
          <Icon name="search" size={20} />
        </ActionIcon>
        <LanguageButton /><ThemeButton /><Person />
      </header>
      {session.body.is_sample && <aside className="sample" aria-label="MẪU / SAMPLE">{t('shell.sample')}</aside>}
      {session.read_only && <div className="offline" role="status"><Icon name="lock" size={14} /> {t('shell.read_only')}</div>}
      {!online && <div className="offline" role="status"><Icon name="cloudOff" size={14} /> {t('shell.offline')}</div>}
      <div className="frame">
        <aside className="side">
          <Navigation version={about.data?.version} />
        </aside>
        <main id="main" ref={main} tabIndex={-1}>{children}</main>
      </div>
      <Drawer opened={open} onClose={() => setOpen(false)} title="Chuẩn" size={280} className="side-drawer">
        <div className="side" style={{ display: 'block', border: 0, padding: 0 }}><Navigation onGo={() => setOpen(false)} /></div>
      </Drawer>
      {palette.asked > 0 && <Suspense><Palette asked={palette.asked} /></Suspense>}
      <KeysDialog {...keys} />
    </>
  )
}
