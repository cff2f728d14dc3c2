import './procedures.css'
import { Button, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import { client, quietly, type Schemas } from '../../lib/api'
import { showDecimal, unitSymbol } from '../../lib/decimal'
import { ProblemError } from '../../lib/problem'
import { columnsOf } from '../../lib/sheet'
import { emptyForm, formOf, readingKey, trialBody, type TrialForm } from '../../lib/trial'
import { ErrorSummary, FindingList } from '../../ui/ErrorSummary'
import { useSpeech } from '../../ui/language'
import { Answered, Empty, PageHead, Panel } from '../../ui/Page'
import { ReadingGrid, type GridRow } from '../../ui/ReadingGrid'
import { Status } from '../../ui/Status'
import { useAsk } from '../ask'
import { BudgetTable, ResultFacts } from '../measurements/Budget'
import { usePointLabel } from '../measurements/labels'
import { SimulationPanel } from './SimulationPanel'
import { EnvironmentPanel, ItemPanel, StandardPanel, useWrong } from './TrialInputs'

type Detail = Schemas['ProcedureDetail']
type Result = Schemas['ProcedureTrialResult']

interface ReadingsProps {
  procedure: Detail
  result: Result | undefined
  form: TrialForm
  wrong: Set<string>
  point: string
  stale: boolean
  onForm: (change: (form: TrialForm) => TrialForm) => void
  onPoint: (point: string) => void
}

/** The points of one quantity of the item, with what each gives. */
function FunctionReadings({ of, result, procedure, form, wrong, point, stale, onForm, onPoint }: ReadingsProps & { of: Schemas['LayoutFunction'] }) {
  const { t, name, language } = useSpeech()
  const pointLabel = usePointLabel()
  const wrongly = useWrong(wrong)
  const layout = result?.layout ?? procedure.layout
  const columns = columnsOf(layout, of.id)
  const points = layout.points.filter((one) => one.function === of.id)
  const byPoint = new Map(result?.evaluation.points.map((one) => [one.point, one]))
  const limited = points.some((one) => (byPoint.get(one.id)?.limit ?? '') !== '')
  const isError = procedure.method.functions.find((one) => one.id === of.id)?.measurand.result === 'error'
  const unit = unitSymbol(of.unit)
  const suffix = unit && ` (${unit})`
  const shown = (id: string) => {
    const one = byPoint.get(id)
    if (!one) return []
    return [showDecimal(isError ? one.error : one.value, language), showDecimal(one.expanded_uncertainty, language), showDecimal(one.coverage_factor, language),
      ...(limited ? [showDecimal(one.limit, language), one.verdict ? <Status key="verdict" group="verdict" word={one.verdict} /> : ''] : [])]
  }
  const heads = [t(isError ? 'sheet.error' : 'sheet.value') + suffix, `U${suffix}`, 'k', ...(limited ? [t('sheet.limit') + suffix, t('sheet.verdict')] : [])]
  const type = (key: string, text: string) => onForm((old) => ({ ...old, readings: { ...old.readings, [key]: text } }))
  const rows: GridRow[] = points.map((one) => ({
    key: one.id,
    head: <button type="button" className="plain point-choice" aria-pressed={one.id === point} onClick={() => onPoint(one.id)}>{pointLabel(one)}</button>,
    results: byPoint.has(one.id) ? shown(one.id) : heads.map(() => ''),
    cells: columns.map(({ channel, repeat }) => {
      const key = readingKey(one.id, channel.id, repeat)
      const label = `${pointLabel(one)}, ${name(channel)}${channel.repeats > 1 ? ` ${repeat}` : ''}`
      const text = form.readings[key] ?? ''
      return { id: `reading-${key}`.replace(/[^\w-]/g, '_'), key, label, shown: text, value: { text, state: 'empty' as const, earlier: [] }, error: wrongly(`reading/${key}`, label) }
    }),
  }))
  return (
    <ReadingGrid label={`${of.id ? `${name(of)}: ` : ''}${t('trial.readings')}`} corner={t('column.nominal')} heads={columns.map(({ channel, repeat }) => `${name(channel)}${channel.repeats > 1 ? ` ${repeat}` : ''}${unitSymbol(channel.unit) && ` (${unitSymbol(channel.unit)})`}`)}
      resultHeads={heads} rows={rows} editable stale={stale} hint={t('trial.readings_hint')} onType={type} onCommit={type} marks={{ empty: '' } as never} />
  )
}

function Readings(props: ReadingsProps) {
  const { t, name } = useSpeech()
  const { functions } = props.result?.layout ?? props.procedure.layout
  return (
    <Panel title={t('trial.readings')} id="trial-readings">
      {functions.map((of) => <div key={of.id} data-function={of.id}>{of.id && <h3 className="under">{name(of)}</h3>}<FunctionReadings {...props} of={of} /></div>)}
    </Panel>
  )
}

/** What holds it, the verdict, and one point with budget and simulation. */
function Outcome({ procedure, result, point, label, body }: { procedure: Detail; result: Result; point: string; label: string; body: Schemas['ProcedureTrial'] }) {
  const { t } = useSpeech()
  const { evaluation } = result
  const one = evaluation.points.find((each) => each.point === point)
  return (
    <>
      {evaluation.findings.length > 0 && <Panel look="warn" title={t('trial.findings')}><FindingList findings={evaluation.findings} /></Panel>}
      <Panel title={t('trial.result_of', { point: label })} id="trial-result">
        {evaluation.verdict && <p style={{ marginTop: 0 }}>{t('trial.conclusion')}: <Status group="verdict" word={evaluation.verdict} /></p>}
        {one ? <><ResultFacts result={one} /><h3 className="under">{t('budget.title')}</h3><BudgetTable result={one} /></> : <Empty icon="draft" title={t('trial.no_result')} hint={t('trial.no_result_hint')} />}
      </Panel>
      {one && <SimulationPanel key={point} procedure={procedure.id} body={body} point={point} label={label} />}
    </>
  )
}

/** Whether figures of the standard in that role enter the result, or its range is looked at. */
function countsIn(method: Schemas['ProcedureMethod'], role: string): boolean {
  return method.functions.some((of) => of.measurand.inputs.some((input) => input.source.values.standard === role)) || (method.standards.find((one) => one.role === role)?.covers_points ?? false)
}

function Trial({ procedure }: { procedure: Detail }) {
  const { t, language } = useSpeech()
  const pointLabel = usePointLabel()
  const { method, layout } = procedure
  const { examples } = method
  const [example, setExample] = useState(examples[0]?.id ?? '')
  const given = examples.find((one) => one.id === example)?.inputs
  const [form, setForm] = useState<TrialForm>(() => (given ? formOf(method, layout, given, language) : emptyForm(method, layout)))
  const [chosen, setChosen] = useState('')
  const { body, wrong } = useMemo(() => trialBody(form, given), [form, given])
  const [asked] = useDebouncedValue(body, 200)
  const answer = useQuery({
    queryKey: ['trial', procedure.id, asked], placeholderData: keepPreviousData, gcTime: 60_000, retry: false,
    queryFn: () => quietly(() => client.POST('/procedures/{procedure}/trial', { params: { path: { procedure: procedure.id } }, body: asked })),
  })
  const take = (id: string) => {
    setExample(id)
    const inputs = examples.find((one) => one.id === id)?.inputs
    setForm(inputs ? formOf(method, layout, inputs, language) : emptyForm(method, layout))
  }
  const result = answer.error ? undefined : answer.data
  const laid = result?.layout ?? layout
  const point = laid.points.find((one) => one.id === chosen) ?? laid.points.find((one) => result?.evaluation.points.some((each) => each.point === one.id)) ?? laid.points[0]
  const props = { procedure, form, wrong, onForm: setForm }
  const label = point ? pointLabel(point) : ''
  return (
    <div data-trial={answer.isFetching || asked !== body ? 'busy' : 'settled'}>
      <div className="filters" style={{ alignItems: 'end' }}>
        {examples.length > 0 && <Select id="example" label={t('trial.example')} value={example} onChange={(id) => take(id ?? '')} allowDeselect={false} w={320}
          data={[...examples.map((one) => ({ value: one.id, label: one.source || one.id })), { value: '', label: t('trial.empty') }]} />}
        <Button variant="default" data-act="reset" onClick={() => take(example)}>{t('trial.reset')}</Button>
        <p className="muted" style={{ margin: 0, maxWidth: 560 }}>{t('trial.nothing_kept')}</p>
      </div>
      {answer.error instanceof ProblemError && <ErrorSummary problem={answer.error.problem} />}
      <div className="columns">
        <div>
          <Readings {...props} result={result} point={point?.id ?? ''} stale={answer.isFetching} onPoint={setChosen} />
          {form.standards.map((one, at) => countsIn(method, one.role) && <StandardPanel key={one.role + String(at)} {...props} at={at} />)}
        </div>
        <div>
          <ItemPanel {...props} />
          <EnvironmentPanel {...props} />
        </div>
      </div>
      {result && point && <Outcome procedure={procedure} result={result} point={point.id} label={label} body={body} />}
    </div>
  )
}

export function TrialPage({ id }: { id: number }) {
  const { t, title } = useSpeech()
  const asked = useAsk(['procedures', id], () => client.GET('/procedures/{procedure}', { params: { path: { procedure: id } } }))
  return (
    <Answered asked={asked}>
      {(procedure) => (
        <>
          <PageHead title={t('procedure.try_title', { procedure: `${procedure.code} ${procedure.version}` })} aside={<><span className="count">{title(procedure)}</span><Status group="procedure" word={procedure.status} /></>}>
            <Button component={Link} href={`/procedures/${id}`} variant="default">{t('procedure.read')}</Button>
          </PageHead>
          <Trial key={procedure.id} procedure={procedure} />
        </>
      )}
    </Answered>
  )
}
