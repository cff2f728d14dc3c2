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
import { useAct } from '../ask'
import { StandardRanges, rangeDraft, rangesBody, type RangeDraft } from './StandardRanges'

const texts = ['code', 'name_vi', 'name_en', 'quantity', 'unit', 'range_low', 'range_high', 'maker', 'model', 'serial', 'place', 'interval_months', 'drift_limit', 'accuracy_class'] as const
type Texts = Record<(typeof texts)[number], string>

/** A new measurement standard, or a change of one. */
export function StandardDialog({ standard, onClose }: { standard?: Schemas['Standard']; onClose: () => void }) {
  const { t, word, language } = useSpeech()
  const [, go] = useLocation()
  const [draft, setDraft] = useState<Texts>(() => Object.fromEntries(texts.map((key) => [key, standard?.[key] == null ? '' : String(standard[key])])) as Texts)
  const [level, setLevel] = useState<Schemas['StandardLevel']>(standard?.level ?? 'working')
  const [ranges, setRanges] = useState<RangeDraft[]>(() => (standard?.ranges ?? []).map(rangeDraft))
  const act = useAct((body: Schemas['StandardNew'], header) => {
    if (!standard) return client.POST('/standards', { params: { header }, body })
    const { code: _code, quantity: _quantity, unit: _unit, ...change } = body
    return client.PATCH('/standards/{standard}', { params: { path: { standard: standard.id }, header: { ...header, 'If-Match': `"${standard.version}"` } }, body: change })
  }, { renews: [['standards']], done: (saved) => { onClose(); if (!standard && saved) go(`/standards/${saved.id}`) } })
  const errors = fieldErrors(act.problem?.errors ?? [], language)
  const field = (key: keyof Texts) => ({ id: key, value: draft[key], errors, onChange: (value: string) => setDraft((now) => ({ ...now, [key]: value })) })
  const decimal = (text: string) => (text.trim() === '' ? null : parseTyped(text) ?? text)
  return (
    <Modal opened onClose={onClose} size="xl" title={t(standard ? 'edit' : 'standard.add')}>
      <form noValidate onSubmit={(event) => {
        event.preventDefault()
        void act.run({ ...draft, level, range_low: decimal(draft.range_low), range_high: decimal(draft.range_high), drift_limit: decimal(draft.drift_limit), ranges: rangesBody(ranges), interval_months: /^\d+$/.test(draft.interval_months) ? Number(draft.interval_months) : null })
      }}>
        <ErrorSummary problem={act.problem} />
        <div className="fields">
          <TextField {...field('code')} label={t('standard.code')} required readOnly={standard !== undefined} data-autofocus />
          <TextField {...field('name_vi')} label={t('instrument.name')} required />
          <TextField {...field('name_en')} label={t('instrument.name_en')} />
          <ChoiceField id="level" label={t('standard.level')} required value={level} errors={errors} onChange={(next) => next && setLevel(next)} choices={(['national', 'reference', 'working'] as const).map((value) => ({ value, label: word('level', value) }))} />
          {!standard && <ChoiceField {...field('quantity')} label={t('instrument.quantity')} required choices={quantities.map((value) => ({ value: value as string, label: word('quantity', value) }))} />}
          {!standard && <UnitField {...field('unit')} required />}
          <TextField {...field('range_low')} label={t('instrument.low')} inputMode="decimal" />
          <TextField {...field('range_high')} label={t('instrument.high')} inputMode="decimal" />
          <TextField {...field('accuracy_class')} label={t('instrument.class')} />
          <TextField {...field('maker')} label={t('instrument.maker_only')} />
          <TextField {...field('model')} label={t('instrument.model')} />
          <TextField {...field('serial')} label={t('instrument.serial')} />
          <TextField {...field('place')} label={t('standard.place')} />
          <TextField {...field('interval_months')} label={t('standard.interval')} inputMode="numeric" />
          <TextField {...field('drift_limit')} label={t('standard.drift')} inputMode="decimal" />
          <StandardRanges ranges={ranges} onChange={setRanges} errors={errors} />
        </div>
        <div className="row" style={{ marginTop: 16 }}><Button type="submit" loading={act.busy}>{t('save')}</Button><Button variant="default" onClick={onClose}>{t('cancel')}</Button></div>
      </form>
    </Modal>
  )
}
