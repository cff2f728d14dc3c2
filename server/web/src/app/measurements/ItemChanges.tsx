import { Button } from '@mantine/core'
import { client, type Schemas } from '../../lib/api'
import { sayField, sayTrailValue } from '../../lib/trail'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { useSpeech } from '../../ui/language'
import { Panel } from '../../ui/Page'
import { useAct } from '../ask'

/** The register says otherwise of the item than the job: taken over by an act, never by itself. */
export function ItemChanges({ sheet, editable }: { sheet: Schemas['Sheet']; editable: boolean }) {
  const { t, language } = useSpeech()
  const act = useAct((_: undefined, header) => client.POST('/jobs/{job}/item', { params: { path: { job: sheet.job.id }, header }, body: {} }), { renews: [['jobs']] })
  const say = (field: string, value: string) => (value ? sayTrailValue(language, 'job_item', field, value) : '—')
  if (sheet.item_changes.length === 0 || sheet.job.state === 'finished') return null
  return (
    <Panel title={t('item_changes.title')} look="warn" id="item-changes">
      <ErrorSummary problem={act.problem} />
      <ul style={{ margin: '0 0 8px', paddingLeft: 18 }}>
        {sheet.item_changes.map((one) => <li key={one.field}>{sayField(language, 'job_item', one.field)}: <s>{say(one.field, one.before)}</s> → <strong>{say(one.field, one.now)}</strong></li>)}
      </ul>
      {editable
        ? <Button loading={act.busy} data-act="take-over" onClick={() => void act.run(undefined)}>{t('item_changes.take')}</Button>
        : <p className="muted" style={{ margin: 0 }}>{t('item_changes.closed')}</p>}
    </Panel>
  )
}
