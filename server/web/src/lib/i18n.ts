import { en, vi, type MessageKey } from './messages'

export type Language = 'vi' | 'en'
export type Parameters = Record<string, string | number>
export type Translate = (key: MessageKey, parameters?: Parameters) => string

/** The text of a key with its {parameters} filled in. */
export function translate(language: Language, key: MessageKey, parameters: Parameters = {}): string {
  const text = (language === 'vi' ? vi : en)[key] ?? key
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in parameters ? String(parameters[name]) : whole))
}

export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(vi, key)
}

/** A word of an enumeration: "state" and "in_work" give the text of "state.in_work"; an unknown word shows itself. */
export function translateWord(language: Language, group: string, word: string): string {
  const key = `${group}.${word}`
  return isMessageKey(key) ? translate(language, key) : word
}

/** Names sort as Vietnamese does. */
export const byName = new Intl.Collator('vi').compare
