import { Button, Modal, PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { client, quietly, type Schemas } from '../../lib/api'
import { localProblem, ProblemError, type Problem } from '../../lib/problem'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { useSpeech } from '../../ui/language'
import { SignInForm } from './SignIn'

/** The session ended while the person worked: the page stays as it is behind this. */
export function ExpiredDialog({ session, onSession, onLeave }: {
  session: Schemas['Session']
  onSession: (session: Schemas['Session']) => void
  onLeave: () => void
}) {
  const { t } = useSpeech()
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false}
      title={t('signin.expired')}>
      <div className="stack">
        <p style={{ margin: 0 }}>{t('signin.expired_hint')}</p>
        <SignInForm login={session.account.login} body={session.body.id} onSession={onSession} />
        <Button variant="subtle" onClick={onLeave}>{t('signin.other')}</Button>
      </div>
    </Modal>
  )
}

/** Before an act that binds: the password again, and the code where there is a second factor. */
export function ConfirmDialog({ withCode, onSession, onClose }: {
  withCode: boolean
  onSession: (session: Schemas['Session']) => void
  onClose: () => void
}) {
  const { t } = useSpeech()
  const [password, setPassword] = useState('')
  const [totp, setTotp] = useState('')
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      const body = { password, ...(totp ? { totp: totp.replace(/\s/g, '') } : {}) }
      onSession(await quietly(() => client.POST('/session/confirmation', { body })))
    } catch (error) {
      setProblem(error instanceof ProblemError ? error.problem : localProblem('internal', String(error)))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title={t('confirm.title')} data-dialog="confirm">
      <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); event.stopPropagation(); void send() }}>
        <p style={{ margin: 0 }}>{t('confirm.hint')}</p>
        <ErrorSummary problem={problem} />
        <PasswordInput id="confirm-password" label={t('signin.password')} value={password} autoComplete="current-password" data-autofocus
          onChange={(event) => setPassword(event.currentTarget.value)} />
        {withCode && (
          <TextInput id="confirm-totp" label={t('signin.totp')} description={t('signin.totp_hint')} value={totp} inputMode="numeric"
            autoComplete="one-time-code" onChange={(event) => setTotp(event.currentTarget.value)} />
        )}
        <div className="row">
          <Button type="submit" loading={busy}>{t('confirm.go_on')}</Button>
          <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
        </div>
      </form>
    </Modal>
  )
}
