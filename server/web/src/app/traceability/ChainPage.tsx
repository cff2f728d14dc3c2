import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { showDate } from '../../lib/dates'
import { FindingList } from '../../ui/ErrorSummary'
import { DateField } from '../../ui/fields'
import { FlowTable } from '../../ui/FlowTable'
import { useSpeech } from '../../ui/language'
import { Answered, PageHead, Panel } from '../../ui/Page'
import { useFilters } from '../address'
import { useAsk } from '../ask'
import { ChainGraph } from './ChainGraph'

type Chain = Schemas['Chain']

export function nodePage(node: Schemas['ChainNode']): string | undefined {
  if (!node.subject_id) return undefined
  const folder = { standard: 'standards', material: 'materials', instrument: 'instruments', certificate: 'certificates' }[node.subject]
  return folder && `/${folder}/${node.subject_id}`
}

/** Every link from the item up: what, which certificate, by whom, and whether it held on the day. */
function ChainTable({ chain }: { chain: Chain }) {
  const { t, title, word } = useSpeech()
  const byId = new Map(chain.nodes.map((node) => [node.id, node]))
  const shown = (id: string) => {
    const node = byId.get(id)
    if (!node) return id
    const page = nodePage(node)
    const name = title(node)
    return <>{page ? <Link href={page}><strong>{node.code || name}</strong></Link> : <strong>{node.code || name}</strong>}{node.code && node.code !== name && <><br />{name}</>}<br /><span className="muted">{word('chain_kind', node.kind)}</span></>
  }
  const edges = [...chain.edges].sort((a, b) => (byId.get(b.to)?.column ?? 0) - (byId.get(a.to)?.column ?? 0))
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('trace.table')}>
      <FlowTable>
        <thead><tr><th>{t('trace.to')}</th><th>{t('trace.from')}</th><th>{t('trace.certificate')}</th><th>{t('trace.issuer')}</th><th>{t('trace.calibrated')}</th><th>{t('trace.due')}</th><th>{t('trace.used')}</th><th>{t('trace.held')}</th></tr></thead>
        <tbody>
          {edges.map((edge, index) => (
            <tr key={index} data-valid={edge.valid} style={edge.valid ? undefined : { background: 'var(--bad-ground)' }}>
              <td>{shown(edge.to)}</td><td>{shown(edge.from)}</td><td>{edge.certificate_number}</td><td>{byId.get(edge.from)?.issuer}</td>
              <td>{showDate(edge.calibrated_on)}</td><td>{showDate(edge.due_on)}</td><td>{showDate(edge.used_on)}</td>
              <td>{edge.valid ? t('yes') : <><strong>{t('no')}</strong><FindingList findings={edge.findings} /></>}</td>
            </tr>
          ))}
        </tbody>
      </FlowTable>
    </div>
  )
}

/** The chain of a result, or of a standard, to the SI. */
export function ChainPage({ id, of }: { id: number; of: 'certificate' | 'standard' }) {
  const { t } = useSpeech()
  const [filters, setFilters] = useFilters()
  const on = filters.get('on') ?? ''
  const [view, setView] = useState('graph')
  const query = { on: on || undefined }
  const asked = useAsk(['chain', of, id, on], () => of === 'certificate'
    ? client.GET('/certificates/{certificate}/chain', { params: { path: { certificate: id }, query } })
    : client.GET('/standards/{standard}/chain', { params: { path: { standard: id }, query } }))
  return (
    <Answered asked={asked} rows={10}>
      {(chain) => {
        const item = [...chain.nodes].sort((a, b) => b.column - a.column)[0]
        return (
          <>
            <PageHead title={t('trace.title')} aside={<>
              {item && <span className="count">{item.code} {item.certificate_number}</span>}
              <span className={`status ${chain.unbroken ? 'valid' : 'over'}`} data-unbroken={chain.unbroken}>{t(chain.unbroken ? 'trace.unbroken' : 'trace.broken')}</span>
            </>}>
              <SegmentedControl value={view} onChange={setView} data={[{ value: 'graph', label: t('trace.graph') }, { value: 'table', label: t('trace.table') }]} />
            </PageHead>
            <div className="filters"><DateField id="on" label={t('trace.on')} value={on || chain.on} onChange={(day) => setFilters({ on: day || undefined })} /></div>
            {chain.findings.length > 0 && <Panel look="bad"><FindingList findings={chain.findings} /></Panel>}
            {view === 'graph' && <Panel><ChainGraph chain={chain} /></Panel>}
            <Panel title={t('trace.table')}><ChainTable chain={chain} /></Panel>
          </>
        )
      }}
    </Answered>
  )
}
