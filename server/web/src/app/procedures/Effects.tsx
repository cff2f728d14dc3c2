import type { Schemas } from '../../lib/api'
import { showDecimal, unitSymbol } from '../../lib/decimal'
import { FindingList } from '../../ui/ErrorSummary'
import { FlowTable } from '../../ui/FlowTable'
import { useSpeech } from '../../ui/language'
import { Panel } from '../../ui/Page'
import { Status } from '../../ui/Status'

type Effect = Schemas['ExampleEffect']

function Rows({ effect }: { effect: Effect }) {
  const { word, language } = useSpeech()
  const show = (text: string | null | undefined) => (text == null ? '–' : showDecimal(text, language))
  const result = (side: Schemas['EffectSide'] | null) => (side ? show(side.error || side.value) : '–')
  return effect.points.map((point) => (
    <tr key={point.point} data-effect={point.point}>
      <td><strong>{show(point.nominal)} {unitSymbol(point.unit)}{point.direction && ` ${word('direction', point.direction)}`}</strong></td>
      <td className="num">{result(point.before)}</td><td className="num">{result(point.after)}</td>
      <td className="num">{show(point.before?.expanded_uncertainty)}</td><td className="num">{show(point.after?.expanded_uncertainty)}</td>
      <td className="num"><strong>{point.change_percent == null ? '–' : `${Number(point.change_percent) > 0 ? '+' : ''}${show(point.change_percent)} %`}</strong></td>
      <td>{point.before?.verdict && <Status group="verdict" word={point.before.verdict} />}{point.after?.verdict && point.after.verdict !== point.before?.verdict && <> → <Status group="verdict" word={point.after.verdict} /></>}</td>
    </tr>))
}

/** Both versions on the sheets of the worked examples: U beside U at every point. */
export function Effects({ comparison }: { comparison: Schemas['ProcedureComparison'] }) {
  const { t } = useSpeech()
  const { effects, a, b } = comparison
  if (effects.length === 0) return <Panel title={t('effect.title')}><p className="muted" style={{ margin: 0 }}>{t('effect.none')}</p></Panel>
  return effects.map((effect) => (
    <Panel key={effect.example} title={`${t('effect.title')}: ${effect.source || effect.example}`} id={`effect-${effect.example}`}>
      {[[a, effect.before_refused] as const, [b, effect.after_refused] as const].map(([version, findings]) => findings.length > 0 && (
        <div key={version.id} className="stack" style={{ gap: 4, marginBottom: 8 }}><strong>{t('effect.refused', { version: version.version })}</strong><FindingList findings={findings} /></div>))}
      {effect.points.length > 0 && (
        <FlowTable>
          <thead>
            <tr><th>{t('column.nominal')}</th><th className="num">{t('effect.result', { version: a.version })}</th><th className="num">{t('effect.result', { version: b.version })}</th>
              <th className="num">U {a.version}</th><th className="num">U {b.version}</th><th className="num">{t('effect.change')}</th><th>{t('sheet.verdict')}</th></tr>
          </thead>
          <tbody><Rows effect={effect} /></tbody>
        </FlowTable>)}
    </Panel>))
}
