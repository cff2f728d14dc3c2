import type { Schemas } from '../../lib/api'
import { showDecimal, showQuantity, showRange, unitSymbol } from '../../lib/decimal'
import { expressionOf } from '../../lib/certificate'
import { Formula } from '../../ui/Formula'
import { useSpeech } from '../../ui/language'

type Stated = Pick<Schemas['StandardFormula'], 'form' | 'coefficients'>

export const platinumNames = ['R₀', 'A', 'B', 'C']

/** The equation alone, with the figures in it where it is a polynomial. */
export function Equation({ formula }: { formula: Stated }) {
  const { result, model } = expressionOf(formula)
  return <div className="formula-box"><Formula result={result} model={model} /></div>
}

/** A formula that a certificate states: equation, coefficients, where it holds, its uncertainty. */
export function CertificateFormula({ formula }: { formula: Schemas['StandardFormula'] }) {
  const { t, word, language } = useSpeech()
  const platinum = formula.form === 'callendar_van_dusen'
  const unit = unitSymbol(formula.argument_unit)
  return (
    <div data-formula={formula.form}>
      <Equation formula={formula} />
      <dl className="facts">
        <dt>{t('standard.meaning')}</dt><dd>{word('meaning', formula.meaning)}</dd>
        {platinum && formula.coefficients.map((one, index) => <div key={index} style={{ display: 'contents' }}><dt>{platinumNames[index]}</dt><dd>{showDecimal(one, language)}</dd></div>)}
        {!platinum && <><dt>x</dt><dd>{t('standard.nominal')}{unit && ` (${unit})`}</dd></>}
        <dt>{t('standard.holds')}</dt><dd>{showRange(formula.low, formula.high, platinum ? formula.unit : formula.argument_unit, language)}</dd>
        <dt>U (k)</dt><dd>{showQuantity(formula.expanded_uncertainty, formula.unit, language)} ({showDecimal(formula.coverage_factor, language)})</dd>
        {formula.degrees_of_freedom != null && <><dt>{t('standard.dof')}</dt><dd>{showDecimal(String(formula.degrees_of_freedom), language)}</dd></>}
      </dl>
    </div>
  )
}
