// Every word on the screens: Vietnamese first, English second. A missing English text does not compile.

import { administration } from './messages/administration'
import { certificates } from './messages/certificates'
import { errors } from './messages/errors'
import { findings } from './messages/findings'
import { jobs } from './messages/jobs'
import { registers } from './messages/registers'
import { sheet } from './messages/sheet'
import { shell } from './messages/shell'
import { words } from './messages/words'

const pairs = { ...shell, ...words, ...errors, ...findings, ...jobs, ...sheet, ...certificates, ...registers, ...administration }

export type MessageKey = keyof typeof pairs
type Texts = Record<MessageKey, string>

const side = (index: 0 | 1): Texts =>
  Object.fromEntries(Object.entries(pairs).map(([key, pair]) => [key, pair[index]])) as Texts

export const vi: Texts = side(0)
export const en: Texts = side(1)
