import { Button, Drawer } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { client, type Schemas } from '../../lib/api'
import { showMoment } from '../../lib/dates'
import { showDecimal } from '../../lib/decimal'
import { resultOf, stagesOf } from '../../lib/sheet'
import { useSpeech } from '../../ui/language'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { useAct } from '../ask'
import { BudgetTable, ResultFacts } from './Budget'
import { usePointLabel } from './labels'

/** Every reading of a point, the ones that no longer count included, with the act and its reason. */
export function ReadingHistory({ readings, onCheck }: { readings: Schemas['Reading'][]; onCheck?: (reading: Schemas['Reading']) => void }) {
  const { t, word, language } = useSpeech()
  if (readings.length === 0) return null
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('sheet.readings')}>
      <table className="table">
        <thead><tr><th className="num">{t('sheet.indication')}</th><th>{t('sheet.counts')}</th><th>{t('sheet.measured_at')}</th><th>{t('trail.who')}</th><th>{t('sheet.marks')}</th></tr></thead>
        <tbody>
          {readings.map((reading) => (
            <tr key={reading.id}>
              <td className="num">{showDecimal(reading.indication, language)}</td>
              <td>{t(reading.counts ? 'yes' : 'no')}</td>
              <td>{showMoment(reading.measured_at)}{reading.entered_at.slice(0, 16) !== reading.measured_at.slice(0, 16) && <><br /><span className="muted">{t('sheet.entered_at', { at: showMoment(reading.entered_at) })}</span></>}</td>
              <td>{reading.author.name}{reading.transcribed_from && <><br /><a href={`/api/v1/documents/${reading.transcribed_from}`}>{t('sheet.paper')}</a> <span className="muted">{reading.late_reason}</span></>}</td>
              <td>
                {reading.marks.map((mark) => <div key={mark.id}><strong>{word('mark', mark.kind)}</strong>{mark.reason && `: ${mark.reason}`} <span className="muted">{mark.marked_by.name}, {showMoment(mark.marked_at)}</span></div>)}
                {onCheck && reading.transcribed_from && !reading.marks.some((mark) => mark.kind === 'transcription_checked') && (
                  <Button size="compact-sm" variant="default" onClick={() => onCheck(reading)}>{t('sheet.check_paper')}</Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Beside the grid: result, budget and readings of one point. */
export function PointDrawer({ sheet, evaluation, point, editable, onClose, children }: {
  sheet: Schemas['Sheet']
  evaluation: Schemas['Evaluation'] | undefined
  point: string
  editable: boolean
  onClose: () => void
  children?: ReactNode
}) {
  const { t, word } = useSpeech()
  const pointLabel = usePointLabel()
  const [asking, setAsking] = useState(false)
  const laid = sheet.layout.points.find((one) => one.id === point)
  const skipped = sheet.not_measured.find((one) => one.point === point)
  const act = useAct((reason: string, header) =>
    client.POST('/jobs/{job}/not-measured', { params: { path: { job: sheet.job.id }, header }, body: { point, reason } }), { renews: [['jobs']], done: () => setAsking(false) })
  return (
    <Drawer opened onClose={onClose} position="right" size={760} title={t('sheet.point_title', { point: laid ? pointLabel(laid) : point })}>
      {children}
      {skipped && <p><strong>{t('sheet.not_measured')}:</strong> {skipped.reason} ({skipped.recorded_by.name})</p>}
      {stagesOf(sheet.adjustment?.choice).map((stage) => {
        const result = resultOf(evaluation, point, stage)
        return (
          <section key={stage} className="stack" style={{ marginBottom: 20 }}>
            <h3>{word('stage', result?.stage ?? stage)}</h3>
            {result ? <><ResultFacts result={result} /><BudgetTable result={result} /></> : <p className="muted">{t('sheet.incomplete')}</p>}
            <ReadingHistory readings={sheet.readings.filter((reading) => reading.point === point && reading.stage === stage)} />
          </section>
        )
      })}
      {editable && !skipped && <Button variant="default" onClick={() => setAsking(true)}>{t('sheet.cannot_measure')}</Button>}
      {asking && <ReasonDialog title={t('sheet.cannot_measure')} what={t('sheet.point_title', { point: laid ? pointLabel(laid) : point })} act={t('save')} busy={act.busy} problem={act.problem}
        onClose={() => setAsking(false)} onReason={(reason) => void act.run(reason)} />}
    </Drawer>
  )
}
