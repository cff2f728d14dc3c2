import { memo, useCallback, useRef } from 'react'
import { Link } from 'wouter'
import { call, client, type Schemas } from '../../lib/api'
import { checkOf, isOpen, standingOf, takesPart, type Bench, type BenchItem, type Lacks } from '../../lib/bench'
import { showFigures } from '../../lib/decimal'
import type { StageEntry } from '../../lib/sheet'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { FlowTable } from '../../ui/FlowTable'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Panel } from '../../ui/Page'
import { Status } from '../../ui/Status'
import { useAct } from '../ask'
import { ItemState } from './ItemState'
import { useLacks } from './labels'
import type { BenchWork } from './useBench'

interface Props {
  bench: Bench
  work: BenchWork
  stage: StageEntry
  lacks: Map<number, Lacks>
  onItem: (job: number) => void
  onLeave: (job: number) => void
}

type Answer = (checks: { job: number; operation: string; passed: boolean }[]) => void

/** Yes or no to one operation of one item. */
const Check = memo(function Check({ job, label, operation, passed, waiting, onAnswer }: {
  job: number
  label: string
  operation: string
  passed: boolean | undefined
  waiting: boolean
  onAnswer: Answer
}) {
  const { t, word } = useSpeech()
  return (
    <span className="yes-no" role="group" aria-label={label}>
      {([true, false] as const).map((one) => (
        <button key={String(one)} type="button" aria-pressed={passed === one} className={one ? '' : 'no'} onClick={() => onAnswer([{ job, operation, passed: one }])}
          data-check={`${job}-${operation}-${one ? 'pass' : 'fail'}`}>
          {passed === one && <Icon name={one ? 'check' : 'cross'} size={12} />}{word('outcome', one ? 'pass' : 'fail')}
        </button>
      ))}
      {waiting && <span className="status due" title={t('sheet.waiting')}><Icon name="cloudOff" size={12} /><span className="visually-hidden">{t('sheet.waiting')}</span></span>}
    </span>
  )
}, (before, now) => before.passed === now.passed && before.waiting === now.waiting && before.label === now.label && before.onAnswer === now.onAnswer)

const operationsOf = (bench: Bench, kind: Schemas['OperationKind']) => bench.layout.operations.filter((operation) => operation.kind === kind)

function Row({ bench, work, stage, item, lacks, onAnswer, onItem, onLeave }: Omit<Props, 'lacks'> & { item: BenchItem; lacks: Lacks | undefined; onAnswer: Answer }) {
  const { t, name, word, language } = useSpeech()
  const [asked, computed] = [operationsOf(bench, 'check'), operationsOf(bench, 'computed')]
  const said = useLacks()
  const evaluation = work.evaluationOf(item)
  const open = item.editable && isOpen(item)
  const here = takesPart(item, stage)
  const { instrument, job } = item
  const resultOf = (operation: string) => evaluation.operations.find((one) => one.operation === operation && (one.stage === stage || one.stage === 'as_found_and_left'))
  return (
    <tr data-row={job.id}>
      <td><span className="muted">{item.position}</span> <Link href={`/jobs/${job.id}/sheet`} className="code">{instrument.serial}</Link>{instrument.inventory_number && <> · {instrument.inventory_number}</>}<br /><span className="muted" style={{ whiteSpace: 'nowrap' }}>{job.number}</span></td>
      {asked.map((operation) => {
        const result = resultOf(operation.id)
        const { passed, waiting } = checkOf(item, work.entries, stage, operation.id)
        return (
          <td key={operation.id}>
            {!here ? '' : open
              ? <Check job={job.id} operation={operation.id} label={`${name(operation)}: ${instrument.serial}`} passed={passed} waiting={waiting} onAnswer={onAnswer} />
              : result && <span title={result.remark}><Status group="outcome" word={result.outcome} /></span>}
          </td>
        )
      })}
      {computed.length > 0 && (
        <td>
          {here && computed.filter((operation) => resultOf(operation.id)?.outcome === 'fail').map((operation) => (
            <div key={operation.id} title={showFigures(resultOf(operation.id)?.remark ?? '', language)}><Icon name="cross" size={12} /> {name(operation)}: {word('outcome', 'fail').toLowerCase()}</div>
          ))}
          {here && <span className="muted">{t('bench.computed_passed', { n: computed.filter((operation) => resultOf(operation.id)?.outcome === 'pass').length, all: computed.length })}</span>}
        </td>
      )}
      <td>{item.adjustment ? t(`bench.${item.adjustment.choice}`) : '–'}</td>
      <td><ItemState item={item} verdict={standingOf(evaluation)} />{open && lacks && <span className="muted">{said(lacks).join(' · ')}</span>}</td>
      <td>
        <span className="row acts-of-item">
          <button type="button" className="plain link" onClick={() => onItem(job.id)} data-open={job.id}>{t('bench.open_item')}<span className="visually-hidden"> {instrument.serial}</span></button>
          {open && <button type="button" className="plain link" onClick={() => onLeave(job.id)} data-leave={job.id}>{t('bench.leave')}<span className="visually-hidden"> {instrument.serial}</span></button>}
        </span>
      </td>
    </tr>
  )
}

/** Item by operation: the answers that a person gives, what follows from the readings, and what each item still lacks. */
export function BenchItems(props: Props) {
  const { bench, work, stage } = props
  const { t, name, word, language } = useSpeech()
  const latest = useRef<Answer>(() => undefined)
  latest.current = (checks) => void work.answer(checks.map(({ job, operation, passed }) => ({ job, body: { stage, operation, passed } })))
  const onAnswer = useCallback<Answer>((checks) => latest.current(checks), [])
  const asked = operationsOf(bench, 'check')
  const computed = operationsOf(bench, 'computed').length > 0
  const undecided = bench.items.filter((item) => item.editable && isOpen(item) && !item.adjustment)
  const act = useAct(async (jobs: number[], header) => {
    const body = { choice: 'not_adjusted' as const, reason: '', done_by: '', consent: '', seals: '' }
    const record = (job: number) => // each act has a key of its own, the same again when the network failed in between
      client.POST('/jobs/{job}/adjustment', { params: { path: { job }, header: { 'Idempotency-Key': `${header['Idempotency-Key']}-${job}` } }, body })
    for (const job of jobs.slice(0, -1)) await call(() => record(job))
    return record(jobs.at(-1)!)
  }, { renews: [['jobs']] })
  const open = bench.items.filter((item) => item.editable && isOpen(item) && takesPart(item, stage))
  const allPassed = (operation: Schemas['LayoutOperation']) => {
    const unanswered = open.filter((item) => checkOf(item, work.entries, stage, operation.id).passed === undefined)
    if (unanswered.length === 0) return ''
    return (
      <button type="button" className="plain link" data-all={operation.id}
        onClick={() => onAnswer(unanswered.map((item) => ({ job: item.job.id, operation: operation.id, passed: true })))}>
        {t('bench.all_passed', { n: unanswered.length })}<span className="visually-hidden">: {name(operation)}</span>
      </button>
    )
  }
  return (
    <Panel title={`${t('bench.items')}: ${word('stage', stage)}`} id="items">
      <ErrorSummary problem={act.problem} />
      <div className="scroll" style={{ border: 0 }} tabIndex={0} role="region" aria-label={t('bench.items')}>
        <FlowTable>
          <thead>
            <tr>
              <th>{t('job.item')}</th>
              {asked.map((operation) => <th key={operation.id} title={language === 'vi' ? operation.hint_vi : operation.hint_en}>{name(operation)}</th>)}
              {computed && <th>{t('bench.computed')}</th>}
              <th>{t('bench.adjustment')}</th><th>{t('job.state')}</th><th><span className="visually-hidden">{t('trail.what')}</span></th>
            </tr>
          </thead>
          <tbody>
            {open.length > 1 && (
              <tr className="all">
                <td><strong>{t('bench.all_items')}</strong></td>
                {asked.map((operation) => <td key={operation.id}>{allPassed(operation)}</td>)}
                {computed && <td />}
                <td>{undecided.length > 0 && <button type="button" className="plain link" disabled={act.busy} data-all="not_adjusted" onClick={() => void act.run(undecided.map((item) => item.job.id))}>{t('bench.none_adjusted', { n: undecided.length })}</button>}</td>
                <td /><td />
              </tr>
            )}
            {bench.items.map((item) => <Row key={item.job.id} {...props} item={item} lacks={props.lacks.get(item.job.id)} onAnswer={onAnswer} />)}
          </tbody>
        </FlowTable>
      </div>
    </Panel>
  )
}
