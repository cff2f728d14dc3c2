import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { showQuantity } from '../../lib/decimal'
import { FlowTable } from '../../ui/FlowTable'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Panel } from '../../ui/Page'
import { Status } from '../../ui/Status'
import { usePages } from '../ask'
import { useSession } from '../session/session'
import { MaterialDialog } from './MaterialDialog'
import { Until } from './Until'

/** Still on the shelf. */
export const stands = (bottle: Schemas['Bottle']) => bottle.state === 'sealed' || bottle.state === 'open'

/** Reference materials: a row for each bottle on the shelf, and for a lot that has none. */
export function Materials() {
  const { t, word, name, language } = useSpeech()
  const { can } = useSession()
  const [adding, setAdding] = useState(false)
  const asked = usePages<Schemas['Material'], Schemas['MaterialList']>(['materials'], (cursor) => client.GET('/materials', { params: { query: { cursor } } }))
  if (asked.rows.length === 0 && !can('accept_standards')) return null
  const lines = asked.rows.flatMap((lot) => {
    const shelf = lot.bottles.filter(stands)
    return (shelf.length > 0 ? shelf : [undefined]).map((bottle) => ({ lot, bottle }))
  })
  return (
    <div style={{ marginTop: 20 }}>
      <Panel title={t('material.title')} id="materials">
        {asked.rows.length === 0 && <p className="muted">{t('material.none')}</p>}
        {asked.rows.length > 0 && (
          <div className="scroll" style={{ border: 0 }} tabIndex={0} role="region" aria-label={t('material.title')}>
            <FlowTable>
              <thead><tr><th>{t('standard.code')}</th><th>{t('instrument.name')}</th><th>{t('material.lot')}</th><th className="num">{t('material.value')}</th><th>{t('material.bottle')}</th><th className="num">{t('material.stock')}</th><th className="num">{t('material.until')}</th><th>{t('job.state')}</th></tr></thead>
              <tbody>{lines.map(({ lot, bottle }) => (
                <tr key={`${lot.id} ${bottle?.id ?? ''}`}><td className="code"><Link href={`/materials/${lot.id}`}>{lot.code}</Link></td><td>{name(lot)}<br /><span className="muted">{lot.producer.name}</span></td><td>{lot.lot}{bottle && ` / ${bottle.number}`}</td>
                  <td className="num">{lot.values.map((value, index) => <div key={index}>{showQuantity(value.figure, value.unit, language)}{value.argument != null && <span className="muted"> ({showQuantity(value.argument, value.argument_unit ?? '', language)})</span>}</div>)}</td>
                  <td>{bottle ? word('bottle_state', bottle.state) : <span className="muted">{t('material.no_bottle')}</span>}</td><td className="num">{bottle && showQuantity(bottle.stock, lot.amount_unit, language)}</td>
                  <td className="num"><Until until={(bottle ?? lot).usable_until} /></td><td><Status group="due" word={(bottle ?? lot).status} /></td></tr>))}</tbody>
            </FlowTable>
          </div>
        )}
        <div className="row" style={{ marginTop: 10 }}>
          {asked.hasNextPage && <Button variant="default" onClick={() => void asked.fetchNextPage()}>{t('list.more')}</Button>}
          {can('accept_standards') && <Button variant="default" leftSection={<Icon name="plus" />} data-act="add-material" onClick={() => setAdding(true)}>{t('material.add')}</Button>}
        </div>
      </Panel>
      {adding && <MaterialDialog onClose={() => setAdding(false)} />}
    </div>
  )
}
