/// <reference types="vite/client" />
// What comes with the first screen must not want words that come later.

import { expect, it } from 'vitest'
import { isMessageKey } from '../src/lib/i18n'

const sources = import.meta.glob<string>('../src/**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true })

function resolve(from: string, to: string): string | undefined {
  const parts = from.split('/').slice(0, -1)
  for (const part of to.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  const path = parts.join('/')
  return ['.ts', '.tsx', '/index.ts'].map((end) => path + end).find((name) => name in sources)
}

/** The files that come with main.tsx: static imports, no types, nothing that is loaded when it is wanted. */
function eager(): string[] {
  const found = new Set<string>()
  const queue = ['../src/main.tsx']
  for (let name = queue.pop(); name; name = queue.pop()) {
    if (found.has(name)) continue
    found.add(name)
    for (const [, to] of sources[name]!.matchAll(/^import (?!type)[^;]*?from '(\.[^']+)'/gm)) {
      const next = resolve(name, to!)
      if (next) queue.push(next)
    }
  }
  return [...found]
}

it('the first screen speaks without the words that come later', () => {
  const files = eager()
  expect(files).toContain('../src/app/today/Today.tsx')
  expect(files).not.toContain('../src/app/measurements/SheetPage.tsx')
  const wanted = files.flatMap((name) => [...sources[name]!.matchAll(/\bt\([^()'`]*'([\w.]+)'(?:[^()']*'([\w.]+)')?/g)].flatMap(([, one, other]) => [one!, ...(other ? [other] : [])]))
  expect(wanted.length).toBeGreaterThan(60)
  expect([...new Set(wanted)].filter((key) => key.includes('.') && !isMessageKey(key))).toEqual([])
})
