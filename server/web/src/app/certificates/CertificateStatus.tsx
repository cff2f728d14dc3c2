import type { Schemas } from '../../lib/api'
import { Status } from '../../ui/Status'

/** A record of a failed verification is in force too, but nobody shall read its line as "valid". */
export function CertificateStatus({ certificate }: { certificate: Pick<Schemas['CertificateRow'], 'kind' | 'conclusion' | 'answer'> }) {
  const failed = certificate.kind === 'verification_record' && certificate.answer === 'valid'
  return failed ? <Status group="conclusion" word={certificate.conclusion} /> : <Status group="answer" word={certificate.answer} />
}
