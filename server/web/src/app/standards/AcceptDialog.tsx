import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { client, upload, type Schemas } from '../../lib/api'
import { parseTyped } from '../../lib/decimal'
import { fieldErrors, ProblemError, type Problem } from '../../lib/problem'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { ChoiceField, DateField, FileButton, TextField, UnitField } from '../../ui/fields'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { OrganisationField } from '../administration/OrganisationField'
import { useAct, useAsk } from '../ask'

interface Line {
  nominal: string
  meaning: Schemas['ValueMeaning']
  figure: string
  expanded_uncertainty: string
  coverage_factor: string
}

/** Accepts a certificate of a standard with its values; without values it supports nothing. */
export function AcceptDialog({ standard, onClose }: { standard: Schemas['Standard']; onClose: () => void }) {
  const { t, word, name, language } = useSpeech()
  const [texts, setTexts] = useState({ number: '', calibrated_on: '', issued_on: '', due_on: '', due_reason: '', traceable_to: '', stated_reference: '', source: '' })
  const [issuer, setIssuer] = useState<{ id?: number; name: string }>({ name: '' })
  const [unit, setUnit] = useState(standard.unit)
  const [lines, setLines] = useState<Line[]>([{ nominal: '', meaning: 'error', figure: '', expanded_uncertainty: '', coverage_factor: '2' }])
  const [document, setDocument] = useState<number>()
  const [uploading, setUploading] = useState<Problem>()
  const act = useAct((body: Schemas['StandardCertificateNew'], header) =>
    client.POST('/standards/{standard}/certificates', { params: { path: { standard: standard.id }, header }, body }), { renews: [['standards']], done: onClose })
  const others = useAsk(['standards', 'above', standard.quantity], () => client.GET('/standards', { params: { query: { limit: 100 } } }))
  const above = (others.data?.items ?? []).filter((one) => one.id !== standard.id && one.quantity === standard.quantity).map((one) => ({ value: String(one.id), label: `${one.code} ${name(one)}` }))
  const errors = fieldErrors(act.problem?.errors ?? [], language)
  const field = (key: keyof typeof texts) => ({ id: key, value: texts[key], errors, onChange: (value: string) => setTexts((now) => ({ ...now, [key]: value })) })
  const line = (index: number, key: 'nominal' | 'figure' | 'expanded_uncertainty' | 'coverage_factor') => ({
    id: `values-${index}-${key}`, value: lines[index]![key], errors, inputMode: 'decimal' as const,
    onChange: (value: string) => setLines((now) => now.map((one, at) => (at === index ? { ...one, [key]: value } : one))),
  })
  const number = (text: string) => parseTyped(text) ?? text
  const take = async (file: File) => {
    try {
      setDocument((await upload(file)).id)
      setUploading(undefined)
    } catch (error) {
      if (error instanceof ProblemError) setUploading(error.problem)
    }
  }
  const send = () => void act.run({
    number: texts.number.trim(), calibrated_on: texts.calibrated_on, issued_on: texts.issued_on, due_on: texts.due_on, due_reason: texts.due_reason, traceable_to: texts.traceable_to.normalize('NFC'),
    issuer_id: issuer.id ?? null, document_id: document ?? null,
    values: lines.map((one) => ({
      quantity: standard.quantity, nominal: one.nominal.trim() === '' ? null : number(one.nominal), meaning: one.meaning, figure: number(one.figure),
      expanded_uncertainty: number(one.expanded_uncertainty), coverage_factor: number(one.coverage_factor), degrees_of_freedom: null, unit,
    })),
    sources: texts.source || texts.stated_reference.trim() ? [{ standard_id: texts.source ? Number(texts.source) : null, source_certificate_id: null, stated_reference: texts.stated_reference.trim().normalize('NFC') }] : [],
  })
  return (
    <Modal opened onClose={onClose} size="xl" title={`${t('standard.accept')}: ${standard.code}`}>
      <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); send() }}>
        <ErrorSummary problem={uploading ?? act.problem} />
        <div className="fields">
          <TextField {...field('number')} label={t('certificate.number')} required data-autofocus />
          <OrganisationField id="issuer_id" label={t('trace.issuer')} required value={issuer.id} name={issuer.name} errors={errors} onChange={(id, name) => setIssuer({ id, name })} />
          <DateField {...field('calibrated_on')} label={t('trace.calibrated')} required />
          <DateField {...field('issued_on')} label={t('certificate.issued_on')} required />
          <DateField {...field('due_on')} label={t('trace.due')} required />
          <TextField {...field('due_reason')} label={t('standard.due_reason')} />
          <TextField {...field('traceable_to')} label={t('standard.traceable_to')} />
          <ChoiceField {...field('source')} id="sources-0-standard_id" label={t('standard.source')} searchable choices={above} />
          <TextField {...field('stated_reference')} label={t('standard.sources')} hint={t('standard.sources_hint')} />
          <UnitField id="unit" value={unit} onChange={setUnit} errors={errors} required />
          <div style={{ paddingTop: 22 }} className="row"><FileButton label={t('standard.document')} accept="application/pdf,application/xml,text/xml,image/*" onFile={(file) => void take(file)} />{document && <span className="status valid"><Icon name="check" size={14} />{t('saved')}</span>}</div>
        </div>
        <h3>{t('standard.values')}</h3>
        {lines.map((one, index) => (
          <div className="fields" key={index} style={{ gridTemplateColumns: 'repeat(auto-fill, minmax(140px, 1fr))' }}>
            <TextField {...line(index, 'nominal')} label={t('standard.nominal')} placeholder={t('standard.whole_range')} />
            <ChoiceField id={`values-${index}-meaning`} label={t('standard.meaning')} required value={one.meaning} errors={errors} onChange={(meaning) => meaning && setLines((now) => now.map((old, at) => (at === index ? { ...old, meaning } : old)))}
              choices={(['value', 'error', 'correction'] as const).map((value) => ({ value, label: word('meaning', value) }))} />
            <TextField {...line(index, 'figure')} label={t('sheet.value')} required />
            <TextField {...line(index, 'expanded_uncertainty')} label="U" required />
            <TextField {...line(index, 'coverage_factor')} label="k" required />
          </div>
        ))}
        <div className="row">
          <Button variant="default" size="compact-md" onClick={() => setLines((now) => [...now, { ...now.at(-1)!, nominal: '', figure: '' }])}>{t('standard.add_line')}</Button>
          {lines.length > 1 && <Button variant="default" size="compact-md" onClick={() => setLines((now) => now.slice(0, -1))}>{t('remove')}</Button>}
        </div>
        <div className="row"><Button type="submit" loading={act.busy}>{t('standard.accept')}</Button><Button variant="default" onClick={onClose}>{t('cancel')}</Button></div>
      </form>
    </Modal>
  )
}
