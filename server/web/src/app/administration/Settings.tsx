import { Button } from '@mantine/core'
import { useState } from 'react'
import { client, type Schemas } from '../../lib/api'
import { showDate } from '../../lib/dates'
import { fieldErrors } from '../../lib/problem'
import { saySetting, saySettingHint, saySettingValue } from '../../lib/trail'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { ChoiceField, TextField } from '../../ui/fields'
import { useSpeech } from '../../ui/language'
import { Answered, PageHead, Panel } from '../../ui/Page'
import { TrailPanel } from '../trail/TrailPanel'
import { useAct, useAsk } from '../ask'
import { useSession } from '../session/session'

const fields = ['name_vi', 'name_en', 'parent_name_vi', 'parent_name_en', 'address_vi', 'address_en', 'city', 'country', 'phone', 'email', 'registration_number', 'designation_number'] as const

/** What was validated last and what asks for it again; the act signs with the name of who is signed in. */
function ValidationPanel({ validation }: { validation: Schemas['EngineValidation'] }) {
  const { t, word } = useSpeech()
  const act = useAct((_: undefined, header) => client.POST('/settings/validation', { params: { header }, body: {} }), { renews: [['settings'], ['trail']] })
  return (
    <Panel look={validation.valid ? undefined : 'warn'} id={validation.valid ? 'validated' : 'not-validated'} title={t(validation.valid ? 'settings.validation' : 'settings.not_validated')}>
      <ErrorSummary problem={act.problem} />
      <p><strong>{validation.asks_again.map((reason) => word('asks_again', reason)).join(' ')}</strong> {validation.release ? t('settings.validated_before', { release: validation.release, on: showDate(validation.on ?? ''), by: validation.signed_by ?? '' }) : t('settings.never_validated')} {t('settings.validate_what')}</p>
      {validation.sha256 && <p className="muted" style={{ overflowWrap: 'anywhere' }}>SHA-256 {validation.sha256}</p>}
      <div className="row">
        <Button data-act="validate" variant={validation.valid ? 'default' : 'filled'} loading={act.busy} onClick={() => void act.run(undefined)}>{t('settings.validate')}</Button>
        {validation.has_pack && <a href="/api/v1/settings/validation">{t('settings.validation_paper')}</a>}
      </div>
    </Panel>
  )
}

function SettingsForm({ settings }: { settings: Schemas['Settings'] }) {
  const { t, language } = useSpeech()
  const { session } = useSession()
  const [body, setBody] = useState(settings.body)
  const [values, setValues] = useState(() => Object.fromEntries(settings.settings.map((one) => [one.name, one.value])))
  const act = useAct((change: Schemas['SettingsChange'], header) => client.PATCH('/settings', { params: { header }, body: change }), { renews: [['settings'], ['session'], ['installation']] })
  const errors = fieldErrors(act.problem?.errors ?? [], language)
  const [saved, setSaved] = useState(false)
  const send = async () => {
    const changed = Object.fromEntries(settings.settings.filter((one) => values[one.name] !== one.value).map((one) => [one.name, values[one.name] ?? '']))
    setSaved(Boolean(await act.run({ body, values: changed })))
  }
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); void send() }}>
      <PageHead title={t('place.settings')} aside={saved && <span className="status valid" role="status">{t('saved')}</span>}><Button type="submit" loading={act.busy}>{t('save')}</Button></PageHead>
      <ErrorSummary problem={act.problem} />
      <ValidationPanel validation={settings.validation} />
      <Panel title={t('settings.body')}>
        <div className="fields">{fields.map((key) => <TextField key={key} id={`body-${key}`} label={t(`settings.${key}`)} value={body[key]} errors={errors} onChange={(value) => setBody((now) => ({ ...now, [key]: value }))} />)}</div>
      </Panel>
      <Panel title={t('settings.choices')}>
        <div className="fields">{settings.settings.map((one) => {
          const common = { id: `values-${one.name}`, required: true, label: saySetting(language, one.name), errors, hint: [saySettingHint(language, one.name), t('settings.default', { value: saySettingValue(language, one.default_value) || '–' })].filter(Boolean).join(' '), value: values[one.name] ?? '', onChange: (value: string) => setValues((now) => ({ ...now, [one.name]: value })) }
          return one.choices.length > 0 ? <ChoiceField key={one.name} {...common} choices={one.choices.map((value) => ({ value, label: saySettingValue(language, value) }))} /> : <TextField key={one.name} {...common} />
        })}</div>
      </Panel>
      <TrailPanel subject="body" id={session.body.id} />
    </form>
  )
}

export function SettingsPage() {
  const asked = useAsk(['settings'], () => client.GET('/settings'))
  return <Answered asked={asked}>{(settings) => <SettingsForm settings={settings} />}</Answered>
}
