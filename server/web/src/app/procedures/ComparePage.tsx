import './procedures.css'
import { Button, Select } from '@mantine/core'
import { Fragment } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { showDecimal } from '../../lib/decimal'
import { FlowTable } from '../../ui/FlowTable'
import { Symbol } from '../../ui/Formula'
import { useSpeech } from '../../ui/language'
import { Answered, Empty, PageHead, Panel } from '../../ui/Page'
import { useAsk } from '../ask'
import { Effects } from './Effects'

type Change = Schemas['ElementChange']

/** "drift.otherwise" is "drift: where there is no history"; what has no word shows the name that the file uses. */
function useField() {
  const { word } = useSpeech()
  return (field: string) => {
    const parts = field.split('.')
    const last = word('field', parts.at(-1) ?? field)
    return parts.length === 1 ? last : `${parts.slice(0, -1).map((part) => word('input_source', part)).join(', ')}: ${last}`
  }
}

function keyOf(change: Change, word: (group: string, word: string) => string): string {
  if (change.element !== 'limit') return change.section === 'conditions' ? word('quantity', change.key) : change.key
  const [of = '', ...rest] = change.key.split(' ')
  return [word('limit_of', of), ...rest.map((one) => word('mode', one))].join(' · ')
}

function Rows({ change }: { change: Change }) {
  const { t, word, language } = useSpeech()
  const field = useField()
  const said = (text: string, of: string) => (of === 'version' || of === 'code' ? text : of.endsWith('.by') ? word('by', text) : showDecimal(text, language))
  const shown = (text: string | null | undefined, of: string) => (text == null ? <span className="muted">–</span> : said(text, of))
  const whole = change.change === 'added' || change.change === 'removed'
  const fields = whole ? change.fields.filter((one) => !['id', 'symbol', 'code', 'role'].includes(one.field)) : change.fields
  const name = <><strong>{change.element === 'input' ? <Symbol name={change.key} /> : keyOf(change, word) || word('section', change.section)}</strong> <span className={`change ${change.change}`}>{t(`compare.${change.change}`)}</span></>
  if (whole) {
    const text = fields.map((one) => `${field(one.field)}: ${said(one.after ?? one.before ?? '', one.field)}`).join('; ')
    return <tr data-change={change.change}><td>{name}</td><td /><td>{change.change === 'removed' ? text : ''}</td><td>{change.change === 'added' ? text : ''}</td></tr>
  }
  return fields.map((one, index) => (
    <tr key={one.field} data-change={change.change}>{index === 0 && <td rowSpan={fields.length}>{name}</td>}<td>{field(one.field)}</td><td>{shown(one.before, one.field)}</td><td>{shown(one.after, one.field)}</td></tr>))
}

function Changes({ changes }: { changes: Change[] }) {
  const { t, word } = useSpeech()
  const sections = [...new Set(changes.map((change) => change.section))]
  if (changes.length === 0) return <Empty icon="valid" title={t('compare.same')} hint={t('compare.same_hint')} />
  return (
    <Panel title={t('compare.changes')} id="changes">
      {sections.map((section) => (
        <Fragment key={section}>
          <h3 className="under">{word('section', section)}</h3>
          <FlowTable data-section={section}>
            <thead><tr><th style={{ width: '28%' }}>{t('compare.what')}</th><th style={{ width: '24%' }}>{t('compare.property')}</th><th>{t('compare.before')}</th><th>{t('compare.after')}</th></tr></thead>
            <tbody>{changes.filter((change) => change.section === section).map((change) => <Rows key={change.element + change.key} change={change} />)}</tbody>
          </FlowTable>
        </Fragment>))}
    </Panel>
  )
}

function Compared({ a, b }: { a: number; b: number }) {
  const { t } = useSpeech()
  const asked = useAsk(['procedures', 'compare', a, b], () => client.GET('/procedures/compare', { params: { query: { a, b } } }))
  const named = (one: Schemas['Procedure']) => `${one.code} ${one.version}`
  return (
    <Answered asked={asked}>
      {(compared) => (
        <>
          <p style={{ marginTop: 0 }}>{t('compare.before')}: <Link href={`/procedures/${a}`}>{named(compared.a)}</Link> · {t('compare.after')}: <Link href={`/procedures/${b}`}>{named(compared.b)}</Link></p>
          <Changes changes={compared.changes} />
          <Effects comparison={compared} />
        </>
      )}
    </Answered>
  )
}

/** Two versions beside each other: what changed in the form's own elements, and what it does to U. */
export function ComparePage() {
  const { t, word } = useSpeech()
  const [, go] = useLocation()
  const query = new URLSearchParams(useSearch())
  const [a, b] = ['a', 'b'].map((name) => (/^\d+$/.test(query.get(name) ?? '') ? Number(query.get(name)) : undefined))
  const asked = useAsk(['procedures', 'choices'], () => client.GET('/procedures', { params: { query: { limit: 500 } } }))
  const choices = (asked.data?.items ?? []).map((one) => ({ value: String(one.id), label: `${one.code} ${one.version} · ${word('procedure', one.status)}` }))
  const choose = (nextA: number | undefined, nextB: number | undefined) =>
    go(`/procedures/compare?${new URLSearchParams({ ...(nextA && { a: String(nextA) }), ...(nextB && { b: String(nextB) }) } as Record<string, string>).toString()}`)
  return (
    <>
      <PageHead title={t('procedure.compare')} />
      <div className="filters" style={{ alignItems: 'end' }}>
        <Select id="compare-a" label={t('compare.before')} searchable data={choices} value={a ? String(a) : null} onChange={(value) => choose(value ? Number(value) : undefined, b)} w={300} />
        <Select id="compare-b" label={t('compare.after')} searchable data={choices} value={b ? String(b) : null} onChange={(value) => choose(a, value ? Number(value) : undefined)} w={300} />
        {a && b && <Button variant="default" onClick={() => choose(b, a)}>{t('compare.swap')}</Button>}
      </div>
      {a && b ? <Compared key={`${a}-${b}`} a={a} b={b} /> : <Empty icon="procedures" title={t('compare.choose')} hint={t('compare.choose_hint')} />}
    </>
  )
}
