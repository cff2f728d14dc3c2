// Every word on the screens: Vietnamese first, English second. A missing English text does not compile. What the first screen
// needs comes with it; the rest is fetched with the first page that is opened (and soon after the start in any case).

import { errors } from './messages/errors'
import { jobs } from './messages/jobs'
import { shell } from './messages/shell'
import { words } from './messages/words'
import type { rest } from './messages/rest'

const first = { ...shell, ...words, ...errors, ...jobs }

export type MessageKey = keyof typeof first | keyof typeof rest
type Texts = Partial<Record<MessageKey, string>>

export const vi: Texts = {}
export const en: Texts = {}

function add(pairs: Partial<Record<MessageKey, readonly [string, string]>>): void {
  for (const [key, pair] of Object.entries(pairs)) {
    vi[key as MessageKey] = pair[0]
    en[key as MessageKey] = pair[1]
  }
}
add(first)

let asked: Promise<void> | undefined
/** The words of all other pages; asked for again when the network failed. */
export function loadRest(): Promise<void> {
  asked ??= import('./messages/rest').then((loaded) => add(loaded.rest)).catch((error: unknown) => {
    asked = undefined
    throw error
  })
  return asked
}
