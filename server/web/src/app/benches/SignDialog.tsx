import { Button, Checkbox, Modal } from '@mantine/core'
import { useState } from 'react'
import { client, type Schemas } from '../../lib/api'
import { isOpen, isReady, standingOf, type Bench, type Lacks } from '../../lib/bench'
import { fieldErrors } from '../../lib/problem'
import { ErrorSummary, FindingList } from '../../ui/ErrorSummary'
import { LongField } from '../../ui/fields'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Status } from '../../ui/Status'
import { useAct } from '../ask'
import { useLacks } from './labels'

/** One signature for every item that is ready; each is answered for itself, and one that is not ready holds no other. */
export function SignDialog({ bench, lacks, onClose }: { bench: Bench; lacks: Map<number, Lacks>; onClose: () => void }) {
  const { t, language } = useSpeech()
  const said = useLacks()
  const [items] = useState(() => bench.items.filter((item) => item.editable && isOpen(item))) // the list stays while it is answered
  const ready = items.filter((item) => isReady(lacks.get(item.job.id)!))
  const [chosen, setChosen] = useState(() => new Set(ready.map((item) => item.job.id)))
  const [remark, setRemark] = useState('')
  const [answers, setAnswers] = useState<Map<number, Schemas['BenchItemSubmitted']>>()
  const act = useAct((body: Schemas['BenchSubmission'], header) => client.POST('/benches/{bench}/submission', { params: { path: { bench: bench.id }, header }, body }), {
    renews: [['jobs']], done: (data) => setAnswers(new Map(data.items.map((one) => [one.job, one]))),
  })
  const toggle = (job: number) => setChosen((now) => {
    const next = new Set(now)
    if (!next.delete(job)) next.add(job)
    return next
  })
  const signed = [...(answers?.values() ?? [])].filter((one) => one.signed).length
  return (
    <Modal opened onClose={onClose} title={t('bench.sign_title')} size="lg">
      <form className="stack" noValidate onSubmit={(event) => {
        event.preventDefault()
        if (chosen.size > 0) void act.run({ jobs: [...chosen], remark: remark.trim().normalize('NFC') })
      }}>
        <ErrorSummary problem={act.problem} />
        {!answers && <p style={{ margin: 0 }}>{t('bench.sign_meaning', { n: chosen.size })}</p>}
        {answers && <p style={{ margin: 0 }} role="status"><strong>{t('bench.signed_n', { n: signed, all: answers.size })}</strong></p>}
        <ul className="sign-list">
          {items.map((item) => {
            const { job, instrument } = item
            const answer = answers?.get(job.id)
            const missing = said(lacks.get(job.id)!)
            const verdict = standingOf(item.evaluation)
            const label = `${item.position}. ${instrument.serial}${instrument.inventory_number && ` · ${instrument.inventory_number}`}`
            return (
              <li key={job.id} data-sign={job.id}>
                {answers ? <strong>{label}</strong>
                  : <Checkbox label={label} checked={chosen.has(job.id)} disabled={!ready.includes(item)} onChange={() => toggle(job.id)} />}
                {verdict && <Status group="verdict" word={verdict} />}
                {!answers && missing.length > 0 && <span className="muted">{missing.join(' · ')}</span>}
                {answer?.signed && <span className="status valid"><Icon name="check" size={14} />{t('bench.signed')}</span>}
                {answer && !answer.signed && <div><span className="status over"><Icon name="cross" size={14} />{t('bench.not_signed')}</span><FindingList findings={answer.findings} /></div>}
                {answers && !answer && <span className="muted">{t('bench.not_chosen')}</span>}
              </li>
            )
          })}
        </ul>
        {!answers && <LongField id="remark" label={t('remark')} value={remark} onChange={setRemark} errors={fieldErrors(act.problem?.errors ?? [], language)} />}
        <div className="row">
          {!answers && <Button type="submit" loading={act.busy} disabled={chosen.size === 0} data-act="sign">{t('bench.sign', { n: chosen.size })}</Button>}
          <Button variant="default" onClick={onClose} data-act="close">{t(answers ? 'close' : 'cancel')}</Button>
        </div>
      </form>
    </Modal>
  )
}
