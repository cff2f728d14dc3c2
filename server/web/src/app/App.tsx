import { Button } from '@mantine/core'
import { lazy, Suspense, useEffect, type ComponentType } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { client } from '../lib/api'
import { loadRest } from '../lib/messages'
import { useSpeech } from '../ui/language'
import { Answered, Empty, Loading, PageHead } from '../ui/Page'
import { useAsk } from './ask'
import { useSession } from './session/session'
import { Shell } from './shell/Shell'
import { places, type Place } from './shell/places'
import { Today } from './today/Today'

/** Everything but the first page is loaded when it is opened. */
function page<P extends object>(load: () => Promise<Record<string, unknown>>, name: string) {
  return lazy(async () => {
    const [loaded] = await Promise.all([load(), loadRest()])
    return { default: loaded[name] as ComponentType<P> }
  })
}
type OfId = { id: number }

const Receive = page(() => import('./reception/Receive'), 'Receive')
const Orders = page(() => import('./reception/Orders'), 'Orders')
const OrderPage = page<OfId>(() => import('./reception/OrderPage'), 'OrderPage')
const JobPage = page<OfId>(() => import('./jobs/JobPage'), 'JobPage')
const SheetPage = page<OfId>(() => import('./measurements/SheetPage'), 'SheetPage')
const Benches = page(() => import('./benches/Benches'), 'Benches')
const OpenBench = page(() => import('./benches/OpenBench'), 'OpenBench')
const BenchPage = page<OfId>(() => import('./benches/BenchPage'), 'BenchPage')
const ReviewPage = page<OfId>(() => import('./jobs/ReviewPage'), 'ReviewPage')
const IssuePage = page<OfId>(() => import('./jobs/IssuePage'), 'IssuePage')
const Certificates = page(() => import('./certificates/Certificates'), 'Certificates')
const CertificatePage = page<OfId>(() => import('./certificates/CertificatePage'), 'CertificatePage')
const PendingActs = page(() => import('./certificates/PendingActs'), 'PendingActs')
const ChainPage = page<OfId & { of: 'certificate' | 'standard' }>(() => import('./traceability/ChainPage'), 'ChainPage')
const Instruments = page(() => import('./instruments/Instruments'), 'Instruments')
const InstrumentPage = page<OfId>(() => import('./instruments/InstrumentPage'), 'InstrumentPage')
const Standards = page(() => import('./standards/Standards'), 'Standards')
const StandardPage = page<OfId>(() => import('./standards/StandardPage'), 'StandardPage')
const MaterialPage = page<OfId>(() => import('./standards/MaterialPage'), 'MaterialPage')
const Procedures = page(() => import('./procedures/Procedures'), 'Procedures')
const ProcedurePage = page<OfId>(() => import('./procedures/ProcedurePage'), 'ProcedurePage')
const TrialPage = page<OfId>(() => import('./procedures/TrialPage'), 'TrialPage')
const ComparePage = page(() => import('./procedures/ComparePage'), 'ComparePage')
const Organisations = page(() => import('./administration/Organisations'), 'Organisations')
const OrganisationPage = page<OfId>(() => import('./administration/Organisations'), 'OrganisationPage')
const Imports = page(() => import('./administration/Imports'), 'Imports')
const Accounts = page(() => import('./administration/Accounts'), 'Accounts')
const AccountPage = page<OfId>(() => import('./administration/AccountPage'), 'AccountPage')
const SettingsPage = page(() => import('./administration/Settings'), 'SettingsPage')
const TrailPage = page(() => import('./trail/TrailPage'), 'TrailPage')
const NoRight = page<{ place: Place }>(() => import('./shell/NoRight'), 'NoRight')
const OwnAccount = page(() => import('./account/OwnAccount'), 'OwnAccount')

function Lost() {
  const { t } = useSpeech()
  const [, go] = useLocation()
  return (
    <>
      <PageHead title={t('shell.not_found')} />
      <Empty icon="search" title={t('shell.not_found')} hint={t('shell.not_found_hint')} act={t('shell.to_today')} onAct={() => go('/')} />
    </>
  )
}

/** The label on a received item leads to its job. */
function ItemPage({ id }: OfId) {
  const asked = useAsk(['items', id], () => client.GET('/items/{item}', { params: { path: { item: id } } }))
  return <Answered asked={asked}>{(item) => <Redirect to={`/jobs/${item.job.id}`} replace />}</Answered>
}

function Home() {
  const { can } = useSession()
  const first = places.find((place) => !place.needs || can(place.needs))
  if (can('read_jobs')) return <Today />
  return <Redirect to={first && first.path !== '/' ? first.path : '/account'} replace />
}

const ofId: [string, ComponentType<OfId>][] = [
  ['/orders/:id', OrderPage], ['/items/:id', ItemPage], ['/jobs/:id', JobPage], ['/jobs/:id/sheet', SheetPage], ['/jobs/:id/review', ReviewPage], ['/jobs/:id/issue', IssuePage],
  ['/benches/:id', BenchPage], ['/certificates/:id', CertificatePage], ['/instruments/:id', InstrumentPage], ['/standards/:id', StandardPage], ['/materials/:id', MaterialPage], ['/procedures/:id', ProcedurePage], ['/procedures/:id/trial', TrialPage],
  ['/organisations/:id', OrganisationPage], ['/accounts/:id', AccountPage],
]
const plain: [string, ComponentType][] = [
  ['/', Home], ['/receive', Receive], ['/orders', Orders], ['/benches', Benches], ['/benches/new', OpenBench], ['/pending', PendingActs], ['/certificates', Certificates], ['/instruments', Instruments], ['/standards', Standards],
  ['/procedures', Procedures], ['/procedures/compare', ComparePage], ['/organisations', Organisations], ['/imports', Imports], ['/accounts', Accounts], ['/settings', SettingsPage], ['/trail', TrailPage], ['/account', OwnAccount],
]

function ScrollToTop() {
  const [where] = useLocation()
  useEffect(() => {
    window.scrollTo(0, 0)
  }, [where])
  return null
}

export function App() {
  const { can } = useSession()
  const number = (text: string | undefined) => Number(text)
  return (
    <Shell>
      <ScrollToTop />
      <Suspense fallback={<Loading />}>
        <Switch>
          {plain.map(([path, Page]) => {
            const closed = places.find((place) => path !== '/' && place.path === path && place.needs && !can(place.needs))
            return <Route key={path} path={path}>{closed ? <NoRight place={closed} /> : <Page />}</Route>
          })}
          <Route path="/certificates/:id/chain">{({ id }) => <ChainPage key={id} id={number(id)} of="certificate" />}</Route>
          <Route path="/standards/:id/chain">{({ id }) => <ChainPage key={id} id={number(id)} of="standard" />}</Route>
          {ofId.map(([path, Page]) => <Route key={path} path={path}>{(params) => /^\d+$/.test((params as { id: string }).id) ? <Page key={(params as { id: string }).id} id={number((params as { id: string }).id)} /> : <Lost />}</Route>)}
          <Route><Lost /></Route>
        </Switch>
      </Suspense>
    </Shell>
  )
}

/** A fault of the page itself: nothing typed is lost, and the page says how to go on. */
export function Broken({ onAgain }: { onAgain: () => void }) {
  const { t } = useSpeech()
  return (
    <main>
      <PageHead title={t('error.page')} />
      <p>{t('error.page_hint')}</p>
      <Button onClick={onAgain}>{t('again')}</Button>
    </main>
  )
}
