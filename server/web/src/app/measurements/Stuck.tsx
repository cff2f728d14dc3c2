import { Button } from '@mantine/core'
import type { Schemas } from '../../lib/api'
import { showDecimal } from '../../lib/decimal'
import type { Entry } from '../../lib/queue'
import { queue } from '../../lib/sender'
import { FindingList } from '../../ui/ErrorSummary'
import { FlowTable } from '../../ui/FlowTable'
import { useSpeech } from '../../ui/language'
import { Panel } from '../../ui/Page'
import { useCellLabel } from './labels'

/** Somebody else was first, or the server refused: shown side by side, never merged. */
export function Stuck({ entries, layout, item }: { entries: Entry[]; layout: Schemas['Layout']; item?: (entry: Entry) => string }) {
  const { t, language, name, word } = useSpeech()
  const cellLabel = useCellLabel(layout)
  const where = (entry: Entry): string => {
    if ('point' in entry.body) return cellLabel(entry.body)
    if ('quantity' in entry.body) return `${word('quantity', entry.body.quantity)}, ${t(`moment.${entry.body.moment}`).toLowerCase()}`
    const { operation } = entry.body
    const laid = layout.operations.find((one) => one.id === operation)
    return laid ? name(laid) : operation
  }
  const figure = (entry: Entry, text: string) => (entry.kind === 'check' ? word('outcome', text as 'pass' | 'fail') : showDecimal(text.replace(',', '.'), language))
  const yours = (entry: Entry) => ('indication' in entry.body ? entry.body.indication : entry.body.passed ? 'pass' : 'fail')
  const stuck = entries.filter((entry) => entry.state !== 'waiting')
  if (stuck.length === 0) return null
  return (
    <Panel title={t('stuck.title')} look="bad">
      <FlowTable>
        <thead><tr><th>{t('stuck.cell')}</th><th className="num">{t('stuck.yours')}</th><th className="num">{t('stuck.theirs')}</th><th>{t('stuck.why')}</th><th><span className="visually-hidden">{t('trail.what')}</span></th></tr></thead>
        <tbody>
          {stuck.map((entry) => (
            <tr key={entry.key} data-stuck={entry.state}>
              <td>{item && <strong>{item(entry)} </strong>}{where(entry)}</td>
              <td className="num">{figure(entry, yours(entry))}</td>
              <td className="num">{entry.other ? `${figure(entry, entry.other)} (${entry.other_by ?? ''})` : ''}</td>
              <td>{entry.state === 'conflict' ? t('sheet.conflict') : t('sheet.refused')}<FindingList findings={entry.findings ?? []} /></td>
              <td>
                <span className="row">
                  <Button size="compact-sm" variant="default" onClick={() => queue.drop(entry.key)}>{t(entry.state === 'conflict' ? 'stuck.take_theirs' : 'stuck.drop')}</Button>
                  {entry.state === 'refused' && <Button size="compact-sm" variant="default" onClick={() => queue.update(entry.key, { state: 'waiting', findings: [] })}>{t('stuck.send_again')}</Button>}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </FlowTable>
      <p className="muted" style={{ marginBottom: 0 }}>{t('stuck.hint')}</p>
    </Panel>
  )
}
