import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { parseTyped } from '../../lib/decimal'
import { fieldErrors } from '../../lib/problem'
import { quantities } from '../../lib/quantities'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { ChoiceField, TextField, UnitField } from '../../ui/fields'
import { useSpeech } from '../../ui/language'
import { OrganisationField } from '../administration/OrganisationField'
import { useAct } from '../ask'
import { RangeFields, rangeDraft, rangesBody, type RangeDraft } from './RangeFields'

type Instrument = Schemas['Instrument']
const texts = ['name_vi', 'name_en', 'maker', 'model', 'serial', 'maker_country', 'inventory_number', 'made_in_year', 'accuracy_class', 'place_of_use', 'range_low', 'range_high', 'resolution', 'verification_interval'] as const
type Texts = Record<(typeof texts)[number] | 'unit' | 'quantity', string>

/** A new instrument, or a change of one; somebody else's change meanwhile is refused by its version. */
export function InstrumentDialog({ instrument, onClose }: { instrument?: Instrument; onClose: () => void }) {
  const { t, word, language } = useSpeech()
  const [, go] = useLocation()
  const [draft, setDraft] = useState<Texts>(() => {
    const start = { unit: instrument?.unit ?? '', quantity: instrument?.quantity ?? '' } as Texts
    for (const key of texts) start[key] = instrument?.[key] ?? ''
    return start
  })
  const [ranges, setRanges] = useState<RangeDraft[]>(() => (instrument?.ranges ?? []).map(rangeDraft))
  const [purpose, setPurpose] = useState<Schemas['Purpose']>(instrument?.purpose ?? 'group_1')
  const [owner, setOwner] = useState<{ id?: number; name: string }>(instrument ? instrument.owner : { name: '' })
  const act = useAct((body: Schemas['InstrumentNew'], header) => instrument
    ? client.PATCH('/instruments/{instrument}', { params: { path: { instrument: instrument.id }, header: { ...header, 'If-Match': `"${instrument.version}"` } }, body })
    : client.POST('/instruments', { params: { header }, body }), {
    renews: [['instruments']], done: (saved) => { onClose(); if (!instrument) go(`/instruments/${saved.id}`) },
  })
  const errors = fieldErrors(act.problem?.errors ?? [], language)
  const field = (key: keyof Texts) => ({ id: key, value: draft[key], errors, onChange: (value: string) => setDraft((now) => ({ ...now, [key]: value })) })
  const decimal = (text: string) => (text.trim() === '' ? null : parseTyped(text) ?? text)
  const send = () => void act.run({
    ...draft, range_low: decimal(draft.range_low), range_high: decimal(draft.range_high), resolution: decimal(draft.resolution), verification_interval: decimal(draft.verification_interval),
    ranges: rangesBody(ranges), purpose, owner_id: owner.id ?? 0,
  })
  return (
    <Modal opened onClose={onClose} size="xl" title={t(instrument ? 'edit' : 'instrument.add')}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); send() }}>
        <ErrorSummary problem={act.problem} />
        <div className="fields">
          <TextField {...field('name_vi')} label={t('instrument.name')} required data-autofocus />
          <TextField {...field('name_en')} label={t('instrument.name_en')} />
          <TextField {...field('serial')} label={t('instrument.serial')} required />
          <TextField {...field('maker')} label={t('instrument.maker_only')} />
          <TextField {...field('model')} label={t('instrument.model')} required />
          <TextField {...field('maker_country')} label={t('instrument.country')} />
          <OrganisationField id="owner_id" label={t('instrument.owner')} required value={owner.id} name={owner.name} errors={errors} onChange={(id, name) => setOwner({ id, name })} />
          <ChoiceField id="purpose" label={t('instrument.purpose')} required value={purpose} errors={errors} onChange={(next) => next && setPurpose(next)}
            choices={(['group_1', 'group_2', 'own_standard'] as const).map((value) => ({ value, label: word('purpose', value) }))} />
          <ChoiceField {...field('quantity')} label={t('instrument.quantity')} choices={quantities.map((value) => ({ value: value as string, label: word('quantity', value) }))} />
          <UnitField {...field('unit')} />
          <TextField {...field('range_low')} label={t('instrument.low')} inputMode="decimal" />
          <TextField {...field('range_high')} label={t('instrument.high')} inputMode="decimal" />
          <TextField {...field('resolution')} label={t('instrument.resolution')} inputMode="decimal" />
          <TextField {...field('verification_interval')} label={t('instrument.verification_interval')} hint={t('instrument.verification_interval_hint')} inputMode="decimal" />
          <TextField {...field('accuracy_class')} label={t('instrument.class')} />
          <RangeFields ranges={ranges} onChange={setRanges} errors={errors} start={draft} />
          <TextField {...field('inventory_number')} label={t('instrument.inventory')} />
          <TextField {...field('made_in_year')} label={t('instrument.year')} inputMode="numeric" />
          <TextField {...field('place_of_use')} label={t('instrument.place')} />
        </div>
        <div className="row" style={{ marginTop: 16 }}><Button type="submit" loading={act.busy}>{t('save')}</Button><Button variant="default" onClick={onClose}>{t('cancel')}</Button></div>
      </form>
    </Modal>
  )
}
