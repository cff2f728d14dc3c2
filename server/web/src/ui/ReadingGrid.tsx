import type { ClipboardEvent, KeyboardEvent, ReactNode } from 'react'
import { parseBlock, type CellValue } from '../lib/sheet'

export interface GridCell {
  id: string
  key: string
  label: string
  value: CellValue
  shown: string
  error?: string
}

export interface GridRow {
  key: string
  head: ReactNode
  muted?: boolean
  cells: (GridCell | undefined)[]
  results: ReactNode[]
}

interface Props {
  label: string
  corner: string
  heads: ReactNode[]
  resultHeads: string[]
  rows: GridRow[]
  editable: boolean
  stale: boolean
  hint: string
  onType: (key: string, text: string) => void
  onCommit: (key: string, text: string) => void
  marks: Record<CellValue['state'], string>
}

/** Point by reading, for the keyboard alone: Enter down, Tab right, arrows, Ctrl+D from above, a pasted block. */
export function ReadingGrid({ label, corner, heads, resultHeads, rows, editable, stale, hint, onType, onCommit, marks }: Props) {
  const at = (row: number, column: number) => rows[row]?.cells[column]
  const focus = (row: number, column: number): boolean => {
    const cell = at(row, column)
    const input = cell && document.getElementById(cell.id)
    if (!(input instanceof HTMLInputElement)) return false
    input.focus()
    input.select()
    return true
  }
  const down = (row: number, column: number, step: 1 | -1) => {
    for (let next = row + step; next >= 0 && next < rows.length; next += step) if (focus(next, column)) return
    if (step === 1) for (let next = column + 1; next < heads.length; next += 1) for (let first = 0; first < rows.length; first += 1) if (focus(first, next)) return
  }
  const press = (event: KeyboardEvent<HTMLInputElement>, row: number, column: number) => {
    if (event.nativeEvent.isComposing) return
    const input = event.currentTarget
    const cell = at(row, column)
    if (event.key === 'Enter' && !event.ctrlKey) {
      event.preventDefault()
      if (cell) onCommit(cell.key, input.value)
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
      const above = at(row - 1, column)
      if (cell && above && cell.value.state === 'empty') onType(cell.key, above.shown)
    } else if (event.key === 'Escape' && cell) {
      onType(cell.key, '')
    }
  }
  const paste = (event: ClipboardEvent<HTMLInputElement>, row: number, column: number) => {
    const block = parseBlock(event.clipboardData.getData('text/plain'))
    if (block.length === 1 && block[0]?.length === 1) return
    event.preventDefault()
    block.forEach((line, down) => line.forEach((text, right) => {
      const cell = at(row + down, column + right)
      if (cell && text !== '') onCommit(cell.key, text)
    }))
  }
  return (
    <div className="scroll" role="region" aria-label={label} tabIndex={-1}>
      <table className="table grid">
        <caption className="visually-hidden">{label}</caption>
        <thead>
          <tr>
            <th>{corner}</th>
            {heads.map((head, index) => <th key={index} className="num">{head}</th>)}
            {resultHeads.map((head) => <th key={head} className="num">{head}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, rowIndex) => (
            <tr key={row.key} className={row.muted ? 'muted' : ''}>
              <th scope="row">{row.head}</th>
              {row.cells.map((cell, column) => cell ? (
                <td key={cell.key} className={`cell ${cell.value.state} ${cell.error ? 'wrong' : ''}`}>
                  <input id={cell.id} value={cell.shown} inputMode="decimal" autoComplete="off" aria-label={cell.label} readOnly={!editable}
                    aria-invalid={cell.error ? true : undefined} title={cell.error ?? (marks[cell.value.state] || undefined)} data-state={cell.value.state}
                    aria-describedby={cell.error ? `${cell.id}-error` : undefined}
                    onChange={(event) => onType(cell.key, event.currentTarget.value)}
                    onBlur={(event) => onCommit(cell.key, event.currentTarget.value)}
                    onFocus={(event) => event.currentTarget.select()}
                    onKeyDown={(event) => press(event, rowIndex, column)} onPaste={(event) => paste(event, rowIndex, column)} />
                  {cell.value.earlier.length > 0 && <sup title={marks.saved}>{cell.value.earlier.length}</sup>}
                  {cell.error && <span className="visually-hidden" id={`${cell.id}-error`}>{cell.error}</span>}
                </td>
              ) : <td key={column} />)}
              {row.results.map((result, index) => <td key={index} className={`num ${stale ? 'stale' : ''}`}>{result}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted" style={{ margin: 0, padding: '8px 10px', fontSize: 12, borderTop: '1px solid var(--line)' }}>{hint}</p>
    </div>
  )
}
