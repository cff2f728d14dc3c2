import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { client, type Schemas } from '../../lib/api'
import { addDays, showDate, showMoment, today } from '../../lib/dates'
import { fieldErrors } from '../../lib/problem'
import { sayPermission } from '../../lib/trail'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { DateField, TextField } from '../../ui/fields'
import { FlowTable } from '../../ui/FlowTable'
import { useSpeech } from '../../ui/language'
import { Answered, Facts, PageHead, Panel } from '../../ui/Page'
import { SecretOnce } from '../administration/Accounts'
import { useAct, useAsk } from '../ask'
import { PasswordForm } from '../session/PasswordPage'
import { useSession } from '../session/session'
import { SecondFactor } from './SecondFactor'

/** Named, scoped, expiring keys for programs; the secret is shown once. */
function Tokens() {
  const { t, language } = useSpeech()
  const { session } = useSession()
  const [adding, setAdding] = useState(false)
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<Schemas['Permission'][]>([])
  const [until, setUntil] = useState(addDays(today(), 90))
  const [secret, setSecret] = useState<string>()
  const asked = useAsk(['tokens'], () => client.GET('/tokens'))
  const make = useAct((body: Schemas['TokenNew'], header) => client.POST('/tokens', { params: { header }, body }), {
    renews: [['tokens']], done: (made) => { setSecret(made.secret); setAdding(false); setName(''); setScopes([]) },
  })
  const revoke = useAct((token: number, header) => client.DELETE('/tokens/{token}', { params: { path: { token }, header } }), { renews: [['tokens']] })
  const errors = fieldErrors(make.problem?.errors ?? [], language)
  return (
    <Panel title={t('token.title')}>
      <p className="muted" style={{ marginTop: 0 }}>{t('token.hint')}</p>
      <ErrorSummary problem={revoke.problem} />
      <Answered asked={asked} rows={1}>
        {({ items }) => items.length === 0 ? <p className="muted">{t('token.none')}</p> : (
          <FlowTable>
            <thead><tr><th>{t('token.name')}</th><th>{t('token.scopes')}</th><th>{t('token.expires')}</th><th>{t('token.used')}</th><th><span className="visually-hidden">{t('trail.what')}</span></th></tr></thead>
            <tbody>{items.map((token) => (
              <tr key={token.id} className={token.revoked_at ? 'muted' : ''}><td>{token.name}</td><td>{token.scopes.map((one) => sayPermission(language, one)).join(', ')}</td><td>{showDate(token.expires_on)}</td><td>{showMoment(token.last_used_at)}</td>
                <td>{token.revoked_at ? t('token.revoked') : <Button size="compact-sm" variant="default" onClick={() => void revoke.run(token.id)}>{t('token.revoke')}</Button>}</td></tr>))}</tbody>
          </FlowTable>
        )}
      </Answered>
      {!adding && <Button variant="default" mt={10} onClick={() => setAdding(true)}>{t('token.add')}</Button>}
      {adding && (
        <form className="stack" style={{ marginTop: 12 }} noValidate onSubmit={(event) => { event.preventDefault(); void make.run({ name: name.normalize('NFC'), scopes, expires_on: until }) }}>
          <ErrorSummary problem={make.problem} />
          <div className="fields"><TextField id="name" label={t('token.name')} required value={name} onChange={setName} errors={errors} /><DateField id="expires_on" label={t('token.expires')} required value={until} onChange={setUntil} errors={errors} /></div>
          <Checkbox.Group id="scopes" label={t('token.scopes')} value={scopes} error={errors.scopes} onChange={(next) => setScopes(next as Schemas['Permission'][])}>
            <div className="fields" style={{ marginTop: 6 }}>{session.permissions.map((permission) => <Checkbox key={permission} value={permission} label={sayPermission(language, permission)} />)}</div>
          </Checkbox.Group>
          <div className="row"><Button type="submit" loading={make.busy}>{t('token.make')}</Button><Button variant="default" onClick={() => setAdding(false)}>{t('cancel')}</Button></div>
        </form>
      )}
      {secret && <SecretOnce title={t('token.title')} secret={secret} onClose={() => setSecret(undefined)} />}
    </Panel>
  )
}

export function OwnAccount() {
  const { t, word, title } = useSpeech()
  const { session, signOut } = useSession()
  const [changed, setChanged] = useState(false)
  const [stayed, setStayed] = useState(false)
  const { account } = session
  const everywhere = async () => {
    setStayed(false)
    setStayed(!(await signOut(true)))
  }
  return (
    <>
      <PageHead title={t('place.account')}><Button variant="default" onClick={() => void everywhere()}>{t('account.everywhere')}</Button></PageHead>
      {stayed && <Panel look="warn"><span role="alert">{t('account.everywhere_failed')}</span></Panel>}
      {!session.identity_confirmed && <Panel look="warn">{t('account.identity_bars')}</Panel>}
      <Panel><Facts facts={[[t('account.name'), account.name], [t('signin.login'), account.login], [t('account.title_vi'), title(account)], [t('account.email'), account.email], [t('account.roles'), session.roles.map((role) => word('role', role)).join(', ')]]} /></Panel>
      <Panel title={t('password.change')}>{changed ? <p role="status">{t('password.changed')}</p> : <PasswordForm onDone={() => setChanged(true)} />}</Panel>
      <SecondFactor />
      <Tokens />
    </>
  )
}
