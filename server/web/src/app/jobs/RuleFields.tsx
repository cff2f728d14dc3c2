import { agreedRules, numbered, withRule, type Rule } from '../../lib/rules'
import { ChoiceField, TextField } from '../../ui/fields'
import { useSpeech } from '../../ui/language'

/** The decision rule, and the r or p that belongs to it. `at` is the place in the request, for field errors. */
export function RuleFields<Agreed extends { decision_rule: Rule; rule_number: string }>({ agreed, onChange, errors, at = '' }: {
  agreed: Agreed
  onChange: (agreed: Agreed) => void
  errors: Record<string, string>
  at?: string
}) {
  const { t, word } = useSpeech()
  const number = numbered(agreed.decision_rule)
  return (
    <>
      <ChoiceField id={`${at}decision_rule`} label={t('review.rule')} value={agreed.decision_rule || 'simple'} required errors={errors}
        onChange={(rule) => rule && onChange(withRule(agreed, rule))} choices={agreedRules.map((rule) => ({ value: rule as Rule, label: word('rule', rule) }))} />
      {number && <TextField id={`${at}rule_number`} label={t(`review.rule_${number.letter}`)} hint={t(`review.hint_${number.rule}`)} value={agreed.rule_number} required errors={errors}
        onChange={(rule_number) => onChange({ ...agreed, rule_number })} inputMode="decimal" autoComplete="off" />}
    </>
  )
}
