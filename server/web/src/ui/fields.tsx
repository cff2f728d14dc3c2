import '@mantine/dates/styles.css'
import { Button, Checkbox, Select, Textarea, TextInput, type TextInputProps } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { useRef, type ReactNode } from 'react'
import { parseDate } from '../lib/dates'
import { unitChoices, unitSymbol } from '../lib/decimal'
import { useSpeech } from './language'

interface Common<T> {
  id: string
  label: string
  value: T
  onChange: (value: T) => void
  errors?: Record<string, string>
  hint?: string
  required?: boolean
}

/** A line of text, in NFC when it leaves the field. */
export function TextField({ id, label, value, onChange, errors, hint, required, ...rest }: Common<string> & Omit<TextInputProps, 'value' | 'onChange' | 'id'>) {
  return (
    <TextInput
      id={id} label={label} description={hint} value={value} error={errors?.[id]} withAsterisk={required} {...rest}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={(event) => {
        const composed = event.currentTarget.value.normalize('NFC')
        if (composed !== value) onChange(composed)
      }}
    />
  )
}

export function LongField({ id, label, value, onChange, errors, hint, required }: Common<string>) {
  return (
    <Textarea
      id={id} label={label} description={hint} value={value} error={errors?.[id]} withAsterisk={required} autosize minRows={2}
      className="wide" onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

/** dd/mm/yyyy for the eye, yyyy-mm-dd for the program; empty is the empty string. */
export function DateField({ id, label, value, onChange, errors, hint, required }: Common<string>) {
  const { t } = useSpeech()
  return (
    <DateInput
      id={id} label={label} description={hint} value={value || null} error={errors?.[id]} withAsterisk={required} clearable={!required}
      clearButtonProps={{ 'aria-label': t('remove') }}
      valueFormat="DD/MM/YYYY" placeholder="dd/mm/yyyy" firstDayOfWeek={1}
      dateParser={(text) => parseDate(text) ?? null} onChange={(next) => onChange(next ?? '')}
    />
  )
}

export function ChoiceField<T extends string>({ id, label, value, onChange, errors, hint, required, choices, searchable }: Common<T | ''> & {
  choices: { value: T; label: string; disabled?: boolean }[]
  searchable?: boolean
}) {
  return (
    <Select
      id={id} label={label} description={hint} value={value || null} error={errors?.[id]} withAsterisk={required} data={choices}
      searchable={searchable} clearable={!required} allowDeselect={!required} onChange={(next) => onChange((next ?? '') as T | '')}
    />
  )
}

export function UnitField(props: Omit<Common<string>, 'label'> & { label?: string }) {
  const { t } = useSpeech()
  return (
    <ChoiceField
      {...props} label={props.label ?? t('instrument.unit')} searchable
      choices={unitChoices.map((unit) => ({ value: unit, label: unitSymbol(unit) || '1' }))}
    />
  )
}

export function YesField({ id, label, value, onChange, errors, hint }: Common<boolean>) {
  return (
    <Checkbox
      id={id} label={label} description={hint} checked={value} error={errors?.[id]}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

/** Chooses a file, or takes a photo on a phone. */
export function FileButton({ label, accept, capture, onFile, icon }: {
  label: string
  accept?: string
  capture?: boolean
  onFile: (file: File) => void
  icon?: ReactNode
}) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input} type="file" accept={accept} capture={capture ? 'environment' : undefined} hidden aria-label={label}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          if (file) onFile(file)
          event.currentTarget.value = ''
        }}
      />
      <Button variant="default" leftSection={icon} onClick={() => input.current?.click()}>{label}</Button>
    </>
  )
}
