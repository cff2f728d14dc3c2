import { useElementSize } from '@mantine/hooks'
import type { Schemas } from '../../lib/api'
import { showDecimal, unitSymbol } from '../../lib/decimal'
import { ticks } from '../../lib/ticks'
import { useSpeech } from '../../ui/language'

type Figure = Schemas['ComparedFigure']
interface Mark { x: number; y: number; U: number }

const height = 210, left = 62, right = 10, top = 10, bottom = 24

const marksOf = (figures: Figure[], of: (figure: Figure) => { correction: string | null; value: string | null; expanded_uncertainty: string } | null, offsets: boolean): Mark[] =>
  figures.flatMap((figure) => {
    const stated = of(figure), y = stated && (offsets ? stated.correction : stated.value)
    return stated && y != null && figure.argument != null ? [{ x: Number(figure.argument), y: Number(y), U: Number(stated.expanded_uncertainty) }] : []
  })

/** Corrections (or values, where the nominal is another quantity) over the nominal with bars of U; the certificate before it hollow and a little aside. */
export function CertificatePlot({ figures }: { figures: Figure[] }) {
  const { t, language } = useSpeech()
  const { ref, width: measured } = useElementSize()
  const width = Math.max(280, Math.floor(measured))
  const offsets = figures.some((figure) => figure.correction != null && figure.argument != null)
  const now = marksOf(figures, (figure) => figure, offsets), before = marksOf(figures, (figure) => figure.before, offsets)
  const first = figures[0]
  if (!first || now.length === 0) return null
  const all = [...now, ...before]
  const spread = (values: number[], share: number) => {
    const low = Math.min(...values), high = Math.max(...values), edge = (high - low || Math.abs(high) || 1) * share
    return [low - edge, high + edge] as const
  }
  const [xLow, xHigh] = spread(all.map((mark) => mark.x), 0.05)
  const [yLow, yHigh] = spread([...(offsets ? [0] : []), ...all.flatMap((mark) => [mark.y - mark.U, mark.y + mark.U])], 0.06)
  const x = (value: number) => left + ((value - xLow) / (xHigh - xLow)) * (width - left - right)
  const y = (value: number) => top + ((yHigh - value) / (yHigh - yLow)) * (height - top - bottom)
  const series = (marks: Mark[], name: string, aside: number) => (
    <g className={name} data-marks={marks.length}>{marks.map((mark, index) => (
      <g key={index}><path d={`M${x(mark.x) + aside} ${y(mark.y + mark.U)}V${y(mark.y - mark.U)}m-4 0h8M${x(mark.x) + aside - 4} ${y(mark.y + mark.U)}h8`} /><circle cx={x(mark.x) + aside} cy={y(mark.y)} r="3.6" /></g>))}</g>
  )
  return (
    <div ref={ref} className="certificate-plot">
      <svg role="img" height={height} viewBox={`0 0 ${width} ${height}`} aria-label={t('standard.plot', { count: now.length, before: before.length })}>
        {ticks(yLow, yHigh, 5).map((tick) => <g key={tick.text}><line className="grid-line" x1={left} x2={width - right} y1={y(tick.at)} y2={y(tick.at)} /><text x={left - 6} y={y(tick.at) + 4} textAnchor="end">{showDecimal(tick.text, language)}</text></g>)}
        {offsets && <line className="zero" x1={left} x2={width - right} y1={y(0)} y2={y(0)} />}
        {ticks(xLow, xHigh, width / 100).map((tick) => <text key={tick.text} x={x(tick.at)} y={height - 6} textAnchor="middle">{showDecimal(tick.text, language)}</text>)}
        {series(before, 'before', 6)}
        {series(now, 'now', 0)}
      </svg>
      <p className="muted keys">
        <span className="key now" /> {t('standard.now')} {before.length > 0 && <><span className="key before" /> {t('standard.before')}</>} · {t(offsets ? 'standard.correction' : 'standard.true_value')} ({unitSymbol(first.unit) || '1'}) / {t('standard.nominal')} ({unitSymbol(first.argument_unit) || '1'})
      </p>
    </div>
  )
}
