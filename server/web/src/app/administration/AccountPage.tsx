import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { client, type Schemas } from '../../lib/api'
import { showDate, showMoment } from '../../lib/dates'
import { fieldErrors } from '../../lib/problem'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { TextField } from '../../ui/fields'
import { useSpeech } from '../../ui/language'
import { Answered, Facts, PageHead, Panel } from '../../ui/Page'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { useAct, useAsk } from '../ask'
import { useSession } from '../session/session'
import { TrailPanel } from '../trail/TrailPanel'
import { AnotherPerson, ResetOnce, RoleChoice, type ResetSecret } from './Accounts'
import { Authorisations, Conflicts } from './Authorisations'

type Account = Schemas['Account']

function Roles({ account }: { account: Account }) {
  const { t, language } = useSpeech()
  const [chosen, setChosen] = useState(account.roles)
  const act = useAct((next: Schemas['Role'][], header) => client.PUT('/accounts/{account}/roles', { params: { path: { account: account.id }, header }, body: { roles: next } }), { renews: [['accounts']] })
  return (
    <Panel title={t('account.roles')}>
      <ErrorSummary problem={act.problem} />
      <RoleChoice value={chosen} onChange={setChosen} error={fieldErrors(act.problem?.errors ?? [], language).roles} />
      <Button mt={12} loading={act.busy} onClick={() => void act.run(chosen)}>{t('save')}</Button>
    </Panel>
  )
}

function Names({ account }: { account: Account }) {
  const { t, language } = useSpeech()
  const [another, setAnother] = useState<string>() // the name that another person bears too
  const [draft, setDraft] = useState({ name: account.name, title_vi: account.title_vi, title_en: account.title_en, email: account.email })
  const act = useAct((body: Schemas['AccountChange'], header) =>
    client.PATCH('/accounts/{account}', { params: { path: { account: account.id }, header: { ...header, 'If-Match': `"${account.version}"` } }, body }), { renews: [['accounts']] })
  const errors = fieldErrors(act.problem?.errors ?? [], language)
  const field = (key: keyof typeof draft) => ({ id: key, value: draft[key], errors, onChange: (value: string) => setDraft((now) => ({ ...now, [key]: value })) })
  return (
    <Panel title={t('job.about')}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); void act.run({ ...draft, same_name: another === draft.name }) }}>
        <ErrorSummary problem={act.problem} />
        <div className="fields"><TextField {...field('name')} label={t('account.name')} required /><TextField {...field('title_vi')} label={t('account.title_vi')} /><TextField {...field('title_en')} label={t('account.title_en')} /><TextField {...field('email')} label={t('account.email')} /></div>
        <AnotherPerson problem={act.problem} checked={another === draft.name} onChange={(checked) => setAnother(checked ? draft.name : undefined)} />
        <Button type="submit" mt={12} loading={act.busy}>{t('save')}</Button>
      </form>
    </Panel>
  )
}

type Asking = 'disabling' | 'reset' | 'identity'

function Acts({ account }: { account: Account }) {
  const { t } = useSpeech()
  const { can, session } = useSession()
  const [asking, setAsking] = useState<Asking>()
  const [factor, setFactor] = useState(false)
  const [secret, setSecret] = useState<ResetSecret>()
  const params = (header: { 'Idempotency-Key': string }) => ({ path: { account: account.id }, header })
  const done = { renews: [['accounts']], done: () => setAsking(undefined) }
  const disabling = useAct((reason: string, header) => client.POST('/accounts/{account}/disabling', { params: params(header), body: { disabled: account.disabled_at === null, reason } }), done)
  const identity = useAct((remark: string, header) => client.POST('/accounts/{account}/identity', { params: params(header), body: { remark } }), done)
  const reset = useAct((reason: string, header) => client.POST('/accounts/{account}/reset', { params: params(header), body: { reason, remove_second_factor: factor } }), {
    renews: [['accounts']], done: (answer) => { setAsking(undefined); if (answer.initial_password) setSecret({ password: answer.initial_password, told: answer.owner_told }) },
  })
  const acts = { disabling, reset, identity }
  const label = { disabling: t(account.disabled_at ? 'account.enable' : 'account.disable'), reset: t('account.reset'), identity: t('account.confirm_identity') }
  return (
    <>
      {!account.identity_confirmed && can('confirm_identity') && account.id !== session.account.id && <Button onClick={() => setAsking('identity')}>{label.identity}</Button>}
      {can('manage_accounts') && <Button variant="default" onClick={() => setAsking('reset')} disabled={account.open_reset !== null}>{label.reset}</Button>}
      {can('manage_accounts') && <Button variant="default" onClick={() => setAsking('disabling')}>{label.disabling}</Button>}
      {asking && (
        <ReasonDialog title={label[asking]} what={`${account.name} (${account.login})`} act={label[asking]} busy={acts[asking].busy} problem={acts[asking].problem} onClose={() => setAsking(undefined)} onReason={(reason) => void acts[asking].run(reason)}>
          {asking === 'reset' && <><p style={{ margin: 0 }}>{t('account.reset_hint')}</p><Checkbox label={t('account.remove_factor')} checked={factor} onChange={(event) => setFactor(event.currentTarget.checked)} /></>}
          {asking === 'identity' && <p style={{ margin: 0 }}>{t('account.identity_hint')}</p>}
        </ReasonDialog>
      )}
      {secret && <ResetOnce secret={secret} onClose={() => setSecret(undefined)} />}
    </>
  )
}

export function AccountPage({ id }: { id: number }) {
  const { t } = useSpeech()
  const { can } = useSession()
  const asked = useAsk(['accounts', id], () => client.GET('/accounts/{account}', { params: { path: { account: id } } }))
  return (
    <Answered asked={asked}>
      {(account) => (
        <>
          <PageHead title={account.name} aside={<><span className="count">{account.login}</span>{account.disabled_at && <span className="status gone">{t('account.disabled')}</span>}{!account.identity_confirmed && <span className="status due">{t('account.unconfirmed')}</span>}</>}><Acts account={account} /></PageHead>
          {account.open_reset && <Panel look="warn">{t('account.reset_waits', { name: account.open_reset.requested_by?.name ?? 'chuan', at: showMoment(account.open_reset.requested_at) })}</Panel>}
          <Panel><Facts facts={[[t('account.created'), showDate(account.created_at)], [t('account.factor'), t(account.has_second_factor ? 'yes' : 'no')]]} /></Panel>
          {can('manage_accounts') && <Names key={account.version} account={account} />}
          {can('manage_accounts') && <Roles key={account.roles.join()} account={account} />}
          <Authorisations account={id} editable={can('manage_authorisations')} />
          <Conflicts account={id} editable={can('manage_authorisations')} />
          <TrailPanel subject="account" id={id} />
        </>
      )}
    </Answered>
  )
}
