// The quantities of procedures for several of them, by the ids under which points and limits are agreed.

import type { Schemas } from './api'
import type { Language } from './i18n'

type Procedure = Schemas['Procedure']

/** Those that a job may begin with on that day. */
export const inForce = (procedures: Procedure[], day: string): Procedure[] =>
  procedures.filter((one) => one.status === 'approved' && one.effective_from !== null && one.effective_from <= day)

/** One choice for each id: "V: Điện áp một chiều (QT-DIEN-02)"; an id of several procedures names them all. */
export function functionChoices(procedures: Procedure[], language: Language): { value: string; label: string }[] {
  const names = new Map<string, { said: Set<string>; codes: Set<string> }>()
  for (const { code, functions } of procedures)
    for (const one of functions) {
      const known = names.get(one.id) ?? { said: new Set(), codes: new Set() }
      known.said.add(language === 'en' ? one.name_en || one.name_vi : one.name_vi || one.name_en)
      known.codes.add(code)
      names.set(one.id, known)
    }
  return [...names].map(([id, { said, codes }]) => ({ value: id, label: `${id}: ${[...said].join(' / ')} (${[...codes].join(', ')})` }))
}

/** "V, I, R: QT-DIEN-02 · T, H: QT-NHIET-05": the ids before the colon of an agreed point. */
export const functionsInWords = (procedures: Procedure[]): string =>
  procedures.map(({ code, functions }) => `${functions.map((one) => one.id).join(', ')}: ${code}`).join(' · ')
