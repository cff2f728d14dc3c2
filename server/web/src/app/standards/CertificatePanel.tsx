import { Link } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { showDate, showMoment } from '../../lib/dates'
import { showDecimal, showQuantity } from '../../lib/decimal'
import { useSpeech } from '../../ui/language'
import { Facts, Panel } from '../../ui/Page'
import { useAsk } from '../ask'
import { CertificateFormula } from './CertificateFormula'

type Value = Schemas['StandardValue']

/** The standard above, by its code and name. */
function SourceStandard({ id, stated }: { id: number; stated: string }) {
  const { name } = useSpeech()
  const asked = useAsk(['standards', id], () => client.GET('/standards/{standard}', { params: { path: { standard: id } } }))
  return <Link href={`/standards/${id}`}>{asked.data ? `${asked.data.code} ${name(asked.data)}` : stated || `№ ${id}`}</Link>
}

/** The table of a certificate; columns that nothing stands in are left out. */
function Values({ values, number }: { values: Value[]; number: string }) {
  const { t, word, language } = useSpeech()
  const several = new Set(values.map((value) => value.quantity)).size > 1
  const degrees = values.some((value) => value.degrees_of_freedom != null), lines = values.some((value) => value.interpolation != null)
  return (
    <div className="scroll" style={{ marginTop: 10 }} tabIndex={0} role="region" aria-label={`${t('standard.values')} ${number}`}>
      <table className="table" data-table="certified">
        <thead><tr>{several && <th>{t('instrument.quantity')}</th>}<th className="num">{t('standard.nominal')}</th><th>{t('standard.meaning')}</th><th className="num">{t('sheet.value')}</th><th className="num">U</th><th className="num">k</th>
          {degrees && <th className="num" title={t('standard.dof')}>{t('standard.dof_short')}</th>}{lines && <th className="num" title={t('standard.interpolation_hint')}>{t('standard.interpolation')}</th>}</tr></thead>
        <tbody>{values.map((value, index) => (
          <tr key={index}>{several && <td>{word('quantity', value.quantity)}</td>}<td className="num">{value.nominal == null ? t('standard.whole_range') : showQuantity(value.nominal, value.nominal_unit || value.unit, language)}</td><td>{word('meaning', value.meaning)}</td>
            <td className="num">{showQuantity(value.figure, value.unit, language)}</td><td className="num">{showQuantity(value.expanded_uncertainty, value.unit, language)}</td><td className="num">{showDecimal(value.coverage_factor, language)}</td>
            {degrees && <td className="num">{value.degrees_of_freedom == null ? '' : showDecimal(String(value.degrees_of_freedom), language)}</td>}{lines && <td className="num">{showQuantity(value.interpolation, value.unit, language)}</td>}</tr>))}</tbody>
      </table>
    </div>
  )
}

/** An accepted certificate: whence, until when, and what it states. */
export function CertificatePanel({ certificate, first }: { certificate: Schemas['StandardCertificate']; first: boolean }) {
  const { t } = useSpeech()
  return (
    <Panel title={certificate.number}>
      {!first && <p className="muted" style={{ marginTop: 0 }}>{t('standard.superseded')}</p>}
      <Facts facts={[
        [t('trace.issuer'), certificate.issuer?.name], [t('trace.calibrated'), showDate(certificate.calibrated_on)], [t('certificate.issued_on'), showDate(certificate.issued_on)],
        [t('trace.due'), `${showDate(certificate.due_on)} ${certificate.due_reason && `(${certificate.due_reason})`}`], [t('standard.traceable_to'), certificate.traceable_to],
        [t('standard.sources'), certificate.sources.length > 0 && certificate.sources.map((source, index) => <div key={index}>{source.standard_id ? <SourceStandard id={source.standard_id} stated={source.stated_reference} /> : source.stated_reference}</div>)],
        [t('standard.accepted'), `${certificate.accepted_by.name} · ${showMoment(certificate.accepted_at)}`],
        [t('standard.document'), certificate.document_id && <a key="d" href={`/api/v1/documents/${certificate.document_id}`}>{t('standard.document')}</a>],
      ]} />
      {certificate.formulas.map((formula, index) => <CertificateFormula key={index} formula={formula} />)}
      {certificate.values.length > 0 && <Values values={certificate.values} number={certificate.number} />}
    </Panel>
  )
}
