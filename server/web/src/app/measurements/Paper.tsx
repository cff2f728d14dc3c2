import { Button } from '@mantine/core'
import { useState } from 'react'
import { momentAt, showMoment, today } from '../../lib/dates'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { DateField, FileButton, TextField } from '../../ui/fields'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Panel } from '../../ui/Page'
import { useScan } from '../scan'
import type { SheetWork } from './useSheet'

/** What stood on paper first: scan attached, measured then, entered now with the reason why only now, checked by another person. */
export function Paper({ work }: { work: Pick<SheetWork, 'paper' | 'setPaper'> }) {
  const { t } = useSpeech()
  const [open, setOpen] = useState(false)
  const [day, setDay] = useState(today())
  const [time, setTime] = useState('08:00')
  const [reason, setReason] = useState('')
  const [unsaid, setUnsaid] = useState(false)
  const { document, problem, take, setProblem } = useScan()
  if (work.paper) {
    return <Panel look="warn"><span className="row">{t('paper.on', { at: showMoment(work.paper.measured_at) })} {work.paper.reason}
      <Button size="compact-sm" variant="default" onClick={() => work.setPaper(undefined)}>{t('paper.off')}</Button></span></Panel>
  }
  if (!open) return <Button variant="subtle" size="compact-sm" mb={12} onClick={() => setOpen(true)}>{t('paper.open')}</Button>
  const right = /^([01]\d|2[0-3]):[0-5]\d$/.test(time)
  return (
    <Panel title={t('paper.open')}>
      <ErrorSummary problem={problem} />
      <div className="fields">
        <DateField id="paper-day" label={t('paper.day')} required value={day} onChange={setDay} />
        <TextField id="paper-time" label={t('paper.time')} required value={time} onChange={setTime} errors={right ? {} : { 'paper-time': t('paper.time_wrong') }} />
        <div style={{ paddingTop: 22 }} className="row">
          <FileButton label={t('paper.scan')} accept="image/*,application/pdf" capture icon={<Icon name="camera" />} onFile={(file) => void take(file)} />
          {document && <span className="status valid"><Icon name="check" size={14} />{t('receive.photo_kept')}</span>}
        </div>
        <TextField id="paper-reason" label={t('paper.reason')} required value={reason} onChange={setReason} errors={unsaid && !reason.trim() ? { 'paper-reason': t('paper.reason_missing') } : {}} />
      </div>
      <div className="row" style={{ marginTop: 12 }}>
        <Button onClick={() => {
          if (!document) return setProblem({ type: '', title: '', status: 0, code: 'paper.no_scan', detail: '', reference: '', errors: [] })
          setUnsaid(true)
          if (!right || !reason.trim()) return undefined
          setOpen(false)
          return work.setPaper({ document, measured_at: momentAt(day, time), reason: reason.trim().normalize('NFC') })
        }}>{t('paper.start')}</Button>
        <Button variant="default" onClick={() => setOpen(false)}>{t('cancel')}</Button>
      </div>
    </Panel>
  )
}
