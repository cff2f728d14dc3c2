import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { client, type Schemas } from '../../lib/api'
import { showDate, today } from '../../lib/dates'
import { fieldErrors } from '../../lib/problem'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { DateField, FileButton, TextField } from '../../ui/fields'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Panel } from '../../ui/Page'
import { OrganisationField } from '../administration/OrganisationField'
import { useAct } from '../ask'
import { useScan } from '../scan'
import { useSession } from '../session/session'

type Certification = Schemas['StandardCertification']

/** One decision: until when, by whom, and whether it counts today. */
function Decision({ one }: { one: Certification }) {
  const { t } = useSpeech()
  const ended = one.valid_until != null && one.valid_until < today()
  return (
    <li data-certification={one.corrected ? 'corrected' : ended ? 'ended' : 'valid'} className={one.corrected ? 'muted' : undefined}>
      <strong>{one.number}</strong>{one.corrected ? ` (${t('standard.certification_corrected')})` : ended ? ` (${t('standard.certification_ended')})` : ''}
      <div>{one.issuer.name}, {showDate(one.issued_on)}. {t('standard.valid_until')}: {one.valid_until ? showDate(one.valid_until) : t('standard.no_end')}</div>
      {one.remark && <div>{one.remark}</div>}
      {one.document_id && <a href={`/api/v1/documents/${one.document_id}`}>{t('standard.document')}</a>}
      <div className="muted" style={{ fontSize: 12 }}>{one.recorded_by.name}</div>
    </li>
  )
}

/** Decisions that the standard may be used directly for verification. */
export function CertificationsPanel({ standard }: { standard: Schemas['StandardDetail'] }) {
  const { t } = useSpeech()
  const { can } = useSession()
  const [open, setOpen] = useState(false)
  return (
    <Panel title={t('standard.certifications')} id="certifications">
      {standard.certifications.length === 0 ? <p className="muted" style={{ marginTop: 0 }}>{t('standard.not_certified')}</p>
        : <ul className="plain-list">{standard.certifications.map((one) => <Decision key={one.id} one={one} />)}</ul>}
      {can('manage_standards') && <Button variant="default" size="compact-md" mt={8} data-act="certify" onClick={() => setOpen(true)}>{t('standard.certify')}</Button>}
      {open && <CertifyDialog standard={standard} onClose={() => setOpen(false)} />}
    </Panel>
  )
}

function CertifyDialog({ standard, onClose }: { standard: Schemas['Standard']; onClose: () => void }) {
  const { t, language } = useSpeech()
  const [texts, setTexts] = useState({ number: '', issued_on: '', valid_until: '', remark: '' })
  const [issuer, setIssuer] = useState<{ id?: number; name: string }>({ name: '' })
  const { document, problem: uploading, take } = useScan()
  const act = useAct((body: Schemas['StandardCertificationNew'], header) =>
    client.POST('/standards/{standard}/certifications', { params: { path: { standard: standard.id }, header }, body }), { renews: [['standards']], done: onClose })
  const [tried, setTried] = useState(false)
  const lacking = tried && issuer.id === undefined ? [{ code: 'field.missing', detail: '', field: '/issuer_id', values: { field: 'issuer_id' } }] : []
  const errors = { ...fieldErrors(act.problem?.errors ?? [], language), ...fieldErrors(lacking, language) }
  const field = (key: keyof typeof texts) => ({ id: key, value: texts[key], errors, onChange: (value: string) => setTexts((now) => ({ ...now, [key]: value })) })
  return (
    <Modal opened onClose={onClose} size="lg" title={`${t('standard.certify')}: ${standard.code}`}>
      <form className="stack" noValidate onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        act.clear()
        if (issuer.id === undefined) return
        void act.run({ number: texts.number.trim().normalize('NFC'), issuer_id: issuer.id, issued_on: texts.issued_on, valid_until: texts.valid_until || null, remark: texts.remark.trim().normalize('NFC'), document_id: document ?? null })
      }}>
        <ErrorSummary findings={lacking.length > 0 ? lacking : undefined} problem={lacking.length > 0 ? undefined : uploading ?? act.problem} />
        <p className="muted" style={{ margin: 0 }}>{t('standard.certify_hint')}</p>
        <div className="fields">
          <TextField {...field('number')} label={t('certificate.number')} required data-autofocus />
          <OrganisationField id="issuer_id" label={t('standard.certification_issuer')} required value={issuer.id} name={issuer.name} errors={errors} onChange={(id, name) => setIssuer({ id, name })} />
          <DateField {...field('issued_on')} label={t('certificate.issued_on')} required />
          <DateField {...field('valid_until')} label={t('standard.valid_until')} />
          <TextField {...field('remark')} label={t('remark')} />
          <div style={{ paddingTop: 22 }} className="row"><FileButton label={t('standard.document')} accept="application/pdf,application/xml,text/xml,image/*" onFile={(file) => void take(file)} />{document && <span className="status valid"><Icon name="check" size={14} />{t('saved')}</span>}</div>
        </div>
        <div className="row"><Button type="submit" loading={act.busy}>{t('save')}</Button><Button variant="default" onClick={onClose}>{t('cancel')}</Button></div>
      </form>
    </Modal>
  )
}
