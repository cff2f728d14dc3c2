import { memo, useMemo, useSyncExternalStore } from 'react'
import { Link } from 'wouter'
import type { Schemas } from '../../lib/api'
import { benchCellAt, benchColumns, benchDomId, benchRows, isOpen, standingOf, type Bench, type BenchColumn, type BenchItem, type BenchRow } from '../../lib/bench'
import { editDecimal, parseTyped, showDecimal, showQuantity, unitSymbol } from '../../lib/decimal'
import { resultOf, type CellValue, type StageEntry } from '../../lib/sheet'
import type { TypedCells } from '../../lib/typed'
import { GridInput, useGridKeys, type GridInputProps } from '../../ui/GridInput'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { usePointLabel } from '../measurements/labels'
import { ItemState } from './ItemState'
import type { BenchWork } from './useBench'

export interface GridProps {
  bench: Bench
  work: BenchWork
  stage: StageEntry
  onPoint: (point: string, job?: number) => void
}

/** The widths of the columns that stay where they are when the others move, in pixels. */
const headWidth = 152
const sharedWidth = 104

/** What a cell shows and what is wrong with it, for desk and phone. */
export function useCellText() {
  const { t, language } = useSpeech()
  return (value: CellValue, draft: string | undefined, label: string) => {
    const typed = draft === undefined ? undefined : parseTyped(draft)
    const wrong = draft !== undefined && draft !== '' && typed === undefined && !/^[+-]?\d+[.,]?$|^[+-]$/.test(draft.trim())
    const error = wrong ? t('sheet.no_number', { cell: label, text: draft })
      : value.state === 'conflict' || value.state === 'refused' ? t(`sheet.${value.state}`) : undefined
    // what is typed over a stored figure is not saved before it was said what happened
    const state: CellValue['state'] = value.state === 'saved' && typed !== undefined && typed !== value.text ? 'waiting' : value.state
    return { shown: draft ?? (value.text ? editDecimal(value.text, language) : ''), error, state }
  }
}

type InputProps = Omit<GridInputProps, 'shown' | 'error' | 'state'> & { typed: TypedCells; value: CellValue }

/** A cell that listens for its own key strokes only. */
const BenchInput = memo(function BenchInput({ typed, value, ...rest }: InputProps) {
  const draft = useSyncExternalStore(typed.subscribe, () => typed.of(rest.cellKey))
  return <GridInput {...rest} {...useCellText()(value, draft, rest.label)} />
}, (before, now) => {
  const same = <K extends keyof InputProps>(key: K) => before[key] === now[key]
  return before.value.text === now.value.text && before.value.state === now.value.state
    && (['id', 'cellKey', 'label', 'earlier', 'mark', 'earlierMark', 'editable', 'row', 'column', 'keys', 'typed', 'left'] as const).every(same)
})

/** The error of one item at one point, with a sign where a verdict is given; opens its result and budget. */
const Result = memo(function Result({ text, verdict, title, stale, onOpen, point, job, span }: {
  text: string
  verdict: Schemas['Verdict'] | null
  title: string
  stale: boolean
  onOpen: (point: string, job: number) => void
  point: string
  job: number
  span: number
}) {
  const bad = verdict === 'fail' || verdict === 'conditional_fail'
  return (
    <td colSpan={span} className={`result ${bad ? 'bad' : ''} ${stale ? 'stale' : ''}`} data-verdict={verdict ?? undefined}>
      {text && (
        <button type="button" tabIndex={-1} className="plain" title={title} aria-label={title} onClick={() => onOpen(point, job)}>
          {verdict && <Icon name={bad ? 'cross' : 'check'} size={12} strokeWidth={bad ? 3 : 1.8} />}{text}
        </button>
      )}
    </td>
  )
})

/** Whose column it is, and how it stands with the item. */
const ItemHead = memo(function ItemHead({ item, verdict, span }: { item: BenchItem; verdict: Schemas['Verdict'] | null; span: number }) {
  const { t, language } = useSpeech()
  const { instrument } = item
  return (
    <th scope="colgroup" colSpan={span} className={`item ${isOpen(item) ? '' : 'closed'}`} data-item={item.job.id}>
      <span className="pair"><span className="muted">{item.position}</span><Link href={`/jobs/${item.job.id}/sheet`} className="cut" title={t('bench.to_sheet', { number: item.job.number })}>{instrument.inventory_number || instrument.serial}</Link></span>
      <span className="muted cut" title={`${instrument.maker} ${instrument.model} · ${instrument.serial}`}>{instrument.inventory_number ? instrument.serial : instrument.model || instrument.maker}</span>
      <span className="muted cut" title={item.accuracy_class && `${t('instrument.class')}: ${item.accuracy_class}`}>{[item.resolution && `d = ${showQuantity(item.resolution, item.unit, language)}`, item.verification_interval && `e = ${showQuantity(item.verification_interval, item.unit, language)}`, item.accuracy_class].filter(Boolean).join(' · ')}</span>
      <ItemState item={item} verdict={verdict} />
    </th>
  )
})

/** What is said of a result when the pointer rests on it, and to who does not see it. */
function useResultTitle() {
  const { t, word, language } = useSpeech()
  return (where: string, result: Schemas['PointResult']) => {
    const unit = unitSymbol(result.unit)
    const figure = result.error === '' ? `${t('sheet.value')} ${showDecimal(result.value, language)}` : `${t('sheet.error')} ${showDecimal(result.error, language)}`
    return `${where}: ${figure} ${unit}, U ${showDecimal(result.expanded_uncertainty, language)}${result.limit && `, ${t('sheet.limit').toLowerCase()} ${showDecimal(result.limit, language)}`}${result.verdict ? `: ${word('verdict', result.verdict)}` : ''}`
  }
}

interface Group {
  item: BenchItem
  channels: number
}

/** Points by items: what the standards show first, then a column for each item, and under each point its errors. */
function FunctionGrid({ bench, work, stage, onPoint, of }: GridProps & { of: Schemas['LayoutFunction'] }) {
  const { t, name, word, language } = useSpeech()
  const pointLabel = usePointLabel()
  const resultTitle = useResultTitle()
  const { layout } = bench
  const rows = useMemo(() => benchRows(layout, of.id), [layout, of.id])
  const columns = useMemo(() => benchColumns(bench, of.id), [bench, of.id])
  const shared = columns.filter((column) => !column.item)
  const own = columns.length === shared.length ? 0 : columns.filter((column) => column.item === bench.items[0]).length
  const groups: Group[] = bench.items.map((item) => ({ item, channels: own }))
  const keys = useGridKeys({
    rows: rows.length, columns: columns.length,
    at: (row, column) => {
      const cell = rows[row] && columns[column] && benchCellAt(rows[row], columns[column], stage)
      if (!cell) return undefined
      const key = work.keyOf(cell)
      const value = work.valueOf(key)
      return { id: benchDomId(cell), key, empty: value.state === 'empty', shown: work.cells.of(key) ?? editDecimal(value.text, language) }
    },
    onType: (key, text) => work.cells.set(key, text === '' ? undefined : text),
    onCommit: work.commit,
  })
  const marks: Record<CellValue['state'], string> = { empty: '', saved: t('sheet.has_earlier'), waiting: t('sheet.waiting'), conflict: t('sheet.conflict'), refused: t('sheet.refused') }
  const columnLabel = ({ item, channel }: BenchColumn) => `${item ? `${item.position}. ${item.instrument.serial}` : t('bench.standard')}, ${name(channel)}`
  const labels = columns.map(columnLabel)
  const cellOf = (row: BenchRow, rowIndex: number, rowLabel: string, column: BenchColumn, index: number) => {
    const cell = benchCellAt(row, column, stage)
    const left = column.item ? undefined : headWidth + index * sharedWidth
    if (!cell) return <td key={index} className={left === undefined ? '' : 'fixed'} style={{ left }} />
    const key = work.keyOf(cell)
    const value = work.valueOf(key)
    const editable = column.item ? column.item.editable && isOpen(column.item) : bench.editable
    return <BenchInput key={key} id={benchDomId(cell)} cellKey={key} label={`${rowLabel}, ${labels[index]}`} value={value} mark={marks[value.state]} left={left}
      earlier={value.earlier.length} earlierMark={marks.saved} editable={editable} row={rowIndex} column={index} keys={keys} typed={work.cells} />
  }
  const unit = unitSymbol(of.unit)
  const label = `${of.id ? `${name(of)}: ` : ''}${t('sheet.readings')}: ${word('stage', stage)}`
  return (
    <div className="scroll tall bench" role="region" aria-label={label} tabIndex={-1} style={{ scrollPaddingLeft: headWidth + shared.length * sharedWidth }}>
      <table className="table grid">
        <caption className="visually-hidden">{label}</caption>
        <thead>
          <tr>
            <th className="fixed" style={{ left: 0, minWidth: headWidth, maxWidth: headWidth }}>{of.id ? name(of) : t('sheet.point')}</th>
            {shared.map(({ channel }, index) => (
              <th key={channel.id} className="num fixed" style={{ left: headWidth + index * sharedWidth, minWidth: sharedWidth, maxWidth: sharedWidth }} title={name(channel)}>
                {name(channel)}{unitSymbol(channel.unit) && ` (${unitSymbol(channel.unit)})`}
              </th>
            ))}
            {groups.map(({ item, channels }) => <ItemHead key={item.job.id} item={item} span={channels} verdict={standingOf(work.evaluationOf(item))} />)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, rowIndex) => {
            const point = pointLabel(row.point)
            const rowLabel = rows.some((other) => other.point === row.point && other.repeat === 2) ? `${point} (${row.repeat})` : point
            const lines = [
              <tr key={`${row.point.id}/${row.repeat}`}>
                <th scope="row" className="fixed" style={{ left: 0 }}>
                  {row.repeat === 1 ? <button type="button" className="plain link" onClick={() => onPoint(row.point.id)} title={t('sheet.open_point')}>{rowLabel}</button> : <span className="muted">{rowLabel}</span>}
                </th>
                {columns.map((column, index) => cellOf(row, rowIndex, rowLabel, column, index))}
              </tr>,
            ]
            if (row.last) lines.push(
              <tr key={`${row.point.id}/result`} className="results">
                <th scope="row" className="fixed" style={{ left: 0 }}><span className="visually-hidden">{point}: </span>{t('sheet.error')}{unit && ` (${unit})`}</th>
                {shared.map(({ channel }, index) => <td key={channel.id} className="fixed" style={{ left: headWidth + index * sharedWidth }} />)}
                {groups.map(({ item, channels }) => {
                  const skipped = item.not_measured.some((one) => one.point === row.point.id)
                  const result = resultOf(work.evaluationOf(item), row.point.id, stage)
                  if (skipped || !result) return <td key={item.job.id} colSpan={channels} className="result">{skipped && <em>{t('sheet.not_measured')}</em>}</td>
                  return <Result key={item.job.id} span={channels} point={row.point.id} job={item.job.id} onOpen={onPoint} verdict={result.verdict} stale={work.stale && isOpen(item)}
                    text={showDecimal(result.error || result.value, language)} title={resultTitle(`${item.instrument.serial}, ${point}`, result)} />
                })}
              </tr>,
            )
            return lines
          })}
        </tbody>
      </table>
      <p className="muted hint">{t(bench.editable ? 'bench.keys' : 'sheet.view_only')}</p>
    </div>
  )
}

/** One grid for each quantity of the items. */
export function BenchGrid(props: GridProps) {
  return <>{props.bench.layout.functions.map((of) => <FunctionGrid key={of.id} {...props} of={of} />)}</>
}
