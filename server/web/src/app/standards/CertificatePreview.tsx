import { useDebouncedValue } from '@mantine/hooks'
import { client, type Schemas } from '../../lib/api'
import { wholeOf, type Figures } from '../../lib/certificate'
import { showDecimal, showQuantity } from '../../lib/decimal'
import { FlowTable } from '../../ui/FlowTable'
import { useSpeech } from '../../ui/language'
import { useAsk } from '../ask'
import { CertificatePlot } from './CertificatePlot'

type Figure = Schemas['ComparedFigure']

const size = (text: string) => text.replace(/^-/, '')

/** What the first line means, in words: the place where a wrong sign is seen. */
function Meaning({ figure }: { figure: Figure }) {
  const { t, language } = useSpeech()
  const show = (text: string | null, unit = figure.unit) => showQuantity(text, unit, language)
  const argument = show(figure.argument, figure.argument_unit), value = show(figure.value)
  const { correction } = figure
  const said = () => {
    if (figure.argument == null) return correction != null ? t('standard.means_add', { offset: show(correction) }) : t('standard.means_value', { value })
    if (correction == null) return t('standard.means_at', { argument, value })
    if (Number(correction) === 0) return t('standard.means_exact', { argument, value })
    return t(correction.startsWith('-') ? 'standard.means_high' : 'standard.means_low', { argument, value, offset: show(size(correction)) })
  }
  return <p data-meaning><strong>{said()}</strong></p>
}

function Comparison({ figures }: { figures: Figure[] }) {
  const { t, language } = useSpeech()
  const shown = (one: { correction: string | null; value: string | null; expanded_uncertainty: string }) => `${showDecimal(one.correction ?? one.value, language)} ± ${showDecimal(one.expanded_uncertainty, language)}`
  const unit = (figure: Figure) => showQuantity(figure.argument, figure.argument_unit, language) || t('standard.whole_range')
  const held = figures.some((figure) => figure.before)
  return (
    <FlowTable>
      <thead><tr><th className="num">{t('standard.nominal')}</th><th className="num">{t('standard.true_value')}</th><th className="num">{t('standard.now')} (± U)</th>{held && <><th className="num">{t('standard.before')} (± U)</th><th className="num">{t('standard.change')}</th><th className="num">En</th></>}</tr></thead>
      <tbody>{figures.map((figure, index) => (
        <tr key={index} className={figure.before && Math.abs(Number(figure.before.en)) > 1 ? 'changed' : ''} data-en={figure.before?.en}>
          <td className="num">{unit(figure)}</td><td className="num">{showQuantity(figure.value, figure.unit, language)}</td><td className="num">{shown(figure)}</td>
          {held && <><td className="num">{figure.before ? shown(figure.before) : '–'}</td><td className="num">{figure.before ? showDecimal(figure.before.change, language) : ''}</td><td className="num">{figure.before ? showDecimal(figure.before.en, language) : ''}</td></>}
        </tr>))}</tbody>
    </FlowTable>
  )
}

const groupOf = (figure: Figure) => [figure.quantity, figure.argument_unit, figure.unit].join('|')

/** What the figures typed so far mean, beside the certificate accepted before; the server computes it. */
export function CertificatePreview({ standard, figures }: { standard: number; figures: Figures }) {
  const { t, word } = useSpeech()
  const [asked] = useDebouncedValue(JSON.stringify(wholeOf(figures)), 350)
  const body = JSON.parse(asked) as Schemas['CertificateFigures']
  const any = body.values.length + (body.formulas?.length ?? 0) > 0
  const answer = useAsk(['standards', standard, 'preview', asked], () => client.POST('/standards/{standard}/certificates/preview', { params: { path: { standard } }, body }), any)
  const preview = any ? answer.data : undefined
  const groups = [...new Set((preview?.figures ?? []).map(groupOf))].map((key) => (preview?.figures ?? []).filter((figure) => groupOf(figure) === key))
  const jumps = (preview?.figures ?? []).filter((figure) => figure.before && Math.abs(Number(figure.before.en)) > 1).length
  return (
    <section className="panel" id="certificate-preview" aria-live="polite">
      <h3 style={{ marginTop: 0 }}>{t('standard.preview')}</h3>
      {groups.length === 0 && <p className="muted">{t('standard.preview_none')}</p>}
      {preview && groups.length > 0 && <p className="muted">{preview.before ? t('standard.preview_before', { number: preview.before }) : t('standard.preview_first')}</p>}
      {jumps > 0 && <p className="jump" role="alert">{t('standard.preview_jump', { count: jumps })}</p>}
      {groups.map((group) => (
        <div key={groupOf(group[0]!)}>
          {groups.length > 1 && <h4>{word('quantity', group[0]!.quantity)}</h4>}
          <Meaning figure={group[0]!} />
          <CertificatePlot figures={group} />
          <Comparison figures={group} />
        </div>))}
    </section>
  )
}
