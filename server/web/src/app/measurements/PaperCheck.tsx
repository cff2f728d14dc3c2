import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { client, type Schemas } from '../../lib/api'
import { showMoment } from '../../lib/dates'
import { showDecimal } from '../../lib/decimal'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Panel } from '../../ui/Page'
import { useAct } from '../ask'
import { useSession } from '../session/session'

/** Readings copied from paper that count, and those of them that nobody has compared yet. */
export function copiedReadings(sheet: Schemas['Sheet']) {
  const copied = sheet.readings.filter((reading) => reading.transcribed_from !== null && reading.counts)
  return { copied, open: copied.filter((reading) => !reading.marks.some((mark) => mark.kind === 'transcription_checked')) }
}

/** What was copied from paper: the scans, and one act by another person that says it was compared. */
export function PaperCheck({ sheet }: { sheet: Schemas['Sheet'] }) {
  const { t, language } = useSpeech()
  const { session, can } = useSession()
  const { copied, open } = copiedReadings(sheet)
  const own = open.some((reading) => reading.author.id === session.account.id)
  const mark = useAct((reading: number, header) =>
    client.POST('/jobs/{job}/readings/{reading}/marks', { params: { path: { job: sheet.job.id, reading }, header }, body: { kind: 'transcription_checked', reason: '' } }))
  const queries = useQueryClient()
  if (copied.length === 0) return null
  const all = async () => {
    for (const reading of open) if (!await mark.run(reading.id)) break
    await queries.invalidateQueries({ queryKey: ['jobs', sheet.job.id] })
  }
  const scans = [...new Set(copied.map((reading) => reading.transcribed_from))]
  return (
    <Panel title={t('paper.copied')} id="paper" look={open.length > 0 ? 'warn' : undefined}>
      <ErrorSummary problem={mark.problem} />
      <p style={{ marginTop: 0 }}>{t('paper.copied_n', { n: copied.length, name: copied[0]!.author.name, at: showMoment(copied[0]!.measured_at) })}{' '}
        {scans.map((scan) => <a key={scan} href={`/api/v1/documents/${scan}`}>{t('sheet.paper')}</a>)}</p>
      <p>{copied.map((reading) => showDecimal(reading.indication, language)).join(' · ')}</p>
      {open.length === 0 ? <p style={{ margin: 0 }}><Icon name="check" size={14} /> {t('mark.transcription_checked')}</p>
        : own ? <p className="muted" style={{ margin: 0 }}>{t('paper.other_person')}</p>
          : can('measure') && <Button loading={mark.busy} data-act="check-paper" onClick={() => void all()}>{t('paper.check_all', { n: open.length })}</Button>}
    </Panel>
  )
}
