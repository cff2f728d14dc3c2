import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import { client, upload, type Schemas } from '../../lib/api'
import { showDate, showMoment } from '../../lib/dates'
import { fieldErrors } from '../../lib/problem'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { FileButton, TextField } from '../../ui/fields'
import { FlowTable } from '../../ui/FlowTable'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Answered, Facts, PageHead, Panel } from '../../ui/Page'
import { Status } from '../../ui/Status'
import { TrailPanel } from '../trail/TrailPanel'
import { useAct, useAsk } from '../ask'
import { useSession } from '../session/session'

type Item = Schemas['OrderItem']

function HandBackDialog({ items, order, onClose }: { items: Item[]; order: number; onClose: () => void }) {
  const { t, language } = useSpeech()
  const [to, setTo] = useState('')
  const [left, setLeft] = useState(items)
  const act = useAct(({ item, to: person }: { item: number; to: string }, header) =>
    client.POST('/items/{item}/hand-back', { params: { path: { item }, header }, body: { to: person } }), { renews: [['orders'], ['jobs']] })
  const send = async () => {
    for (const item of left) {
      const done = await act.run({ item: item.id, to: to.normalize('NFC') })
      if (!done) return
      setLeft((now) => now.filter((other) => other.id !== item.id))
    }
    window.open(`/api/v1/orders/${order}/hand-back.pdf`, '_blank', 'noopener')
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title={t('order.hand_back')}>
      <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); void send() }}>
        <ErrorSummary problem={act.problem} />
        <p style={{ margin: 0 }}>{left.map((item) => item.code).join(', ')}</p>
        <TextField id="to" label={t('order.handed_to')} required value={to} onChange={setTo} errors={fieldErrors(act.problem?.errors ?? [], language)} data-autofocus />
        <Button type="submit" loading={act.busy}>{t('order.hand_back')}</Button>
      </form>
    </Modal>
  )
}

function ItemRow({ item, onHandBack }: { item: Item; onHandBack: () => void }) {
  const { t, name } = useSpeech()
  const { can } = useSession()
  const photo = useAct(async (file: File, header) => {
    const kept = await upload(file)
    return client.POST('/items/{item}/photo', { params: { path: { item: item.id }, header }, body: { document_id: kept.id } })
  }, { renews: [['orders']] })
  return (
    <tr>
      <td className="code"><Link href={`/jobs/${item.job.id}`}>{item.code}</Link></td>
      <td>{name(item.instrument)}<br /><span className="muted">{item.instrument.maker} {item.instrument.model} · {item.instrument.serial}</span></td>
      <td>{item.condition_text}{item.accessories && <><br /><span className="muted">{item.accessories}</span></>}<ErrorSummary problem={photo.problem} /></td>
      <td><Link href={`/jobs/${item.job.id}`}>{item.job.number}</Link><br /><Status group="state" word={item.job.state} /></td>
      <td>{item.handed_back_at ? <>{showMoment(item.handed_back_at)}<br />{item.handed_back_to}</>
        : can('hand_back_items') && <Button variant="default" size="compact-sm" onClick={onHandBack}>{t('order.hand_back')}</Button>}</td>
      <td>
        <span className="row">
          <a href={`/api/v1/items/${item.id}/label.pdf`} target="_blank" rel="noopener">{t('order.label')}</a>
          {item.photo_id ? <a href={`/api/v1/documents/${item.photo_id}`}>{t('order.photo')}</a>
            : can('receive_items') && <FileButton label={t('receive.photo')} accept="image/*" capture onFile={(file) => void photo.run(file)} />}
        </span>
      </td>
    </tr>
  )
}

/** One order: its items, the slips, and the hand-back. */
export function OrderPage({ id }: { id: number }) {
  const { t } = useSpeech()
  const { can } = useSession()
  const fresh = new URLSearchParams(useSearch()).get('new') === '1'
  const [, go] = useLocation()
  const [handing, setHanding] = useState<Item[]>()
  const asked = useAsk(['orders', id], () => client.GET('/orders/{order}', { params: { path: { order: id } } }))
  return (
    <Answered asked={asked}>
      {(order) => {
        const startable = order.items.filter((item) => item.job.state === 'received')
        const open = order.items.filter((item) => !item.handed_back_at)
        return (
          <>
            <PageHead title={t('order.title', { number: order.number })} aside={fresh && <span className="status valid" role="status"><Icon name="check" size={14} />{t('order.received')}</span>}>
              <Button variant="default" component="a" href={`/api/v1/orders/${id}/receipt.pdf`} target="_blank" leftSection={<Icon name="print" />}>{t('order.receipt')}</Button>
              {open.length < order.items.length && (
                <Button variant="default" component="a" href={`/api/v1/orders/${id}/hand-back.pdf`} target="_blank" leftSection={<Icon name="print" />}>{t('order.hand_back_slip')}</Button>
              )}
              {can('measure') && startable.length > 1 && <Button variant="default" data-act="together" onClick={() => go(`/benches/new?job=${startable[0]!.job.id}&order=${id}`)}>{t('bench.together')}</Button>}
              {can('hand_back_items') && open.length > 1 && <Button onClick={() => setHanding(open)}>{t('order.hand_back_all')}</Button>}
            </PageHead>
            <Panel>
              <Facts facts={[
                [t('job.customer'), order.customer.name], [t('receive.contact'), order.contact],
                [t('order.received_on'), `${showDate(order.received_on)} · ${order.received_by.name}`],
                [t('receive.brought_by'), order.brought_by], [t('job.promised'), showDate(order.promised_on)], [t('remark'), order.remark],
              ]} />
            </Panel>
            <div className="scroll" tabIndex={0} role="region" aria-label={t('order.items')}>
              <FlowTable>
                <thead><tr><th>{t('order.code')}</th><th>{t('job.item')}</th><th>{t('receive.condition')}</th><th>{t('found.job')}</th><th>{t('order.hand_back')}</th><th>{t('order.papers')}</th></tr></thead>
                <tbody>{order.items.map((item) => <ItemRow key={item.id} item={item} onHandBack={() => setHanding([item])} />)}</tbody>
              </FlowTable>
            </div>
            <div style={{ height: 16 }} />
            <TrailPanel subject="customer_order" id={id} />
            {handing && <HandBackDialog items={handing} order={id} onClose={() => setHanding(undefined)} />}
          </>
        )
      }}
    </Answered>
  )
}
