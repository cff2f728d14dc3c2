import { Button, Radio } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { fieldErrors, type Finding } from '../../lib/problem'
import { ErrorSummary, FindingList } from '../../ui/ErrorSummary'
import { ChoiceField, TextField } from '../../ui/fields'
import { useSpeech } from '../../ui/language'
import { Answered, Panel } from '../../ui/Page'
import { Status } from '../../ui/Status'
import { useAct, useAsk } from '../ask'
import { Candidates } from './Candidates'

type Options = Schemas['StartOptions']

function Roles({ options, chosen, onChoose, errors }: {
  options: Options
  chosen: Record<string, string>
  onChoose: (role: string, standard: string) => void
  errors: Record<string, string>
}) {
  const { name } = useSpeech()
  return options.roles.map(({ role, candidates }, index) => (
    <Radio.Group key={role.role} id={`standards-${index}`} label={name(role)} value={chosen[role.role] ?? ''} error={errors[`standards-${index}-standard_id`]}
      onChange={(standard) => onChoose(role.role, standard)}>
      <Candidates candidates={candidates} role={role.role} />
    </Radio.Group>
  ))
}

/** Procedure version, standards and place of work; only what may serve can be chosen, the rest says why not. */
export function StartPanel({ job }: { job: Schemas['Job'] }) {
  const { t, word, title, language } = useSpeech()
  const [, go] = useLocation()
  const [procedure, setProcedure] = useState<number>()
  const [chosen, setChosen] = useState<Record<string, string>>({})
  const [place, setPlace] = useState<Schemas['PlaceOfWork']>('laboratory')
  const [detail, setDetail] = useState('')
  const [local, setLocal] = useState<Finding[]>([])
  const asked = useAsk(['jobs', job.id, 'start', procedure], () => client.GET('/jobs/{job}/standards', { params: { path: { job: job.id }, query: { procedure } } }))
  const act = useAct((body: Schemas['Start'], header) => client.POST('/jobs/{job}/start', { params: { path: { job: job.id }, header }, body }), {
    renews: [['jobs']], done: () => go(`/jobs/${job.id}/sheet`),
  })
  const errors = fieldErrors(act.problem?.errors ?? [], language)
  const pick = (options: Options) => Object.fromEntries(options.roles.map(({ role, candidates }) => {
    const usable = candidates.filter((candidate) => candidate.usable)
    return [role.role, chosen[role.role] ?? (usable.length === 1 ? String(usable[0]?.standard.id) : '')]
  }))
  const send = (options: Options) => {
    const picked = pick(options)
    const found: Finding[] = []
    if (!options.procedure_id) found.push({ code: 'local', detail: t('start.no_procedure_chosen'), field: '/procedure', values: {} })
    options.roles.forEach(({ role }, index) => {
      const label = language === 'vi' ? role.name_vi : role.name_en
      if (!picked[role.role]) found.push({ code: 'local', detail: t('start.choose_standard', { role: label }), field: `/standards-${index}`, values: {} })
    })
    setLocal(found)
    act.clear()
    if (found.length > 0 || !options.procedure_id) return
    void act.run({
      procedure_version_id: options.procedure_id, place_of_work: place, place_detail: detail.normalize('NFC'),
      standards: options.roles.map(({ role }) => ({ role: role.role, standard_id: Number(picked[role.role]) })),
    })
  }
  return (
    <Panel title={t('start.title')} id="start">
      <Answered asked={asked} rows={4}>
        {(options) => (
          <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); send(options) }}>
            <ErrorSummary findings={local.length > 0 ? local : undefined} problem={local.length > 0 ? undefined : act.problem} />
            <Radio.Group id="procedure" label={t('job.procedure')} value={String(options.procedure_id ?? '')} onChange={(value) => { setChosen({}); setProcedure(Number(value)) }}>
              {options.procedures.map((option) => (
                <div key={option.procedure.id} style={{ padding: '4px 0' }}>
                  <Radio value={String(option.procedure.id)} disabled={!option.usable} label={<span><strong>{option.procedure.code} {option.procedure.version}</strong> {title(option.procedure)} <Status group="procedure" word={option.procedure.status} /></span>} />
                  <div style={{ marginLeft: 28 }}><FindingList findings={option.findings} /></div>
                </div>
              ))}
              {options.procedures.length === 0 && <p className="muted">{t('start.no_procedure')}</p>}
            </Radio.Group>
            <Roles options={options} chosen={pick(options)} errors={errors} onChoose={(role, standard) => setChosen((now) => ({ ...now, [role]: standard }))} />
            <div className="fields">
              <ChoiceField id="place_of_work" label={t('job.place')} required value={place} errors={errors} onChange={(next) => next && setPlace(next)}
                choices={(['laboratory', 'customer', 'mobile'] as const).map((one) => ({ value: one, label: word('place_of_work', one) }))} />
              {place !== 'laboratory' && <TextField id="place_detail" label={t('start.where')} value={detail} onChange={setDetail} errors={errors} />}
            </div>
            <Button type="submit" loading={act.busy} style={{ justifySelf: 'start' }} data-act="start">{t('start.go')}</Button>
          </form>
        )}
      </Answered>
    </Panel>
  )
}
