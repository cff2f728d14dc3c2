import { Button, Skeleton } from '@mantine/core'
import { useEffect, useState, type ReactNode } from 'react'
import { ProblemError } from '../lib/problem'
import { ErrorSummary } from './ErrorSummary'
import { Icon, type IconName } from './icons'
import { useSpeech } from './language'

/** Title, what belongs to it, and the primary action at the right. */
export function PageHead({ title, aside, children }: { title: string; aside?: ReactNode; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Chuẩn`
  }, [title])
  return (
    <div className="head">
      <h1>{title}</h1>
      {aside && <div className="row">{aside}</div>}
      {children && <div className="acts">{children}</div>}
    </div>
  )
}

export function Panel({ title, children, look, id }: { title?: string; children: ReactNode; look?: 'bad' | 'warn'; id?: string }) {
  return (
    <section className={`panel ${look ?? ''}`} id={id}>
      {title && <h2>{title}</h2>}
      {children}
    </section>
  )
}

/** Pairs of name and value; absent values are left out. */
export function Facts({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <dl className="facts">
      {facts.filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false).map(([name, value]) => (
        <FactPair key={name} name={name} value={value} />
      ))}
    </dl>
  )
}

function FactPair({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}

/** Nothing yet, no match, nothing to do: what it is for and one button. */
export function Empty({ icon, title, hint, act, onAct }: { icon: IconName; title: string; hint: string; act?: string; onAct?: () => void }) {
  return (
    <div className="nothing">
      <Icon name={icon} size={32} className="muted" />
      <strong>{title}</strong>
      <span className="muted">{hint}</span>
      {act && onAct && <Button variant="default" onClick={onAct}>{act}</Button>}
    </div>
  )
}

/** Keeps the layout; shows nothing before 300 ms. */
export function Loading({ rows = 6 }: { rows?: number }) {
  const { t } = useSpeech()
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="stack" aria-busy="true" style={{ minHeight: rows * 34 }}>
      {late && <span className="visually-hidden" role="status">{t('loading')}</span>}
      {late && Array.from({ length: rows }, (_, index) => <Skeleton key={index} height={22} />)}
    </div>
  )
}

interface Asked<T> {
  data: T | undefined
  error: unknown
  refetch(): unknown
}

/** Shows what a question to the server gave: the answer, the waiting, or what went wrong with a way to try again. */
export function Answered<T>({ asked, rows, children }: { asked: Asked<T>; rows?: number; children: (data: T) => ReactNode }) {
  const { t } = useSpeech()
  if (asked.data !== undefined) return <>{children(asked.data)}</>
  if (!asked.error) return <Loading rows={rows} />
  return (
    <>
      {asked.error instanceof ProblemError ? <ErrorSummary problem={asked.error.problem} headline={t('error.cannot_show')} />
        : <p role="alert">{String(asked.error)}</p>}
      <Button variant="default" onClick={() => asked.refetch()}>{t('again')}</Button>
    </>
  )
}
