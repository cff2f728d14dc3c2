import { Button } from '@mantine/core'
import { useState } from 'react'
import { client, type Schemas } from '../../lib/api'
import { showDate } from '../../lib/dates'
import { showDecimal, showQuantity } from '../../lib/decimal'
import { FlowTable } from '../../ui/FlowTable'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Panel } from '../../ui/Page'
import { Status } from '../../ui/Status'
import { usePages } from '../ask'
import { useSession } from '../session/session'
import { MaterialDialog } from './MaterialDialog'

/** Reference materials: lot, certified value, expiry, stock. */
export function Materials() {
  const { t, name, language } = useSpeech()
  const { can } = useSession()
  const [adding, setAdding] = useState(false)
  const asked = usePages<Schemas['Material'], Schemas['MaterialList']>(['materials'], (cursor) => client.GET('/materials', { params: { query: { cursor } } }))
  if (asked.rows.length === 0 && !can('manage_standards')) return null
  return (
    <div style={{ marginTop: 20 }}>
      <Panel title={t('material.title')} id="materials">
        {asked.rows.length === 0 && <p className="muted">{t('material.none')}</p>}
        {asked.rows.length > 0 && (
          <div className="scroll" style={{ border: 0 }} tabIndex={0} role="region" aria-label={t('material.title')}>
            <FlowTable>
              <thead><tr><th>{t('standard.code')}</th><th>{t('instrument.name')}</th><th>{t('material.lot')}</th><th>{t('material.property')}</th><th className="num">{t('material.value')}</th><th className="num">U (k)</th><th className="num">{t('material.stock')}</th><th className="num">{t('material.expires')}</th><th>{t('job.state')}</th></tr></thead>
              <tbody>{asked.rows.map((one) => (
                <tr key={one.id}><td className="code">{one.code}</td><td>{name(one)}<br /><span className="muted">{one.producer.name}</span></td><td>{one.lot}{one.bottle && ` / ${one.bottle}`}</td><td>{one.property}</td><td className="num">{showQuantity(one.property_value, one.unit, language)}</td>
                  <td className="num">{showQuantity(one.expanded_uncertainty, one.unit, language)} ({showDecimal(one.coverage_factor, language)})</td><td className="num">{showQuantity(one.stock, one.stock_unit, language)}</td><td className="num">{showDate(one.expires_on)}</td><td><Status group="due" word={one.status} /></td></tr>))}</tbody>
            </FlowTable>
          </div>
        )}
        <div className="row" style={{ marginTop: 10 }}>
          {asked.hasNextPage && <Button variant="default" onClick={() => void asked.fetchNextPage()}>{t('list.more')}</Button>}
          {can('manage_standards') && <Button variant="default" leftSection={<Icon name="plus" />} data-act="add-material" onClick={() => setAdding(true)}>{t('material.add')}</Button>}
        </div>
      </Panel>
      {adding && <MaterialDialog onClose={() => setAdding(false)} />}
    </div>
  )
}
