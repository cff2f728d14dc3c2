import { Button } from '@mantine/core'
import { client, type Schemas } from '../../lib/api'
import { showDecimal, unitSymbol } from '../../lib/decimal'
import { functionChoices } from '../../lib/functions'
import { emptyLimits, sources, termFields, withTable, type LimitsDraft, type Statement, type Table } from '../../lib/limits'
import { quantities } from '../../lib/quantities'
import { ChoiceField, TextField, UnitField } from '../../ui/fields'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { useAsk } from '../ask'

interface Props {
  draft: LimitsDraft
  onChange: (draft: LimitsDraft) => void
  errors: Record<string, string>
  at: string
}

/** A table of permissible errors: class, column, and what answers for each of its arguments. */
function TableFields({ draft, onChange, errors, at, tables }: Props & { tables: Table[] }) {
  const { t, word, name, title, language } = useSpeech()
  const table = tables.find((one) => one.code === draft.table)
  return (
    <>
      <ChoiceField id={`${at}table`} label={t('limits.table')} required value={draft.table} errors={errors} searchable onChange={(code) => onChange(withTable(draft, tables.find((one) => one.code === code)))}
        choices={tables.map((one) => ({ value: one.code, label: `${one.document}: ${title(one)}` }))} />
      {table && (
        <>
          <ChoiceField id={`${at}accuracy_class`} label={t('method.class')} hint={t('limits.class_hint')} value={draft.accuracy_class} errors={errors} onChange={(accuracy_class) => onChange({ ...draft, accuracy_class })}
            choices={table.classes.map((one) => ({ value: one, label: showDecimal(one, language) }))} />
          <ChoiceField id={`${at}mode`} label={t('limits.column')} required value={draft.mode} errors={errors} onChange={(mode) => mode && onChange({ ...draft, mode })}
            choices={table.modes.map((mode) => ({ value: mode, label: word('mode', mode) }))} />
          {draft.arguments.map((argument, index) => {
            const known = table.arguments.find((one) => one.name === argument.name)
            const label = known ? name(known) : argument.name
            const set = (change: Partial<typeof argument>) => onChange({ ...draft, arguments: draft.arguments.map((one, each) => (each === index ? { ...one, ...change } : one)) })
            return [
              <ChoiceField key={argument.name} id={`${at}argument-${argument.name}`} label={label} required value={argument.from} onChange={(from) => from && set({ from })}
                choices={sources.map((from) => ({ value: from, label: t(`limits.from_${from as 'nominal' | 'resolution' | 'verification_interval' | 'range_high' | 'span' | 'fixed'}`) }))} />,
              argument.from === 'fixed' && <TextField key={`${argument.name}-value`} id={`${at}argument-${argument.name}-value`} label={`${label}${known?.unit ? ` (${unitSymbol(known.unit)})` : ''}`} required value={argument.value} onChange={(value) => set({ value })} inputMode="decimal" />,
            ]
          })}
          {table.options.map((option) => (
            <ChoiceField key={option.name} id={`${at}option-${option.name}`} label={name(option)} required value={draft.options[option.name] ?? option.words[0] ?? ''} errors={errors}
              onChange={(chosen) => onChange({ ...draft, options: { ...draft.options, [option.name]: chosen } })} choices={option.words.map((one) => ({ value: one, label: one }))} />))}
        </>
      )}
    </>
  )
}

function OneQuantity({ draft, onChange, errors, at, tables, several, procedures }: Props & { tables: Table[]; several: boolean; procedures: Schemas['Procedure'][] }) {
  const { t, word, language } = useSpeech()
  const functions = functionChoices(procedures, language).filter((one) => !(quantities as readonly string[]).includes(one.value))
  const named = [...quantities, ...functions.map((one) => one.value)] as string[]
  const field = (key: 'specification' | 'limit_low' | 'limit_high' | (typeof termFields)[number]) => ({ id: at + key, value: draft[key], errors, onChange: (value: string) => onChange({ ...draft, [key]: value }) })
  return (
    <>
      {(several || draft.function !== '') && <ChoiceField id={`${at}function`} label={t('instrument.quantity')} hint={t('limits.quantity_hint')} value={draft.function} errors={errors} searchable onChange={(of) => onChange({ ...draft, function: of })}
        choices={[...quantities.map((one) => ({ value: one as string, label: word('quantity', one) })), ...functions, ...(draft.function && !named.includes(draft.function) ? [{ value: draft.function, label: word('quantity', draft.function) }] : [])]} />}
      <TextField {...field('specification')} label={t('review.specification')} required />
      <ChoiceField id={`${at}statement`} label={t('limits.statement')} required value={draft.statement} onChange={(statement) => statement && onChange({ ...draft, statement })}
        choices={(['terms', 'limits', 'table'] as Statement[]).map((one) => ({ value: one, label: t(`limits.by_${one}`) }))} />
      {draft.statement === 'terms' && (
        <>
          <TextField {...field('absolute')} label={t('review.tolerance')} hint={t('review.tolerance_hint')} inputMode="decimal" />
          <TextField {...field('percent_of_value')} label={t('limits.percent_of_value')} inputMode="decimal" />
          <TextField {...field('digits')} label={t('limits.digits')} inputMode="decimal" />
          <TextField {...field('percent_of_span')} label={t('limits.percent_of_span')} inputMode="decimal" />
          <ChoiceField id={`${at}side`} label={t('limits.side')} required value={draft.side} onChange={(side) => side && onChange({ ...draft, side })}
            choices={(['both', 'upper', 'lower'] as Schemas['AgreedSide'][]).map((one) => ({ value: one, label: t(`limits.side_${one}`) }))} />
        </>
      )}
      {draft.statement === 'limits' && (
        <>
          <TextField {...field('limit_low')} label={t('review.limit_low')} inputMode="decimal" />
          <TextField {...field('limit_high')} label={t('review.limit_high')} inputMode="decimal" />
        </>
      )}
      {draft.statement !== 'table' && <UnitField id={`${at}unit`} label={t('limits.unit')} value={draft.unit} errors={errors} onChange={(unit) => onChange({ ...draft, unit })} />}
      {draft.statement === 'table' && <TableFields draft={draft} onChange={onChange} errors={errors} at={at} tables={tables} />}
    </>
  )
}

/** What was agreed, quantity by quantity; an item of one quantity has one line and names none. */
export function LimitFields({ limits, onChange, errors, at, removable, procedures = [] }: {
  limits: LimitsDraft[]
  onChange: (limits: LimitsDraft[]) => void
  errors: Record<string, string>
  at: string
  /** Also the last one: nothing need be agreed. */
  removable?: boolean
  /** Whose quantities have ids of their own: two of one kind are told apart by them. */
  procedures?: Schemas['Procedure'][]
}) {
  const { t } = useSpeech()
  const asked = useAsk(['permissible-errors'], () => client.GET('/permissible-errors'))
  const tables = asked.data?.items ?? []
  return (
    <div className="whole">
      {limits.map((one, index) => (
        <fieldset key={index} className="fields framed" data-limits={index}>
          <legend>{t('limits.title', { n: index + 1 })}</legend>
          <OneQuantity draft={one} errors={errors} at={`${at}limits-${index}-`} tables={tables} several={limits.length > 1} procedures={procedures}
            onChange={(next) => onChange(limits.map((each, place) => (place === index ? next : each)))} />
          {(removable || limits.length > 1) && <div style={{ paddingTop: 22 }}><Button variant="subtle" size="compact-sm" leftSection={<Icon name="cross" size={14} />} onClick={() => onChange(limits.filter((_, place) => place !== index))}>{t('remove')}</Button></div>}
        </fieldset>
      ))}
      <Button variant="default" size="compact-sm" data-act="add-limits" leftSection={<Icon name="plus" size={14} />} onClick={() => onChange([...limits, emptyLimits()])}>{t('limits.add')}</Button>
    </div>
  )
}
