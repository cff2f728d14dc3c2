import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { showDate, today } from '../../lib/dates'
import { showQuantity, showRange } from '../../lib/decimal'
import { ChoiceField, DateField } from '../../ui/fields'
import { useSpeech } from '../../ui/language'
import { Answered, Facts, PageHead, Panel } from '../../ui/Page'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { Status } from '../../ui/Status'
import { Timeline } from '../../ui/Timeline'
import { useAct, useAsk, usePages } from '../ask'
import { useSession } from '../session/session'
import { TrailPanel } from '../trail/TrailPanel'
import { InstrumentDialog } from './InstrumentDialog'

type Kind = Schemas['InstrumentEventKind']
const kinds: Kind[] = ['repaired', 'altered', 'seal_damaged', 'lost']

/** A repair or an alteration ends certificates from its day; which ones is said afterwards. */
function EventDialog({ instrument, onClose }: { instrument: Schemas['Instrument']; onClose: (ended?: string[]) => void }) {
  const { t, word } = useSpeech()
  const [kind, setKind] = useState<Kind>('repaired')
  const [on, setOn] = useState(today())
  const act = useAct((reason: string, header) =>
    client.POST('/instruments/{instrument}/events', { params: { path: { instrument: instrument.id }, header }, body: { kind, happened_on: on, reason } }), {
    renews: [['instruments'], ['certificates']], done: (answer) => onClose(answer.certificates_ended.map((one) => one.number)),
  })
  return (
    <ReasonDialog title={t('instrument.event')} what={instrument.serial} act={t('save')} busy={act.busy} problem={act.problem} onClose={() => onClose()} onReason={(reason) => void act.run(reason)}>
      <p style={{ margin: 0 }}>{t('instrument.event_hint')}</p>
      <ChoiceField id="kind" label={t('trail.what')} required value={kind} onChange={(next) => next && setKind(next)} choices={kinds.map((value) => ({ value, label: word('instrument_event', value) }))} />
      <DateField id="happened_on" label={t('instrument.happened_on')} required value={on} onChange={setOn} />
    </ReasonDialog>
  )
}

export function InstrumentPage({ id }: { id: number }) {
  const { t, name, word, language } = useSpeech()
  const { can } = useSession()
  const [dialog, setDialog] = useState<'edit' | 'event'>()
  const [ended, setEnded] = useState<string[]>([])
  const asked = useAsk(['instruments', id], () => client.GET('/instruments/{instrument}', { params: { path: { instrument: id } } }))
  const history = usePages<Schemas['TimelineEntry'], Schemas['Timeline']>(['instruments', id, 'history'], (cursor) =>
    client.GET('/instruments/{instrument}/history', { params: { path: { instrument: id }, query: { cursor } } }))
  return (
    <Answered asked={asked}>
      {(instrument) => (
        <>
          <PageHead title={name(instrument)} aside={<><span className="code">{instrument.serial}</span><Status group="due" word={instrument.status} /></>}>
            {can('manage_instruments') && <Button variant="default" onClick={() => setDialog('event')}>{t('instrument.event')}</Button>}
            {can('manage_instruments') && <Button variant="default" onClick={() => setDialog('edit')}>{t('edit')}</Button>}
          </PageHead>
          {ended.length > 0 && <Panel look="warn"><span role="status">{t('instrument.ended', { numbers: ended.join(', ') })}</span></Panel>}
          <div className="columns">
            <div>
              <Panel title={t('job.history')}>
                <Timeline entries={history.rows} />
                {history.hasNextPage && <Button variant="default" mt={12} onClick={() => void history.fetchNextPage()}>{t('list.more')}</Button>}
              </Panel>
              <TrailPanel subject="instrument" id={id} />
            </div>
            <Panel title={t('job.about')}>
              <Facts facts={[
                [t('instrument.maker'), `${instrument.maker} ${instrument.model}`], [t('instrument.country'), instrument.maker_country], [t('instrument.year'), instrument.made_in_year],
                [t('instrument.quantity'), word('quantity', instrument.quantity)], [t('instrument.range'), showRange(instrument.range_low, instrument.range_high, instrument.unit, language)],
                [t('instrument.resolution'), showQuantity(instrument.resolution, instrument.unit, language)],
                [t('instrument.verification_interval'), showQuantity(instrument.verification_interval, instrument.unit, language)], [t('instrument.class'), instrument.accuracy_class],
                [t('instrument.ranges'), instrument.ranges.length > 0 && <ul key="ranges" className="plain-list">{instrument.ranges.map((one, index) => (
                  <li key={index}>{[one.quantity && word('quantity', one.quantity), showRange(one.low, one.high, one.unit, language), one.resolution && `d = ${showQuantity(one.resolution, one.unit, language)}`, one.verification_interval && `e = ${showQuantity(one.verification_interval, one.unit, language)}`, one.accuracy_class && t('limits.of_class', { name: one.accuracy_class })].filter(Boolean).join(' · ')}</li>))}</ul>],
                [t('instrument.owner'), instrument.owner.name], [t('instrument.place'), instrument.place_of_use], [t('instrument.purpose'), word('purpose', instrument.purpose)], [t('instrument.inventory'), instrument.inventory_number],
                [t('instrument.last'), instrument.last_certificate && <Link key="c" href={`/certificates/${instrument.last_certificate.id}`}>{instrument.last_certificate.number}</Link>],
                [t('instrument.due'), showDate(instrument.last_certificate?.valid_to)],
              ]} />
            </Panel>
          </div>
          {dialog === 'edit' && <InstrumentDialog instrument={instrument} onClose={() => setDialog(undefined)} />}
          {dialog === 'event' && <EventDialog instrument={instrument} onClose={(numbers) => { setDialog(undefined); setEnded(numbers ?? []) }} />}
        </>
      )}
    </Answered>
  )
}
