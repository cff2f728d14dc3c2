import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { client, type Schemas } from '../../lib/api'
import { showMoment } from '../../lib/dates'
import { showDecimal, showQuantity } from '../../lib/decimal'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Panel } from '../../ui/Page'
import { useAct } from '../ask'
import { useSession } from '../session/session'

/** One figure or answer copied from paper that counts. */
interface Copy {
  id: number
  kind: 'reading' | 'environment' | 'check'
  said: string
  author: Schemas['PersonRef']
  at: string
  scan: number
  reason: string
  compared: boolean
}

function useCopies() {
  const { word, name, language } = useSpeech()
  return (sheet: Schemas['Sheet']): Copy[] => {
    const copies: Copy[] = []
    for (const one of sheet.readings) {
      if (one.transcribed_from === null || !one.counts) continue
      copies.push({ id: one.id, kind: 'reading', said: showDecimal(one.indication, language), author: one.author, at: one.measured_at, scan: one.transcribed_from, reason: one.late_reason, compared: one.marks.some((mark) => mark.kind === 'transcription_checked') })
    }
    for (const one of sheet.environment) {
      if (one.transcribed_from === null) continue
      copies.push({ id: one.id, kind: 'environment', said: `${word('quantity', one.quantity)}, ${word('moment', one.moment).toLowerCase()}: ${showQuantity(one.indication, one.unit, language)}`, author: one.author, at: one.measured_at, scan: one.transcribed_from, reason: one.late_reason, compared: one.compared !== null })
    }
    for (const one of sheet.checks) {
      if (one.transcribed_from === null) continue
      const operation = sheet.layout.operations.find((laid) => laid.id === one.operation)
      copies.push({ id: one.id, kind: 'check', said: `${operation ? name(operation) : one.operation}: ${word('outcome', one.passed ? 'pass' : 'fail')}`, author: one.answered_by, at: one.answered_at, scan: one.transcribed_from, reason: one.late_reason, compared: one.compared !== null })
    }
    return copies
  }
}

/** How much was copied from paper and compared by nobody yet. */
export const uncompared = (sheet: Schemas['Sheet']): number =>
  sheet.readings.filter((one) => one.transcribed_from !== null && one.counts && !one.marks.some((mark) => mark.kind === 'transcription_checked')).length
  + [...sheet.environment, ...sheet.checks].filter((one) => one.transcribed_from !== null && one.compared === null).length

/** What was copied from paper: the scans, why so late, and one act by another person that says it was compared. */
export function PaperCheck({ sheet }: { sheet: Schemas['Sheet'] }) {
  const { t } = useSpeech()
  const { session, can } = useSession()
  const copies = useCopies()(sheet)
  const open = copies.filter((copy) => !copy.compared)
  const own = open.some((copy) => copy.author.id === session.account.id)
  const mark = useAct((reading: number, header) =>
    client.POST('/jobs/{job}/readings/{reading}/marks', { params: { path: { job: sheet.job.id, reading }, header }, body: { kind: 'transcription_checked', reason: '' } }))
  const compare = useAct((body: Schemas['Copies'], header) => client.POST('/jobs/{job}/comparison', { params: { path: { job: sheet.job.id }, header }, body }))
  const queries = useQueryClient()
  const [first] = copies
  if (!first) return null
  const ids = (kind: Copy['kind']) => open.filter((copy) => copy.kind === kind).map((copy) => copy.id)
  const all = async () => {
    const environment = ids('environment')
    const checks = ids('check')
    let right = environment.length + checks.length === 0 || Boolean(await compare.run({ environment, checks }))
    for (const reading of ids('reading')) right = right && Boolean(await mark.run(reading))
    await queries.invalidateQueries({ queryKey: ['jobs', sheet.job.id] })
  }
  const scans = [...new Set(copies.map((copy) => copy.scan))]
  const reasons = [...new Set(copies.map((copy) => copy.reason))]
  return (
    <Panel title={t('paper.copied')} id="paper" look={open.length > 0 ? 'warn' : undefined}>
      <ErrorSummary problem={compare.problem ?? mark.problem} />
      <p style={{ marginTop: 0 }}>{t('paper.copied_n', { n: copies.length, name: first.author.name, at: showMoment(first.at) })}{' '}
        {scans.map((scan) => <a key={scan} href={`/api/v1/documents/${scan}`}>{t('sheet.paper')}</a>)}</p>
      <p><span className="muted">{t('paper.reason')}:</span> {reasons.join('; ')}</p>
      <p>{copies.map((copy) => copy.said).join(' · ')}</p>
      {open.length === 0 ? <p style={{ margin: 0 }}><Icon name="check" size={14} /> {t('mark.transcription_checked')}</p>
        : own ? <p className="muted" style={{ margin: 0 }}>{t('paper.other_person')}</p>
          : can('measure') && <Button loading={mark.busy || compare.busy} data-act="check-paper" onClick={() => void all()}>{t('paper.check_all', { n: open.length })}</Button>}
    </Panel>
  )
}
