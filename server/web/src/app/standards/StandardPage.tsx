import { Button, Menu } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { showDate, today } from '../../lib/dates'
import { showDecimal, showQuantity, showRange } from '../../lib/decimal'
import { FindingList } from '../../ui/ErrorSummary'
import { DateField, TextField } from '../../ui/fields'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Answered, Facts, PageHead, Panel } from '../../ui/Page'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { Status } from '../../ui/Status'
import { useAct, useAsk } from '../ask'
import { useSession } from '../session/session'
import { TrailPanel } from '../trail/TrailPanel'
import { AcceptDialog } from './AcceptDialog'
import { CertificatePanel } from './CertificatePanel'
import { CertificationsPanel } from './CertificationsPanel'
import { StandardDialog } from './StandardDialog'
import { TrendPanel } from './TrendPanel'

type Detail = Schemas['StandardDetail']
type Kind = Schemas['StandardEventKind']

const next: Record<Schemas['StandardState'], Kind[]> = {
  to_accept: ['accepted'], in_service: ['out_of_service', 'lent'], out_of_service: ['returned_to_service'], on_loan: ['returned'],
}

function EventDialog({ standard, kind, onClose }: { standard: Detail; kind: Kind; onClose: () => void }) {
  const { t, word } = useSpeech()
  const [on, setOn] = useState(today())
  const [whom, setWhom] = useState('')
  const act = useAct((body: Schemas['StandardEventNew'], header) =>
    client.POST('/standards/{standard}/events', { params: { path: { standard: standard.id }, header }, body }), { renews: [['standards']], done: onClose })
  return (
    <ReasonDialog optional={kind !== 'out_of_service'} title={word('standard_event', kind)} what={standard.code} act={t('save')} busy={act.busy} problem={act.problem} onClose={onClose}
      onReason={(reason) => void act.run({ kind, happened_on: on, reason, to_whom: whom.normalize('NFC') })}>
      <DateField id="happened_on" label={t('instrument.happened_on')} required value={on} onChange={setOn} />
      {kind === 'lent' && <TextField id="to_whom" label={t('standard.to_whom')} required value={whom} onChange={setWhom} />}
    </ReasonDialog>
  )
}

export function StandardPage({ id }: { id: number }) {
  const { t, name, word, language } = useSpeech()
  const { can } = useSession()
  const [, go] = useLocation()
  const [event, setEvent] = useState<Kind>()
  const [dialog, setDialog] = useState<'edit' | 'accept'>()
  const asked = useAsk(['standards', id], () => client.GET('/standards/{standard}', { params: { path: { standard: id } } }))
  return (
    <Answered asked={asked}>
      {(standard) => (
        <>
          <PageHead title={`${standard.code} ${name(standard)}`} aside={<><Status group="standard_state" word={standard.state} /><Status group="due" word={standard.status} /></>}>
            {can('read_trace') && <Button variant="default" leftSection={<Icon name="trace" />} onClick={() => go(`/standards/${id}/chain`)}>{t('trace.title')}</Button>}
            {can('manage_standards') && <Button variant="default" onClick={() => setDialog('edit')}>{t('edit')}</Button>}
            {(can('manage_standards') || can('accept_standards')) && (
              <Menu position="bottom-end"><Menu.Target><Button variant="default">{t('standard.event')}</Button></Menu.Target>
                <Menu.Dropdown>{next[standard.state].map((kind) => <Menu.Item key={kind} onClick={() => setEvent(kind)}>{word('standard_event', kind)}…</Menu.Item>)}</Menu.Dropdown></Menu>
            )}
            {can('accept_standards') && <Button onClick={() => setDialog('accept')}>{t('standard.accept')}</Button>}
          </PageHead>
          {standard.findings.length > 0 && <Panel look="warn" title={t('standard.cannot_serve')}><FindingList findings={standard.findings} /></Panel>}
          <div className="columns">
            <div>
              {standard.certificates.map((certificate, index) => <CertificatePanel key={certificate.id} certificate={certificate} first={index === 0} />)}
              {standard.certificates.length === 0 && <Panel><p className="muted" style={{ margin: 0 }}>{t('standard.no_certificate')}</p></Panel>}
              <TrendPanel trends={standard.trends} />
              <CertificationsPanel standard={standard} />
              <TrailPanel subject="measurement_standard" id={id} />
            </div>
            <div>
              <Panel title={t('job.about')}>
                <Facts facts={[
                  [t('standard.level'), word('level', standard.level)], [t('instrument.quantity'), word('quantity', standard.quantity)], [t('instrument.range'), showRange(standard.range_low, standard.range_high, standard.unit, language)],
                  ...standard.ranges.map((one): [string, string] => [word('quantity', one.quantity), showRange(one.low, one.high, one.unit, language)]),
                  [t('instrument.class'), showDecimal(standard.accuracy_class, language)],
                  [t('instrument.maker'), `${standard.maker} ${standard.model}`], [t('instrument.serial'), standard.serial], [t('standard.place'), standard.place], [t('standard.holder'), standard.holder?.name],
                  [t('standard.interval'), standard.interval_months], [t('standard.drift'), showQuantity(standard.drift_limit, standard.unit, language)], [t('standard.state'), standard.state_reason],
                ]} />
              </Panel>
              <Panel title={t('job.history')}>
                <ol className="line-of-time">{standard.events.map((one) => <li key={one.id}><strong>{word('standard_event', one.kind)}</strong> {one.to_whom}{one.reason && <div>{one.reason}</div>}<div className="muted" style={{ fontSize: 12 }}>{showDate(one.happened_on)} · {one.recorded_by.name}</div></li>)}</ol>
              </Panel>
            </div>
          </div>
          {event && <EventDialog standard={standard} kind={event} onClose={() => setEvent(undefined)} />}
          {dialog === 'edit' && <StandardDialog standard={standard} onClose={() => setDialog(undefined)} />}
          {dialog === 'accept' && <AcceptDialog standard={standard} onClose={() => setDialog(undefined)} />}
        </>
      )}
    </Answered>
  )
}
