import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { client, type Schemas } from '../../lib/api'
import { parseTyped } from '../../lib/decimal'
import { fieldErrors } from '../../lib/problem'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { DateField, TextField, UnitField } from '../../ui/fields'
import { useSpeech } from '../../ui/language'
import { OrganisationField } from '../administration/OrganisationField'
import { useAct } from '../ask'

const empty = {
  code: '', name_vi: '', name_en: '', lot: '', bottle: '', property: '', property_value: '', expanded_uncertainty: '', coverage_factor: '2', unit: '',
  expires_on: '', opened_on: '', stock: '', stock_unit: '',
}

/** A new reference material, as its certificate and label say. */
export function MaterialDialog({ onClose }: { onClose: () => void }) {
  const { t, language } = useSpeech()
  const [draft, setDraft] = useState(empty)
  const [producer, setProducer] = useState<{ id?: number; name: string }>({ name: '' })
  const [lacking, setLacking] = useState<Record<string, string>>({})
  const act = useAct((body: Schemas['MaterialNew'], header) => client.POST('/materials', { params: { header }, body }), { renews: [['materials']], done: onClose })
  const errors = { ...fieldErrors(act.problem?.errors ?? [], language), ...lacking }
  const field = (key: keyof typeof empty) => ({ id: key, value: draft[key], errors, onChange: (value: string) => setDraft((now) => ({ ...now, [key]: value })) })
  const number = (text: string) => parseTyped(text) ?? text
  const send = () => {
    const missing = Object.fromEntries([
      ...(producer.id ? [] : [['producer_id', t('material.no_producer')]]), ...(draft.expires_on ? [] : [['expires_on', t('material.no_expiry')]]),
      ...(['property_value', 'expanded_uncertainty', 'coverage_factor'] as const).filter((key) => parseTyped(draft[key]) === undefined).map((key) => [key, t('error.number.malformed')]),
      ...(draft.unit ? [] : [['unit', t('material.no_unit')]]),
    ] as [string, string][])
    setLacking(missing)
    act.clear()
    if (Object.keys(missing).length > 0 || !producer.id) return
    const { opened_on, stock, ...rest } = draft
    void act.run({
      ...rest, name_vi: draft.name_vi.normalize('NFC'), property: draft.property.normalize('NFC'), producer_id: producer.id, property_value: number(draft.property_value),
      expanded_uncertainty: number(draft.expanded_uncertainty), coverage_factor: number(draft.coverage_factor), opened_on: opened_on || null, ...(stock.trim() ? { stock: number(stock) } : {}),
    })
  }
  const told = Object.entries(lacking).map(([key, detail]) => ({ code: 'local', detail, field: `/${key}`, values: {} }))
  return (
    <Modal opened onClose={onClose} size="xl" title={t('material.add')}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); send() }}>
        <ErrorSummary findings={told.length > 0 ? told : undefined} problem={told.length > 0 ? undefined : act.problem} />
        <div className="fields">
          <TextField {...field('code')} label={t('standard.code')} required data-autofocus />
          <TextField {...field('name_vi')} label={t('instrument.name')} required />
          <TextField {...field('name_en')} label={t('instrument.name_en')} />
          <OrganisationField id="producer_id" label={t('material.producer')} required value={producer.id} name={producer.name} errors={errors} onChange={(id, name) => setProducer({ id, name })} />
          <TextField {...field('lot')} label={t('material.lot_only')} required />
          <TextField {...field('bottle')} label={t('material.bottle')} />
          <TextField {...field('property')} label={t('material.property')} required />
          <TextField {...field('property_value')} label={t('material.value')} required inputMode="decimal" />
          <UnitField {...field('unit')} required />
          <TextField {...field('expanded_uncertainty')} label="U" required inputMode="decimal" />
          <TextField {...field('coverage_factor')} label="k" required inputMode="decimal" />
          <DateField {...field('expires_on')} label={t('material.expires')} required />
          <DateField {...field('opened_on')} label={t('material.opened')} />
          <TextField {...field('stock')} label={t('material.stock')} inputMode="decimal" />
          <UnitField {...field('stock_unit')} label={t('material.stock_unit')} />
        </div>
        <div className="row" style={{ marginTop: 16 }}><Button type="submit" loading={act.busy}>{t('save')}</Button><Button variant="default" onClick={onClose}>{t('cancel')}</Button></div>
      </form>
    </Modal>
  )
}
