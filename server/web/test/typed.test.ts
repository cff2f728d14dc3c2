import { describe, expect, it } from 'vitest'
import { TypedCells } from '../src/lib/typed'

const shelf = () => {
  const kept = new Map<string, string>()
  return { kept, getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) }
}

describe('cells being typed', () => {
  it('are there again after a reload, and leave nothing behind when they are committed', () => {
    const place = shelf()
    new TypedCells(place, 'sheet').setAll([['a', '1,'], ['b', '2']])
    const again = new TypedCells(place, 'sheet')
    expect(again.of('a')).toBe('1,')
    again.setAll([['a', undefined], ['b', undefined]])
    expect(place.kept.size).toBe(0)
  })
  it('tell who listens once for a block, and not at all when nothing changed', () => {
    const typed = new TypedCells(shelf(), 'sheet')
    let told = 0
    typed.subscribe(() => { told += 1 })
    typed.setAll([['a', '1'], ['b', '2']])
    typed.set('a', '1')
    expect(told).toBe(1)
  })
  it('stay on the page when the storage is full', () => {
    const typed = new TypedCells({ ...shelf(), setItem: () => { throw new Error('QuotaExceededError') } }, 'sheet')
    typed.set('a', '1')
    expect(typed.of('a')).toBe('1')
  })
  it('begin empty where the storage holds something else', () => {
    expect(new TypedCells({ ...shelf(), getItem: () => '{' }, 'sheet').all()).toEqual({})
  })
})
