import type { Schemas } from '../../lib/api'
import { showMoment } from '../../lib/dates'
import { FlowTable } from '../../ui/FlowTable'
import { useSpeech } from '../../ui/language'
import { Panel } from '../../ui/Page'

/** Who signed, in which capacity, when and what it means; shown wherever the record is shown. */
export function Signatures({ signatures }: { signatures: Schemas['Signature'][] }) {
  const { t, word, title } = useSpeech()
  if (signatures.length === 0) return null
  return (
    <Panel title={t('job.signatures')}>
      <FlowTable>
        <thead><tr><th>{t('signature.meaning')}</th><th>{t('signature.name')}</th><th>{t('signature.at')}</th><th>{t('remark')}</th></tr></thead>
        <tbody>
          {signatures.map((signature) => (
            <tr key={signature.id}>
              <td>{word('signature', signature.meaning)}</td>
              <td>{signature.name}{title(signature) && <><br /><span className="muted">{title(signature)}</span></>}</td>
              <td>{showMoment(signature.signed_at)}</td>
              <td>{signature.remark}</td>
            </tr>
          ))}
        </tbody>
      </FlowTable>
    </Panel>
  )
}

/** Whose seal the documents bear, and who vouches for that. */
export function SignedBy({ by }: { by: Schemas['SignedBy'] }) {
  const { t } = useSpeech()
  return (
    <>
      {t('certificate.signed_by', { name: by.name })}<br />
      <span className="muted">{by.is_own_authority ? t('certificate.own_authority') : t('certificate.other_authority', { authority: by.authority })}</span>
      {by.time_stamp && <><br />{t('certificate.stamped', { time: showMoment(by.time_stamp.at), authority: by.time_stamp.authority })}</>}
      {by.key_state === 'compromised' && <><br />{t('certificate.key_compromised')}</>}
    </>
  )
}
