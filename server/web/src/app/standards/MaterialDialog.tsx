import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { client, type Schemas } from '../../lib/api'
import { parseTyped } from '../../lib/decimal'
import { fieldErrors } from '../../lib/problem'
import { quantities } from '../../lib/quantities'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { ChoiceField, DateField, FileButton, TextField, UnitField, YesField } from '../../ui/fields'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { OrganisationField } from '../administration/OrganisationField'
import { useAct } from '../ask'
import { useScan } from '../scan'

type Lot = Schemas['MaterialDetail']
type New = Schemas['MaterialNew']
const number = (text: string) => parseTyped(text) ?? text
const maybe = (text: string | null | undefined) => (text?.trim() ? number(text) : null)

interface Line { argument: string; figure: string; U: string }

/** The record in force as it would be typed, or an empty one. */
function draftOf(lot: Lot | undefined) {
  const record = lot?.records[0]
  const value = record?.values[0]
  const added = (of: 'homogeneity' | 'stability') => record?.contributions.find((one) => one.of === of)
  return {
    texts: {
      code: lot?.code ?? '', lot: lot?.lot ?? '', name_vi: record?.name_vi ?? '', name_en: record?.name_en ?? '', certificate_number: record?.certificate_number ?? '',
      issued_on: record?.issued_on ?? '', valid_to: record?.valid_to ?? '', expires_on: record?.expires_on ?? '', days_after_opening: record?.days_after_opening?.toString() ?? '',
      minimum_amount: record?.minimum_amount ?? '', amount_unit: record?.amount_unit ?? '', storage: record?.storage ?? '', traceable_to: record?.traceable_to ?? '',
      quantity: value?.quantity ?? '', unit: value?.unit ?? '', coverage_factor: value?.coverage_factor ?? '2', argument_unit: value?.argument_unit || '\\degreecelsius',
      homogeneity: added('homogeneity')?.standard_uncertainty ?? '', stability: added('stability')?.standard_uncertainty ?? '', contribution_from: record?.contributions[0]?.from ?? '', reason: '',
    },
    lines: record?.values.map((one): Line => ({ argument: one.argument ?? '', figure: one.figure, U: one.expanded_uncertainty ?? '' })) ?? [{ argument: '', figure: '', U: '' }],
  }
}

/** The certificate of a lot, as it is copied from the paper: a new lot, or a record that takes the place of the one in force. */
export function MaterialDialog({ lot, onClose }: { lot?: Lot; onClose: () => void }) {
  const { t, word, language } = useSpeech()
  const [draft, setDraft] = useState(() => draftOf(lot).texts)
  const [lines, setLines] = useState(() => draftOf(lot).lines)
  const [certified, setCertified] = useState(lot?.certified ?? true)
  const [producer, setProducer] = useState<{ id?: number; name: string }>(lot ? { id: lot.producer.id, name: lot.producer.name } : { name: '' })
  const { document, problem: uploading, take } = useScan(lot?.records[0]?.document_id ?? undefined)
  const [lacking, setLacking] = useState<Record<string, string>>({})
  const act = useAct((body: New, header) => (lot
    ? client.POST('/materials/{lot}/records', { params: { path: { lot: lot.id }, header }, body: { ...body, replaces_id: lot.material_id, reason: draft.reason.normalize('NFC') } })
    : client.POST('/materials', { params: { header }, body })), { renews: [['materials']], done: onClose })
  const errors = { ...fieldErrors(act.problem?.errors ?? [], language), ...lacking }
  const field = (key: keyof typeof draft) => ({ id: key, value: draft[key], errors, onChange: (value: string) => setDraft((now) => ({ ...now, [key]: value })) })
  const cell = (index: number, key: keyof Line, id: string) => ({
    id: `values-${index}-${id}`, value: lines[index]![key], errors, inputMode: 'decimal' as const,
    onChange: (value: string) => setLines((now) => now.map((one, at) => (at === index ? { ...one, [key]: value } : one))),
  })
  const send = () => {
    const missing = Object.fromEntries([
      ...(producer.id ? [] : [['producer_id', t('material.no_producer')]]), ...(draft.issued_on ? [] : [['issued_on', t('material.no_issued')]]), ...(draft.expires_on ? [] : [['expires_on', t('material.no_expiry')]]),
      ...(parseTyped(draft.minimum_amount) === undefined ? [['minimum_amount', t('error.number.malformed')]] : []), ...(draft.amount_unit ? [] : [['amount_unit', t('material.no_unit')]]),
      ...(draft.quantity ? [] : [['quantity', t('material.no_quantity')]]), ...(draft.unit ? [] : [['unit', t('material.no_unit')]]),
      ...lines.flatMap((line, index) => (parseTyped(line.figure) === undefined ? [[`values-${index}-figure`, t('error.number.malformed')]] : [])),
    ] as [string, string][])
    setLacking(missing)
    act.clear()
    if (Object.keys(missing).length > 0 || !producer.id) return
    const added = (of: 'homogeneity' | 'stability') => (draft[of].trim() ? [{ of, quantity: draft.quantity, standard_uncertainty: number(draft[of]), unit: draft.unit, from: draft.contribution_from.normalize('NFC') }] : [])
    void act.run({
      code: draft.code.trim(), lot: draft.lot.trim(), name_vi: draft.name_vi.normalize('NFC'), name_en: draft.name_en, producer_id: producer.id, certified,
      certificate_number: draft.certificate_number.trim(), issued_on: draft.issued_on, valid_to: draft.valid_to || null, expires_on: draft.expires_on,
      days_after_opening: draft.days_after_opening.trim() ? Number(draft.days_after_opening) : null, minimum_amount: number(draft.minimum_amount), amount_unit: draft.amount_unit,
      storage: draft.storage.normalize('NFC'), traceable_to: draft.traceable_to.normalize('NFC'), homogeneity_in_u: !draft.homogeneity.trim(), stability_in_u: !draft.stability.trim(),
      contributions: [...added('homogeneity'), ...added('stability')], document_id: document ?? null,
      values: lines.map((line) => ({
        quantity: draft.quantity, argument: maybe(line.argument), argument_unit: line.argument.trim() ? draft.argument_unit : '', figure: number(line.figure),
        expanded_uncertainty: maybe(line.U), coverage_factor: line.U.trim() ? maybe(draft.coverage_factor) : null, unit: draft.unit, interpolation: null,
      })),
    })
  }
  const told = Object.entries(lacking).map(([key, detail]) => ({ code: 'local', detail, field: `/${key.replaceAll('-', '/')}`, values: {} }))
  return (
    <Modal opened onClose={onClose} size="xl" title={lot ? `${t('material.replace')}: ${lot.code}, ${lot.lot}` : t('material.add')}>
      <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); send() }}>
        <ErrorSummary findings={told.length > 0 ? told : undefined} problem={told.length > 0 ? undefined : (uploading ?? act.problem)} />
        {lot && <p className="muted" style={{ margin: 0 }}>{t('material.replace_hint')}</p>}
        <div className="fields">
          {lot && <TextField {...field('reason')} label={t('reason')} required data-autofocus />}
          {!lot && <TextField {...field('code')} label={t('standard.code')} required data-autofocus />}
          {!lot && <TextField {...field('lot')} label={t('material.lot_only')} required />}
          <TextField {...field('name_vi')} label={t('instrument.name')} required />
          <TextField {...field('name_en')} label={t('instrument.name_en')} />
          <OrganisationField id="producer_id" label={t('material.producer')} required value={producer.id} name={producer.name} errors={errors} onChange={(id, name) => setProducer({ id, name })} />
          <TextField {...field('certificate_number')} label={t('certificate.number')} required />
          <DateField {...field('issued_on')} label={t('certificate.issued_on')} required />
          <DateField {...field('valid_to')} label={t('material.valid_to')} />
          <DateField {...field('expires_on')} label={t('material.expires')} required />
          <TextField {...field('days_after_opening')} label={t('material.days')} inputMode="numeric" />
          <TextField {...field('minimum_amount')} label={t('material.minimum')} required inputMode="decimal" />
          <UnitField {...field('amount_unit')} label={t('material.stock_unit')} required />
          <TextField {...field('storage')} label={t('material.storage')} />
          <TextField {...field('traceable_to')} label={t('standard.traceable_to')} required={certified} />
          <YesField id="certified" label={t('material.certified')} value={certified} onChange={setCertified} hint={t('material.certified_hint')} />
          <div style={{ paddingTop: 22 }} className="row"><FileButton label={t('standard.document')} accept="application/pdf,application/xml,text/xml,image/*" onFile={(file) => void take(file)} />{document && <span className="status valid"><Icon name="check" size={14} />{t('saved')}</span>}</div>
        </div>
        <h3>{t('material.values')}</h3>
        <div className="fields">
          <ChoiceField {...field('quantity')} label={t('material.property')} required searchable choices={quantities.map((value) => ({ value, label: word('quantity', value) }))} />
          <UnitField {...field('unit')} required />
          <TextField {...field('coverage_factor')} label="k" required inputMode="decimal" />
        </div>
        {lines.map((_, index) => (
          <div className="fields" key={index} style={{ gridTemplateColumns: 'repeat(auto-fill, minmax(140px, 1fr))' }}>
            <TextField {...cell(index, 'argument', 'argument')} label={t('material.at')} placeholder={t('material.any')} />
            <TextField {...cell(index, 'figure', 'figure')} label={t('sheet.value')} required />
            <TextField {...cell(index, 'U', 'expanded_uncertainty')} label="U" />
          </div>
        ))}
        <div className="row">
          <Button variant="default" size="compact-md" onClick={() => setLines((now) => [...now, { ...now.at(-1)!, argument: '', figure: '' }])}>{t('standard.add_line')}</Button>
          {lines.length > 1 && <Button variant="default" size="compact-md" onClick={() => setLines((now) => now.slice(0, -1))}>{t('remove')}</Button>}
        </div>
        <h3>{t('material.not_in_U')}</h3>
        <p className="muted" style={{ margin: 0 }}>{t('material.not_in_U_hint')}</p>
        <div className="fields">
          <TextField {...field('homogeneity')} label={`u, ${word('contribution', 'homogeneity')}`} inputMode="decimal" />
          <TextField {...field('stability')} label={`u, ${word('contribution', 'stability')}`} inputMode="decimal" />
          <TextField {...field('contribution_from')} id="contributions-0-from" label={t('material.from')} />
        </div>
        <div className="row" style={{ marginTop: 16 }}><Button type="submit" loading={act.busy}>{t('save')}</Button><Button variant="default" onClick={onClose}>{t('cancel')}</Button></div>
      </form>
    </Modal>
  )
}
