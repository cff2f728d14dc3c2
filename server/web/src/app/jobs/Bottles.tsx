import { Radio } from '@mantine/core'
import { Link } from 'wouter'
import type { Schemas } from '../../lib/api'
import { showQuantity } from '../../lib/decimal'
import { FindingList } from '../../ui/ErrorSummary'
import { useSpeech } from '../../ui/language'
import { Status } from '../../ui/Status'
import { Until } from '../standards/Until'

/** The bottles that may play a role, within a group of radio buttons; those that may not say why. */
export function Bottles({ candidates, role }: { candidates: Schemas['BottleCandidate'][]; role: string }) {
  const { t, name, language } = useSpeech()
  if (candidates.length === 0) return <p className="muted">{t('start.no_bottle')} <Link href="/standards">{t('place.standards')}</Link></p>
  return candidates.map((one) => (
    <div key={one.bottle.id} style={{ padding: '6px 0', borderTop: '1px solid var(--line)' }} data-usable={one.usable}>
      <Radio value={String(one.bottle.id)} disabled={!one.usable} id={`${role}-bottle-${one.bottle.id}`} label={
        <span>
          <strong>{one.bottle.code}</strong> {one.bottle.lot} / {one.bottle.number} · {name(one)} · {showQuantity(one.bottle.stock, one.bottle.amount_unit, language)}{' '}
          <Status group="due" word={one.status} />{' '}
          <span className="muted">{one.certificate_number} · {t('material.until').toLowerCase()} <Until until={one.bottle.usable_until} /></span>
        </span>} />
      {one.findings.length > 0 && <div style={{ marginLeft: 28, fontSize: 13 }}><strong>{t('start.refused')}</strong><FindingList findings={one.findings} /></div>}
    </div>
  ))
}
