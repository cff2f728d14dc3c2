import { useLayoutEffect, useRef, type ComponentProps } from 'react'

/** A table whose rows become blocks on a phone; each cell then carries the head of its column before its text. */
export function FlowTable(props: ComponentProps<'table'>) {
  const table = useRef<HTMLTableElement>(null)
  useLayoutEffect(() => {
    const heads = [...(table.current?.tHead?.rows[0]?.cells ?? [])].map((head) => (head.querySelector('.visually-hidden') ? '' : head.textContent ?? ''))
    for (const body of table.current?.tBodies ?? []) {
      for (const row of body.rows) {
        const first = heads.length - row.cells.length // a row under a cell that spans several lacks the first columns
        if (row.cells.length > 1) for (const [index, cell] of [...row.cells].entries()) cell.dataset.head = heads[first + index] ?? ''
      }
    }
  })
  return <table ref={table} className="table flow" {...props} />
}
