import { Button } from '@mantine/core'
import type { Schemas } from '../../lib/api'
import { columns, emptyRow, pasted, type Column, type FormulaPart, type TablePart } from '../../lib/certificate'
import { parseCertified } from '../../lib/decimal'
import { quantities } from '../../lib/quantities'
import { ChoiceField, TextField, UnitField } from '../../ui/fields'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Equation, platinumNames } from './CertificateFormula'

type Meaning = Schemas['ValueMeaning']
interface Common<Part> { part: Part; id: string; errors: Record<string, string>; quantity: string; onPart: (change: (part: Part) => Part) => void }

const meanings: Meaning[] = ['error', 'correction', 'value']

function QuantityField({ id, value, own, onChange }: { id: string; value: string; own: string; onChange: (quantity: string) => void }) {
  const { t, word } = useSpeech()
  const known = [...new Set<string>([own, ...quantities])]
  return <ChoiceField id={id} label={t('instrument.quantity')} required searchable value={value} onChange={(next) => next && onChange(next)} choices={known.map((one) => ({ value: one, label: word('quantity', one) }))} />
}

/** A table: what its figures are, once for all rows, and the rows; a block may be pasted into any cell. */
export function TableFields({ part, id, errors, quantity, index, onPart }: Common<TablePart> & { index: (number | undefined)[] }) {
  const { t, word } = useSpeech()
  const set = (change: Partial<TablePart>) => onPart((old) => ({ ...old, ...change }))
  const heads: Record<Column, string> = {
    nominal: t('standard.nominal'), figure: t('standard.figure'), expanded_uncertainty: 'U', coverage_factor: 'k', degrees_of_freedom: t('standard.dof_short'), interpolation: t('standard.interpolation') }
  const filled = index.find((one) => one !== undefined)
  const first = filled === undefined ? id : `values-${filled}`
  return (
    <>
      <div className="fields">
        <ChoiceField id={`${first}-meaning`} label={t('standard.figures_are')} required value={part.meaning} errors={errors} onChange={(meaning) => meaning && set({ meaning, ...(meaning === 'value' ? {} : { nominalUnit: '' }) })}
          choices={meanings.map((one) => ({ value: one, label: word('meaning', one) }))} />
        <UnitField id={`${first}-unit`} value={part.unit} onChange={(unit) => set({ unit })} errors={errors} required />
        <QuantityField id={`${id}-quantity`} value={part.quantity} own={quantity} onChange={(next) => set({ quantity: next })} />
        {part.meaning === 'value' && <UnitField id={`${first}-nominal_unit`} label={t('standard.nominal_unit')} hint={t('standard.nominal_unit_hint')} value={part.nominalUnit} onChange={(nominalUnit) => set({ nominalUnit })} errors={errors} />}
      </div>
      <p className="muted">{t('standard.paste_hint')}</p>
      <div className="certificate-rows" data-columns={columns.length}>
        <div className="heads" aria-hidden="true">{columns.map((column) => <span key={column} title={column === 'interpolation' ? t('standard.interpolation_hint') : undefined}>{heads[column]}</span>)}<span /></div>
        {part.rows.map((row, at) => (
          <div className="line" key={at} role="group" aria-label={t('standard.line', { line: at + 1 })}>
            {columns.map((column) => {
              const name = index[at] === undefined ? `${id}-${at}-${column}` : `values-${index[at]}-${column}`
              return (
                <TextField key={column} id={name} label={heads[column]} value={row[column]} errors={errors} inputMode="decimal" autoComplete="off" data-cell={`${at}/${column}`}
                  placeholder={column === 'nominal' ? t('standard.whole_range') : undefined}
                  onChange={(text) => set({ rows: part.rows.map((one, other) => (other === at ? { ...one, [column]: text } : one)) })}
                  onPaste={(event) => {
                    const text = event.clipboardData.getData('text/plain')
                    if (!/[\t\n]/.test(text.trimEnd())) return
                    event.preventDefault()
                    onPart((old) => ({ ...old, rows: pasted(old.rows, at, column, text) }))
                  }} />
              )
            })}
            <Button variant="subtle" size="compact-sm" className="drop" aria-label={`${t('remove')}: ${t('standard.line', { line: at + 1 })}`} disabled={part.rows.length === 1} onClick={() => set({ rows: part.rows.filter((_, other) => other !== at) })}><Icon name="cross" size={14} /></Button>
          </div>))}
      </div>
      <Button variant="default" size="compact-md" leftSection={<Icon name="plus" size={14} />} onClick={() => set({ rows: [...part.rows, emptyRow(part.rows.at(-1)?.coverage_factor)] })}>{t('standard.add_line')}</Button>
    </>
  )
}

/** A formula: its form, coefficients, where it holds and its uncertainty. */
export function FormulaFields({ part, id, errors, quantity, index, onPart }: Common<FormulaPart> & { index: number }) {
  const { t, word } = useSpeech()
  const set = (change: Partial<FormulaPart>) => onPart((old) => ({ ...old, ...change }))
  const platinum = part.form === 'callendar_van_dusen'
  const at = `formulas-${index}`
  const field = (key: 'low' | 'high' | 'expanded_uncertainty' | 'coverage_factor' | 'degrees_of_freedom') => ({ id: `${at}-${key}`, value: part[key], errors, inputMode: 'decimal' as const, autoComplete: 'off', onChange: (text: string) => set({ [key]: text }) })
  const shown = part.coefficients.map(parseCertified)
  const whole = shown.slice(0, platinum ? 3 : undefined).every((one) => one !== undefined)
  return (
    <>
      <div className="fields">
        <ChoiceField id={`${at}-form`} label={t('standard.form')} required value={part.form} errors={errors}
          onChange={(form) => form && set(form === 'callendar_van_dusen' ? { form, coefficients: ['', '', '', ''], argumentUnit: '\\ohm', unit: '\\degreecelsius', meaning: 'value' } : { form, coefficients: ['', ''], argumentUnit: part.unit, meaning: 'correction' })}
          choices={(['polynomial', 'callendar_van_dusen'] as const).map((one) => ({ value: one, label: word('form', one) }))} />
        {!platinum && <ChoiceField id={`${at}-meaning`} label={t('standard.figures_are')} required value={part.meaning} errors={errors} onChange={(meaning) => meaning && set({ meaning })} choices={meanings.map((one) => ({ value: one, label: word('meaning', one) }))} />}
        <UnitField id={`${at}-unit`} value={part.unit} onChange={(unit) => set({ unit })} errors={errors} required />
        <UnitField id={`${at}-argument_unit`} label={t(platinum ? 'standard.resistance_unit' : 'standard.argument_unit')} value={part.argumentUnit} onChange={(argumentUnit) => set({ argumentUnit })} errors={errors} required />
        <QuantityField id={`${id}-quantity`} value={part.quantity} own={quantity} onChange={(next) => set({ quantity: next })} />
      </div>
      <div className="fields" id={`${at}-coefficients`}>
        {part.coefficients.map((text, nth) => (
          <TextField key={nth} id={`${at}-coefficients-${nth}`} label={t('standard.coefficient', { name: platinum ? platinumNames[nth]! : `c${'₀₁₂₃₄₅₆₇₈₉'[nth] ?? nth}` })} hint={platinum && nth === 3 ? t('standard.below_zero') : undefined}
            value={text} errors={errors} autoComplete="off" onChange={(next) => set({ coefficients: part.coefficients.map((one, other) => (other === nth ? next : one)) })} />))}
      </div>
      {errors[`${at}-coefficients`] && <p className="errors" role="alert">{errors[`${at}-coefficients`]}</p>}
      {!platinum && (
        <div className="row">
          <Button variant="default" size="compact-md" onClick={() => set({ coefficients: [...part.coefficients, ''] })}>{t('standard.add_coefficient')}</Button>
          {part.coefficients.length > 1 && <Button variant="default" size="compact-md" onClick={() => set({ coefficients: part.coefficients.slice(0, -1) })}>{t('remove')}</Button>}
        </div>)}
      {whole && <Equation formula={{ form: part.form, coefficients: shown.filter((one): one is string => one !== undefined) }} />}
      <div className="fields">
        <TextField {...field('low')} label={t('standard.holds_from')} required />
        <TextField {...field('high')} label={t('standard.holds_to')} required />
        <TextField {...field('expanded_uncertainty')} label="U" required />
        <TextField {...field('coverage_factor')} label="k" required />
        <TextField {...field('degrees_of_freedom')} label={t('standard.dof')} />
      </div>
    </>
  )
}
