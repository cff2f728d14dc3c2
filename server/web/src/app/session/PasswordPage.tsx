import { Button, PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { client } from '../../lib/api'
import { fieldErrors, localProblem, type Problem } from '../../lib/problem'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { useSpeech } from '../../ui/language'
import { PageHead } from '../../ui/Page'
import { useAct } from '../ask'
import { useSession } from './session'

/** A new password instead of the old one; typed twice. */
export function PasswordForm({ onDone }: { onDone: () => void }) {
  const { t, language } = useSpeech()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [local, setLocal] = useState<Problem>()
  const act = useAct((body: { current_password: string; new_password: string }, header) =>
    client.POST('/account/password', { body, params: { header } }), { done: onDone })
  const send = () => {
    act.clear()
    if (next !== again) return setLocal(localProblem('password.differs', 'The two new passwords differ.'))
    setLocal(undefined)
    return void act.run({ current_password: current, new_password: next })
  }
  const errors = fieldErrors(act.problem?.errors ?? [], language)
  return (
    <form className="stack" style={{ maxWidth: 420 }} noValidate onSubmit={(event) => { event.preventDefault(); send() }}>
      <ErrorSummary problem={local ?? act.problem} />
      <PasswordInput id="current_password" label={t('password.current')} value={current} autoComplete="current-password"
        error={errors.current_password} onChange={(event) => setCurrent(event.currentTarget.value)} />
      <PasswordInput id="new_password" label={t('password.new')} description={t('password.hint')} value={next} autoComplete="new-password"
        error={errors.new_password} onChange={(event) => setNext(event.currentTarget.value)} />
      <PasswordInput id="again" label={t('password.again')} value={again} autoComplete="new-password"
        onChange={(event) => setAgain(event.currentTarget.value)} />
      <Button type="submit" loading={act.busy} style={{ justifySelf: 'start' }}>{t('password.change')}</Button>
    </form>
  )
}

/** The password was set by another person: nothing else before it is changed. */
export function PasswordPage() {
  const { t } = useSpeech()
  const { renew, signOut } = useSession()
  const [stayed, setStayed] = useState(false)
  return (
    <main style={{ margin: '0 auto', maxWidth: 520 }}>
      <PageHead title={t('password.must_title')} />
      <p>{t('password.must_hint')}</p>
      <PasswordForm onDone={() => void renew()} />
      <Button variant="subtle" mt={12} onClick={() => void signOut().then((done) => setStayed(!done))}>{t('shell.sign_out')}</Button>
      {stayed && <p role="alert">{t('shell.sign_out_failed')}</p>}
    </main>
  )
}
