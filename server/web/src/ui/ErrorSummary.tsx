import { useEffect, useLayoutEffect, useRef, useState } from 'react'
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
  const [labels, setLabels] = useState<Record<string, string>>({})
  const fields = list.map((finding) => fieldId(finding.field)).filter(Boolean).join()
  useLayoutEffect(() => {
    setLabels(Object.fromEntries(fields.split(',').filter(Boolean).map((id) => [id, labelOf(id)])))
  }, [fields])
  /** Names the field, unless the sentence does so itself. */
  const told = (finding: Finding): string => {
    const sentence = say(finding)
    const label = labels[fieldId(finding.field)]
    return label && !sentence.toLowerCase().includes(label.toLowerCase()) ? `${label}: ${sentence}` : sentence
  }
  if (list.length === 0) return null
  return (
    <div className="errors" ref={box} tabIndex={-1} role="alert" data-errors={list.length}>
      <strong>{headline ?? t('error.headline')}</strong>
      <ul>
        {list.map((finding, index) => (
          <li key={index}>
            {finding.field ? (
              <a href={`#${fieldId(finding.field)}`} onClick={(event) => focusField(event, fieldId(finding.field))}>{told(finding)}</a>
            ) : say(finding)}
          </li>
        ))}
      </ul>
      {problem?.reference && <p className="muted">{t('error.reference', { reference: problem.reference })}</p>}
    </div>
  )
}

/** What the form calls a field, without the star. */
function labelOf(id: string): string {
  const label = document.querySelector(`label[for="${CSS.escape(id)}"]`)
  return label?.textContent?.replace(/\s*\*\s*$/, '') ?? ''
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
