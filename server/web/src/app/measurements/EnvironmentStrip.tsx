import { NativeSelect, TextInput } from '@mantine/core'
import { useRef, useState, type ReactNode } from 'react'
import { newKey, type Schemas } from '../../lib/api'
import { nowMoment, showDate, showMoment } from '../../lib/dates'
import { editDecimal, parseTyped, showQuantity, showRange, unitSymbol } from '../../lib/decimal'
import { FindingList } from '../../ui/ErrorSummary'
import { useSpeech } from '../../ui/language'
import { Panel } from '../../ui/Page'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { ofPaper } from './typing'
import type { SheetWork } from './useSheet'

type Moment = Schemas['MomentOfWork']

interface Props {
  sheet: Pick<Schemas['Sheet'], 'environment' | 'environment_rules' | 'sensors'>
  work: Pick<SheetWork, 'entries' | 'keep' | 'paper'>
  editable: boolean
}

function Field({ sheet, work, editable, rule, moment }: Props & { rule: Schemas['EnvironmentRule']; moment: Moment }) {
  const { t, word, language } = useSpeech()
  const label = word('quantity', rule.quantity)
  const sensors = sheet.sensors.filter((sensor) => sensor.quantity === rule.quantity)
  const usable = sensors.filter((sensor) => sensor.usable)
  const saved = sheet.environment.filter((one) => one.moment === moment && one.quantity === rule.quantity).at(-1)
  const entry = work.entries.find((one) => one.kind === 'environment' && one.cell === `${moment}/${rule.quantity}`)
  const waiting = entry?.body as Schemas['EnvironmentEntry'] | undefined
  const before = sheet.environment.filter((one) => one.quantity === rule.quantity).at(-1)
  const stored = { indication: waiting?.indication ?? saved?.indication ?? '', sensor: waiting?.sensor_id ?? saved?.sensor_id }
  const [picked, setPicked] = useState<number>()
  const sensor = picked ?? stored.sensor ?? before?.sensor_id ?? usable[0]?.standard_id
  const [text, setText] = useState<string>()
  const [wrong, setWrong] = useState('')
  const [asking, setAsking] = useState<Schemas['EnvironmentEntry']>()
  const choice = useRef<HTMLSelectElement>(null)
  const id = `environment-${moment}-${rule.quantity}`
  const settle = () => {
    setText(undefined)
    setPicked(undefined)
    setAsking(undefined)
    setWrong('')
  }
  /** A value that is saved is not overwritten: another one says why it takes the place. */
  const commit = (chosen = sensor) => {
    if (asking) return undefined
    const blank = text === undefined || text.trim() === ''
    if (blank && (stored.indication === '' || chosen === stored.sensor)) return setText(undefined)
    const typed = blank ? stored.indication : parseTyped(text)
    if (typed === undefined) return setWrong(t('sheet.no_number', { cell: label, text: text ?? '' }))
    if (typed === stored.indication && chosen === stored.sensor) return settle()
    if (!chosen) return setWrong(t('sheet.no_sensor'))
    setWrong('')
    const entry = {
      entry_key: newKey(), moment, quantity: rule.quantity, indication: typed, sensor_id: chosen,
      measured_at: work.paper?.measured_at ?? nowMoment(), ...ofPaper(work.paper),
    }
    if (saved) return setAsking(entry)
    if (work.keep('environment', entry)) settle()
    return undefined
  }
  const replace = (reason: string) => {
    if (asking && saved && work.keep('environment', { ...asking, replaces: saved.id, reason })) settle()
  }
  const figure = (value: string, of: number | undefined) => `${showQuantity(value, rule.unit, language)} (${sensors.find((one) => one.standard_id === of)?.code ?? saved?.sensor_code ?? ''})`
  const limits = rule.low == null && rule.high != null ? `≤ ${showQuantity(rule.high, rule.unit, language)}`
    : rule.low != null ? showRange(rule.low, rule.high, rule.unit, language) : ''
  return (
    <div>
      <TextInput id={id} data-recorded={saved !== undefined} label={`${label} (${unitSymbol(rule.unit)}), ${t(`moment.${moment}`).toLowerCase()}`} inputMode="decimal" readOnly={!editable}
        value={text ?? editDecimal(stored.indication, language)} error={wrong || (entry && entry.state !== 'waiting' ? t(`sheet.${entry.state}`) : undefined)}
        description={limits && t('sheet.limits', { limits })} onChange={(event) => setText(event.currentTarget.value)} onBlur={(event) => { if (event.relatedTarget !== choice.current) commit() }}
        styles={entry?.state === 'waiting' ? { input: { background: 'var(--unsaved-ground)' } } : undefined}
        onKeyDown={(event) => { if (event.key === 'Enter' && !event.nativeEvent.isComposing) commit() }} />
      {editable && (
        <NativeSelect ref={choice} size="xs" mt={4} data-sensor={id} aria-label={`${t('sheet.sensor')}: ${label}, ${t(`moment.${moment}`)}`} value={sensor ?? ''}
          onBlur={() => commit()} onChange={(event) => {
            const chosen = Number(event.currentTarget.value) || undefined
            setPicked(chosen)
            if (chosen) commit(chosen)
          }}>
          <option value="">{t('sheet.choose_sensor')}</option>
          {sensors.map((one) => <option key={one.standard_id} value={one.standard_id} disabled={!one.usable}>{one.code}{one.due_on ? ` · ${t('standard.due_on', { date: showDate(one.due_on) })}` : ''}</option>)}
        </NativeSelect>
      )}
      <div className="muted" style={{ fontSize: 12, marginTop: 4 }}>
        {entry?.state === 'waiting' ? t('sheet.waiting')
          : saved ? t('sheet.corrected', { value: showQuantity(saved.corrected, saved.unit, language), sensor: saved.sensor_code, at: showMoment(saved.measured_at) }) : t('sheet.not_recorded')}
      </div>
      {sensors.some((one) => !one.usable) && usable.length === 0 && <FindingList findings={sensors.flatMap((one) => one.findings)} />}
      {entry?.findings && <FindingList findings={entry.findings} />}
      {asking && saved && (
        <ReasonDialog title={t('room.replace')} what={`${label}, ${t(`moment.${moment}`).toLowerCase()}`} act={t('correction.record')} busy={false} problem={undefined} onClose={settle} onReason={replace}>
          <p style={{ margin: 0 }}><strong>{figure(saved.indication, saved.sensor_id)} → {figure(asking.indication, asking.sensor_id)}</strong></p>
          <p style={{ margin: 0 }}>{t('room.replace_means')}</p>
        </ReasonDialog>
      )}
    </div>
  )
}

/** The room at the start and at the end, each with its sensor; before the first reading. */
export function EnvironmentStrip({ children, ...props }: Props & { children?: ReactNode }) {
  const { t } = useSpeech()
  const { sheet } = props
  return (
    <Panel title={t('sheet.before')} id="environment">
      <div className="room">
        {(['start', 'end'] as const).flatMap((moment) => sheet.environment_rules.map((rule) => <Field key={moment + rule.quantity} {...props} rule={rule} moment={moment} />))}
      </div>
      {children}
    </Panel>
  )
}
