import { Button, Modal, Radio } from '@mantine/core'
import { useState } from 'react'
import type { Schemas } from '../../lib/api'
import { showDate } from '../../lib/dates'
import { fieldErrors, localProblem, type Problem } from '../../lib/problem'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { LongField } from '../../ui/fields'
import { useSpeech } from '../../ui/language'
import { Answered } from '../../ui/Page'
import { Status } from '../../ui/Status'
import { useAct, type ActKey } from '../ask'
import { Bottles } from '../jobs/Bottles'
import { Candidates } from '../jobs/Candidates'
import { useStartOptions } from '../jobs/StartFields'
import { BottleDialog } from '../standards/BottleDialog'
import { Until } from '../standards/Until'

/** How another standard is put in the place of one in use, for one job or for all at a bench. */
export interface StandardChange {
  /** Whose standards may be chosen from. */
  job: number
  /** The other jobs at the bench, whom it has to serve too. */
  beside?: number[]
  procedure: number
  means?: string
  send: (body: Schemas['JobStandardChange'], header: ActKey) => Promise<{ data?: unknown; error?: unknown; response: Response }>
}

/** Another standard takes the place of one in use: what was measured so far is measured again. */
function ChangeDialog({ change, role, onClose }: { change: StandardChange; role: Schemas['JobStandard']; onClose: () => void }) {
  const { t, language } = useSpeech()
  const [standard, setStandard] = useState('')
  const [reason, setReason] = useState('')
  const [local, setLocal] = useState<Problem>()
  const { job, procedure } = change
  const played = role.bottle ? 'bottle_id' : 'standard_id'
  const asked = useStartOptions(job, procedure, change.beside)
  const act = useAct((body: Schemas['JobStandardChange'], header) => change.send(body, header), { renews: [['jobs']], done: onClose })
  const send = () => {
    const code = !standard ? 'standard.choose' : !reason.trim() ? 'reason.missing' : undefined
    setLocal(code && { ...localProblem(code, 'Choose the standard and give the reason.'), errors: [{ code, detail: '', field: standard ? '/reason' : `/${played}`, values: {} }] })
    if (!code) void act.run({ role: role.role, [played]: Number(standard), reason: reason.trim().normalize('NFC') })
  }
  const problem = local ?? act.problem
  const errors = fieldErrors(problem?.errors ?? [], language)
  return (
    <Modal opened onClose={onClose} title={t('standards.change')} size="lg">
      <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); send() }}>
        <ErrorSummary problem={problem} />
        <p style={{ margin: 0 }}>{t('standards.change_means', { standard: role.code })} {change.means}</p>
        <Answered asked={asked} rows={3}>
          {(options) => (
            <Radio.Group id={played} label={t('standards.instead')} value={standard} error={errors[played]} onChange={setStandard}>
              {role.bottle
                ? <Bottles candidates={options.roles.find((one) => one.role.role === role.role)?.bottles ?? []} role={role.role} />
                : <Candidates candidates={options.roles.find((one) => one.role.role === role.role)?.candidates ?? []} role={role.role} />}
            </Radio.Group>
          )}
        </Answered>
        <LongField id="reason" label={t('reason')} required value={reason} onChange={setReason} errors={errors} />
        <div className="row">
          <Button type="submit" loading={act.busy} data-act="change-standard">{t('standards.change')}</Button>
          <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
        </div>
      </form>
    </Modal>
  )
}

/** What the sheet is measured with, each with the certificate it rests on. */
export function SheetStandards({ standards, editable, change }: { standards: Schemas['JobStandard'][]; editable: boolean; change: StandardChange }) {
  const { t, name } = useSpeech()
  const [changing, setChanging] = useState<Schemas['JobStandard']>()
  const [taking, setTaking] = useState<Schemas['JobStandard']>()
  return (
    <>
      <ul id="standards" style={{ margin: '8px 0 0', padding: 0, listStyle: 'none' }}>
        {standards.map((one) => (
          <li key={one.id} data-in-use={one.in_use} style={{ paddingTop: 8 }}>
            <strong>{one.code}</strong> {name(one)} · <span className="code">{one.certificate_number}</span> · {one.bottle ? <>{t('material.until').toLowerCase()} <Until until={one.bottle.usable_until} /></> : t('standard.due_on', { date: showDate(one.due_on) })}{' '}
            <Status group="due" word={one.status} />{' '}
            {editable && one.in_use && <Button size="compact-sm" variant="default" data-change={one.role} onClick={() => setChanging(one)}>{t('standards.change')}</Button>}{' '}
            {one.bottle && one.bottle.taken && <span className="muted">{t('material.taken')}</span>}
            {editable && one.in_use && one.bottle && !one.bottle.taken && <Button size="compact-sm" data-take={one.role} onClick={() => setTaking(one)}>{t('material.take')}</Button>}
            {!one.in_use && <div className="muted">{t('standards.earlier')}</div>}
            {one.reason && <div className="muted">{t('standards.changed', { reason: one.reason, name: one.chosen_by.name })}</div>}
          </li>
        ))}
      </ul>
      {taking?.bottle && <BottleDialog lot={taking.bottle} bottle={taking.bottle} kind="used" job={change.job} onClose={() => setTaking(undefined)} />}
      {changing && <ChangeDialog change={change} role={changing} onClose={() => setChanging(undefined)} />}
    </>
  )
}
