import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Link } from 'wouter'
import type { Schemas } from '../../lib/api'
import type { MessageKey } from '../../lib/messages'
import { useSpeech } from '../../ui/language'
import { Status } from '../../ui/Status'
import { nodePage } from './ChainPage'

type Node = Schemas['ChainNode']
type Edge = Schemas['ChainEdge']
const most = 9
const worst: Record<Node['status'], number> = { revoked: 0, suspended: 1, overdue: 2, due_soon: 3, none: 4, valid: 5 }

/** Everything on a path through the node: what it rests on, and what rests on it. */
function relatives(node: string, edges: Edge[]): Set<string> {
  const found = new Set([node])
  const walk = (start: string, next: (edge: Edge) => [string, string]) => {
    const open = [start]
    const seen = new Set(open)
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const edge of edges) {
        const [here, there] = next(edge)
        if (here !== at || seen.has(there)) continue
        seen.add(there)
        found.add(there)
        open.push(there)
      }
    }
  }
  walk(node, (edge) => [edge.to, edge.from])
  walk(node, (edge) => [edge.from, edge.to])
  return found
}

interface Line {
  path: string
  from: string
  to: string
  valid: boolean
}

/** Columns from the SI to the item, each a real list; the links are drawn behind them. */
export function ChainGraph({ chain }: { chain: Schemas['Chain'] }) {
  const { t, title } = useSpeech()
  const box = useRef<HTMLDivElement>(null)
  const [lit, setLit] = useState<string>()
  const [lines, setLines] = useState<Line[]>([])
  const [open, setOpen] = useState<Set<number>>(new Set())
  const near = useMemo(() => (lit ? relatives(lit, chain.edges) : undefined), [lit, chain.edges])
  const columns = useMemo(() => [0, 1, 2, 3, 4].map((column) => chain.nodes.filter((node) => node.column === column)
    .sort((a, b) => Number(a.valid_that_day) - Number(b.valid_that_day) || worst[a.status] - worst[b.status] || a.code.localeCompare(b.code))), [chain.nodes])

  useLayoutEffect(() => {
    const area = box.current
    if (!area) return undefined
    const draw = () => {
      const origin = area.getBoundingClientRect()
      const cards = new Map([...area.querySelectorAll<HTMLElement>('[data-node]')].map((card) => [card.dataset.node, card.getBoundingClientRect()]))
      setLines(chain.edges.flatMap((edge) => {
        const a = cards.get(edge.from)
        const b = cards.get(edge.to)
        if (!a || !b) return []
        const stacked = b.left < a.right
        const [x1, y1] = stacked ? [a.left + 12 - origin.left, a.bottom - origin.top] : [a.right - origin.left, a.top + a.height / 2 - origin.top]
        const [x2, y2] = stacked ? [b.left + 12 - origin.left, b.top - origin.top] : [b.left - origin.left, b.top + b.height / 2 - origin.top]
        const middle = (x1 + x2) / 2
        const path = stacked ? `M${x1} ${y1}L${x2} ${y2}` : `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`
        return [{ path, from: edge.from, to: edge.to, valid: edge.valid }]
      }))
    }
    draw()
    const watch = new ResizeObserver(draw)
    watch.observe(area)
    return () => watch.disconnect()
  }, [chain.edges, columns, open, lit])

  return (
    <div className="chain" ref={box} onMouseLeave={() => setLit(undefined)}>
      <svg aria-hidden="true">
        {lines.map((line, index) => (
          <path key={index} d={line.path} className={`${line.valid ? '' : 'bad'} ${near ? (near.has(line.from) && near.has(line.to) ? 'lit' : 'dim') : ''}`} />
        ))}
      </svg>
      {columns.map((nodes, column) => {
        const shown = open.has(column) ? nodes : [...nodes.slice(0, most), ...nodes.slice(most).filter((node) => near?.has(node.id))]
        return (
          <section key={column}>
            <h2>{t(`trace.column${column}${nodes.some((node) => node.kind === 'reference_material') ? '_material' : ''}` as MessageKey)} <span className="n">{nodes.length}</span></h2>
            <ul>
              {shown.map((node) => <Card key={node.id} node={node} label={node.code || title(node)} dim={near !== undefined && !near.has(node.id)} onLit={setLit} hint={title(node)} />)}
            </ul>
            {nodes.length > shown.length && <button type="button" className="plain link" onClick={() => setOpen(new Set([...open, column]))}>{t('trace.more', { n: nodes.length - shown.length })}</button>}
          </section>
        )
      })}
    </div>
  )
}

function Card({ node, label, hint, dim, onLit }: { node: Node; label: string; hint: string; dim: boolean; onLit: (id: string | undefined) => void }) {
  const page = nodePage(node)
  const words = <><span className="cut">{label}</span>{(!node.valid_that_day || !['valid', 'none'].includes(node.status)) && <Status group="due" word={node.valid_that_day ? node.status : node.status === 'valid' || node.status === 'none' ? 'overdue' : node.status} />}</>
  return (
    <li data-node={node.id} className={`${dim ? 'dim' : ''} ${node.valid_that_day ? '' : 'bad'}`} title={`${hint}${node.issuer && ` · ${node.issuer}`}`} onMouseEnter={() => onLit(node.id)}>
      {page ? <Link href={page} onFocus={() => onLit(node.id)}>{words}</Link> : <span>{words}</span>}
    </li>
  )
}
