import '@mantine/spotlight/styles.css'
import { Spotlight, spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { client, quietly, type Schemas } from '../../lib/api'
import { Icon, type IconName } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { useSession } from '../session/session'
import { pageOf, places } from './places'

type Found = Schemas['Found']

const icons: Record<Found['kind'], IconName> = {
  instrument: 'instruments', item: 'scan', order: 'jobs', job: 'flask', certificate: 'certificates', standard: 'standards',
  procedure: 'procedures', organisation: 'organisations',
}

/** Ctrl+K: pages at once, everything else from the server while typing. Opens when it is asked for the first time. */
export function Palette({ asked: turn }: { asked: number }) {
  const { t, word } = useSpeech()
  const { can } = useSession()
  const [, go] = useLocation()
  const [text, setText] = useState('')
  useEffect(() => {
    spotlight.open()
  }, [turn])
  const [asked] = useDebouncedValue(text.trim(), 200)
  const found = useQuery({
    queryKey: ['search', asked],
    enabled: asked.length > 1,
    queryFn: () => quietly(() => client.GET('/search', { params: { query: { q: asked.normalize('NFC') } } })),
  })
  const pages: SpotlightActionData[] = places.filter((place) => !place.needs || can(place.needs)).map((place) => ({
    id: place.path, label: t(place.label), leftSection: <Icon name={place.icon} size={18} />, onClick: () => go(place.path),
  }))
  const things: SpotlightActionData[] = asked.length > 1 ? (found.data?.items ?? []).map((thing) => ({
    id: `${thing.kind}-${thing.id}`, label: thing.title, description: `${word('found', thing.kind)} · ${thing.subtitle}`,
    leftSection: <Icon name={icons[thing.kind]} size={18} />, onClick: () => go(pageOf(thing)), keywords: [asked],
  })) : []
  return (
    <Spotlight
      actions={[...things, ...pages]} shortcut={null} query={text} onQueryChange={setText} scrollable maxHeight={420}
      nothingFound={t('shell.nothing_found')} searchProps={{ placeholder: t('shell.find_hint'), 'aria-label': t('shell.find'), leftSection: <Icon name="search" size={18} /> }}
    />
  )
}
