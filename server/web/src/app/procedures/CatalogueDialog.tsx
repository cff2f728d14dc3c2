import { Button, Checkbox, Modal } from '@mantine/core'
import { useState } from 'react'
import { client } from '../../lib/api'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { useSpeech } from '../../ui/language'
import { Answered } from '../../ui/Page'
import { useAct, useAsk } from '../ask'

/** The procedures that the program brings along: those that are chosen become drafts of the laboratory. */
export function CatalogueDialog({ onClose }: { onClose: () => void }) {
  const { t, word, title } = useSpeech()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const asked = useAsk(['procedures', 'catalogue'], () => client.GET('/procedures/catalogue'))
  const act = useAct((codes: string[], header) => client.POST('/procedures/catalogue', { params: { header }, body: { codes } }), { renews: [['procedures']], done: onClose })
  const toggle = (code: string) => {
    const next = new Set(chosen)
    if (!next.delete(code)) next.add(code)
    setChosen(next)
  }
  return (
    <Modal opened onClose={onClose} title={t('catalogue.title')} size="lg">
      <Answered asked={asked}>
        {({ items }) => {
          const open = items.filter((one) => one.procedure_id === null)
          const all = open.length > 0 && open.every((one) => chosen.has(one.code))
          return (
            <>
              <p className="muted" style={{ marginTop: 0 }}>{t('catalogue.hint')}</p>
              <ErrorSummary problem={act.problem} />
              {open.length > 0 && <Checkbox label={t('catalogue.all', { n: open.length })} checked={all} indeterminate={!all && chosen.size > 0} data-act="all"
                onChange={() => setChosen(new Set(all ? [] : open.map((one) => one.code)))} />}
              {[...new Set(items.map((one) => one.field))].map((field) => (
                <fieldset key={field} style={{ border: 0, padding: 0, margin: '14px 0 0' }}>
                  <legend style={{ padding: 0, marginBottom: 8, fontWeight: 600 }}>{word('field', field)}</legend>
                  {items.filter((one) => one.field === field).map((one) => (
                    <Checkbox key={one.code} mb={6} data-shipped={one.code} checked={one.procedure_id !== null || chosen.has(one.code)} disabled={one.procedure_id !== null} onChange={() => toggle(one.code)}
                      label={<span><strong className="code">{one.code} {one.version}</strong> {title(one)} <span className="muted">· {word('kind', one.kind)}{one.to_check_against && ` · ${t('catalogue.check_against', { document: one.to_check_against })}`}{one.procedure_id !== null && ` · ${t('catalogue.here')}`}</span></span>} />))}
                </fieldset>))}
              <div className="row" style={{ justifyContent: 'flex-end', marginTop: 14 }}>
                <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
                <Button data-act="load-chosen" disabled={chosen.size === 0} loading={act.busy} onClick={() => void act.run([...chosen])}>{t('catalogue.load', { n: chosen.size })}</Button>
              </div>
            </>
          )
        }}
      </Answered>
    </Modal>
  )
}
