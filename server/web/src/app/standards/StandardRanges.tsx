import { Button } from '@mantine/core'
import type { Schemas } from '../../lib/api'
import { parseTyped } from '../../lib/decimal'
import { quantities } from '../../lib/quantities'
import { ChoiceField, TextField, UnitField } from '../../ui/fields'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'

/** A further quantity of the device as it is typed. */
export type RangeDraft = Record<'quantity' | 'low' | 'high' | 'unit' | 'drift_limit', string>

export const rangeDraft = (range: Schemas['StandardRange']): RangeDraft =>
  ({ quantity: range.quantity, low: range.low ?? '', high: range.high ?? '', unit: range.unit, drift_limit: range.drift_limit ?? '' })

export function rangesBody(ranges: RangeDraft[]): Schemas['StandardRange'][] {
  const decimal = (text: string) => (text.trim() === '' ? null : parseTyped(text) ?? text)
  return ranges.map((one) => ({ ...one, low: decimal(one.low), high: decimal(one.high), drift_limit: decimal(one.drift_limit) }))
}

/** The further quantities of one device, each with its range: a calibrator of volts, amperes and ohms. */
export function StandardRanges({ ranges, onChange, errors }: { ranges: RangeDraft[]; onChange: (ranges: RangeDraft[]) => void; errors: Record<string, string> }) {
  const { t, word } = useSpeech()
  return (
    <div className="whole">
      {ranges.map((range, index) => {
        const field = (key: keyof RangeDraft) => ({
          id: `ranges-${index}-${key}`, value: range[key], errors, onChange: (value: string) => onChange(ranges.map((one, place) => (place === index ? { ...one, [key]: value } : one))) })
        return (
          <fieldset key={index} className="fields framed" data-range={index}>
            <legend>{t('standard.quantity_n', { n: index + 2 })}</legend>
            <ChoiceField {...field('quantity')} label={t('instrument.quantity')} required searchable choices={quantities.map((value) => ({ value: value as string, label: word('quantity', value) }))} />
            <UnitField {...field('unit')} required />
            <TextField {...field('low')} label={t('instrument.low')} inputMode="decimal" />
            <TextField {...field('high')} label={t('instrument.high')} inputMode="decimal" />
            <TextField {...field('drift_limit')} label={t('standard.drift')} inputMode="decimal" />
            <div style={{ paddingTop: 22 }}><Button variant="subtle" size="compact-sm" leftSection={<Icon name="cross" size={14} />} onClick={() => onChange(ranges.filter((_, place) => place !== index))}>{t('remove')}</Button></div>
          </fieldset>
        )
      })}
      <Button variant="default" size="compact-sm" data-act="add-range" leftSection={<Icon name="plus" size={14} />} onClick={() => onChange([...ranges, { quantity: '', low: '', high: '', unit: '', drift_limit: '' }])}>{t('limits.add')}</Button>
    </div>
  )
}
