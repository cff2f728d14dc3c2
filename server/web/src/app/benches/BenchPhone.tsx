import { Button, NativeSelect } from '@mantine/core'
import { useEffect, useState } from 'react'
import { benchCellAt, benchColumns, benchDomId, benchRows, isOpen, standingOf, takesPart, type BenchColumn, type BenchItem } from '../../lib/bench'
import { showDecimal, unitSymbol } from '../../lib/decimal'
import { resultOf } from '../../lib/sheet'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Status } from '../../ui/Status'
import { usePointLabel } from '../measurements/labels'
import { useCellText, type GridProps } from './BenchGrid'
import { ItemState } from './ItemState'
import { useTyped } from './useBench'

/** One point of one item, or what the standards show there, with the decimal keypad; "next" walks along the bench, then to the next point. */
export function BenchPhone({ bench, work, stage, onPoint }: GridProps) {
  const { t, name, word, language } = useSpeech()
  const pointLabel = usePointLabel()
  const cellText = useCellText()
  useTyped(work.cells)
  const [at, setAt] = useState(0)
  const [who, setWho] = useState(0)
  const { points } = bench.layout
  const [walked, setWalked] = useState(0)
  useEffect(() => {
    const [first] = document.querySelectorAll<HTMLInputElement>('.one-point input.big')
    if (!walked || !first) return
    first.focus()
    first.scrollIntoView({ block: 'center' })
  }, [walked])
  const point = points[at]
  if (!point) return null
  const shared = benchColumns(bench, point.function).filter((column) => !column.item && point.channels.includes(column.channel.id))
  const places: (BenchItem | undefined)[] = [...(shared.length > 0 ? [undefined] : []), ...bench.items.filter((item) => takesPart(item, stage))]
  const place = Math.min(who, places.length - 1)
  const item = places[place]
  const columns: BenchColumn[] = item ? benchColumns(bench, point.function).filter((column) => column.item === item) : shared
  const rows = benchRows(bench.layout, point.function).filter((row) => row.point === point)
  const skipped = item?.not_measured.find((one) => one.point === point.id)
  const editable = item ? item.editable && isOpen(item) : bench.editable
  const result = item && resultOf(work.evaluationOf(item), point.id, stage)
  const unit = result ? unitSymbol(result.unit) : ''
  const walk = (step: 1 | -1) => {
    const next = place + step
    setWalked((before) => before + 1)
    if (next >= 0 && next < places.length) return setWho(next)
    if (at + step < 0 || at + step >= points.length) return undefined
    setAt(at + step)
    return setWho(step === 1 ? 0 : Number.MAX_SAFE_INTEGER)
  }
  const nameOf = (one: BenchItem | undefined) => (one ? `${one.position}. ${one.instrument.serial}` : t('bench.standard'))
  return (
    <div className="one-point">
      <div className="stack" style={{ marginBottom: 12 }}>
        <NativeSelect label={t('sheet.point')} value={at} onChange={(event) => setAt(Number(event.currentTarget.value))} data-point={point.id}
          data={points.map((one, index) => ({ value: String(index), label: `${pointLabel(one)} (${t('sheet.of', { n: index + 1, all: points.length })})` }))} />
        <NativeSelect label={t('job.item')} value={place} onChange={(event) => setWho(Number(event.currentTarget.value))} data-place={item?.job.id ?? 'standard'}
          data={places.map((one, index) => ({ value: String(index), label: nameOf(one) }))} />
        {item && <ItemState item={item} verdict={standingOf(work.evaluationOf(item))} />}
      </div>
      <div className="stack">
        {skipped && <p style={{ margin: 0 }}><strong>{t('sheet.not_measured')}:</strong> {skipped.reason}</p>}
        {rows.flatMap((row) => columns.map((column) => {
          const cell = benchCellAt(row, column, stage)
          if (!cell) return null
          const key = work.keyOf(cell)
          const value = work.valueOf(key)
          const { channel } = column
          const label = `${name(channel)}${channel.repeats > 1 ? ` ${row.repeat}` : ''}${unitSymbol(channel.unit) && ` (${unitSymbol(channel.unit)})`}`
          const { shown, error, state } = cellText(value, work.cells.of(key), `${nameOf(item)}, ${label}`)
          const id = benchDomId(cell)
          return (
            <label key={key}>
              <span className="row" style={{ justifyContent: 'space-between' }}>
                <span>{label}</span>
                {state === 'waiting' && <span className="status due"><Icon name="cloudOff" size={12} />{t('sheet.waiting')}</span>}
              </span>
              <input className="big" id={id} value={shown} inputMode="decimal" autoComplete="off" readOnly={!editable} data-state={state}
                aria-invalid={error ? true : undefined} onChange={(event) => work.cells.set(key, event.currentTarget.value || undefined)}
                onBlur={(event) => editable && work.commit([[key, event.currentTarget.value]])}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
                  const inputs = [...document.querySelectorAll<HTMLInputElement>('.one-point input.big')]
                  const following = inputs[inputs.indexOf(event.currentTarget) + 1]
                  if (following) following.focus()
                  else event.currentTarget.blur()
                }} />
              {error && <span style={{ color: 'var(--mantine-color-error)' }}>{error}</span>}
            </label>
          )
        }))}
      </div>
      {item && (
        <div className={`panel ${work.stale && isOpen(item) ? 'stale' : ''}`} style={{ marginTop: 12 }}>
          {!result && <p className="muted" style={{ marginTop: 0 }}>{t('sheet.incomplete')}</p>}
          {result && ([
            [t(result.error === '' ? 'sheet.value' : 'sheet.error'), result.error || result.value], ['U', result.expanded_uncertainty], [t('sheet.limit'), result.limit],
          ] as const).filter(([, text]) => text !== '').map(([head, text]) => (
            <div key={head} className="row" style={{ justifyContent: 'space-between' }}><span className="muted">{head}{unit && ` (${unit})`}</span><span className="num">{showDecimal(text, language)}</span></div>
          ))}
          {result?.verdict && <div className="row" style={{ justifyContent: 'space-between' }}><span className="muted">{t('sheet.verdict')}</span><Status group="verdict" word={result.verdict} /></div>}
          <Button variant="subtle" size="compact-sm" onClick={() => onPoint(point.id, item.job.id)}>{t('sheet.open_point')}</Button>
        </div>
      )}
      <div className="thumb">
        <Button variant="default" disabled={at === 0 && place === 0} onClick={() => walk(-1)} leftSection={<Icon name="left" />}>{t('bench.previous')}</Button>
        <Button disabled={at === points.length - 1 && place === places.length - 1} onClick={() => walk(1)} rightSection={<Icon name="right" />} data-act="next">{t('bench.next')}</Button>
      </div>
      <p className="visually-hidden" aria-live="polite">{nameOf(item)}, {pointLabel(point)}, {word('stage', stage)}</p>
    </div>
  )
}
