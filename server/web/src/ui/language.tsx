import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react'
import { translate, translateWord, type Language, type Translate } from '../lib/i18n'
import { sayFinding, type Finding } from '../lib/problem'

interface Speech {
  language: Language
  setLanguage(language: Language): void
  t: Translate
  /** A word of an enumeration. */
  word(group: string, word: string): string
  /** The name of a thing in the reader's language, with the other one where it has none. */
  name(thing: { name_vi: string; name_en: string }): string
  title(thing: { title_vi: string; title_en: string }): string
  say(finding: Finding): string
}

const Context = createContext<Speech | undefined>(undefined)
const stored = 'chuan.language'

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, set] = useState<Language>(() => (localStorage.getItem(stored) === 'en' ? 'en' : 'vi'))
  const setLanguage = useCallback((next: Language) => {
    localStorage.setItem(stored, next)
    set(next)
  }, [])
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const speech = useMemo<Speech>(() => ({
    language,
    setLanguage,
    t: (key, parameters) => translate(language, key, parameters),
    word: (group, word) => translateWord(language, group, word),
    name: (thing) => (language === 'en' ? thing.name_en || thing.name_vi : thing.name_vi || thing.name_en),
    title: (thing) => (language === 'en' ? thing.title_en || thing.title_vi : thing.title_vi || thing.title_en),
    say: (finding) => sayFinding(finding, language),
  }), [language, setLanguage])
  return <Context value={speech}>{children}</Context>
}

export function useSpeech(): Speech {
  const speech = use(Context)
  if (!speech) throw new Error('no language')
  return speech
}
