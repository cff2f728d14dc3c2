import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { client } from '../../lib/api'
import { fieldErrors } from '../../lib/problem'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { QrCode } from '../../ui/QrCode'
import { useSpeech } from '../../ui/language'
import { Panel } from '../../ui/Page'
import { useAct } from '../ask'
import { useSession } from '../session/session'

/** Six digits from an app: the QR is drawn here, the secret never leaves this page and the server. */
export function SecondFactor() {
  const { t, language } = useSpeech()
  const { session, renew } = useSession()
  const [started, setStarted] = useState<{ secret: string; otpauth_uri: string }>()
  const [code, setCode] = useState('')
  const [recovery, setRecovery] = useState<string[]>()
  const start = useAct((_: undefined, header) => client.POST('/account/totp', { params: { header } }), { done: setStarted })
  const confirm = useAct((text: string, header) => client.POST('/account/totp/confirmation', { params: { header }, body: { code: text } }), {
    done: ({ codes }) => { setRecovery(codes); setStarted(undefined); void renew() },
  })
  const remove = useAct((_: undefined, header) => client.DELETE('/account/totp', { params: { header } }), { done: () => void renew() })
  const problem = start.problem ?? confirm.problem ?? remove.problem
  return (
    <Panel title={t('totp.title')}>
      <ErrorSummary problem={problem} />
      {recovery && (
        <div className="stack" role="status">
          <p style={{ margin: 0 }}>{t('totp.recovery')}</p>
          <ul style={{ columns: '12rem 2', maxWidth: 480, margin: 0 }}>{recovery.map((one) => <li key={one}><code>{one}</code></li>)}</ul>
          <Button variant="default" style={{ justifySelf: 'start' }} onClick={() => setRecovery(undefined)}>{t('account.secret_written')}</Button>
        </div>
      )}
      {!recovery && started && (
        <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); void confirm.run(code.replace(/\s/g, '')) }}>
          <p style={{ margin: 0 }}>{t('totp.scan')}</p>
          <QrCode text={started.otpauth_uri} label={t('totp.qr')} />
          <p style={{ margin: 0 }}>{t('totp.by_hand')} <code>{started.secret}</code></p>
          <TextInput id="code" style={{ maxWidth: 220 }} label={t('signin.totp')} value={code} inputMode="numeric" autoComplete="one-time-code" error={fieldErrors(confirm.problem?.errors ?? [], language).code} onChange={(event) => setCode(event.currentTarget.value)} />
          <Button type="submit" loading={confirm.busy} style={{ justifySelf: 'start' }}>{t('totp.confirm')}</Button>
        </form>
      )}
      {!recovery && !started && (session.has_second_factor
        ? <><p style={{ marginTop: 0 }}>{t('totp.on')}</p><Button variant="default" loading={remove.busy} onClick={() => void remove.run(undefined)}>{t('totp.remove')}</Button></>
        : <><p style={{ marginTop: 0 }}>{t('totp.off')}</p><Button loading={start.busy} onClick={() => void start.run(undefined)}>{t('totp.start')}</Button></>)}
    </Panel>
  )
}
