import { beforeEach, describe, expect, it } from 'vitest'
import { drain, EntryQueue, NotSent, pageOf, type Entry, type EntryAnswer, type Shelf } from '../src/lib/queue'

class Memory implements Shelf {
  private readonly kept = new Map<string, string>()
  get length() { return this.kept.size }
  key(index: number) { return [...this.kept.keys()][index] ?? null }
  getItem(key: string) { return this.kept.get(key) ?? null }
  setItem(key: string, value: string) { this.kept.set(key, value) }
  removeItem(key: string) { this.kept.delete(key) }
}

/** A server that keeps what it got and knows an entry again by its key. */
class Server {
  readonly rows: { key: string; cell: string; value: string; by: number }[] = []
  down: 'no' | 'before' | 'after' = 'no'
  refuse: string | undefined
  requests = 0
  send = async (batch: Entry[]): Promise<EntryAnswer[]> => {
    this.requests += 1
    if (this.down === 'before') throw new NotSent('later')
    if (this.refuse && batch.some((entry) => entry.key === this.refuse)) throw new NotSent('refused', [{ code: 'bad', detail: 'bad', field: '', values: {} }])
    const answers = batch.map((entry): EntryAnswer => {
      const value = (entry.body as { indication: string }).indication
      const known = this.rows.find((row) => row.key === entry.key)
      if (known) return { key: entry.key, outcome: 'already_saved', findings: [] }
      const other = this.rows.find((row) => row.cell === entry.cell)
      if (other) return { key: entry.key, outcome: 'conflict', other: other.value, other_by: 'Lan', findings: [] }
      this.rows.push({ key: entry.key, cell: entry.cell, value, by: entry.account })
      return { key: entry.key, outcome: 'saved', findings: [] }
    })
    if (this.down === 'after') throw new NotSent('later')
    return answers
  }
}

let shelf: Memory
let queue: EntryQueue
let server: Server
let count = 0

function type(point: string, indication: string, account = 1, job = 7): Entry {
  count += 1
  const entry_key = `key-${String(count).padStart(4, '0')}`
  return queue.add({
    key: entry_key, account, account_name: 'Minh', job, at: 'J1', kind: 'reading',
    body: { entry_key, stage: 'as_found', point, channel: 'item', repeat: 1, indication, measured_at: '2026-11-21T01:00:00Z' },
  })
}

beforeEach(() => {
  shelf = new Memory()
  queue = new EntryQueue(shelf)
  server = new Server()
})

describe('the queue of readings', () => {
  it('sends in the order typed and keeps nothing that is confirmed', async () => {
    for (let point = 1; point <= 250; point += 1) type(`p${point}`, `${point}`)
    expect(await drain(queue, 1, server.send)).toBe('empty')
    expect(server.rows.map((row) => row.value)).toEqual(Array.from({ length: 250 }, (_, index) => `${index + 1}`))
    expect(queue.all()).toEqual([])
    expect(shelf.length).toBe(0)
    expect(server.requests).toBe(3)
  })

  it('arrives once although the answer was lost', async () => {
    type('p1', '1.1')
    type('p2', '2.2')
    server.down = 'after'
    expect(await drain(queue, 1, server.send)).toBe('later')
    expect(queue.all()).toHaveLength(2)
    server.down = 'no'
    expect(await drain(queue, 1, server.send)).toBe('empty')
    expect(server.rows).toHaveLength(2)
    expect(queue.all()).toEqual([])
  })

  it('survives a reload and a dead tab', async () => {
    type('p1', '1.1')
    server.down = 'before'
    await drain(queue, 1, server.send)
    const reloaded = new EntryQueue(shelf)
    expect(reloaded.all().map((entry) => entry.key)).toEqual(queue.all().map((entry) => entry.key))
    server.down = 'no'
    await drain(reloaded, 1, server.send)
    expect(server.rows.map((row) => row.value)).toEqual(['1.1'])
  })

  it('replaces what was never sent, keeps what may have arrived', async () => {
    type('p1', '1.1')
    type('p1', '1.2')
    expect(queue.all().map((entry) => (entry.body as { indication: string }).indication)).toEqual(['1.2'])
    server.down = 'after'
    await drain(queue, 1, server.send)
    type('p1', '1.3')
    expect(queue.all()).toHaveLength(2)
    server.down = 'no'
    await drain(queue, 1, server.send)
    expect(server.rows.map((row) => row.value)).toEqual(['1.2'])
    expect(queue.all()).toMatchObject([{ state: 'conflict', other: '1.2' }])
  })

  it("shows a conflict with another person's entry and never merges it", async () => {
    server.rows.push({ key: 'other', cell: 'as_found/p1/item/1', value: '9.9', by: 2 })
    type('p1', '1.1')
    type('p2', '2.2')
    expect(await drain(queue, 1, server.send)).toBe('empty')
    expect(server.rows.map((row) => row.value)).toEqual(['9.9', '2.2'])
    expect(queue.all()).toMatchObject([{ state: 'conflict', other: '9.9', other_by: 'Lan' }])
  })

  it("leaves another person's entries alone", async () => {
    type('p1', '1.1', 1)
    type('p2', '2.2', 2)
    await drain(queue, 2, server.send)
    expect(server.rows.map((row) => row.by)).toEqual([2])
    expect(queue.all().map((entry) => entry.account)).toEqual([1])
  })

  it('finds the one entry for which a request is refused', async () => {
    type('p1', '1.1')
    const bad = type('p2', '2.2')
    type('p3', '3.3')
    server.refuse = bad.key
    expect(await drain(queue, 1, server.send)).toBe('empty')
    expect(server.rows.map((row) => row.value)).toEqual(['1.1', '3.3'])
    expect(queue.all()).toMatchObject([{ key: bad.key, state: 'refused', findings: [{ code: 'bad' }] }])
  })

  it('keeps jobs apart in one request and tells its listeners', async () => {
    let told = 0
    queue.subscribe(() => { told += 1 })
    type('p1', '1', 1, 7)
    type('p1', '2', 1, 8)
    expect(queue.nextBatch(1).map((entry) => entry.job)).toEqual([7])
    expect(told).toBeGreaterThan(0)
  })

  it('keeps what is for all items at a bench apart from what is of one item', () => {
    const at = (indication: string, job: number | undefined, bench: number | undefined) => {
      count += 1
      const entry_key = `key-${String(count).padStart(4, '0')}`
      return { key: entry_key, account: 1, account_name: 'Minh', at: 'B', kind: 'reading' as const, ...(job ? { job } : {}), ...(bench ? { bench } : {}),
        body: { entry_key, stage: 'as_found' as const, point: 'p1', channel: 'x', repeat: 1, indication, measured_at: '2026-11-21T01:00:00Z' } }
    }
    queue.addAll([at('1', undefined, 5), at('2', 7, 5), at('3', 8, 5), at('4', 7, undefined), at('5', undefined, 6)])
    // the item's own cell is one cell, at its own sheet or at the bench: what was typed last stands
    expect(queue.all().map((entry) => [(entry.body as { indication: string }).indication, pageOf(entry)])).toEqual([
      ['1', '/benches/5'], ['3', '/benches/5'], ['4', '/jobs/7/sheet'], ['5', '/benches/6']])
    expect(queue.nextBatch(1).map((entry) => entry.job)).toEqual([undefined, 8])
  })

  it('keeps a pasted block in its order and tells once', async () => {
    let told = 0
    queue.subscribe(() => { told += 1 })
    queue.addAll(Array.from({ length: 1200 }, (_, index) => ({
      key: `key-block-${index}`, account: 1, account_name: 'Minh', job: index % 60, at: 'B', bench: 5, kind: 'reading' as const,
      body: { entry_key: `key-block-${index}`, stage: 'as_found' as const, point: `p${Math.floor(index / 60)}`, channel: 'x', repeat: 1, indication: `${index}`, measured_at: '2026-11-21T01:00:00Z' },
    })))
    expect(told).toBe(1)
    const [first] = queue.all()
    queue.update('key-block-7', { attempts: 1 })
    expect(queue.all()[0]).toBe(first) // what did not change is not read again
    await drain(queue, 1, async (batch) => batch.map(({ key }) => ({ key, outcome: 'saved', findings: [] })))
    expect(queue.all()).toEqual([])
    expect(told).toBeLessThan(40)
  })

  it('does not hide a full storage', () => {
    shelf.setItem = () => { throw new Error('QuotaExceededError') }
    expect(() => type('p1', '1')).toThrow()
  })
})
