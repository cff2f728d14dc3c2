import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { showDate, showMoment } from '../../lib/dates'
import { showDecimal, showQuantity } from '../../lib/decimal'
import { FindingList } from '../../ui/ErrorSummary'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Answered, Facts, PageHead, Panel } from '../../ui/Page'
import { Status } from '../../ui/Status'
import { useAsk } from '../ask'
import { useSession } from '../session/session'
import { TrailPanel } from '../trail/TrailPanel'
import { BottleDialog, NewBottleDialog, type BottleAct } from './BottleDialog'
import { MaterialDialog } from './MaterialDialog'
import { stands } from './Materials'
import { Until } from './Until'

type Lot = Schemas['MaterialDetail']
type Bottle = Schemas['Bottle']

function BottlePanel({ lot, bottle, onAct }: { lot: Lot; bottle: Bottle; onAct: (act: BottleAct) => void }) {
  const { t, word, language } = useSpeech()
  const { can } = useSession()
  const events = lot.events.filter((one) => one.bottle_id === bottle.id)
  return (
    <Panel title={`${t('material.bottle')} ${bottle.number}`} id={`bottle-${bottle.number}`}>
      <Facts facts={[
        [t('job.state'), <span key="s">{word('bottle_state', bottle.state)} {stands(bottle) && <Status group="due" word={bottle.status} />}</span>],
        [t('material.until'), stands(bottle) && <Until until={bottle.usable_until} />], [t('material.opened'), bottle.opened_on && showDate(bottle.opened_on)],
        [t('material.stock'), showQuantity(bottle.stock, lot.amount_unit, language)], [t('material.received'), showDate(bottle.received_on)], [t('material.ended'), bottle.ended_on && showDate(bottle.ended_on)],
      ]} />
      {stands(bottle) && bottle.findings.length > 0 && <div style={{ marginTop: 8 }}><strong>{t('standard.cannot_serve')}</strong><FindingList findings={bottle.findings} /></div>}
      {events.length > 0 && <ol className="line-of-time" style={{ marginTop: 10 }}>{events.map((one) => (
        <li key={one.id}><strong>{word('bottle_event', one.kind)}</strong> {one.amount && showQuantity(one.amount, lot.amount_unit, language)} {one.job_id && <Link href={`/jobs/${one.job_id}`}>{t('material.for_job')} № {one.job_id}</Link>}{one.reason && <div>{one.reason}</div>}
          <div className="muted" style={{ fontSize: 12 }}>{showDate(one.happened_on)} · {one.recorded_by.name}</div></li>))}</ol>}
      {stands(bottle) && (
        <div className="row" style={{ marginTop: 10 }}>
          {bottle.state === 'sealed' && can('measure') && <Button variant="default" data-act="open-bottle" onClick={() => onAct('opened')}>{word('bottle_act', 'opened')}…</Button>}
          {bottle.state === 'open' && can('measure') && <Button variant="default" data-act="use-bottle" onClick={() => onAct('used')}>{word('bottle_act', 'used')}…</Button>}
          {can('manage_standards') && <Button variant="default" data-act="use-up-bottle" onClick={() => onAct('used_up')}>{word('bottle_act', 'used_up')}…</Button>}
          {can('manage_standards') && <Button variant="default" data-act="dispose-bottle" onClick={() => onAct('disposed')}>{word('bottle_act', 'disposed')}…</Button>}
        </div>
      )}
    </Panel>
  )
}

function RecordPanel({ record, first }: { record: Schemas['MaterialRecord']; first: boolean }) {
  const { t, word, language } = useSpeech()
  return (
    <Panel title={record.certificate_number}>
      {!first && <p className="muted" style={{ marginTop: 0 }}>{t('material.superseded')}</p>}
      <Facts facts={[
        [t('certificate.issued_on'), showDate(record.issued_on)], [t('material.valid_to'), record.valid_to && showDate(record.valid_to)], [t('material.expires'), showDate(record.expires_on)],
        [t('material.days'), record.days_after_opening], [t('material.minimum'), showQuantity(record.minimum_amount, record.amount_unit, language)], [t('material.storage'), record.storage],
        [t('standard.traceable_to'), record.traceable_to], [t('material.certified'), t(record.certified ? 'yes' : 'material.not_certified')],
        ...(['homogeneity', 'stability'] as const).map((of): [string, React.ReactNode] => {
          const added = record.contributions.filter((one) => one.of === of)
          return [word('contribution', of), added.length > 0 ? added.map((one, index) => <div key={index}>u = {showQuantity(one.standard_uncertainty, one.unit, language)} ({one.from})</div>) : t('material.in_U')]
        }),
        [t('reason'), record.reason], [t('standard.accepted'), `${record.accepted_by.name} · ${showMoment(record.accepted_at)}`],
        [t('standard.document'), record.document_id && <a key="d" href={`/api/v1/documents/${record.document_id}`}>{t('standard.document')}</a>],
      ]} />
      <div className="scroll" style={{ marginTop: 10 }} tabIndex={0} role="region" aria-label={`${t('material.values')} ${record.certificate_number}`}>
        <table className="table">
          <thead><tr><th>{t('material.property')}</th><th className="num">{t('material.at')}</th><th className="num">{t('sheet.value')}</th><th className="num">U</th><th className="num">k</th><th className="num">{t('material.combined')}</th></tr></thead>
          <tbody>{record.values.map((value, index) => (
            <tr key={index}><td>{word('quantity', value.quantity)}</td><td className="num">{value.argument == null ? t('material.any') : showQuantity(value.argument, value.argument_unit ?? '', language)}</td>
              <td className="num">{showQuantity(value.figure, value.unit, language)}</td><td className="num">{value.expanded_uncertainty ? showQuantity(value.expanded_uncertainty, value.unit, language) : t('material.indicative')}</td>
              <td className="num">{value.coverage_factor && showDecimal(value.coverage_factor, language)}</td><td className="num">{record.combined[index] && showDecimal(Number(record.combined[index]).toPrecision(3), language)}</td></tr>))}</tbody>
        </table>
      </div>
    </Panel>
  )
}

/** A lot of a reference material: what its certificate says, its bottles and what became of them. */
export function MaterialPage({ id }: { id: number }) {
  const { t, name } = useSpeech()
  const { can } = useSession()
  const [act, setAct] = useState<{ bottle: Bottle; act: BottleAct }>()
  const [dialog, setDialog] = useState<'record' | 'bottle'>()
  const asked = useAsk(['materials', id], () => client.GET('/materials/{lot}', { params: { path: { lot: id } } }))
  return (
    <Answered asked={asked}>
      {(lot) => (
        <>
          <PageHead title={`${lot.code} ${name(lot)}, ${t('material.lot_only').toLowerCase()} ${lot.lot}`} aside={<Status group="due" word={lot.status} />}>
            {can('manage_standards') && <Button variant="default" leftSection={<Icon name="plus" />} data-act="add-bottle" onClick={() => setDialog('bottle')}>{t('material.add_bottle')}</Button>}
            {can('accept_standards') && <Button data-act="replace-material" onClick={() => setDialog('record')}>{t('material.replace')}</Button>}
          </PageHead>
          <div className="columns">
            <div>
              {lot.records.map((record, index) => <RecordPanel key={record.id} record={record} first={index === 0} />)}
              <TrailPanel subject="reference_material" id={lot.material_id} />
            </div>
            <div>
              {lot.bottles.length === 0 && <Panel><p className="muted" style={{ margin: 0 }}>{t('material.no_bottle')}</p></Panel>}
              {lot.bottles.map((bottle) => <BottlePanel key={bottle.id} lot={lot} bottle={bottle} onAct={(chosen) => setAct({ bottle, act: chosen })} />)}
            </div>
          </div>
          {act && <BottleDialog lot={lot} bottle={act.bottle} kind={act.act} onClose={() => setAct(undefined)} />}
          {dialog === 'bottle' && <NewBottleDialog lot={lot} onClose={() => setDialog(undefined)} />}
          {dialog === 'record' && <MaterialDialog lot={lot} onClose={() => setDialog(undefined)} />}
        </>
      )}
    </Answered>
  )
}
