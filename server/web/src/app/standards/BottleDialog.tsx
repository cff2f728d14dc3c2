import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { client, type Schemas } from '../../lib/api'
import { today } from '../../lib/dates'
import { parseTyped, showQuantity, unitSymbol } from '../../lib/decimal'
import { fieldErrors } from '../../lib/problem'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { ChoiceField, DateField, TextField } from '../../ui/fields'
import { useSpeech } from '../../ui/language'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { useAct, useAsk } from '../ask'

export type BottleAct = Schemas['BottleEvent']['kind']
const number = (text: string) => parseTyped(text) ?? text

/** What becomes of a bottle; a use names its job, which the sheet knows and the bottle's page asks for. */
export function BottleDialog({ lot, bottle, kind, job, onClose }: {
  lot: Pick<Schemas['Material'], 'code' | 'lot' | 'amount_unit'> & { records?: Schemas['MaterialRecord'][]; minimum_amount?: string }
  bottle: Pick<Schemas['Bottle'], 'id' | 'number' | 'stock'>
  kind: BottleAct
  job?: number
  onClose: () => void
}) {
  const { t, word, language } = useSpeech()
  const least = lot.minimum_amount ?? lot.records?.[0]?.minimum_amount ?? ''
  const [on, setOn] = useState(today())
  const [amount, setAmount] = useState(least)
  const [chosen, setChosen] = useState(job ? String(job) : '')
  const path = { bottle: bottle.id }
  const act = useAct((reason: string, header) => {
    if (kind === 'opened') return client.POST('/bottles/{bottle}/opening', { params: { path, header }, body: { happened_on: on } })
    if (kind === 'used') return client.POST('/bottles/{bottle}/uses', { params: { path, header }, body: { happened_on: on, amount: number(amount), job_id: Number(chosen), reason } })
    return client.POST('/bottles/{bottle}/end', { params: { path, header }, body: { kind, happened_on: on, reason } })
  }, { renews: [['materials'], ['jobs']], done: onClose })
  const errors = fieldErrors(act.problem?.errors ?? [], language)
  return (
    <ReasonDialog optional={kind !== 'disposed'} danger={kind === 'disposed'} title={word('bottle_act', kind)} what={`${lot.code}, ${lot.lot} / ${bottle.number}`} act={t('save')} busy={act.busy} problem={act.problem} onClose={onClose} onReason={(reason) => void act.run(reason)}>
      <DateField id="happened_on" label={t('instrument.happened_on')} required value={on} onChange={setOn} errors={errors} />
      {kind === 'used' && !job && <JobField value={chosen} onChange={setChosen} errors={errors} />}
      {kind === 'used' && <TextField id="amount" label={`${t('material.amount')} (${t('material.least')} ${showQuantity(least, lot.amount_unit, language)}; ${t('material.stock').toLowerCase()} ${showQuantity(bottle.stock, lot.amount_unit, language)})`} required inputMode="decimal" value={amount} onChange={setAmount} errors={errors} />}
    </ReasonDialog>
  )
}

function JobField(props: { value: string; onChange: (value: string) => void; errors: Record<string, string> }) {
  const { t, name } = useSpeech()
  const asked = useAsk(['jobs', 'at the bench'], () => client.GET('/jobs', { params: { query: { state: 'in_work', limit: 100 } } }))
  return <ChoiceField id="job_id" label={t('material.for_job')} required searchable {...props} choices={(asked.data?.items ?? []).map((one) => ({ value: String(one.id), label: `${one.number} ${name(one.instrument)}` }))} />
}

export function NewBottleDialog({ lot, onClose }: { lot: Schemas['MaterialDetail']; onClose: () => void }) {
  const { t, language } = useSpeech()
  const [draft, setDraft] = useState({ number: '', received_on: today(), stock: '' })
  const act = useAct((_: undefined, header) => client.POST('/materials/{lot}/bottles', { params: { path: { lot: lot.id }, header }, body: { ...draft, number: draft.number.trim(), stock: number(draft.stock) } }), { renews: [['materials']], done: onClose })
  const errors = fieldErrors(act.problem?.errors ?? [], language)
  const field = (key: keyof typeof draft) => ({ id: key, value: draft[key], errors, onChange: (value: string) => setDraft((now) => ({ ...now, [key]: value })) })
  return (
    <Modal opened onClose={onClose} title={`${t('material.add_bottle')}: ${lot.code}, ${lot.lot}`}>
      <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); void act.run(undefined) }}>
        <ErrorSummary problem={act.problem} />
        <TextField {...field('number')} label={t('material.bottle')} required data-autofocus />
        <DateField {...field('received_on')} label={t('material.received')} required />
        <TextField {...field('stock')} label={`${t('material.stock')} (${unitSymbol(lot.amount_unit)})`} required inputMode="decimal" />
        <div className="row"><Button type="submit" loading={act.busy}>{t('save')}</Button><Button variant="default" onClick={onClose}>{t('cancel')}</Button></div>
      </form>
    </Modal>
  )
}
