import { useEffect, useRef } from 'react'
import { fieldId, type Finding, type Problem } from '../lib/problem'
import { useSpeech } from './language'

/** What is wrong, in words, each fault leading to its field; takes the focus when it appears. */
export function ErrorSummary({ findings, problem, headline }: { findings?: Finding[]; problem?: Problem; headline?: string }) {
  const { t, say } = useSpeech()
  const box = useRef<HTMLDivElement>(null)
  const found = findings ?? problem?.errors ?? []
  const whole = found.length > 0 ? found : problem ? [{ code: problem.code, detail: problem.detail, field: '', values: {} }] : []
  const list = whole.filter((finding, index) => whole.findIndex((other) => say(other) === say(finding) && other.field === finding.field) === index)
  const shown = list.map((finding) => finding.code + finding.field).join()
  useEffect(() => {
    if (!shown) return undefined
    box.current?.focus()
    const title = document.title
    document.title = t('error.prefix') + title
    return () => {
      document.title = title
    }
  }, [shown, problem, t])
  if (list.length === 0) return null
  return (
    <div className="errors" ref={box} tabIndex={-1} role="alert" data-errors={list.length}>
      <strong>{headline ?? t('error.headline')}</strong>
      <ul>
        {list.map((finding, index) => (
          <li key={index}>
            {finding.field ? (
              <a href={`#${fieldId(finding.field)}`} onClick={(event) => focusField(event, fieldId(finding.field))}>{say(finding)}</a>
            ) : say(finding)}
          </li>
        ))}
      </ul>
      {problem?.reference && <p className="muted">{t('error.reference', { reference: problem.reference })}</p>}
    </div>
  )
}

function focusField(event: { preventDefault(): void }, id: string) {
  const field = document.getElementById(id)
  if (!field) return
  event.preventDefault()
  field.focus()
  field.scrollIntoView({ block: 'center' })
}

/** Findings as a plain list: why something is refused. */
export function FindingList({ findings }: { findings: Finding[] }) {
  const { say } = useSpeech()
  if (findings.length === 0) return null
  return (
    <ul style={{ margin: 0, paddingLeft: 18 }}>
      {findings.map((finding, index) => <li key={index}>{say(finding)}</li>)}
    </ul>
  )
}
