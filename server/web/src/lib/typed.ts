// Cells being typed and not yet committed. They survive a reload; who shows one cell listens for that cell's text only, so that a key
// pressed in a sheet of a thousand cells draws one of them again.

import type { Shelf } from './queue'

export type Typed = Readonly<Record<string, string>>

export class TypedCells {
  private listeners = new Set<() => void>()
  private cells: Typed

  constructor(private readonly shelf: Pick<Shelf, 'getItem' | 'setItem' | 'removeItem'>, private readonly name: string) {
    try {
      this.cells = JSON.parse(shelf.getItem(name) ?? '{}') as Typed
    } catch {
      this.cells = {}
    }
  }

  all = (): Typed => this.cells

  of(key: string): string | undefined {
    return this.cells[key]
  }

  set(key: string, text: string | undefined): void {
    this.setAll([[key, text]])
  }

  /** Several cells, told once. */
  setAll(changes: (readonly [key: string, text: string | undefined])[]): void {
    const next: Record<string, string> = { ...this.cells }
    let changed = false
    for (const [key, text] of changes) {
      if (next[key] === text) continue
      changed = true
      if (text === undefined) delete next[key]
      else next[key] = text
    }
    if (!changed) return
    this.cells = next
    try {
      if (Object.keys(next).length > 0) this.shelf.setItem(this.name, JSON.stringify(next))
      else this.shelf.removeItem(this.name)
    } catch {
      // the storage is full: the text stays on the page, and committing the cell says so
    }
    for (const listener of this.listeners) listener()
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}
