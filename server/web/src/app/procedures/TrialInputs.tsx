import { Button, Checkbox } from '@mantine/core'
import type { Schemas } from '../../lib/api'
import { showDate } from '../../lib/dates'
import { showDecimal, showQuantity, unitSymbol } from '../../lib/decimal'
import { takenByLine } from '../../lib/method'
import { coefficientName, emptyLine, usesVerificationInterval, type StandardForm, type TrialForm, type TypedField, type ValueLine } from '../../lib/trial'
import { ChoiceField, DateField, TextField, UnitField } from '../../ui/fields'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { FlowTable } from '../../ui/FlowTable'
import { Panel } from '../../ui/Page'
import { LimitFields } from '../jobs/LimitFields'
import { RuleFields } from '../jobs/RuleFields'
import { ReadingGrid, type GridRow } from '../../ui/ReadingGrid'

interface Props {
  procedure: Schemas['ProcedureDetail']
  form: TrialForm
  wrong: Set<string>
  onForm: (change: (form: TrialForm) => TrialForm) => void
}

/** The texts beside fields that hold no number. */
export function useWrong(wrong: Set<string>) {
  const { t } = useSpeech()
  return (id: string, field: string) => (wrong.has(id) ? t('trial.number', { field }) : undefined)
}

export function ItemPanel({ procedure, form, wrong, onForm }: Props) {
  const { t, word, language } = useSpeech()
  const { method, layout } = procedure
  const wrongly = useWrong(wrong)
  const classes = [...new Set(method.limits.map((limit) => limit.accuracy_class))].filter(Boolean)
  const item = (change: Partial<TrialForm['item']>) => onForm((old) => ({ ...old, item: { ...old.item, ...change } }))
  const number = (id: string, label: string, field: 'low' | 'high' | 'resolution' | 'verificationInterval') => (
    <TextField id={id} label={label} value={form.item[field]} onChange={(text) => item({ [field]: text })} inputMode="decimal" autoComplete="off" error={wrongly(id, label)} />)
  return (
    <Panel title={t('trial.item')} id="trial-item">
      <div className="fields narrow">
        {method.modes.length > 0 && <ChoiceField id="trial-mode" label={t('job.mode')} required value={form.mode} onChange={(mode) => mode && onForm((old) => ({ ...old, mode }))}
          choices={method.modes.map((mode) => ({ value: mode, label: word('mode', mode) }))} />}
        {classes.length > 0 && <ChoiceField id="item-accuracy_class" label={t('method.class')} required value={form.item.accuracyClass} onChange={(accuracyClass) => item({ accuracyClass })}
          choices={classes.map((one) => ({ value: one, label: language === 'vi' ? one.replace('.', ',') : one }))} />}
        {form.standards.some((one) => one.history.length > 0 || takenByLine(method, one.role)) &&
          <DateField id="trial-measured_on" label={t('trial.measured_on')} value={form.measuredOn} onChange={(measuredOn) => onForm((old) => ({ ...old, measuredOn }))} />}
        {number('item-range_low', t('trial.low'), 'low')}
        {number('item-range_high', t('trial.high'), 'high')}
        <UnitField id="item-unit" value={form.item.unit} onChange={(unit) => item({ unit })} />
        {number('item-resolution', t('trial.resolution'), 'resolution')}
        {usesVerificationInterval(method) && number('item-verification_interval', t('instrument.verification_interval'), 'verificationInterval')}
      </div>
      {method.decision_rule === '' && <div className="fields narrow" style={{ marginTop: 12 }}>
        <LimitFields limits={form.limits} onChange={(limits) => onForm((old) => ({ ...old, limits }))} errors={{}} at="trial-" removable procedures={[procedure]} />
        {form.limits.length > 0 && <RuleFields agreed={form} onChange={(agreed) => onForm((old) => ({ ...old, decision_rule: agreed.decision_rule, rule_number: agreed.rule_number }))} errors={{}} at="trial-" />}
      </div>}
      {layout.operations.some((one) => one.kind === 'check') && (
        <div className="stack" style={{ marginTop: 12, gap: 8 }}>{layout.operations.filter((one) => one.kind === 'check').map((one) => (
          <Checkbox key={one.id} id={`check-${one.id}`} label={language === 'en' ? one.name_en || one.name_vi : one.name_vi} checked={form.checks[one.id] ?? false}
            onChange={(event) => { const passed = event.currentTarget.checked; onForm((old) => ({ ...old, checks: { ...old.checks, [one.id]: passed } })) }} />))}</div>)}
    </Panel>
  )
}

export function EnvironmentPanel({ form, wrong, onForm }: Omit<Props, 'procedure'>) {
  const { t, word } = useSpeech()
  const wrongly = useWrong(wrong)
  if (form.environment.length === 0) return null
  return (
    <Panel title={t('method.conditions')} id="trial-environment">
      <div className="fields narrow">{form.environment.flatMap((one, at) => (['start', 'end'] as const).map((moment) => {
        const label = `${word('quantity', one.quantity)}, ${t(`trial.${moment}`)} (${unitSymbol(one.unit)})`
        const id = `${one.quantity}-${moment}`
        return <TextField key={id} id={id} label={label} value={one[moment]} inputMode="decimal" autoComplete="off" error={wrongly(id, label)}
          onChange={(text) => onForm((old) => ({ ...old, environment: old.environment.map((each, index) => (index === at ? { ...each, [moment]: text } : each)) }))} />
      }))}</div>
    </Panel>
  )
}

/** What a certificate states beside its table, as the worked example has it. */
function Stated({ standard }: { standard: StandardForm }) {
  const { t, language } = useSpeech()
  const show = (text: string) => showDecimal(text, language)
  return (
    <>
      {standard.formulas.map((one, index) => (
        <p key={index} data-formula={one.form} style={{ margin: '8px 0 0' }}>
          {t(`trial.formula_${one.form}`)}: {one.coefficients.map((figure, at) => `${coefficientName(one.form, at)} = ${show(figure)}`).join('; ')};{' '}
          {show(one.low)} ÷ {show(one.high)}; U = {show(one.expanded_uncertainty)} {unitSymbol(one.unit)}, k = {show(one.coverage_factor)}
        </p>))}
      {standard.history.length > 0 && <>
        <p className="muted" style={{ margin: '8px 0 0' }}>{t('trial.history')}</p>
        <FlowTable data-table="history">
          <thead><tr><th>{t('trial.certificate')}</th><th>{t('trial.calibrated_on')}</th><th className="num">{t('trial.nominal')}</th><th className="num">{t('trial.figure')}</th><th className="num">U</th></tr></thead>
          <tbody>{standard.history.flatMap((earlier) => earlier.values.map((value, index) => (
            <tr key={`${earlier.certificate}/${index}`}>{index === 0 && <><td rowSpan={earlier.values.length}>{earlier.certificate}</td><td rowSpan={earlier.values.length}>{earlier.calibrated_on ? showDate(earlier.calibrated_on) : '–'}</td></>}
              <td className="num">{value.nominal == null ? '' : showQuantity(value.nominal, value.nominal_unit || value.unit, language)}</td><td className="num">{showQuantity(value.figure, value.unit, language)}</td><td className="num">{show(value.expanded_uncertainty)}</td></tr>)))}</tbody>
        </FlowTable>
      </>}
    </>
  )
}

const fields: TypedField[] = ['nominal', 'figure', 'U', 'k', 'drift']

/** One standard: whose certificate, and its table; a whole table may be pasted. */
export function StandardPanel({ procedure, form, wrong, onForm, at }: Props & { at: number }) {
  const { t, name, language } = useSpeech()
  const standard = form.standards[at]!
  const need = procedure.method.standards.find((one) => one.role === standard.role)
  const title = need ? name(need) : standard.role
  const wrongly = useWrong(wrong)
  const set = (change: (old: StandardForm) => StandardForm) => onForm((old) => ({ ...old, standards: old.standards.map((one, index) => (index === at ? change(one) : one)) }))
  const type = (key: string, text: string) => {
    const [row = '0', field = 'figure'] = key.split('/')
    set((old) => ({ ...old, lines: old.lines.map((line, index) => (index === Number(row) ? { ...line, [field]: text } : line)) }))
  }
  const heads: Record<TypedField, string> = { nominal: t('trial.nominal'), figure: t('trial.figure'), U: 'U', k: 'k', drift: t('trial.drift') }
  const rows: GridRow[] = standard.lines.map((line: ValueLine, row) => ({
    key: String(row), head: row + 1, results: [unitSymbol(line.unit)],
    cells: fields.map((field) => ({
      id: `value-${at}-${row}-${field}`, key: `${row}/${field}`, label: `${title}, ${row + 1}, ${heads[field]}`, shown: line[field],
      value: { text: line[field], state: 'empty' as const, earlier: [] }, error: wrongly(`value/${at}/${row}/${field}`, heads[field]) })),
  }))
  const first = standard.lines[0]
  return (
    <Panel title={title} id={`standard-${standard.role}`}>
      <div className="fields narrow" style={{ marginBottom: 12 }}>
        <TextField id={`standard-${at}-certificate`} label={t('trial.certificate')} value={standard.certificate} onChange={(certificate) => set((old) => ({ ...old, certificate }))} />
        {(standard.history.length > 0 || takenByLine(procedure.method, standard.role)) &&
          <DateField id={`standard-${at}-calibrated_on`} label={t('trial.calibrated_on')} value={standard.calibratedOn} onChange={(calibratedOn) => set((old) => ({ ...old, calibratedOn }))} />}
        {need && need.classes.length > 0 && <ChoiceField id={`standard-${at}-class`} label={t('method.class')} required value={standard.accuracyClass} onChange={(accuracyClass) => set((old) => ({ ...old, accuracyClass }))}
          choices={need.classes.map((one) => ({ value: one, label: showDecimal(one, language) }))} />}
        <ChoiceField id={`standard-${at}-meaning`} label={t('trial.meaning')} required value={first?.meaning ?? 'value'}
          onChange={(meaning) => meaning && set((old) => ({ ...old, lines: old.lines.map((line) => ({ ...line, meaning })) }))}
          choices={(['value', 'error', 'correction'] as const).map((one) => ({ value: one, label: t(`trial.meaning_${one}`) }))} />
        {(['low', 'high'] as const).map((end) => (
          <TextField key={end} id={`standard-${at}-${end}`} label={`${t(`trial.${end}`)} (${unitSymbol(standard.rangeUnit)})`} value={standard[end]} inputMode="decimal" autoComplete="off" error={wrongly(`standard/${at}/${end}`, t(`trial.${end}`))}
            onChange={(text) => set((old) => ({ ...old, [end]: text }))} />))}
        <UnitField id={`standard-${at}-unit`} value={standard.rangeUnit} onChange={(rangeUnit) => set((old) => ({ ...old, rangeUnit, lines: old.lines.map((line) => ({ ...line, unit: rangeUnit })) }))} />
      </div>
      {standard.lines.length > 0 && <ReadingGrid label={title} corner={t('trial.line')} heads={fields.map((field) => heads[field])} resultHeads={[t('instrument.unit')]} rows={rows} editable stale={false} hint={t('trial.values_hint')}
        onType={type} onCommit={type} marks={{ empty: '', saved: '', waiting: '', conflict: '', refused: '' } as never} />}
      <Stated standard={standard} />
      <Button variant="default" mt={8} leftSection={<Icon name="plus" size={16} />} onClick={() => set((old) => ({ ...old, lines: [...old.lines, emptyLine(need?.quantity ?? '', old.rangeUnit, first?.meaning)] }))}>{t('trial.add_line')}</Button>
    </Panel>
  )
}
