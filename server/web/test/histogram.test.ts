import { describe, expect, it } from 'vitest'
import { ticks } from '../src/lib/ticks'

const texts = (low: number, high: number, count = 5) => ticks(low, high, count).map((tick) => tick.text)

describe('the ticks of an axis', () => {
  it('are round numbers with the digits that tell them apart', () => {
    expect(texts(9999.94, 10000.1)).toEqual(['9999.95', '10000.00', '10000.05', '10000.10'])
    expect(texts(-0.061, 0.061)).toEqual(['-0.05', '0.00', '0.05'])
    expect(texts(0, 30000)).toEqual(['0', '10000', '20000', '30000'])
    expect(texts(1e-9, 5e-9, 4)).toEqual(['0.000000001', '0.000000002', '0.000000003', '0.000000004', '0.000000005'])
  })
  it('are none where there is no axis', () => {
    expect(texts(1, 1)).toEqual([])
    expect(texts(0, Infinity)).toEqual([])
  })
})
