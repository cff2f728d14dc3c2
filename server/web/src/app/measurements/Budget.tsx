import type { Schemas } from '../../lib/api'
import { showDecimal, showQuantity, unitSymbol } from '../../lib/decimal'
import { sourceOfLine } from '../../lib/method'
import { useSpeech } from '../../ui/language'
import { Facts } from '../../ui/Page'
import { FindingList } from '../../ui/ErrorSummary'
import { Status } from '../../ui/Status'

/** The printed figures of one point. */
export function ResultFacts({ result }: { result: Schemas['PointResult'] }) {
  const { t, word, language } = useSpeech()
  const show = (value: string) => showQuantity(value, result.unit, language)
  return (
    <>
      <Facts facts={[
        [t('sheet.reference'), show(result.reference)], [t('sheet.indication'), show(result.indication)], [t('sheet.value'), show(result.value)],
        [t('sheet.error'), show(result.error)],
        [t('sheet.interval'), result.interval && `${result.interval.of === 'value' ? t('sheet.value') : t('sheet.error')}: [${showDecimal(result.interval.low, language)}; ${showDecimal(result.interval.high, language)}] ${unitSymbol(result.unit)}`],
        ['U', `${show(result.expanded_uncertainty)} (k = ${showDecimal(result.coverage_factor, language)}, p = ${showDecimal(result.coverage_probability, language)}, ${word('coverage', result.coverage_reason)})`],
        ['ν', result.degrees_of_freedom == null ? '∞' : showDecimal(result.degrees_of_freedom, language)],
        [t('sheet.limit'), show(result.limit)],
        [t('sheet.verdict'), result.verdict && <Status key="verdict" group="verdict" word={result.verdict} />],
        [t('sheet.probability'), result.conformance_probability == null ? '' : showDecimal((result.conformance_probability * 100).toFixed(1), language) + ' %'],
      ]} />
      {result.raised_to_cmc && <p>{t('sheet.raised')}</p>}
      {result.print_reads_otherwise && <p><strong>{t('sheet.print_otherwise')}</strong></p>}
      <FindingList findings={result.warnings} />
    </>
  )
}

/** A bar as long as the share; where correlations make shares negative, bars go either way from a middle line. */
export function ShareBar({ share, signed }: { share: number; signed: boolean }) {
  const { language } = useSpeech()
  const length = Math.min(1, Math.abs(share)) * (signed ? 50 : 100)
  const percent = Math.abs(share) < 0.0005 ? '0' : (share * 100).toFixed(Math.abs(share) < 0.095 ? 1 : 0)
  return (
    <>
      <span className="num">{showDecimal(percent, language)} %</span>
      <div className={`share ${signed ? 'signed' : ''}`} aria-hidden="true"><i className={share < 0 ? 'against' : ''} style={{ width: `${length}%`, marginLeft: signed ? `${share < 0 ? 50 - length : 50}%` : 0 }} /></div>
    </>
  )
}

/** Inputs, distribution, sensitivity, contribution, and a bar for the share of the variance. */
export function BudgetTable({ result }: { result: Schemas['PointResult'] }) {
  const { t, word, language } = useSpeech()
  const signed = [...result.budget, ...result.cross_terms].some((line) => line.share < 0)
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('budget.title')}>
      <table className="table">
        <thead>
          <tr><th>{t('budget.input')}</th><th className="num">{t('budget.estimate')}</th><th>{t('budget.distribution')}</th><th className="num">u(x)</th><th className="num">ν</th>
            <th className="num">c</th><th className="num">c·u {unitSymbol(result.unit) && `(${unitSymbol(result.unit)})`}</th><th>{t('budget.share')}</th></tr>
        </thead>
        <tbody>
          {result.budget.map((line) => (
            <tr key={line.symbol}>
              <td><strong>{line.symbol}</strong> {language === 'en' ? line.description_en : line.description_vi}{line.source && <><br /><span className="muted">{sourceOfLine(line.source, language)}</span></>}</td>
              <td className="num">{showQuantity(line.estimate, line.unit, language)}</td>
              <td>{word('distribution', line.distribution)}</td>
              <td className="num">{showDecimal(line.standard_uncertainty, language)}</td>
              <td className="num">{line.degrees_of_freedom == null ? '∞' : showDecimal(line.degrees_of_freedom, language)}</td>
              <td className="num">{showDecimal(line.sensitivity, language)}</td>
              <td className="num">{showDecimal(line.contribution, language)}</td>
              <td><ShareBar share={line.share} signed={signed} /></td>
            </tr>
          ))}
          {result.cross_terms.map((term) => (
            <tr key={`${term.a}/${term.b}`} data-cross={`${term.a}/${term.b}`}>
              <td colSpan={6}><strong>{term.a}, {term.b}</strong> {t('budget.together', { r: showDecimal(term.correlation, language) })}</td>
              <td className="num">{showDecimal(term.contribution, language)}<br /><span className="muted">{t('budget.square')}</span></td>
              <td><ShareBar share={term.share} signed={signed} /></td>
            </tr>))}
          <tr><td colSpan={6}><strong>u</strong></td><td className="num"><strong>{showDecimal(result.standard_uncertainty, language)}</strong></td><td /></tr>
        </tbody>
      </table>
    </div>
  )
}
