import type { Schemas } from '../../lib/api'
import { showDate } from '../../lib/dates'
import { showDecimal, showQuantity, unitSymbol } from '../../lib/decimal'
import { FlowTable } from '../../ui/FlowTable'
import { useSpeech } from '../../ui/language'
import { Panel } from '../../ui/Page'

type FigureTrend = Schemas['FigureTrend']

/** One figure: what each certificate stated, and the line through them. */
function Row({ trend, several }: { trend: FigureTrend; several: boolean }) {
  const { t, word, language } = useSpeech()
  const { line } = trend
  const unit = unitSymbol(trend.unit)
  const show = (text: string) => showDecimal(text, language)
  const places = (text: string) => text.split('.')[1]?.length ?? 0
  return (
    <tr className={line?.significant ? 'changed' : ''} data-significant={line?.significant}>
      <td>{several && `${word('quantity', trend.quantity)} `}{trend.argument == null ? t('standard.whole_range') : showQuantity(trend.argument, trend.argument_unit, language)} <span className="muted">({word('meaning', trend.meaning)})</span></td>
      <td>{trend.history.map((one) => (
        <div key={one.certificate} title={one.certificate}>{showDate(one.calibrated_on)}: {show(one.figure)} ± {show(one.expanded_uncertainty)}</div>))}</td>
      <td>{line ? `${show(line.slope)} ± ${show(line.slope_uncertainty)} ${unit}` : ''}</td>
      <td>{line ? t(line.significant ? 'standard.trend_significant' : 'standard.trend_scatter') : t('standard.trend_few')}</td>
      <td>{line ? `${show(Number(line.figure).toFixed(places(line.standard_uncertainty)))} ± ${show(line.standard_uncertainty)}` : ''}</td>
    </tr>
  )
}

/** How the figures of a standard moved from certificate to certificate. */
export function TrendPanel({ trends }: { trends: FigureTrend[] }) {
  const { t } = useSpeech()
  if (trends.length === 0) return null
  const several = new Set(trends.map((trend) => trend.quantity)).size > 1
  const moving = trends.filter((trend) => trend.line?.significant).length
  return (
    <Panel title={t('standard.trends')} id="trends">
      {moving > 0 && <p className="jump">{t('standard.trend_moves', { count: moving })}</p>}
      <FlowTable data-table="trends">
        <thead><tr><th>{t('standard.nominal')}</th><th>{t('standard.trend_history')}</th><th>{t('standard.trend_slope')}</th><th>{t('standard.trend')}</th><th>{t('standard.trend_today')}</th></tr></thead>
        <tbody>{trends.map((trend, index) => <Row key={index} trend={trend} several={several} />)}</tbody>
      </FlowTable>
    </Panel>
  )
}
