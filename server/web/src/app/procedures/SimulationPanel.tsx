import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { client, type Schemas } from '../../lib/api'
import { showDecimal, unitSymbol } from '../../lib/decimal'
import type { TrialBody } from '../../lib/trial'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Panel } from '../../ui/Page'
import { useAct } from '../ask'
import { Histogram } from './Histogram'

type Run = Schemas['PointSimulation']

function Validation({ run }: { run: Run }) {
  const { t, language } = useSpeech()
  const { validation, first_order: gum, symmetric } = run
  if (!validation) return <p>{t('simulation.exact')}</p>
  const show = (text: string) => showDecimal(text, language)
  const words = { low: show(validation.difference_low), high: show(validation.difference_high), tolerance: show(validation.tolerance), unit: unitSymbol(run.unit), digits: validation.significant_digits }
  const word = !validation.decided ? 'undecided' : validation.validated ? 'validated' : 'not_validated'
  const safe = word === 'not_validated' && Number(gum.low) <= Number(symmetric.low) && Number(gum.high) >= Number(symmetric.high)
  return (
    <p data-validated={word}>
      <span className={`status ${word === 'validated' ? 'valid' : 'due'}`}><Icon name={word === 'validated' ? 'valid' : 'dueSoon'} size={14} />{t(`simulation.${word}`)}</span>{' '}
      {t(`simulation.${word}_why`, words)}{safe && ` ${t('simulation.safe')}`}
    </p>
  )
}

/** Digits enough to tell the intervals apart: two more than u shows. */
function figures(run: Run): (text: string) => string {
  const u = Number(run.u ?? run.first_order.u)
  const decimals = u > 0 ? Math.min(12, Math.max(0, 2 - Math.floor(Math.log10(u)))) : 6
  return (text) => Number(text).toFixed(decimals)
}

function Intervals({ run }: { run: Run }) {
  const { t, language } = useSpeech()
  const round = figures(run)
  const show = (text: string) => showDecimal(round(text), language)
  const half = (one: { low: string; high: string }) => showDecimal(round(String((Number(one.high) - Number(one.low)) / 2)), language)
  const rows = [
    ['gum', run.first_order.value, run.first_order.u, run.first_order], ['symmetric', run.value, run.u, run.symmetric], ['shortest', run.value, run.u, run.shortest],
  ] as const
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('simulation.method')}>
      <table className="table" data-table="intervals">
        <thead><tr><th>{t('simulation.method')}</th><th className="num">{t('simulation.mean')}</th><th className="num">u</th>
          <th className="num">{t('simulation.interval', { p: showDecimal(String(Math.round(Number(run.probability) * 10000) / 100), language) })}</th><th className="num">{t('simulation.width')}</th></tr></thead>
        <tbody>{rows.map(([name, value, u, interval]) => (
          <tr key={name}><td><span className={`key ${name}`} aria-hidden="true" />{t(`simulation.${name}`)}</td><td className="num">{value === null ? '—' : show(value)}</td><td className="num">{u === null ? '—' : show(u)}</td>
            <td className="num">{show(interval.low)} ÷ {show(interval.high)}</td><td className="num">{half(interval)}</td></tr>))}</tbody>
      </table>
    </div>
  )
}

/** The same model by simulation, for the point at hand; asked for by a click, kept nowhere. */
export function SimulationPanel({ procedure, body, point, label }: { procedure: number; body: TrialBody; point: string; label: string }) {
  const { t } = useSpeech()
  const [trials, setTrials] = useState('1000000')
  const [seed, setSeed] = useState('1')
  const [shown, setShown] = useState<{ of: string; run: Run | undefined }>()
  const of = JSON.stringify([body, point])
  const act = useAct((asked: TrialBody) => client.POST('/procedures/{procedure}/trial', { params: { path: { procedure } }, body: asked }), {
    done: (result) => setShown({ of, run: result.simulations[0] }) })
  const run = shown?.run
  return (
    <Panel title={`${t('simulation.title')}: ${label}`} id="simulation">
      <p className="muted" style={{ marginTop: 0 }}>{t('simulation.what')}</p>
      <ErrorSummary problem={act.problem} />
      <form className="row" style={{ alignItems: 'end' }} onSubmit={(event) => {
        event.preventDefault()
        void act.run({ ...body, simulation: { points: [point], trials: Number(trials) || 0, seed: Number(seed) || 0 } })
      }}>
        <TextInput id="simulation-trials" label={t('simulation.trials')} value={trials} onChange={(event) => setTrials(event.currentTarget.value)} inputMode="numeric" autoComplete="off" w={130} />
        <TextInput id="simulation-seed" label={t('simulation.seed')} value={seed} onChange={(event) => setSeed(event.currentTarget.value)} inputMode="numeric" autoComplete="off" w={100} />
        <Button type="submit" loading={act.busy} data-act="simulate">{t('simulation.run')}</Button>
      </form>
      {run && (
        <div className="simulation" data-simulated={run.point} style={{ marginTop: 12 }}>
          {shown?.of !== of && <p className="status due">{t('simulation.stale')}</p>}
          <Validation run={run} />
          {run.u === null && <p data-no-deviation>{t('simulation.no_deviation')}</p>}
          {run.histogram.counts.length > 0 && <Histogram run={run} />}
          <Intervals run={run} />
          <p className="muted" style={{ fontSize: 12, marginBottom: 0 }}>{t('simulation.trials')}: {run.trials.toLocaleString('vi-VN')} · {t('simulation.seed')}: {run.seed} · <code>{run.generator}</code></p>
        </div>
      )}
    </Panel>
  )
}
