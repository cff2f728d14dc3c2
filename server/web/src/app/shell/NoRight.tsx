import { useLocation } from 'wouter'
import { sayPermission } from '../../lib/trail'
import { useSpeech } from '../../ui/language'
import { Empty, PageHead } from '../../ui/Page'
import type { Place } from './places'

/** A place opened by its address without the right to it: which right that is, and who can help. */
export function NoRight({ place }: { place: Place }) {
  const { t, language } = useSpeech()
  const [, go] = useLocation()
  return (
    <>
      <PageHead title={t(place.label)} />
      <div role="alert">
        <Empty icon="lock" title={t('shell.no_right', { right: sayPermission(language, place.needs ?? '') })} hint={t('error.permission.missing')} act={t('shell.to_today')} onAct={() => go('/')} />
      </div>
    </>
  )
}
