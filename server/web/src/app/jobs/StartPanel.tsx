import { Button } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { fieldErrors, type Finding } from '../../lib/problem'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { useSpeech } from '../../ui/language'
import { Answered, Panel } from '../../ui/Page'
import { useAct } from '../ask'
import { StartFields, useStart } from './StartFields'

/** The work at one job begins, alone or together with like items. */
export function StartPanel({ job }: { job: Schemas['Job'] }) {
  const { t, language } = useSpeech()
  const [, go] = useLocation()
  const [local, setLocal] = useState<Finding[]>([])
  const start = useStart(job.id, useState<number>())
  const act = useAct((body: Schemas['Start'], header) => client.POST('/jobs/{job}/start', { params: { path: { job: job.id }, header }, body }), {
    renews: [['jobs']], done: () => go(`/jobs/${job.id}/sheet`),
  })
  const send = (options: Schemas['StartOptions']) => {
    const found = start.missing(options)
    setLocal(found)
    act.clear()
    if (found.length === 0) void act.run(start.bodyOf(options))
  }
  return (
    <Panel title={t('start.title')} id="start">
      <Answered asked={start.asked} rows={4}>
        {(options) => (
          <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); send(options) }}>
            <ErrorSummary findings={local.length > 0 ? local : undefined} problem={local.length > 0 ? undefined : act.problem} />
            <StartFields start={start} options={options} errors={fieldErrors(act.problem?.errors ?? [], language)} />
            <div className="row">
              <Button type="submit" loading={act.busy} data-act="start">{t('start.go')}</Button>
              <Button variant="default" data-act="together" onClick={() => go(`/benches/new?job=${job.id}${options.bench === null ? '' : `&procedure=${options.procedure_id}`}`)}>{t('bench.with_others')}</Button>
            </div>
          </form>
        )}
      </Answered>
    </Panel>
  )
}
