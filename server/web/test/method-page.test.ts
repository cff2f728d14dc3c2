// A procedure is read as a page: what the file says of the work before the readings stands there.

import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { ConditionsAndStandards } from '../src/app/procedures/MethodSections'
import type { Schemas } from '../src/lib/api'
import { loadRest } from '../src/lib/messages'
import { LanguageProvider } from '../src/ui/language'

beforeAll(loadRest)
afterEach(() => vi.unstubAllGlobals())

const method = { conditions: [], standards: [], functions: [], waiting: [
  { minutes: 60, name_vi: 'Bật máy trước khi đo', name_en: 'Warm-up' },
  { minutes: 5, name_vi: 'Giữ ở giới hạn đo trên', name_en: 'Hold at the upper limit' }] } as unknown as Schemas['ProcedureMethod']

function page(language: 'vi' | 'en', of: Schemas['ProcedureMethod']): string {
  vi.stubGlobal('localStorage', { getItem: () => language, setItem: () => undefined })
  return renderToStaticMarkup(createElement(LanguageProvider, null, createElement(ConditionsAndStandards, { method: of })))
}

it('shows warm-up and waiting times in both languages', () => {
  expect(page('vi', method)).toContain('Thời gian chờ</h3>')
  expect(page('vi', method)).toContain('<dt>Bật máy trước khi đo</dt><dd>60 phút</dd>')
  expect(page('en', method)).toContain('<dt>Hold at the upper limit</dt><dd>5 min</dd>')
})

it('says nothing of them where there are none', () => {
  expect(page('en', { ...method, waiting: [] })).not.toContain('Warm-up')
})
