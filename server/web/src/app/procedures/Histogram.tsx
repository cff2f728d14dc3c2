import { useElementSize } from '@mantine/hooks'
import type { Schemas } from '../../lib/api'
import { showCount, showDecimal, unitSymbol } from '../../lib/decimal'
import { ticks } from '../../lib/ticks'
import { useSpeech } from '../../ui/language'

type Run = Schemas['PointSimulation']

const height = 190
const lanes = ['gum', 'symmetric', 'shortest'] as const
const laneHeight = 26

/** The trials as bars, the normal curve that first order takes them for, and the three intervals below on the same axis. */
export function Histogram({ run }: { run: Run }) {
  const { t, language } = useSpeech()
  const { ref, width: measured } = useElementSize()
  const width = Math.max(280, Math.floor(measured))
  const unit = unitSymbol(run.unit)
  const number = (text: string) => Number(text)
  const { histogram } = run
  const gum = { low: number(run.first_order.low), high: number(run.first_order.high), mean: number(run.first_order.value), u: number(run.first_order.u) }
  const intervals = { gum, symmetric: { low: number(run.symmetric.low), high: number(run.symmetric.high) }, shortest: { low: number(run.shortest.low), high: number(run.shortest.high) } }
  const low = Math.min(number(histogram.low), ...lanes.map((lane) => intervals[lane].low))
  const high = Math.max(number(histogram.high), ...lanes.map((lane) => intervals[lane].high))
  const edge = 8
  const x = (value: number) => edge + ((value - low) / (high - low)) * (width - 2 * edge)
  const part = (number(histogram.high) - number(histogram.low)) / histogram.counts.length
  const density = (count: number) => count / run.trials / part
  const normal = (value: number) => Math.exp(-(((value - gum.mean) / gum.u) ** 2) / 2) / (gum.u * Math.sqrt(2 * Math.PI))
  const top = Math.max(normal(gum.mean), ...histogram.counts.map(density)) * 1.05
  const y = (value: number) => height - (value / top) * (height - 6)
  const curve = Array.from({ length: 121 }, (_, index) => low + ((high - low) * index) / 120).map((at, index) => `${index ? 'L' : 'M'}${x(at).toFixed(1)} ${y(normal(at)).toFixed(1)}`).join('')
  const said = (one: { low: string; high: string }) => `${showDecimal(one.low, language)} ÷ ${showDecimal(one.high, language)}`
  const alternative = t('simulation.alternative', {
    trials: showCount(run.trials, language), low: showDecimal(histogram.low, language), high: showDecimal(histogram.high, language), unit, mean: run.value === null ? '—' : showDecimal(run.value, language),
    symmetric: said(run.symmetric), shortest: said(run.shortest), gum: said(run.first_order) })
  const bottom = height + 26
  return (
    <div ref={ref}>
      <svg role="img" aria-label={alternative} height={bottom + lanes.length * laneHeight + 4} viewBox={`0 0 ${width} ${bottom + lanes.length * laneHeight + 4}`} data-histogram={histogram.counts.length}>
        <g className="bars">{histogram.counts.map((count, index) => {
          const from = x(number(histogram.low) + part * index), to = x(number(histogram.low) + part * (index + 1))
          return <rect key={index} x={from} y={y(density(count))} width={Math.max(0.5, to - from - 0.6)} height={height - y(density(count))} />
        })}</g>
        {gum.u > 0 && <path className="curve" d={curve} />}
        <line className="axis" x1={edge} x2={width - edge} y1={height} y2={height} />
        {ticks(low, high, width / 90).filter((tick) => Math.min(x(tick.at), width - x(tick.at)) > tick.text.length * 3.6).map((tick) => (
          <g key={tick.text}><line className="axis" x1={x(tick.at)} x2={x(tick.at)} y1={height} y2={height + 4} />
            <text className="quiet" x={x(tick.at)} y={height + 17} textAnchor="middle">{showDecimal(tick.text, language)}</text></g>))}
        {lanes.map((lane, index) => {
          const at = bottom + index * laneHeight + 12
          const from = x(intervals[lane].low), to = x(intervals[lane].high)
          return (
            <g key={lane} data-lane={lane}>
              <line className={`${lane} edge`} x1={from} x2={from} y1={lane === 'symmetric' ? 6 : height} y2={at} />
              <line className={`${lane} edge`} x1={to} x2={to} y1={lane === 'symmetric' ? 6 : height} y2={at} />
              <line className={`${lane} lane`} x1={from} x2={to} y1={at} y2={at} />
              <path className={lane} strokeDasharray="none" style={{ strokeDasharray: 'none' }} strokeWidth="2.5" d={`M${from} ${at - 6}v12M${to} ${at - 6}v12`} />
            </g>)
        })}
      </svg>
    </div>
  )
}
