import { useMediaQuery } from '@mantine/hooks'
import { useState, type ReactNode } from 'react'
import { Button } from '@mantine/core'
import type { Schemas } from '../../lib/api'
import { editDecimal, parseTyped, showDecimal, unitSymbol } from '../../lib/decimal'
import { cellDomId, cellKey, columnsOf, resultOf, type Cell, type StageEntry } from '../../lib/sheet'
import { ReadingGrid, type GridCell, type GridRow } from '../../ui/ReadingGrid'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Status } from '../../ui/Status'
import { useCellLabel, usePointLabel } from './labels'
import type { SheetWork } from './useSheet'

type Sheet = Schemas['Sheet']

interface Props {
  sheet: Sheet
  work: SheetWork
  stage: StageEntry
  editable: boolean
  onPoint: (point: string) => void
}

type LayoutFunction = Schemas['LayoutFunction']

function useCells({ sheet, work, stage }: Pick<Props, 'sheet' | 'work' | 'stage'>, of: LayoutFunction | undefined) {
  const { t, language } = useSpeech()
  const pointLabel = usePointLabel()
  const cellLabel = useCellLabel(sheet.layout)
  const columns = columnsOf(sheet.layout, of?.id)
  const cellAt = (point: Schemas['LayoutPoint'], index: number): (GridCell & { cell: Cell }) | undefined => {
    const column = columns[index]
    if (!column || !point.channels.includes(column.channel.id)) return undefined
    const cell: Cell = { stage, point: point.id, channel: column.channel.id, repeat: column.repeat }
    const key = cellKey(cell)
    const value = work.valueOf(cell)
    const draft = work.drafts[key]
    const wrong = draft !== undefined && draft !== '' && parseTyped(draft) === undefined && !/^[+-]?\d+[.,]?$|^[+-]$/.test(draft.trim())
    const stuck = value.state === 'conflict' || value.state === 'refused'
    const label = cellLabel(cell)
    return {
      cell, id: cellDomId(cell), key, value, label, locked: sheet.job.bench !== null && column.channel.of === 'standard',
      shown: draft ?? (value.text ? editDecimal(value.text, language) : ''),
      error: wrong ? t('sheet.no_number', { cell: label, text: draft }) : stuck ? t(`sheet.${value.state as 'conflict' | 'refused'}`) : undefined,
    }
  }
  return { columns, cellAt, pointLabel }
}

/** Error, U and, only where agreed or set by law, limit and verdict. */
function useResults(sheet: Sheet, work: SheetWork, stage: StageEntry, of: LayoutFunction | undefined) {
  const { t, language } = useSpeech()
  const own = new Set(sheet.layout.points.filter((point) => point.function === of?.id).map((point) => point.id))
  const results = work.evaluation?.points.filter((result) => own.has(result.point))
  const limited = results?.some((result) => result.limit !== '' || result.verdict) ?? false
  const unit = unitSymbol(of?.unit ?? '')
  const suffix = unit ? ` (${unit})` : ''
  const errors = results?.every((result) => result.error !== '') ?? true
  const heads = [t(errors ? 'sheet.error' : 'sheet.value') + suffix, `U${suffix}`, ...(limited ? [t('sheet.limit') + suffix, t('sheet.verdict')] : [])]
  const at = (point: string): ReactNode[] => {
    const result = resultOf(work.evaluation, point, stage)
    if (!result) return heads.map(() => '')
    const shown: ReactNode[] = [
      showDecimal(errors ? result.error : result.value, language),
      <span key="U" title={`k = ${showDecimal(result.coverage_factor, language)}`}>{showDecimal(result.expanded_uncertainty, language)}</span>,
    ]
    if (limited) shown.push(showDecimal(result.limit, language), result.verdict ? <Status key="verdict" group="verdict" word={result.verdict} /> : '')
    return shown
  }
  return { heads, of: at }
}

/** One grid for each quantity of the item, under its name where there are several. */
function Desk(props: Props) {
  const { name } = useSpeech()
  const { functions } = props.sheet.layout
  return functions.map((of, index) => (
    <div key={of.id} className={functions.length > 1 ? 'stack' : undefined}>
      {functions.length > 1 && <h3 style={{ fontSize: 14, margin: index === 0 ? 0 : '14px 0 0' }}>{name(of)}</h3>}
      <FunctionGrid {...props} of={of} last={index === functions.length - 1} />
    </div>
  ))
}

function FunctionGrid({ of, last, ...props }: Props & { of: LayoutFunction; last: boolean }) {
  const { sheet, work, stage, editable, onPoint } = props
  const { t, word, name } = useSpeech()
  const { columns, cellAt, pointLabel } = useCells(props, of)
  const results = useResults(sheet, work, stage, of)
  const skipped = new Set(sheet.not_measured.map((point) => point.point))
  const byKey = new Map<string, Cell>()
  const locked = new Set<string>()
  const rows: GridRow[] = sheet.layout.points.filter((point) => point.function === of.id).map((point) => ({
    key: point.id, muted: skipped.has(point.id), results: skipped.has(point.id) ? results.heads.map((head, index) => (index === 0 ? <em key={head}>{t('sheet.not_measured')}</em> : '')) : results.of(point.id),
    head: <button type="button" className="plain link" onClick={() => onPoint(point.id)} title={t('sheet.open_point')}>{pointLabel(point)}</button>,
    cells: columns.map((_, index) => {
      const cell = skipped.has(point.id) ? undefined : cellAt(point, index)
      if (cell) byKey.set(cell.key, cell.cell)
      if (cell?.locked) locked.add(cell.key)
      return cell
    }),
  }))
  const act = (key: string, todo: (cell: Cell) => void) => {
    const cell = byKey.get(key)
    if (cell) todo(cell)
  }
  return (
    <ReadingGrid label={`${of.id ? `${name(of)}: ` : ''}${t('sheet.readings')}: ${word('stage', stage)}`} corner={t('sheet.point')} rows={rows} editable={editable} stale={work.stale}
      heads={columns.map(({ channel, repeat }) => `${name(channel)}${channel.repeats > 1 ? ` ${repeat}` : ''}${unitSymbol(channel.unit) && ` (${unitSymbol(channel.unit)})`}`)}
      resultHeads={results.heads} hint={!last ? undefined : editable ? t('sheet.keys') : t(sheet.signatures.length > 0 ? 'sheet.read_only' : 'sheet.view_only')}
      marks={{ empty: '', saved: t('sheet.has_earlier'), waiting: t('sheet.waiting'), conflict: t('sheet.conflict'), refused: t('sheet.refused') }}
      onType={(key, text) => work.setDraft(key, text === '' ? undefined : text)} onCommit={(key, text) => editable && !locked.has(key) && act(key, (cell) => work.commit(cell, text))} />
  )
}

/** One point at a time, with the decimal keypad of the phone. */
function Phone(props: Props) {
  const { sheet, work, stage, editable, onPoint } = props
  const { t, name } = useSpeech()
  const [at, setAt] = useState(0)
  const point = sheet.layout.points[at]
  const of = sheet.layout.functions.find((one) => one.id === point?.function)
  const { columns, cellAt, pointLabel } = useCells(props, of)
  const results = useResults(sheet, work, stage, of)
  if (!point) return null
  const skipped = sheet.not_measured.find((one) => one.point === point.id)
  const shown = results.of(point.id)
  return (
    <div className="one-point">
      {sheet.layout.functions.length > 1 && of && <p className="muted" style={{ margin: 0 }}>{name(of)}</p>}
      <div className="row" style={{ justifyContent: 'space-between', marginBottom: 8 }}>
        <strong style={{ fontSize: 18 }}>{pointLabel(point)}</strong>
        <span className="muted">{t('sheet.of', { n: at + 1, all: sheet.layout.points.length })}</span>
      </div>
      <div className="stack">
        {skipped && <p style={{ margin: 0 }}><strong>{t('sheet.not_measured')}:</strong> {skipped.reason}</p>}
        {!skipped && columns.map((column, index) => {
          const cell = cellAt(point, index)
          if (!cell) return null
          return (
            <label key={cell.key}>
              <span className="row" style={{ justifyContent: 'space-between' }}>
                <span>{name(column.channel)}{column.channel.repeats > 1 ? ` ${column.repeat}` : ''} {unitSymbol(column.channel.unit) && `(${unitSymbol(column.channel.unit)})`}</span>
                {cell.value.state === 'waiting' && <span className="status due"><Icon name="cloudOff" size={12} />{t('sheet.waiting')}</span>}
              </span>
              <input className="big" id={cell.id} value={cell.shown} inputMode="decimal" autoComplete="off" readOnly={!editable || cell.locked} data-state={cell.value.state}
                aria-invalid={cell.error ? true : undefined} onChange={(event) => work.setDraft(cell.key, event.currentTarget.value || undefined)}
                onBlur={(event) => editable && !cell.locked && work.commit(cell.cell, event.currentTarget.value)}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
                  const next = [...document.querySelectorAll<HTMLInputElement>('.one-point input.big')]
                  const following = next[next.indexOf(event.currentTarget) + 1]
                  if (following) following.focus()
                  else event.currentTarget.blur()
                }} />
              {cell.error && <span style={{ color: 'var(--mantine-color-error)' }}>{cell.error}</span>}
            </label>
          )
        })}
      </div>
      <div className={`panel ${work.stale ? 'stale' : ''}`} style={{ marginTop: 12 }}>
        {results.heads.map((head, index) => <div key={head} className="row" style={{ justifyContent: 'space-between' }}><span className="muted">{head}</span><span className="num">{shown[index]}</span></div>)}
        <Button variant="subtle" size="compact-sm" onClick={() => onPoint(point.id)}>{t('sheet.open_point')}</Button>
      </div>
      <div className="thumb">
        <Button variant="default" disabled={at === 0} onClick={() => setAt(at - 1)} leftSection={<Icon name="left" />}>{t('sheet.previous')}</Button>
        <Button disabled={at === sheet.layout.points.length - 1} onClick={() => setAt(at + 1)} rightSection={<Icon name="right" />}>{t('sheet.next')}</Button>
      </div>
    </div>
  )
}

export function Grid(props: Props) {
  const phone = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false })
  return phone ? <Phone {...props} /> : <Desk {...props} />
}
