// Decision rules that a customer may agree to, and the number that some of them take.

import type { Schemas } from './api'
import { showDecimal } from './decimal'
import { translateWord, type Language } from './i18n'

export type Rule = Schemas['DecisionRule']

export const agreedRules = ['simple', 'guarded_U', 'guarded_rU', 'guarded_probability', 'guarded_non_binary', 'guarded_rejection'] as const satisfies readonly Rule[]

/** The letter of a rule's number: r of w = r·U, p of w = z·u. */
const letters = { guarded_rU: 'r', guarded_probability: 'p', guarded_rejection: 'r' } as const
export type NumberedRule = keyof typeof letters

const isNumbered = (rule: Rule): rule is NumberedRule => rule in letters
/** The rule, if it takes a number, with the letter of that number. */
export const numbered = (rule: Rule) => (isNumbered(rule) ? { rule, letter: letters[rule] } : undefined)

/** Another rule: its number is agreed anew, it means something else. */
export function withRule<Agreed extends { decision_rule: Rule; rule_number: string }>(agreed: Agreed, rule: Rule): Agreed {
  return { ...agreed, decision_rule: rule, rule_number: rule === agreed.decision_rule ? agreed.rule_number : '' }
}

/** What the server wants of the number: as typed; nothing where the rule takes none. */
export const ruleNumberBody = (rule: Rule, typed: string): string | null => (isNumbered(rule) && typed.trim() !== '' ? typed.trim() : null)

/** "Dải bảo vệ w = r·U, r = 0,83". */
export function ruleInWords(rule: Rule, number: string | null | undefined, language: Language): string {
  return translateWord(language, 'rule', rule) + (isNumbered(rule) && number ? `, ${letters[rule]} = ${showDecimal(number, language)}` : '')
}
