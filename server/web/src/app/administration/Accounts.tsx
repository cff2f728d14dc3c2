import { Button, Checkbox, Modal } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { client, type Schemas } from '../../lib/api'
import { fieldErrors, type Problem } from '../../lib/problem'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { TextField } from '../../ui/fields'
import { FlowTable } from '../../ui/FlowTable'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { ListProblem } from '../../ui/ListProblem'
import { Loading, PageHead, Panel } from '../../ui/Page'
import { useAct, usePages } from '../ask'
import { useSession } from '../session/session'

export const roles: Schemas['Role'][] = ['reception', 'verifier', 'technician', 'technical_manager', 'quality_manager', 'head', 'custodian', 'provincial_officer', 'inspector', 'customer', 'administrator', 'legal_data']

export function RoleChoice({ value, onChange, error }: { value: Schemas['Role'][]; onChange: (roles: Schemas['Role'][]) => void; error?: string }) {
  const { t, word } = useSpeech()
  return (
    <Checkbox.Group id="roles" label={t('account.roles')} value={value} onChange={(next) => onChange(next as Schemas['Role'][])} error={error}>
      <div className="fields" style={{ marginTop: 6 }}>{roles.map((role) => <Checkbox key={role} value={role} label={word('role', role)} />)}</div>
    </Checkbox.Group>
  )
}

/** One person, one account: asked once another account bears the same name. */
export function AnotherPerson({ problem, checked, onChange }: { problem: Problem | undefined; checked: boolean; onChange: (checked: boolean) => void }) {
  const { t } = useSpeech()
  if (!checked && !problem?.errors.some((finding) => finding.code === 'account.same_name')) return null
  return <Checkbox id="same_name" mt={12} label={t('account.another_person')} checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
}

/** The new password of a reset, and whether somebody has to tell the owner. */
export interface ResetSecret { password: string; told: Schemas['OwnerTold'] | null }

export function ResetOnce({ secret, onClose }: { secret: ResetSecret; onClose: () => void }) {
  const { t } = useSpeech()
  const tell = secret.told === 'no_address' ? t('account.tell_no_address') : secret.told === 'no_mail_host' ? t('account.tell_no_mail_host') : undefined
  return <SecretOnce title={t('account.new_password')} secret={secret.password} note={tell} onClose={onClose} />
}

/** Shown once: it cannot be read again anywhere. */
export function SecretOnce({ secret, title, note, onClose }: { secret: string; title: string; note?: string; onClose: () => void }) {
  const { t } = useSpeech()
  return (
    <Modal opened onClose={onClose} title={title} closeOnClickOutside={false}>
      {note && <Panel look="warn">{note}</Panel>}
      <p>{t('account.secret_once')}</p>
      <p style={{ fontSize: 18, overflowWrap: 'anywhere' }}><code data-secret>{secret}</code></p>
      <Button onClick={onClose}>{t('account.secret_written')}</Button>
    </Modal>
  )
}

function NewAccount({ onClose, onMade }: { onClose: () => void; onMade: (password: string | null) => void }) {
  const { t, language } = useSpeech()
  const [draft, setDraft] = useState({ login: '', name: '', title_vi: '', title_en: '', email: '' })
  const [chosen, setChosen] = useState<Schemas['Role'][]>([])
  const [another, setAnother] = useState<string>() // the name that another person bears too
  const act = useAct((body: Schemas['AccountNew'], header) => client.POST('/accounts', { params: { header }, body }), { renews: [['accounts']], done: (made) => onMade(made.initial_password) })
  const errors = fieldErrors(act.problem?.errors ?? [], language)
  const field = (key: keyof typeof draft) => ({ id: key, value: draft[key], errors, onChange: (value: string) => setDraft((now) => ({ ...now, [key]: value })) })
  return (
    <Modal opened onClose={onClose} size="lg" title={t('account.add')}>
      <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); void act.run({ ...draft, roles: chosen, same_name: another === draft.name }) }}>
        <ErrorSummary problem={act.problem} />
        <div className="fields">
          <TextField {...field('login')} label={t('signin.login')} required autoCapitalize="none" data-autofocus />
          <TextField {...field('name')} label={t('account.name')} required />
          <TextField {...field('title_vi')} label={t('account.title_vi')} />
          <TextField {...field('title_en')} label={t('account.title_en')} />
          <TextField {...field('email')} label={t('account.email')} type="email" />
        </div>
        <AnotherPerson problem={act.problem} checked={another === draft.name} onChange={(checked) => setAnother(checked ? draft.name : undefined)} />
        <RoleChoice value={chosen} onChange={setChosen} error={errors.roles} />
        <div className="row"><Button type="submit" loading={act.busy}>{t('add')}</Button><Button variant="default" onClick={onClose}>{t('cancel')}</Button></div>
      </form>
    </Modal>
  )
}

/** A reset asked for by one administrator waits here for another. */
function OpenResets({ accounts }: { accounts: Schemas['Account'][] }) {
  const { t } = useSpeech()
  const { session } = useSession()
  const [secret, setSecret] = useState<ResetSecret>()
  const act = useAct(({ reset, decision }: { reset: number; decision: Schemas['DecisionWord'] }, header) =>
    client.POST('/resets/{reset}/decision', { params: { path: { reset }, header }, body: { decision } }), { renews: [['accounts']], done: (answer) => answer.initial_password && setSecret({ password: answer.initial_password, told: answer.owner_told }) })
  const open = accounts.filter((account) => account.open_reset)
  if (open.length === 0 && !secret) return null
  return (
    <Panel look="warn" title={t('account.open_resets')}>
      <ErrorSummary problem={act.problem} />
      {open.map((account) => {
        const reset = account.open_reset!
        const own = reset.requested_by?.id === session.account.id
        return (
          <div className="row" key={account.id}>
            <span style={{ flex: 1 }}><strong>{account.name}</strong> ({account.login}): {reset.reason} · {reset.requested_by?.name ?? 'chuan'}</span>
            {own ? <Button size="compact-md" variant="default" onClick={() => void act.run({ reset: reset.id, decision: 'take_back' })}>{t('pending.take_back')}</Button>
              : <><Button size="compact-md" variant="default" onClick={() => void act.run({ reset: reset.id, decision: 'refuse' })}>{t('pending.refuse')}</Button><Button size="compact-md" onClick={() => void act.run({ reset: reset.id, decision: 'confirm' })}>{t('pending.confirm')}</Button></>}
          </div>
        )
      })}
      {secret && <ResetOnce secret={secret} onClose={() => setSecret(undefined)} />}
    </Panel>
  )
}

export function Accounts() {
  const { t, word } = useSpeech()
  const { can } = useSession()
  const [adding, setAdding] = useState(false)
  const [secret, setSecret] = useState<string>()
  const asked = usePages<Schemas['Account'], Schemas['AccountList']>(['accounts', 'list'], (cursor) => client.GET('/accounts', { params: { query: { cursor } } }))
  return (
    <>
      <PageHead title={t('place.accounts')}>{can('manage_accounts') && <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>{t('account.add')}</Button>}</PageHead>
      <ListProblem error={asked.error} onAgain={() => void asked.refetch()} />
      {asked.isPending && <Loading />}
      {can('manage_accounts') && <OpenResets accounts={asked.rows} />}
      {asked.rows.length > 0 && (
        <div className="scroll" tabIndex={0} role="region" aria-label={t('place.accounts')}>
          <FlowTable>
            <thead><tr><th>{t('account.name')}</th><th>{t('signin.login')}</th><th>{t('account.roles')}</th><th>{t('account.factor')}</th><th>{t('job.state')}</th></tr></thead>
            <tbody>{asked.rows.map((account) => (
              <tr key={account.id}><td className="code"><Link href={`/accounts/${account.id}`}>{account.name}</Link></td><td>{account.login}</td><td>{account.roles.map((role) => word('role', role)).join(', ')}</td><td>{t(account.has_second_factor ? 'yes' : 'no')}</td>
                <td>{account.disabled_at ? <span className="status gone"><Icon name="revoked" size={14} />{t('account.disabled')}</span> : !account.identity_confirmed ? <span className="status due"><Icon name="info" size={14} />{t('account.unconfirmed')}</span> : <span className="status valid"><Icon name="valid" size={14} />{t('account.active')}</span>}</td></tr>))}</tbody>
          </FlowTable>
        </div>
      )}
      {adding && <NewAccount onClose={() => setAdding(false)} onMade={(password) => { setAdding(false); if (password) setSecret(password) }} />}
      {secret && <SecretOnce title={t('account.new_password')} secret={secret} onClose={() => setSecret(undefined)} />}
    </>
  )
}
