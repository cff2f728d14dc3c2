import { Button, Radio } from '@mantine/core'
import { useState } from 'react'
import { client, type Schemas } from '../../lib/api'
import { showMoment } from '../../lib/dates'
import { adjustmentBody } from '../../lib/sheet'
import { fieldErrors, type Finding } from '../../lib/problem'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { LongField, TextField } from '../../ui/fields'
import { useSpeech } from '../../ui/language'
import { Facts, Panel } from '../../ui/Page'
import { useAct } from '../ask'

type Choice = Schemas['AdjustmentChoice']
const choices: Choice[] = ['not_adjusted', 'adjusted', 'as_found_not_applicable']

/** Adjusted or not, in words; nothing copies readings from one run to another. */
export function AdjustmentPanel({ sheet, editable }: { sheet: Schemas['Sheet']; editable: boolean }) {
  const { t, language } = useSpeech()
  const stored = sheet.adjustment
  const [seen, setSeen] = useState(stored?.recorded_at)
  const [open, setOpen] = useState(!stored)
  const [choice, setChoice] = useState<Choice | ''>(stored?.choice ?? '')
  const [reason, setReason] = useState(stored?.reason ?? '')
  const [doneBy, setDoneBy] = useState(stored?.done_by ?? '')
  const [consent, setConsent] = useState(stored?.consent ?? '')
  const [seals, setSeals] = useState(stored?.seals ?? '')
  const act = useAct((body: Schemas['AdjustmentNew'], header) =>
    client.POST('/jobs/{job}/adjustment', { params: { path: { job: sheet.job.id }, header: { ...header, 'If-Match': `"${seen ?? 'none'}"` } }, body }), {
      renews: [['jobs']],
      done: (job) => {
        setSeen(job.adjustment?.recorded_at)
        setOpen(false)
      },
    })
  const [unsaid, setUnsaid] = useState<Finding[]>([])
  const errors = fieldErrors(unsaid.length > 0 ? unsaid : act.problem?.errors ?? [], language)
  const choose = (next: string) => {
    setUnsaid([])
    setChoice(next as Choice)
  }
  const change = (from: NonNullable<typeof stored>) => {
    setChoice(from.choice)
    setReason(from.reason)
    setDoneBy(from.done_by)
    setConsent(from.consent)
    setSeals(from.seals)
    setSeen(from.recorded_at)
    setOpen(true)
  }
  const send = () => {
    act.clear()
    if (choice) void act.run(adjustmentBody(choice, { reason, done_by: doneBy, consent, seals }))
    else setUnsaid([{ code: 'adjustment.missing', detail: '', field: '/choice', values: {} }])
  }
  return (
    <Panel title={t('adjustment.title')} id="adjustment">
      <ErrorSummary findings={unsaid.length > 0 ? unsaid : undefined} problem={unsaid.length > 0 ? undefined : act.problem} />
      {stored && !open && (
        <>
          <Facts facts={[
            [t('adjustment.choice'), t(`adjustment.${stored.choice}`)], [t('adjustment.done_by'), stored.done_by], [t('reason'), stored.reason],
            [t('adjustment.consent'), stored.consent], [t('adjustment.seals'), stored.seals], [t('adjustment.recorded'), `${stored.recorded_by.name} · ${showMoment(stored.recorded_at)}`],
          ]} />
          {editable && <Button variant="default" size="compact-sm" mt={8} onClick={() => change(stored)}>{t('review.change')}</Button>}
        </>
      )}
      {open && !editable && <p className="muted">{t('adjustment.none')}</p>}
      {open && editable && (
        <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); send() }}>
          <Radio.Group id="choice" tabIndex={-1} value={choice} onChange={choose} aria-label={t('adjustment.title')} error={errors.choice}>
            {choices.map((one) => <Radio key={one} value={one} label={t(`adjustment.${one}`)} style={{ padding: '4px 0' }} />)}
          </Radio.Group>
          {choice === 'adjusted' && (
            <div className="fields">
              <TextField id="done_by" label={t('adjustment.done_by')} required value={doneBy} onChange={setDoneBy} errors={errors} />
              <TextField id="consent" label={t('adjustment.consent')} required value={consent} onChange={setConsent} errors={errors} />
              <TextField id="seals" label={t('adjustment.seals')} required value={seals} onChange={setSeals} errors={errors} />
            </div>
          )}
          {(choice === 'adjusted' || choice === 'as_found_not_applicable') && (
            <LongField id="reason" label={t(choice === 'adjusted' ? 'adjustment.what' : 'reason')} required value={reason} onChange={setReason} errors={errors} />
          )}
          <div className="row">
            <Button type="submit" loading={act.busy} data-act="adjustment">{t('adjustment.record')}</Button>
            {stored && <Button variant="default" onClick={() => setOpen(false)}>{t('cancel')}</Button>}
          </div>
        </form>
      )}
    </Panel>
  )
}
