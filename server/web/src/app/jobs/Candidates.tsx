import { Radio } from '@mantine/core'
import { Link } from 'wouter'
import type { Schemas } from '../../lib/api'
import { showDate } from '../../lib/dates'
import { showRange } from '../../lib/decimal'
import { FindingList } from '../../ui/ErrorSummary'
import { useSpeech } from '../../ui/language'
import { Status } from '../../ui/Status'

/** One standard that may serve, or one that may not, with the reason. */
function Candidate({ candidate, role }: { candidate: Schemas['StandardCandidate']; role: string }) {
  const { t, name, language } = useSpeech()
  const { standard } = candidate
  return (
    <div style={{ padding: '6px 0', borderTop: '1px solid var(--line)' }} data-usable={candidate.usable}>
      <Radio value={String(standard.id)} disabled={!candidate.usable} label={
        <span>
          <strong>{standard.code}</strong> · {name(standard)} · {showRange(standard.range_low, standard.range_high, standard.unit, language)}{' '}
          <Status group="due" word={standard.status} />{' '}
          {standard.certificate && <span className="muted">{standard.certificate.number} · {t('standard.due_on', { date: showDate(standard.certificate.due_on) })}</span>}
        </span>} id={`${role}-${standard.id}`} />
      {candidate.findings.length > 0 && <div style={{ marginLeft: 28, fontSize: 13 }} className={candidate.usable ? 'muted' : ''}>
        {!candidate.usable && <strong>{t('start.refused')}</strong>}<FindingList findings={candidate.findings} /></div>}
      {candidate.items.length > 0 && <div style={{ marginLeft: 28, fontSize: 13 }}><strong>{t('start.not_for', { n: candidate.items.length })}</strong>
        <ul className="plain-list">{candidate.items.map((item) => <li key={item.job} data-not-for={item.job}>{item.serial}<FindingList findings={item.findings} /></li>)}</ul></div>}
    </div>
  )
}

/** The standards of one role, within a group of radio buttons; those that may not serve say why. */
export function Candidates({ candidates, role }: { candidates: Schemas['StandardCandidate'][]; role: string }) {
  const { t } = useSpeech()
  if (candidates.length === 0) return <p className="muted">{t('start.no_standard')} <Link href="/standards">{t('place.standards')}</Link></p>
  return candidates.map((candidate) => <Candidate key={candidate.standard.id} candidate={candidate} role={role} />)
}
