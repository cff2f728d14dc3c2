import { beforeAll, describe, expect, it } from 'vitest'
import { isMessageKey, translate, translateWord } from '../src/lib/i18n'
import { en, loadRest, vi, type MessageKey } from '../src/lib/messages'

let keys: MessageKey[]
beforeAll(async () => {
  await loadRest()
  keys = Object.keys(vi) as MessageKey[]
})
const parameters = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()

describe('messages', () => {
  it('have both languages with the same parameters', () => {
    expect(keys.length).toBeGreaterThan(400)
    for (const key of keys) {
      expect(vi[key]!.trim(), key).not.toBe('')
      expect(en[key]!.trim(), key).not.toBe('')
      expect(parameters(vi[key]!), key).toEqual(parameters(en[key]!))
    }
  })
  it('are in NFC', () => {
    for (const key of keys) expect(vi[key], key).toBe(vi[key]!.normalize('NFC'))
  })
  it('fill parameters in and leave unknown ones', () => {
    expect(translate('vi', 'queue.unsaved', { n: 3 })).toBe('3 chưa lưu')
    expect(translate('en', 'queue.unsaved')).toBe('{n} not yet saved')
  })
  it('give an unknown word back', () => {
    expect(translateWord('vi', 'state', 'in_work')).toBe('Đang làm')
    expect(translateWord('vi', 'state', 'somewhere')).toBe('somewhere')
    expect(isMessageKey('toString')).toBe(false)
  })
})
