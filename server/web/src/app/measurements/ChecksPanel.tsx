import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { newKey, type Schemas } from '../../lib/api'
import { showFigures } from '../../lib/decimal'
import { stagesOf, type StageEntry } from '../../lib/sheet'
import { FlowTable } from '../../ui/FlowTable'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Panel } from '../../ui/Page'
import { Status } from '../../ui/Status'
import { ofPaper } from './typing'
import type { SheetWork } from './useSheet'

interface Props {
  sheet: Pick<Schemas['Sheet'], 'layout' | 'adjustment' | 'checks'>
  work: Pick<SheetWork, 'entries' | 'evaluation' | 'keep' | 'paper'>
  editable: boolean
}

function Hold({ seconds }: { seconds: number }) {
  const { t } = useSpeech()
  const [left, setLeft] = useState<number>()
  const start = () => {
    const end = Date.now() + seconds * 1000
    const timer = setInterval(() => {
      const rest = Math.ceil((end - Date.now()) / 1000)
      setLeft(Math.max(0, rest))
      if (rest <= 0) clearInterval(timer)
    }, 250)
  }
  if (left === 0) return <span className="status valid" role="status"><Icon name="check" size={14} />{t('sheet.hold_over')}</span>
  if (left !== undefined) return <span className="num">{left} s</span>
  return <Button variant="default" size="compact-sm" leftSection={<Icon name="dueSoon" />} onClick={start}>{t('sheet.hold', { seconds })}</Button>
}

function Row({ sheet, work, editable, stage, operation }: Props & { stage: StageEntry; operation: Schemas['LayoutOperation'] }) {
  const { t, name, word, language } = useSpeech()
  const entry = work.entries.find((one) => one.kind === 'check' && one.cell === `${stage}/${operation.id}`)
  const waiting = entry?.body as Schemas['CheckEntry'] | undefined
  const saved = sheet.checks.filter((one) => one.operation === operation.id && one.stage === stage).at(-1)
  const result = work.evaluation?.operations.find((one) => one.operation === operation.id && (one.stage === stage || one.stage === 'as_found_and_left'))
  const [remark, setRemark] = useState(waiting?.remark ?? saved?.remark ?? '')
  const passed = waiting?.passed ?? saved?.passed
  const answer = (next: boolean) => work.keep('check', { entry_key: newKey(), stage, operation: operation.id, passed: next, remark: remark.normalize('NFC'), ...(saved ? { replaces: saved.id } : {}), ...ofPaper(work.paper) })
  const hint = language === 'vi' ? operation.hint_vi : operation.hint_en
  const asked = operation.kind === 'check'
  return (
    <tr id={`check-${stage}-${operation.id}`} tabIndex={-1}>
      <td>{name(operation)}{hint && <><br /><span className="muted">{hint}</span></>}</td>
      <td>
        {asked && editable ? (
          <span className="row">
            {operation.seconds && <Hold seconds={operation.seconds} />}
            {([true, false] as const).map((one) => (
              <Button key={String(one)} size="compact-sm" variant={passed === one ? 'filled' : 'default'} aria-pressed={passed === one} onClick={() => answer(one)}
                data-check={`${operation.id}-${one ? 'pass' : 'fail'}`}>{word('outcome', one ? 'pass' : 'fail')}</Button>
            ))}
            {entry?.state === 'waiting' && <span className="status due"><Icon name="cloudOff" size={12} />{t('sheet.waiting')}</span>}
            {entry && entry.state !== 'waiting' && <span className="status over"><Icon name="cross" size={12} />{t(`sheet.${entry.state}`)}</span>}
          </span>
        ) : <Status group="outcome" word={result?.outcome ?? 'open'} />}
      </td>
      <td>{asked && editable
        ? <TextInput aria-label={`${t('remark')}: ${name(operation)}`} value={remark} onChange={(event) => setRemark(event.currentTarget.value)}
            onBlur={() => { if (passed !== undefined && remark !== (waiting?.remark ?? saved?.remark ?? '')) answer(passed) }} />
        : operation.kind === 'computed' ? showFigures(result?.remark ?? '', language) : result?.remark || remark}</td>
    </tr>
  )
}

/** Operations of the procedure: answered yes or no, or following from the readings. */
export function ChecksPanel({ sheet, work, editable }: Props) {
  const { t, word } = useSpeech()
  if (sheet.layout.operations.length === 0) return null
  const stages = stagesOf(sheet.adjustment?.choice)
  return (
    <Panel title={t('sheet.checks')} id="checks">
      {stages.map((stage) => (
        <div key={stage} className="scroll" style={{ border: 0 }}>
          {stages.length > 1 && <h3>{word('stage', stage)}</h3>}
          <FlowTable>
            <thead><tr><th>{t('difference.operation')}</th><th>{t('sheet.outcome')}</th><th>{t('remark')}</th></tr></thead>
            <tbody>{sheet.layout.operations.map((operation) => <Row key={operation.id} sheet={sheet} work={work} editable={editable} stage={stage} operation={operation} />)}</tbody>
          </FlowTable>
        </div>
      ))}
    </Panel>
  )
}
