import { Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { client, quietly, type Schemas } from '../../lib/api'
import { Icon, type IconName } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { useSession } from '../session/session'
import { places } from './places'

type Found = Schemas['Found']

const icons: Record<Found['kind'], IconName> = {
  instrument: 'instruments', item: 'scan', order: 'jobs', job: 'flask', certificate: 'certificates', standard: 'standards',
  procedure: 'procedures', organisation: 'organisations',
}

/** Page of a thing that was found; an item on the shelf leads to its job through the search itself. */
export function pageOf(found: Found): string {
  const folder: Record<Found['kind'], string> = {
    instrument: 'instruments', item: 'items', order: 'orders', job: 'jobs', certificate: 'certificates', standard: 'standards',
    procedure: 'procedures', organisation: 'organisations',
  }
  return `/${folder[found.kind]}/${found.id}`
}

/** Ctrl+K: pages at once, everything else from the server while typing. */
export function Palette() {
  const { t, word } = useSpeech()
  const { can } = useSession()
  const [, go] = useLocation()
  const [text, setText] = useState('')
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
      actions={[...things, ...pages]} shortcut="mod + K" query={text} onQueryChange={setText} scrollable maxHeight={420}
      nothingFound={t('shell.nothing_found')} searchProps={{ placeholder: t('shell.find_hint'), 'aria-label': t('shell.find'), leftSection: <Icon name="search" size={18} /> }}
    />
  )
}
