import { memo, useMemo, useRef, type ClipboardEvent, type KeyboardEvent } from 'react'
import { parseBlock, type CellValue } from '../lib/sheet'

/** What the keys move over. A cell that is not there is stepped over. */
export interface GridField {
  id: string
  key: string
  empty: boolean
  shown: string
}

interface Field {
  rows: number
  columns: number
  at: (row: number, column: number) => GridField | undefined
  onType: (key: string, text: string) => void
  /** Several at once where a block is pasted. */
  onCommit: (cells: [key: string, text: string][]) => void
}

export interface GridKeys {
  type(key: string, text: string): void
  commit(key: string, text: string): void
  press(event: KeyboardEvent<HTMLInputElement>, row: number, column: number): void
  paste(event: ClipboardEvent<HTMLInputElement>, row: number, column: number): void
}

function keysOver(field: () => Field): GridKeys {
  const focus = (row: number, column: number): boolean => {
    const cell = field().at(row, column)
    const input = cell && document.getElementById(cell.id)
    if (!(input instanceof HTMLInputElement)) return false
    input.focus()
    input.select()
    return true
  }
  const down = (row: number, column: number, step: 1 | -1) => {
    const { rows, columns } = field()
    for (let next = row + step; next >= 0 && next < rows; next += step) if (focus(next, column)) return
    if (step === 1) for (let next = column + 1; next < columns; next += 1) for (let first = 0; first < rows; first += 1) if (focus(first, next)) return
  }
  const commit = (key: string, text: string) => field().onCommit([[key, text]])
  return {
    type: (key, text) => field().onType(key, text),
    commit,
    press(event, row, column) {
      if (event.nativeEvent.isComposing) return
      const input = event.currentTarget
      const cell = field().at(row, column)
      if (event.key === 'Enter' && !event.ctrlKey) {
        event.preventDefault()
        if (cell) commit(cell.key, input.value)
        down(row, column, event.shiftKey ? -1 : 1)
      } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault()
        down(row, column, event.key === 'ArrowDown' ? 1 : -1)
      } else if (event.key === 'ArrowRight' && input.selectionStart === input.value.length) {
        if (focus(row, column + 1)) event.preventDefault()
      } else if (event.key === 'ArrowLeft' && input.selectionEnd === 0) {
        if (focus(row, column - 1)) event.preventDefault()
      } else if (event.key.toLowerCase() === 'd' && event.ctrlKey) {
        event.preventDefault()
        const above = field().at(row - 1, column)
        if (cell && above && cell.empty) field().onType(cell.key, above.shown)
      } else if (event.key === 'Escape' && cell) {
        field().onType(cell.key, '')
      }
    },
    paste(event, row, column) {
      const block = parseBlock(event.clipboardData.getData('text/plain'))
      if (block.length === 1 && block[0]?.length === 1) return
      event.preventDefault()
      const { at, onCommit } = field()
      onCommit(block.flatMap((line, below) => line.flatMap((text, right): [string, string][] => {
        const cell = at(row + below, column + right)
        return cell && text !== '' ? [[cell.key, text]] : []
      })))
    },
  }
}

/** The keys of a grid: Enter down, Tab right, arrows, Ctrl+D from above, a pasted block. The same object for as long as the grid stands. */
export function useGridKeys(field: Field): GridKeys {
  const latest = useRef(field)
  latest.current = field
  return useMemo(() => keysOver(() => latest.current), [])
}

export interface GridInputProps {
  id: string
  cellKey: string
  label: string
  state: CellValue['state']
  shown: string
  error?: string
  /** What the state means, for the pointer. */
  mark?: string
  /** Readings of this cell that were made before. */
  earlier: number
  earlierMark: string
  editable: boolean
  row: number
  column: number
  keys: GridKeys
  /** Of a column that stays where it is when the others move: how far from the edge, in pixels. */
  left?: number
}

/** One cell; drawn again only when what it shows changes. */
export const GridInput = memo(function GridInput({ id, cellKey, label, state, shown, error, mark, earlier, earlierMark, editable, row, column, keys, left }: GridInputProps) {
  return (
    <td className={`cell ${state} ${error ? 'wrong' : ''} ${editable ? '' : 'locked'} ${left === undefined ? '' : 'fixed'}`} style={{ left }}>
      <input id={id} value={shown} inputMode="decimal" autoComplete="off" aria-label={label} readOnly={!editable}
        aria-invalid={error ? true : undefined} title={error ?? (mark || undefined)} data-state={state}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => keys.type(cellKey, event.currentTarget.value)}
        onBlur={(event) => keys.commit(cellKey, event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onKeyDown={(event) => keys.press(event, row, column)} onPaste={(event) => keys.paste(event, row, column)} />
      {earlier > 0 && <sup title={earlierMark}>{earlier}</sup>}
      {error && <span className="visually-hidden" id={`${id}-error`}>{error}</span>}
    </td>
  )
})
