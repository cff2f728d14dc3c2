import { Button } from '@mantine/core'
import type { Schemas } from '../../lib/api'
import { parseTyped } from '../../lib/decimal'
import { quantities } from '../../lib/quantities'
import { ChoiceField, TextField, UnitField } from '../../ui/fields'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'

/** A further range as it is typed. */
export type RangeDraft = Record<'quantity' | 'low' | 'high' | 'unit' | 'resolution' | 'verification_interval' | 'accuracy_class', string>

export const rangeDraft = (range: Schemas['InstrumentRange']): RangeDraft =>
  ({ quantity: range.quantity, low: range.low ?? '', high: range.high ?? '', unit: range.unit, resolution: range.resolution ?? '', verification_interval: range.verification_interval ?? '', accuracy_class: range.accuracy_class })

export function rangesBody(ranges: RangeDraft[]): Schemas['InstrumentRange'][] {
  const decimal = (text: string) => (text.trim() === '' ? null : parseTyped(text) ?? text)
  return ranges.map((one) => ({ ...one, low: decimal(one.low), high: decimal(one.high), resolution: decimal(one.resolution), verification_interval: decimal(one.verification_interval), accuracy_class: one.accuracy_class.trim() }))
}

/** The ranges of a device that has several: 200 mV, 2 V, 20 V, each with its own step. A new one begins like the last. */
export function RangeFields({ ranges, onChange, errors, start }: { ranges: RangeDraft[]; onChange: (ranges: RangeDraft[]) => void; errors: Record<string, string>; start: { quantity: string; unit: string } }) {
  const { t, word } = useSpeech()
  const add = () => {
    const last = ranges.at(-1)
    onChange([...ranges, { quantity: last?.quantity ?? start.quantity, unit: last?.unit ?? start.unit, low: '', high: '', resolution: '', verification_interval: '', accuracy_class: '' }])
  }
  return (
    <div className="whole">
      {ranges.map((range, index) => {
        const set = (change: Partial<RangeDraft>) => onChange(ranges.map((one, place) => (place === index ? { ...one, ...change } : one)))
        const field = (key: keyof RangeDraft) => ({ id: `ranges-${index}-${key}`, value: range[key], errors, onChange: (value: string) => set({ [key]: value }) })
        return (
          <fieldset key={index} className="fields framed" data-range={index}>
            <legend>{t('instrument.range_n', { n: index + 1 })}</legend>
            <ChoiceField {...field('quantity')} label={t('instrument.quantity')} searchable choices={quantities.map((value) => ({ value: value as string, label: word('quantity', value) }))} />
            <TextField {...field('low')} label={t('instrument.low')} inputMode="decimal" />
            <TextField {...field('high')} label={t('instrument.high')} inputMode="decimal" />
            <UnitField {...field('unit')} required />
            <TextField {...field('resolution')} label={t('instrument.resolution')} inputMode="decimal" />
            <TextField {...field('verification_interval')} label={t('instrument.verification_interval')} hint={t('instrument.verification_interval_hint')} inputMode="decimal" />
            <TextField {...field('accuracy_class')} label={t('instrument.class')} />
            <div style={{ paddingTop: 22 }}><Button variant="subtle" size="compact-sm" leftSection={<Icon name="cross" size={14} />} onClick={() => onChange(ranges.filter((_, place) => place !== index))}>{t('remove')}</Button></div>
          </fieldset>
        )
      })}
      <Button variant="default" size="compact-sm" data-act="add-range" leftSection={<Icon name="plus" size={14} />} onClick={add}>{t('instrument.add_range')}</Button>
    </div>
  )
}
