import { Combobox, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { client, quietly, type Schemas } from '../../lib/api'
import { useSpeech } from '../../ui/language'

/** Finds an organisation while typing; search ignores case and marks. A name that is not found may be taken as a new one. */
export function OrganisationField({ id, label, value, name, onChange, errors, required, allowNew, role }: {
  id: string
  label: string
  value: number | undefined
  name: string
  onChange: (id: number | undefined, name: string) => void
  errors?: Record<string, string>
  required?: boolean
  allowNew?: boolean
  role?: Schemas['OrganisationRole']
}) {
  const { t, word } = useSpeech()
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() })
  const [asked] = useDebouncedValue(name.trim(), 200)
  const found = useQuery({
    queryKey: ['organisations', 'pick', role, value ? '' : asked],
    enabled: box.dropdownOpened,
    queryFn: () => quietly(() => client.GET('/organisations', { params: { query: { q: value ? '' : asked.normalize('NFC'), role, limit: 12 } } })),
    placeholderData: (before) => before,
  })
  const options = found.data?.items ?? []
  return (
    <Combobox store={box} onOptionSubmit={(key) => {
      const chosen = options.find((option) => String(option.id) === key)
      if (chosen) onChange(chosen.id, chosen.name)
      box.closeDropdown()
    }}>
      <Combobox.Target>
        <TextInput id={id} label={label} withAsterisk={required} value={name} error={errors?.[id]} autoComplete="off"
          description={allowNew && name.trim() && !value ? t('organisation.will_be_new') : undefined}
          onChange={(event) => { onChange(undefined, event.currentTarget.value); box.openDropdown() }}
          onClick={() => box.openDropdown()} onFocus={() => box.openDropdown()} onBlur={() => box.closeDropdown()} />
      </Combobox.Target>
      <Combobox.Dropdown hidden={options.length === 0}>
        <Combobox.Options>
          {options.map((option) => (
            <Combobox.Option value={String(option.id)} key={option.id} active={option.id === value}>
              {option.name}<br /><span className="muted" style={{ fontSize: 12 }}>{option.roles.map((one) => word('organisation', one)).join(', ')}{option.address && ` · ${option.address}`}</span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
