import { Radio } from '@mantine/core'
import { useState } from 'react'
import { client, type Schemas } from '../../lib/api'
import type { Finding } from '../../lib/problem'
import { FindingList } from '../../ui/ErrorSummary'
import { ChoiceField, TextField } from '../../ui/fields'
import { useSpeech } from '../../ui/language'
import { Status } from '../../ui/Status'
import { useAsk } from '../ask'
import { Bottles } from './Bottles'
import { Candidates } from './Candidates'

type Options = Schemas['StartOptions']

/** What a job can begin with; beside: the jobs that are measured together with it. Where only these change, what was shown stays until the next answer comes. */
export function useStartOptions(job: number, procedure: number | undefined, beside: number[] = []) {
  const jobs = beside.join(',')
  return useAsk(['jobs', job, 'start', procedure, jobs], () =>
    client.GET('/jobs/{job}/standards', { params: { path: { job }, query: { procedure, beside: jobs || undefined } } }), true, 4) // the same job and procedure
}

/** Procedure version, standards and place of work, as they are being chosen for one job or for several measured together. */
export function useStart(job: number, [procedure, setProcedure]: [number | undefined, (next: number) => void], beside: number[] = []) {
  const { t, name } = useSpeech()
  const [chosen, setChosen] = useState<Record<string, string>>({})
  const [place, setPlace] = useState<Schemas['PlaceOfWork']>('laboratory')
  const [detail, setDetail] = useState('')
  const asked = useStartOptions(job, procedure, beside)
  const pick = (options: Options) => Object.fromEntries(options.roles.map(({ role, candidates, bottles }) => {
    const usable = [...candidates.filter((one) => one.usable).map((one) => one.standard.id), ...bottles.filter((one) => one.usable).map((one) => one.bottle.id)]
    return [role.role, chosen[role.role] ?? (usable.length === 1 ? String(usable[0]) : '')]
  }))
  const missing = (options: Options): Finding[] => {
    const picked = pick(options)
    return [
      ...(options.procedure_id ? [] : [{ code: 'local', detail: t('start.no_procedure_chosen'), field: '/procedure', values: {} }]),
      ...options.roles.flatMap(({ role }, index) => (picked[role.role] ? []
        : [{ code: 'local', detail: t('start.choose_standard', { role: name(role) }), field: `/standards-${index}`, values: {} }])),
    ]
  }
  const bodyOf = (options: Options): Schemas['Start'] => {
    const picked = pick(options)
    return {
      procedure_version_id: options.procedure_id ?? 0, place_of_work: place, place_detail: place === 'laboratory' ? '' : detail.normalize('NFC'),
      standards: options.roles.map(({ role, is_material }) => ({ role: role.role, [is_material ? 'bottle_id' : 'standard_id']: Number(picked[role.role]) })),
    }
  }
  return { asked, pick, missing, bodyOf, setProcedure, setChosen, place, setPlace, detail, setDetail }
}

function ProcedureOption({ option }: { option: Options['procedures'][number] }) {
  const { title } = useSpeech()
  const { procedure, usable, findings } = option
  return (
    <div style={{ padding: '4px 0' }}>
      <Radio value={String(procedure.id)} disabled={!usable} label={<span><strong>{procedure.code} {procedure.version}</strong> {title(procedure)} <Status group="procedure" word={procedure.status} /></span>} />
      <div style={{ marginLeft: 28 }}><FindingList findings={findings} /></div>
    </div>
  )
}

/** Those that may serve; the others, with the reason of each, when somebody looks for one. */
function Procedures({ options }: { options: Options['procedures'] }) {
  const { t } = useSpeech()
  const usable = options.filter((one) => one.usable)
  const others = options.filter((one) => !one.usable)
  if (options.length === 0) return <p className="muted">{t('start.no_procedure')}</p>
  return (
    <>
      {usable.map((option) => <ProcedureOption key={option.procedure.id} option={option} />)}
      {others.length > 0 && <details open={usable.length === 0}>
        <summary>{t('start.other_procedures', { n: others.length })}</summary>
        {others.map((option) => <ProcedureOption key={option.procedure.id} option={option} />)}
      </details>}
    </>
  )
}

/** Only what may serve can be chosen, the rest says why not. */
export function StartFields({ start, options, errors }: { start: ReturnType<typeof useStart>; options: Options; errors: Record<string, string> }) {
  const { t, word, name } = useSpeech()
  const picked = start.pick(options)
  return (
    <>
      <Radio.Group id="procedure" label={t('job.procedure')} value={String(options.procedure_id ?? '')} onChange={(value) => { start.setChosen({}); start.setProcedure(Number(value)) }}>
        <Procedures options={options.procedures} />
      </Radio.Group>
      {options.roles.map(({ role, candidates, is_material, bottles }, index) => (
        <Radio.Group key={role.role} id={`standards-${index}`} label={name(role)} value={picked[role.role] ?? ''} error={errors[`standards-${index}-standard_id`]}
          onChange={(standard) => start.setChosen((now) => ({ ...now, [role.role]: standard }))}>
          {is_material ? <Bottles candidates={bottles} role={role.role} /> : <Candidates candidates={candidates} role={role.role} />}
        </Radio.Group>
      ))}
      <div className="fields">
        <ChoiceField id="place_of_work" label={t('job.place')} required value={start.place} errors={errors} onChange={(next) => next && start.setPlace(next)}
          choices={(['laboratory', 'customer', 'mobile'] as const).map((one) => ({ value: one, label: word('place_of_work', one) }))} />
        {start.place !== 'laboratory' && <TextField id="place_detail" label={t('start.where')} value={start.detail} onChange={start.setDetail} errors={errors} />}
      </div>
    </>
  )
}
