import { Button, Modal, Radio } from '@mantine/core'
import type { QueryKey } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { Schemas } from '../../lib/api'
import { showMoment } from '../../lib/dates'
import { editDecimal, parseTyped, showDecimal } from '../../lib/decimal'
import { fieldErrors, localProblem, type Problem } from '../../lib/problem'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { LongField, TextField } from '../../ui/fields'
import { useSpeech } from '../../ui/language'
import { Facts } from '../../ui/Page'
import type { Cell, CellValue } from '../../lib/sheet'
import { useAct, type ActKey } from '../ask'

type Kind = Exclude<Schemas['MarkKind'], 'transcription_checked'>

export interface Correcting<C extends Cell = Cell> {
  cell: C
  value: CellValue
  typed: string
}

interface Props {
  correcting: Correcting
  /** The entry that takes the place, as it would be made now. */
  entry: (typed: string) => Schemas['ReadingEntry']
  send: (reading: number, body: Schemas['MarkNew'], header: ActKey) => Promise<{ data?: Schemas['MarkAnswer']; error?: unknown; response: Response }>
  renews: QueryKey[]
  /** Whom it concerns, where that is more than one item. */
  children?: ReactNode
  onClose: () => void
}

/** A stored reading is never overwritten: it was a slip of the pen, it was measured again, or it is an outlier. */
export function CorrectionDialog({ correcting, entry: entryOf, send: request, renews, children, onClose: close }: Props) {
  const { t, language } = useSpeech()
  const { value, typed } = correcting
  const reading = value.reading!
  const [kind, setKind] = useState<Kind | ''>('')
  const [right, setRight] = useState(editDecimal(typed, language))
  const [reason, setReason] = useState('')
  const [local, setLocal] = useState<Problem>()
  const act = useAct((body: Schemas['MarkNew'], header) => request(reading.id, body, header), { renews, done: close })
  const send = () => {
    if (!kind || !reason.trim()) {
      const code = kind ? 'reason.missing' : 'correction.choose'
      setLocal({ ...localProblem(code, 'Choose the act and give the reason.'), errors: [{ code, detail: '', field: kind ? '/reason' : '/kind', values: {} }] })
      return
    }
    setLocal(undefined)
    const entry = entryOf(parseTyped(right) ?? right.trim())
    // the pen slipped: what was read was read then, and stood on the same paper
    const then = { ...entry, measured_at: reading.measured_at, ...(reading.transcribed_from ? { transcribed_from: reading.transcribed_from, late_reason: reading.late_reason } : {}) }
    const replacement = kind === 'outlier' ? {} : { replacement: kind === 'slip' ? then : entry }
    void act.run({ kind, reason: reason.trim().normalize('NFC'), ...replacement })
  }
  const problem = local ?? act.problem
  const errors = fieldErrors(problem?.errors ?? [], language)
  return (
    <Modal opened onClose={close} title={t('correction.title')}>
      <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); send() }}>
        <ErrorSummary problem={problem} />
        {children}
        <Facts facts={[
          [t('correction.stored'), <strong key="stored">{showDecimal(reading.indication, language)}</strong>],
          [t('trail.who'), `${reading.author.name} · ${showMoment(reading.measured_at)}`],
        ]} />
        <Radio.Group id="kind" label={t('correction.what')} value={kind} error={errors.kind} onChange={(next) => setKind(next as Kind)}>
          {(['slip', 'measured_again', 'outlier'] as const).map((one) => (
            <Radio key={one} value={one} label={t(`mark.${one}`)} description={t(`correction.${one}`)} style={{ padding: '5px 0' }} data-mark={one} />
          ))}
        </Radio.Group>
        {kind !== 'outlier' && <TextField id="replacement-indication" label={t(kind === 'measured_again' ? 'correction.new' : 'correction.right')} inputMode="decimal" value={right} onChange={setRight} errors={errors} />}
        <LongField id="reason" label={t('reason')} required value={reason} onChange={setReason} errors={errors} />
        <div className="row">
          <Button type="submit" loading={act.busy} data-act="correct">{t('correction.record')}</Button>
          <Button variant="default" onClick={close}>{t('correction.keep')}</Button>
        </div>
      </form>
    </Modal>
  )
}
