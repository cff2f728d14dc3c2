import { client, type Schemas } from '../../lib/api'
import { showDate } from '../../lib/dates'
import { showQuantity } from '../../lib/decimal'
import { useSpeech } from '../../ui/language'
import { Panel } from '../../ui/Page'
import { Status } from '../../ui/Status'
import { usePages } from '../ask'

/** Reference materials: lot, certified value, expiry, stock. */
export function Materials() {
  const { t, name, language } = useSpeech()
  const asked = usePages<Schemas['Material'], Schemas['MaterialList']>(['materials'], (cursor) => client.GET('/materials', { params: { query: { cursor } } }))
  if (asked.rows.length === 0) return null
  return (
    <div style={{ marginTop: 20 }}>
      <Panel title={t('material.title')}>
        <div className="scroll" style={{ border: 0 }} tabIndex={0} role="region" aria-label={t('material.title')}>
          <table className="table">
            <thead><tr><th>{t('standard.code')}</th><th>{t('instrument.name')}</th><th>{t('material.lot')}</th><th className="num">{t('material.value')}</th><th className="num">U (k)</th><th className="num">{t('material.stock')}</th><th className="num">{t('material.expires')}</th><th>{t('job.state')}</th></tr></thead>
            <tbody>{asked.rows.map((one) => (
              <tr key={one.id}><td className="code">{one.code}</td><td>{name(one)}<br /><span className="muted">{one.producer.name}</span></td><td>{one.lot}{one.bottle && ` / ${one.bottle}`}</td><td className="num">{showQuantity(one.property_value, one.unit, language)}</td>
                <td className="num">{showQuantity(one.expanded_uncertainty, one.unit, language)} ({one.coverage_factor})</td><td className="num">{showQuantity(one.stock, '', language)} {one.stock_unit}</td><td className="num">{showDate(one.expires_on)}</td><td><Status group="due" word={one.status} /></td></tr>))}</tbody>
          </table>
        </div>
      </Panel>
    </div>
  )
}
