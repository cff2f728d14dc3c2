import './benches.css'
import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { today, showDate } from '../../lib/dates'
import { fieldErrors, type Finding } from '../../lib/problem'
import { ErrorSummary, FindingList } from '../../ui/ErrorSummary'
import { TextField } from '../../ui/fields'
import { useSpeech } from '../../ui/language'
import { ListProblem } from '../../ui/ListProblem'
import { Answered, Empty, PageHead, Panel } from '../../ui/Page'
import { useAct, useAsk, usePages } from '../ask'
import { useJob } from '../jobs/JobPage'
import { StartFields, useStart } from '../jobs/StartFields'
import { DataTable } from '../../ui/DataTable'

type JobRow = Schemas['JobRow']

/** Which item the others are to be like. */
function FirstItem() {
  const { t, name, word } = useSpeech()
  const [, go] = useLocation()
  const asked = usePages<JobRow, Schemas['JobList']>(['jobs', 'list', 'received', false], (cursor) => client.GET('/jobs', { params: { query: { queue: 'received', cursor, limit: 100 } } }))
  return (
    <>
      <PageHead title={t('bench.new')} />
      <p>{t('bench.first_hint')}</p>
      <ListProblem error={asked.error} onAgain={() => void asked.refetch()} />
      {!asked.isPending && asked.rows.length === 0 && !asked.error
        ? <Empty icon="benches" title={t('bench.no_received')} hint={t('bench.no_received_hint')} act={t('shell.to_today')} onAct={() => go('/')} />
        : <DataTable<JobRow> label={t('bench.first')} rows={asked.rows} loading={asked.isPending} more={asked.hasNextPage} onMore={() => void asked.fetchNextPage()}
            rowKey={(job) => job.id} href={(job) => `/benches/new?job=${job.id}`}
            columns={[
              { key: 'number', head: t('job.number'), width: 150, cell: (job) => job.number },
              { key: 'item', head: t('job.item'), width: 240, cell: (job) => name(job.instrument) },
              { key: 'serial', head: t('job.serial'), width: 140, cell: (job) => job.instrument.serial },
              { key: 'kind', head: t('job.kind'), width: 190, cell: (job) => `${word('kind', job.kind)}${job.mode === 'none' ? '' : ` (${word('mode', job.mode)})`}` },
              { key: 'customer', head: t('job.customer'), width: 220, cell: (job) => job.customer.name },
            ]}
            card={(job) => <><span className="pair"><span className="code">{job.number}</span><span>{word('kind', job.kind)}</span></span><span className="cut">{name(job.instrument)} · {job.instrument.serial}</span><span className="muted cut">{job.customer.name}</span></>} />}
    </>
  )
}

/** Like items with check boxes; those that may not be measured together say why. */
function Items({ items, chosen, onChoose, job }: { items: Schemas['BenchCandidate'][]; chosen: Set<number>; onChoose: (next: Set<number>) => void; job: number }) {
  const { t, name } = useSpeech()
  const may = items.filter((one) => one.findings.length === 0)
  const toggle = (id: number) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    onChoose(next)
  }
  const all = may.every((one) => chosen.has(one.job.id))
  return (
    <fieldset className="choose-items">
      <legend>{t('bench.choose', { n: chosen.size, all: may.length })}</legend>
      {may.length > 1 && <Checkbox label={t('bench.choose_all', { n: may.length })} checked={all} indeterminate={!all && chosen.size > 1} data-act="all"
        onChange={() => onChoose(new Set(all ? [job] : may.map((one) => one.job.id)))} />}
      <ul>
        {items.map((one) => (
          <li key={one.job.id} data-candidate={one.job.id} data-may={one.findings.length === 0}>
            <Checkbox checked={chosen.has(one.job.id)} disabled={one.findings.length > 0 || one.job.id === job} onChange={() => toggle(one.job.id)}
              label={<span><strong>{one.job.instrument.serial}</strong> · {name(one.job.instrument)} · {one.job.number} <span className="muted">{one.job.customer.name}, {t('job.promised').toLowerCase()} {showDate(one.job.promised_on)}</span></span>} />
            {one.findings.length > 0 && <div className="muted why"><strong>{t('bench.may_not')}</strong> <Link href={`/jobs/${one.job.id}`}>{t('bench.open_job')}</Link><FindingList findings={one.findings} /></div>}
          </li>
        ))}
      </ul>
    </fieldset>
  )
}

function Choose({ job, order, procedure: first }: { job: number; order: number | undefined; procedure: number | undefined }) {
  const { t, language } = useSpeech()
  const [, go] = useLocation()
  const [name, setName] = useState<string>()
  const [chosen, setChosen] = useState<Set<number>>()
  const [local, setLocal] = useState<Finding[]>([])
  const [procedure, setProcedure] = useState(first)
  const at = useJob(job).data
  const asked = useAsk(['jobs', 'bench-candidates', job, procedure], () => client.GET('/benches/candidates', { params: { query: { job, procedure } } }))
  const act = useAct((body: Schemas['BenchNew'], header) => client.POST('/benches', { params: { header }, body }), { renews: [['jobs'], ['orders']], done: ({ id }) => go(`/benches/${id}`) })
  const items = asked.data?.items ?? []
  const may = items.filter((one) => one.findings.length === 0)
  // those of the same order come chosen: they were brought together
  const proposed = new Set([job, ...may.filter((one) => one.job.order_id === (order ?? at?.order_id)).map((one) => one.job.id)])
  const picked = new Set([...(chosen ?? proposed)].filter((id) => may.some((one) => one.job.id === id)))
  // the standards have to serve every item that is picked
  const start = useStart(job, [procedure, setProcedure], [...picked].filter((id) => id !== job).sort((a, b) => a - b))
  const called = name ?? (at ? t('bench.name_proposed', { kind: language === 'vi' ? at.instrument.name_vi : at.instrument.name_en || at.instrument.name_vi, date: showDate(today()) }) : '')
  const send = (options: Schemas['StartOptions']) => {
    const found = [
      ...(called.trim() ? [] : [{ code: 'local', detail: t('bench.name_missing'), field: '/name', values: {} }]),
      ...(picked.size > 1 ? [] : [{ code: 'local', detail: t('bench.too_few'), field: '/jobs', values: {} }]),
      ...start.missing(options),
    ]
    setLocal(found)
    act.clear()
    if (found.length === 0) void act.run({ ...start.bodyOf(options), name: called.trim().normalize('NFC'), jobs: items.map((one) => one.job.id).filter((id) => picked.has(id)) })
  }
  const errors = fieldErrors(act.problem?.errors ?? [], language)
  return (
    <>
      <PageHead title={t('bench.new')} aside={at && <Link href={`/jobs/${job}`} className="code">{at.number}</Link>} />
      <Answered asked={start.asked} rows={8}>
        {(options) => (
          <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); send(options) }}>
            <ErrorSummary findings={local.length > 0 ? local : undefined} problem={local.length > 0 ? undefined : act.problem} />
            {options.bench === null && options.procedure_id !== null && <Panel look="warn"><strong>{t('bench.not_by_procedure')}</strong></Panel>}
            <Panel title={t('bench.items')} id="jobs">
              <Answered asked={asked} rows={4}>
                {() => (items.length > 0 ? <Items items={items} chosen={picked} onChoose={setChosen} job={job} /> : <p className="muted">{t('bench.no_like')}</p>)}
              </Answered>
            </Panel>
            <Panel title={t('start.title')}>
              <div className="stack">
                <TextField id="name" label={t('bench.name')} hint={t('bench.name_hint')} required maxLength={80} value={called} onChange={setName} errors={errors} />
                <StartFields start={start} options={options} errors={errors} />
              </div>
            </Panel>
            <div><Button type="submit" loading={act.busy} data-act="open-bench">{t('bench.open_n', { n: picked.size })}</Button></div>
          </form>
        )}
      </Answered>
    </>
  )
}

export function OpenBench() {
  const asked = new URLSearchParams(useSearch())
  const id = (name: string) => (/^\d+$/.test(asked.get(name) ?? '') ? Number(asked.get(name)) : undefined)
  const job = id('job')
  return job === undefined ? <FirstItem /> : <Choose key={job} job={job} order={id('order')} procedure={id('procedure')} />
}
