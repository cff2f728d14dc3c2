import { Button, PasswordInput, Radio, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { client, quietly, type Schemas } from '../../lib/api'
import { showDate } from '../../lib/dates'
import { localProblem, ProblemError, type Finding, type Problem } from '../../lib/problem'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { useSpeech } from '../../ui/language'
import { LanguageButton, ThemeButton } from '../shell/choices'

/** Name and password, then the laboratory where the person works at several, then the six digits where the account has a second factor. */
export function SignInForm({ login: fixed, body: fixedBody, onSession }: { login?: string; body?: number; onSession: (session: Schemas['Session']) => void }) {
  const { t, language } = useSpeech()
  const [login, setLogin] = useState(fixed ?? '')
  const [password, setPassword] = useState('')
  const [totp, setTotp] = useState('')
  const [second, setSecond] = useState(false)
  const [bodies, setBodies] = useState<Finding[]>([])
  const [body, setBody] = useState(fixedBody)
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const code = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (second) code.current?.focus()
  }, [second])

  const send = async () => {
    setProblem(undefined)
    if (!login.trim() || !password) return setProblem(localProblem('signin.empty', 'Give name and password.'))
    if (bodies.length > 0 && body === undefined) return setProblem(localProblem('signin.body', 'Choose where you work.'))
    setBusy(true)
    try {
      const entered = { login: login.trim().toLowerCase(), password, body: body ?? null, ...(second ? { totp: totp.replace(/\s/g, '') } : {}) }
      onSession(await quietly(() => client.POST('/session', { body: entered })))
    } catch (error) {
      const known = error instanceof ProblemError ? error.problem : localProblem('internal', String(error))
      if (known.code === 'signin.second_factor' && !second) setSecond(true)
      else if (known.code === 'signin.body' && bodies.length === 0) setBodies(known.errors)
      else setProblem(known)
    } finally {
      setBusy(false)
    }
    return undefined
  }

  return (
    <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); void send() }}>
      <ErrorSummary problem={problem} headline={t('signin.refused')} />
      <TextInput id="login" label={t('signin.login')} value={login} disabled={second || bodies.length > 0} readOnly={fixed !== undefined}
        autoComplete="username" autoCapitalize="none" autoFocus={!fixed} onChange={(event) => setLogin(event.currentTarget.value)} />
      <PasswordInput id="password" label={t('signin.password')} value={password} disabled={second || bodies.length > 0} autoComplete="current-password"
        autoFocus={fixed !== undefined} onChange={(event) => setPassword(event.currentTarget.value)} />
      {bodies.length > 0 && (
        <Radio.Group id="body" label={t('signin.body')} description={t('signin.body_hint')} value={body === undefined ? null : String(body)} onChange={(next) => setBody(Number(next))}>
          <div className="stack" style={{ gap: 8, marginTop: 8 }}>
            {bodies.map(({ values }, index) => <Radio key={values.body} value={values.body} label={`${language === 'vi' ? values.name_vi : values.name_en} (${values.code})`} disabled={second} autoFocus={index === 0} />)}
          </div>
        </Radio.Group>
      )}
      {second && (
        <TextInput id="totp" ref={code} label={t('signin.totp')} description={t('signin.totp_hint')} value={totp} inputMode="numeric"
          autoComplete="one-time-code" onChange={(event) => setTotp(event.currentTarget.value)} />
      )}
      <Button type="submit" loading={busy}>{t('signin.enter')}</Button>
    </form>
  )
}

export function SignIn({ onSession }: { onSession: (session: Schemas['Session']) => void }) {
  const { t, name } = useSpeech()
  const installation = useQuery({ queryKey: ['installation'], queryFn: () => quietly(() => client.GET('/installation')), retry: false })
  useEffect(() => {
    document.title = `${t('signin.title')} · Chuẩn`
  }, [t])
  const about = installation.data
  return (
    <>
      {about?.is_sample && <aside className="sample" aria-label="MẪU / SAMPLE">{t('shell.sample')}</aside>}
      <main style={{ maxWidth: 400, margin: '0 auto', paddingTop: '8vh' }}>
        <div className="row" style={{ marginBottom: 24 }}>
          <img src="/chuan.svg" alt="" width={32} height={32} />
          <div style={{ flex: 1, minWidth: 0 }}>
            <div style={{ fontSize: 18, fontWeight: 600 }}>Chuẩn</div>
            {about && <div className="muted">{name(about)}</div>}
          </div>
          <LanguageButton /><ThemeButton />
        </div>
        <h1 style={{ marginBottom: 16 }}>{t('signin.title')}</h1>
        <SignInForm onSession={onSession} />
        {about && (
          <p className="muted" style={{ marginTop: 24, fontSize: 12 }}>
            {t('shell.version', { version: about.version })}
            {' · '}{about.restore_tested_on ? t('shell.restore', { date: showDate(about.restore_tested_on) }) : t('shell.restore_never')}
          </p>
        )}
      </main>
    </>
  )
}
