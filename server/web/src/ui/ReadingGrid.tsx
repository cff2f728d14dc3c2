import type { ReactNode } from 'react'
import type { CellValue } from '../lib/sheet'
import { GridInput, useGridKeys } from './GridInput'

export interface GridCell {
  id: string
  key: string
  label: string
  value: CellValue
  shown: string
  error?: string
  /** Shown here, written elsewhere. */
  locked?: boolean
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
  hint?: string
  onType: (key: string, text: string) => void
  onCommit: (key: string, text: string) => void
  marks: Record<CellValue['state'], string>
}

/** Point by reading, for the keyboard alone: Enter down, Tab right, arrows, Ctrl+D from above, a pasted block. */
export function ReadingGrid({ label, corner, heads, resultHeads, rows, editable, stale, hint, onType, onCommit, marks }: Props) {
  const keys = useGridKeys({
    rows: rows.length, columns: heads.length, onType,
    at: (row, column) => {
      const cell = rows[row]?.cells[column]
      return cell && { id: cell.id, key: cell.key, empty: cell.value.state === 'empty', shown: cell.shown }
    },
    onCommit: (cells) => cells.forEach(([key, text]) => onCommit(key, text)),
  })
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
                <GridInput key={cell.key} id={cell.id} cellKey={cell.key} label={cell.label} state={cell.value.state} shown={cell.shown} error={cell.error}
                  mark={marks[cell.value.state]} earlier={cell.value.earlier.length} earlierMark={marks.saved} editable={editable && !cell.locked} row={rowIndex} column={column} keys={keys} />
              ) : <td key={column} />)}
              {row.results.map((result, index) => <td key={index} className={`num ${stale ? 'stale' : ''}`}>{result}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
      {hint && <p className="muted" style={{ margin: 0, padding: '8px 10px', fontSize: 12, borderTop: '1px solid var(--line)' }}>{hint}</p>}
    </div>
  )
}
