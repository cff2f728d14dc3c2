import type { ReactNode } from 'react'
import type { Schemas } from '../../lib/api'
import { showDecimal, showQuantity, showRange, unitSymbol } from '../../lib/decimal'
import { limitInWords, limitTable, servedBy, shapeInWords, sourceInWords, unitOfLimits } from '../../lib/method'
import { ruleInWords } from '../../lib/rules'
import { FlowTable } from '../../ui/FlowTable'
import { Formula, Symbol } from '../../ui/Formula'
import { useSpeech } from '../../ui/language'
import { Facts, Panel } from '../../ui/Page'

type Method = Schemas['ProcedureMethod']
type OfFunction = Schemas['MethodFunction']
type Detail = Schemas['ProcedureDetail']
interface Named { name_vi: string; name_en: string }

function List({ items }: { items: ReactNode[] }) {
  return <ul className="plain-list">{items.map((item, index) => <li key={index}>{item}</li>)}</ul>
}

export function Identity({ procedure }: { procedure: Detail }) {
  const { t, word, name } = useSpeech()
  const { method } = procedure
  const several = method.functions.length > 1
  const unitOf = (one: { unit: string; unit_of_item: boolean }) => (one.unit_of_item ? t('method.unit_of_item', { unit: unitSymbol(one.unit) }) : unitSymbol(one.unit))
  return (
    <Panel title={t('method.identity')} id="identity">
      <Facts facts={[
        [t('job.kind'), word('kind', procedure.kind)],
        [t('method.field'), word('field', procedure.field)],
        [t('procedure.basis'), method.basis.length > 0 && <List key="basis" items={method.basis} />],
        [t('method.items'), method.item_kinds.map((kind) => name(kind)).join('; ')],
        [t('method.quantity'), several ? <List key="functions" items={method.functions.map((of) => `${name(of)} (${unitOf(of)})`)} /> : word('quantity', method.quantity)],
        [t('method.unit'), !several && unitOf(method)],
        [t('method.modes'), method.modes.map((mode) => word('mode', mode)).join(', ')],
        [t('method.period'), method.period_months != null ? t('method.months', { n: method.period_months }) : procedure.kind === 'verification' && t('method.no_period')],
        [t('method.persons'), [method.reviewer_differs && t('method.reviewer_differs'), method.approver_differs && t('method.approver_differs')].filter(Boolean).join('; ')],
      ]} />
    </Panel>
  )
}

export function ConditionsAndStandards({ method }: { method: Method }) {
  const { t, word, name, language } = useSpeech()
  return (
    <Panel title={t('method.conditions')} id="conditions">
      <Facts facts={method.conditions.map((one) => [word('quantity', one.quantity), [
        one.low == null && one.high != null ? `≤ ${showQuantity(one.high, one.unit, language)}` : showRange(one.low, one.high, one.unit, language),
        one.largest_change != null && t('method.largest_change', { value: showQuantity(one.largest_change, one.unit, language) })].filter(Boolean).join(', ')])} />
      {method.waiting.length > 0 && <>
        <h3 className="under">{t('method.waiting')}</h3>
        <Facts facts={method.waiting.map((one) => [name(one), t('sheet.minutes', { n: one.minutes })])} />
      </>}
      <h3 className="under">{t('method.standards')}</h3>
      <Facts facts={method.standards.map((one) => [name(one), <List key={one.role} items={[
        word('quantity', one.quantity), one.material && `${t('method.material')}${one.material.from ? `: ${showRange(one.material.from, one.material.to, one.unit, language)}` : ''}`, method.functions.length > 1 && servedBy(method, one.role).map((of) => name(of)).filter((text) => text !== word('quantity', one.quantity)).join(', '), one.covers_points && t('method.covers_points'),
        one.uncertainty_share != null && t('method.share', { share: shareText(one.uncertainty_share, language) }),
        one.largest_uncertainty != null && `U ≤ ${showQuantity(one.largest_uncertainty, one.unit, language)}`,
        one.classes.length > 0 && t('method.classes', { classes: one.classes.map((each) => showDecimal(each, language)).join(', ') }), one.certified && t('method.certified')].filter(Boolean)} />])} />
    </Panel>
  )
}

/** 0.333... is better read as 1/3. */
function shareText(share: string, language: 'vi' | 'en'): string {
  const parts = Math.round(1 / Number(share))
  return Math.abs(parts * Number(share) - 1) < 1e-6 ? `1/${parts}` : showDecimal(share, language)
}

export function Operations({ method }: { method: Method }) {
  const { t, word, name } = useSpeech()
  if (method.operations.length === 0) return null
  return (
    <Panel title={t('method.operations')} id="operations">
      <ol className="steps">{method.operations.map((one) => (
        <li key={one.id}><strong>{name(one)}</strong><div className="muted">{t(`method.rule_${one.rule}`, { limit: word('limit_of', one.limit) })}</div></li>))}</ol>
      <p className="muted" style={{ marginBottom: 0 }}>{t('method.operations_end')}</p>
    </Panel>
  )
}

function pointName(point: Schemas['MethodPoint'], of: OfFunction, speech: ReturnType<typeof useSpeech>): string {
  const { t, word, language } = speech
  const label = language === 'en' ? point.label_en || point.label_vi : point.label_vi || point.label_en
  const at = point.nominal != null ? showQuantity(point.nominal, of.unit, language) : t('method.of_span', { value: showDecimal(point.percent_of_span, language) })
  return [label ? `${label} (${at})` : at, point.direction && word('direction', point.direction)].filter(Boolean).join(' ')
}

/** The head of a panel: with the quantity's name where the item has several. */
interface About { of: OfFunction; about: (title: string, id: string) => { title: string; id: string } }

function SheetOfMethod({ of, about, repeatRule }: About & { repeatRule: Schemas['RepeatRule'] }) {
  const speech = useSpeech()
  const { t, name, language } = speech
  const channel = (id: string) => of.channels.find((one) => one.id === id) as Named | undefined
  return (
    <Panel {...about(t('method.sheet'), 'sheet')}>
      <Facts facts={[
        [t('method.channels'), <List key="channels" items={of.channels.map((one) => (
          <>{name(one)} <span className="muted">({[t(one.of === 'item' ? 'method.of_item' : 'method.of_standard'), unitSymbol(one.unit), t('method.times', { n: one.repeats }),
            (one.low != null || one.high != null) && showRange(one.low, one.high, one.unit, language)].filter(Boolean).join(', ')})</span></>))} />],
        [t('method.sequence'), of.sequence.map((id) => { const one = channel(id); return one ? name(one) : id }).join(' → ')],
        [t('method.points'), <List key="points" items={of.points.map((one) => pointName(one, of, speech))} />],
        ['', of.points_may_be_agreed && t('method.points_agreed')],
        [t('method.repeat'), t(`method.repeat_${repeatRule}`)],
      ].filter(([key, value]) => key !== '' || value) as [string, ReactNode][]} />
    </Panel>
  )
}

function ModelSection({ of, about, method }: About & { method: Method }) {
  const { t, language } = useSpeech()
  const { measurand } = of
  return (
    <Panel {...about(t('method.model'), 'model')}>
      <div className="formula-box" tabIndex={0} role="region" aria-label={about(t('method.model'), 'model').title}><Formula result={measurand.result === 'error' ? 'E' : 'Y'} model={measurand.model} /></div>
      <p className="muted" style={{ marginTop: 0 }}>{t(measurand.result === 'error' ? 'method.model_of_error' : 'method.model_of_value')}</p>
      <h3 className="under">{t('method.inputs')}</h3>
      <FlowTable>
        <thead><tr><th>{t('method.symbol')}</th><th>{t('method.description')}</th><th>{t('instrument.unit')}</th><th>{t('budget.distribution')}</th><th>{t('method.source')}</th></tr></thead>
        <tbody>{measurand.inputs.map((input) => (
          <tr key={input.symbol} data-input={input.symbol}>
            <td><Symbol name={input.symbol} /></td>
            <td>{language === 'en' ? input.description_en || input.description_vi : input.description_vi || input.description_en}</td>
            <td>{unitSymbol(input.unit) || '1'}</td>
            <td>{shapeInWords(input, language)}</td>
            <td>{sourceInWords(method, of, input, language)}</td>
          </tr>))}</tbody>
      </FlowTable>
    </Panel>
  )
}

function EvaluationSection({ of, about, method }: About & { method: Method }) {
  const { t, word, title, language } = useSpeech()
  const { coverage, capability, report } = of
  const show = (value: string | null | undefined) => showDecimal(value, language)
  return (
    <Panel {...about(t('method.evaluation'), 'evaluation')}>
      <Facts facts={[
        [t('method.coverage'), coverage.rule === 'fixed' ? t('method.coverage_fixed', { factor: show(coverage.factor), p: show(coverage.probability) })
          : coverage.rule === 'monte_carlo' ? t('method.coverage_monte_carlo', { p: show(coverage.probability) })
          : t('method.coverage_automatic', { p: show(coverage.probability), dof: show(coverage.dof_limit) })],
        [t('method.rounding'), t(`method.rounding_${of.rounding.mode}`, { digits: of.rounding.uncertainty_digits })],
        [t('method.capability'), capability && t('method.capability_text', { absolute: show(capability.absolute), unit: unitSymbol(of.unit), percent: show(capability.percent_of_value) })],
        [t('method.decision'), method.decision_rule ? ruleInWords(method.decision_rule, method.rule_number, language) : t('method.decision_agreed')],
        [t('method.report'), <>{title(report)}<div className="muted">{report.columns.map((column) => word('column', column)).join(' · ')}</div></>],
      ]} />
    </Panel>
  )
}

/** What belongs to each quantity alone: its sheet, model and figures. */
export function Functions({ procedure }: { procedure: Detail }) {
  const { name } = useSpeech()
  const { method, layout } = procedure
  return method.functions.map((of) => {
    const about: About['about'] = (title, id) => (of.id ? { title: `${name(of)}: ${title.toLowerCase()}`, id: `${id}-${of.id}` } : { title, id })
    return (
      <div key={of.id} data-function={of.id}>
        <SheetOfMethod of={of} about={about} repeatRule={layout.repeat_rule} />
        <ModelSection of={of} about={about} method={method} />
        <EvaluationSection of={of} about={about} method={method} />
      </div>)
  })
}

export function LimitsSection({ method }: { method: Method }) {
  const { t, word, language } = useSpeech()
  if (method.limits.length === 0) return null
  const table = limitTable(method.limits)
  const shown = (limits: Schemas['MethodLimit'][]) =>
    limits.length === 0 ? '–' : limits.map((limit, index) => <div key={index}>{limitInWords(limit, unitOfLimits(method, limit.of), language)}</div>)
  return (
    <Panel title={t('method.limits')} id="limits">
      <div className="scroll" tabIndex={0} role="region" aria-label={t('method.limits')}>
        <table className="table" data-table="limits">
          <thead><tr><th>{t('method.class')}</th>{table.columns.map((column, index) => (
            <th key={index}>{word('limit_of', column.of)}<div className="modes">{column.modes.map((mode) => word('mode', mode)).join(', ')}</div></th>))}</tr></thead>
          <tbody>{table.rows.map((row) => (
            <tr key={row.accuracyClass}><th scope="row">{row.accuracyClass ? showDecimal(row.accuracyClass, language) : t('method.every_class')}</th>
              {row.cells.map((cell, index) => <td key={index} style={{ fontVariantNumeric: 'tabular-nums' }}>{shown(cell)}</td>)}</tr>))}</tbody>
        </table>
      </div>
    </Panel>
  )
}
