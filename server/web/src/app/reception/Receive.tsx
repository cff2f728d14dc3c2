import { Button, Textarea } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { call, client, newKey } from '../../lib/api'
import { fieldErrors, ProblemError, type Finding } from '../../lib/problem'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { DateField, LongField, TextField } from '../../ui/fields'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Empty, PageHead, Panel } from '../../ui/Page'
import { useAct } from '../ask'
import { OrganisationField } from '../administration/OrganisationField'
import { useSession } from '../session/session'
import { emptyOrder, newItem, orderBody, sortSerials, withLookup, type ItemDraft, type OrderDraft } from './draft'
import { ItemCard } from './ItemCard'

function load(stored: string): OrderDraft {
  try {
    const kept = JSON.parse(localStorage.getItem(stored) ?? '') as OrderDraft
    return Array.isArray(kept.items) ? kept : emptyOrder()
  } catch {
    return emptyOrder()
  }
}

/** Faults that need no server: what the person at the counter forgot. */
function missing(draft: OrderDraft, say: ReturnType<typeof useSpeech>['t']): Finding[] {
  const found: Finding[] = []
  const add = (field: string, detail: string) => found.push({ code: 'local', detail, field, values: {} })
  if (!draft.customer_id && !draft.customer_name.trim()) add('/customer_id', say('receive.no_customer'))
  if (!draft.brought_by.trim()) add('/brought_by', say('receive.no_bringer'))
  if (!draft.promised_on) add('/promised_on', say('receive.no_promise'))
  if (draft.items.length === 0) add('/serials', say('receive.no_items'))
  draft.items.forEach(({ known, looked, serial }, index) => {
    const earlier = known ? draft.items.findIndex((one) => one.known?.instrument.id === known.instrument.id) : index
    if (earlier < index) found.push({ code: 'item.twice', detail: '', field: `/items/${index}/instrument_id`, values: { line: String(index + 1), serial, earlier: String(earlier + 1) } })
    if (!known && !looked) add(`/items/${index}/look`, say('receive.not_looked', { serial }))
  })
  return found
}

/** Reception of one or many items: scan or paste, correct what is unusual, print the slip. */
export function Receive() {
  const { t, language } = useSpeech()
  const [, go] = useLocation()
  const { session } = useSession()
  const stored = `chuan.reception.${session.account.id}`
  const [draft, setDraft] = useState(() => load(stored))
  const [serials, setSerials] = useState('')
  const [twice, setTwice] = useState<string[]>([])
  const [local, setLocal] = useState<Finding[]>([])
  useEffect(() => {
    localStorage.setItem(stored, JSON.stringify(draft))
  }, [stored, draft])
  const change = (part: Partial<OrderDraft>) => setDraft((before) => ({ ...before, ...part }))
  const changeItem = (key: string, next: (item: ItemDraft) => ItemDraft) =>
    setDraft((before) => ({ ...before, items: before.items.map((item) => (item.key === key ? next(item) : item)) }))

  const look = async ({ key, serial }: ItemDraft) => {
    changeItem(key, (now) => ({ ...now, failed: undefined }))
    try {
      const { items } = await call(() => client.GET('/instruments/lookup', { params: { query: { serial } } }))
      changeItem(key, (now) => withLookup(now, items))
      if (items.length === 1 && items[0]) {
        const { owner } = items[0].instrument
        setDraft((now) => (now.customer_id || now.customer_name ? now : { ...now, customer_id: owner.id, customer_name: owner.name }))
      }
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      changeItem(key, (now) => ({ ...now, failed: error.findings }))
    }
  }
  const lookAll = async (items: ItemDraft[]) => {
    const rest = [...items]
    await Promise.all([0, 1, 2, 3].map(async () => {
      for (let item = rest.shift(); item; item = rest.shift()) await look(item)
    }))
  }
  const put = async (fresh: string[], another = false) => {
    const items = fresh.map((serial) => ({ ...newItem(newKey(), serial), another }))
    setDraft((before) => ({ ...before, items: [...before.items, ...items] }))
    await lookAll(items)
  }
  const add = async (text: string) => {
    const sorted = sortSerials(text, draft.items)
    setSerials('')
    setTwice(sorted.twice)
    await put(sorted.fresh)
  }
  const resumed = useRef(false)
  useEffect(() => { // what was being looked up when the page was left
    if (!resumed.current) void lookAll(draft.items.filter((item) => !item.looked && !item.known))
    resumed.current = true
  })

  const act = useAct((body: ReturnType<typeof orderBody>, header) => client.POST('/orders', { body, params: { header } }), {
    renews: [['jobs'], ['orders']],
    done: (order) => {
      localStorage.removeItem(stored)
      setDraft(emptyOrder())
      go(`/orders/${order.id}?new=1`)
    },
  })
  const send = () => {
    const found = missing(draft, t)
    setLocal(found)
    act.clear()
    if (found.length === 0) void act.run(orderBody(draft))
  }
  const findings = local.length > 0 ? local : act.problem?.errors ?? []
  const errors = fieldErrors(findings, language)

  return (
    <>
      <PageHead title={t('place.receive')} aside={draft.items.length > 0 && <span className="count">{t('receive.count', { n: draft.items.length })}</span>}>
        <Button loading={act.busy} onClick={send} data-act="receive">{t('receive.send')}</Button>
      </PageHead>
      <ErrorSummary findings={local.length > 0 ? local : undefined} problem={local.length > 0 ? undefined : act.problem} />
      <Panel title={t('receive.serials')}>
        <form className="row" style={{ alignItems: 'flex-start' }} onSubmit={(event) => { event.preventDefault(); void add(serials) }}>
          <Textarea id="serials" style={{ flex: 1 }} aria-label={t('receive.serials')} placeholder={t('receive.serials_hint')} autosize minRows={1} maxRows={8}
            value={serials} autoFocus error={errors.serials} leftSection={<Icon name="scan" />}
            onChange={(event) => setSerials(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
                event.preventDefault()
                void add(serials)
              }
            }} />
          <Button type="submit" variant="default">{t('receive.add')}</Button>
        </form>
        {twice.length > 0 && (
          <p className="row" role="status" data-twice style={{ marginBottom: 0 }}>
            <Icon name="info" />{t('receive.twice', { serials: twice.join(', ') })}
            <Button size="compact-sm" variant="default" onClick={() => { setTwice([]); void put(twice, true) }}>{t('receive.twice_add')}</Button>
          </p>
        )}
      </Panel>
      <Panel title={t('receive.order')}>
        <div className="fields">
          <OrganisationField id="customer_id" label={t('job.customer')} required allowNew name={draft.customer_name} value={draft.customer_id} errors={errors}
            onChange={(customer_id, customer_name) => change({ customer_id, customer_name })} />
          <TextField id="brought_by" label={t('receive.brought_by')} required value={draft.brought_by} errors={errors} onChange={(brought_by) => change({ brought_by })} />
          <TextField id="contact" label={t('receive.contact')} value={draft.contact} errors={errors} onChange={(contact) => change({ contact })} />
          <DateField id="promised_on" label={t('job.promised')} required value={draft.promised_on} errors={errors} onChange={(promised_on) => change({ promised_on })} />
          <LongField id="remark" label={t('remark')} value={draft.remark} errors={errors} onChange={(remark) => change({ remark })} />
        </div>
      </Panel>
      {draft.items.length === 0 && <Empty icon="scan" title={t('receive.empty')} hint={t('receive.empty_hint')} />}
      {draft.items.map((item, index) => (
        <ItemCard key={item.key} item={item} index={index} errors={errors} onChange={(next) => changeItem(item.key, next)} onLook={() => void look(item)}
          onRemove={() => change({ items: draft.items.filter((other) => other.key !== item.key) })} />
      ))}
    </>
  )
}
