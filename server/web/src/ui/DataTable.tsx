import { useMediaQuery } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { useSpeech } from './language'
import { Loading } from './Page'

export interface Column<Row> {
  key: string
  head: string
  /** Share of the width, beside the others. */
  width: number
  number?: boolean
  /** What the server sorts by: ascending; "-" before it is descending. */
  sort?: string
  cell: (row: Row) => ReactNode
  title?: (row: Row) => string
}

interface Props<Row> {
  label: string
  columns: Column<Row>[]
  rows: Row[]
  /** The number of all rows, where the server counts them. */
  total?: number
  loading: boolean
  more?: boolean
  onMore?: () => void
  rowKey: (row: Row) => number
  href: (row: Row) => string
  /** On a phone: first line code and status, second line name and due. */
  card: (row: Row) => ReactNode
  sort?: string
  onSort?: (sort: string) => void
}

const rowHeight = 35

/** A list of any length: some thirty rows are drawn, the next hundred are asked for near the end. Cards on a phone. */
export function DataTable<Row>(props: Props<Row>) {
  const phone = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false })
  if (props.loading && props.rows.length === 0) return <Loading rows={10} />
  return phone ? <Cards {...props} /> : <Lines {...props} />
}

function Lines<Row>({ label, columns, rows, total, more, onMore, rowKey, href, sort, onSort }: Props<Row>) {
  const { t } = useSpeech()
  const [, go] = useLocation()
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan: 8 })
  const items = virtual.getVirtualItems()
  const end = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && end >= rows.length - 20) onMore?.()
  }, [more, end, rows.length, onMore])
  const above = items[0]?.start ?? 0
  const whole = columns.reduce((sum, column) => sum + column.width, 0)
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <div className="scroll tall" ref={box} tabIndex={0} role="region" aria-label={label}>
      <table className="table virtual" aria-rowcount={total ?? (more ? -1 : rows.length + 1)}>
        <colgroup>{columns.map((column) => <col key={column.key} style={{ width: `${(100 * column.width) / whole}%` }} />)}</colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => {
              const order = column.sort && sort === column.sort ? 'ascending' : column.sort && sort === `-${column.sort}` ? 'descending' : undefined
              return (
                <th key={column.key} className={column.number ? 'num' : ''} aria-sort={order}>
                  {column.sort && onSort ? (
                    <button type="button" className="plain" onClick={() => onSort(order === 'ascending' ? `-${column.sort}` : column.sort!)}>
                      {column.head}{order === 'ascending' ? ' ↑' : order === 'descending' ? ' ↓' : ''}
                    </button>
                  ) : column.head}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr aria-hidden="true"><td colSpan={columns.length} style={{ height: above, border: 0 }} /></tr>}
          {items.map((item) => {
            const row = rows[item.index]!
            return (
              <tr key={rowKey(row)} aria-rowindex={item.index + 2} className="open" onClick={(event) => {
                if (!(event.target as HTMLElement).closest('a,button')) go(href(row))
              }}>
                {columns.map((column, index) => (
                  <td key={column.key} className={column.number ? 'num' : ''} title={column.title?.(row)}>
                    {index === 0 ? <Link href={href(row)} className="code" style={{ color: 'inherit', textDecoration: 'none' }}>{column.cell(row)}</Link> : column.cell(row)}
                  </td>
                ))}
              </tr>
            )
          })}
          {below > 0 && <tr aria-hidden="true"><td colSpan={columns.length} style={{ height: below, border: 0 }} /></tr>}
        </tbody>
      </table>
      {more && <span className="visually-hidden">{t('list.more')}</span>}
    </div>
  )
}

function Cards<Row>({ label, rows, more, onMore, rowKey, href, card }: Props<Row>) {
  const { t } = useSpeech()
  return (
    <>
      <div className="cards" role="list" aria-label={label}>
        {rows.map((row) => (
          <div role="listitem" key={rowKey(row)}><Link href={href(row)} className="card">{card(row)}</Link></div>
        ))}
      </div>
      {more && <button type="button" className="plain link" style={{ padding: 14 }} onClick={onMore}>{t('list.more')}</button>}
    </>
  )
}
