import { Button, Modal } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { fieldErrors, localProblem, type Problem } from '../lib/problem'
import { ErrorSummary } from './ErrorSummary'
import { LongField } from './fields'
import { useSpeech } from './language'

/** Asks why before an act that stays on the record; what it is about is spelled out. */
export function ReasonDialog({ title, what, act, busy, problem, onReason, onClose, optional, children, danger }: {
  title: string
  what: string
  act: string
  busy: boolean
  problem: Problem | undefined
  onReason: (reason: string) => void
  onClose: () => void
  optional?: boolean
  children?: ReactNode
  danger?: boolean
}) {
  const { t, language } = useSpeech()
  const [reason, setReason] = useState('')
  const [local, setLocal] = useState<Problem>()
  const send = () => {
    if (!optional && !reason.trim()) {
      setLocal({ ...localProblem('reason.missing', 'Give the reason.'), errors: [{ code: 'reason.missing', detail: 'Give the reason.', field: '/reason', values: {} }] })
      return
    }
    setLocal(undefined)
    onReason(reason.trim().normalize('NFC'))
  }
  const shown = local ?? problem
  return (
    <Modal opened onClose={onClose} title={title}>
      <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); event.stopPropagation(); send() }}>
        <ErrorSummary problem={shown} />
        <p style={{ margin: 0 }}><strong className="code">{what}</strong></p>
        {children}
        <LongField id="reason" label={t(optional ? 'remark' : 'reason')} required={!optional} value={reason} onChange={setReason} errors={fieldErrors(shown?.errors ?? [], language)} />
        <div className="row">
          <Button type="submit" loading={busy} color={danger ? 'red.9' : undefined}>{act}</Button>
          <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
        </div>
      </form>
    </Modal>
  )
}
