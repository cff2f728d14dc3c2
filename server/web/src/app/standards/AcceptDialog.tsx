import './standards.css'
import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { client, type Schemas } from '../../lib/api'
import { emptyFormula, emptyTable, figuresOf, type Part } from '../../lib/certificate'
import { fieldErrors } from '../../lib/problem'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { ChoiceField, DateField, FileButton, TextField } from '../../ui/fields'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { OrganisationField } from '../administration/OrganisationField'
import { useAct, useAsk } from '../ask'
import { useScan } from '../scan'
import { FormulaFields, TableFields } from './CertificateParts'
import { CertificatePreview } from './CertificatePreview'

/** Accepts a certificate of a standard with its figures as tables or formulas; beside it stands what they mean. */
export function AcceptDialog({ standard, onClose }: { standard: Schemas['Standard']; onClose: () => void }) {
  const { t, name, language } = useSpeech()
  const [texts, setTexts] = useState({ number: '', calibrated_on: '', issued_on: '', due_on: '', due_reason: '', traceable_to: '', stated_reference: '', source: '' })
  const [issuer, setIssuer] = useState<{ id?: number; name: string }>({ name: '' })
  const [parts, setParts] = useState<Part[]>([emptyTable(standard.quantity, standard.unit)])
  const [tried, setTried] = useState(false)
  const { document, problem: uploading, take } = useScan()
  const act = useAct((body: Schemas['StandardCertificateNew'], header) =>
    client.POST('/standards/{standard}/certificates', { params: { path: { standard: standard.id }, header }, body }), { renews: [['standards']], done: onClose })
  const others = useAsk(['standards', 'above', standard.quantity], () => client.GET('/standards', { params: { query: { limit: 100 } } }))
  const above = (others.data?.items ?? []).filter((one) => one.id !== standard.id && one.quantity === standard.quantity).map((one) => ({ value: String(one.id), label: `${one.code} ${name(one)}` }))
  const figures = figuresOf(parts)
  const lacking = tried ? figures.wrong.map((id) => ({ code: 'number.malformed', detail: '', field: `/${id.replace(/-/g, '/')}`, values: {} })) : []
  const errors = { ...fieldErrors(act.problem?.errors ?? [], language), ...fieldErrors(lacking, language) }
  const field = (key: keyof typeof texts) => ({ id: key, value: texts[key], errors, onChange: (value: string) => setTexts((now) => ({ ...now, [key]: value })) })
  const send = () => {
    setTried(true)
    act.clear()
    if (figures.wrong.length > 0) return
    void act.run({
      number: texts.number.trim(), calibrated_on: texts.calibrated_on, issued_on: texts.issued_on, due_on: texts.due_on, due_reason: texts.due_reason, traceable_to: texts.traceable_to.normalize('NFC'),
      issuer_id: issuer.id ?? null, document_id: document ?? null, values: figures.values, formulas: figures.formulas,
      sources: texts.source || texts.stated_reference.trim() ? [{ standard_id: texts.source ? Number(texts.source) : null, source_certificate_id: null, stated_reference: texts.stated_reference.trim().normalize('NFC') }] : [],
    })
  }
  const change = (at: number) => <P extends Part>(alter: (part: P) => P) => setParts((now) => now.map((one, other) => (other === at ? alter(one as P) : one)))
  const add = (part: Part) => setParts((now) => [...now, part])
  return (
    <Modal opened onClose={onClose} size="70rem" title={`${t('standard.accept')}: ${standard.code}`}>
      <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); send() }}>
        <ErrorSummary findings={lacking.length > 0 ? lacking : undefined} problem={lacking.length > 0 ? undefined : uploading ?? act.problem} />
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
          <div style={{ paddingTop: 22 }} className="row"><FileButton label={t('standard.document')} accept="application/pdf,application/xml,text/xml,image/*" onFile={(file) => void take(file)} />{document && <span className="status valid"><Icon name="check" size={14} />{t('saved')}</span>}</div>
        </div>
        <h3>{t('standard.values')}</h3>
        {parts.map((part, at) => (
          <div className="part" key={at} data-part={part.kind}>
            <div className="row" style={{ justifyContent: 'space-between' }}><strong>{t(part.kind === 'table' ? 'standard.table' : 'standard.formula')}</strong>
              {parts.length > 1 && <Button variant="subtle" size="compact-sm" onClick={() => setParts((now) => now.filter((_, other) => other !== at))}>{t('standard.remove_part')}</Button>}</div>
            {part.kind === 'table'
              ? <TableFields part={part} id={`part-${at}`} errors={errors} quantity={standard.quantity} index={figures.index[at]!} onPart={change(at)} />
              : <FormulaFields part={part} id={`part-${at}`} errors={errors} quantity={standard.quantity} index={figures.index[at]![0]!} onPart={change(at)} />}
          </div>))}
        <div className="row">
          <Button variant="default" size="compact-md" data-act="add-table" onClick={() => add(emptyTable(standard.quantity, standard.unit))}>{t('standard.add_table')}</Button>
          <Button variant="default" size="compact-md" data-act="add-formula" onClick={() => add(emptyFormula(standard.quantity, standard.unit))}>{t('standard.add_formula')}</Button>
        </div>
        <CertificatePreview standard={standard.id} figures={figures} />
        <div className="row"><Button type="submit" loading={act.busy}>{t('standard.accept')}</Button><Button variant="default" onClick={onClose}>{t('cancel')}</Button></div>
      </form>
    </Modal>
  )
}
