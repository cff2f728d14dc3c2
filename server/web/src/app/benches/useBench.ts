import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { client, newKey, quietly, type Schemas } from '../../lib/api'
import { benchCellOf, benchEntries, benchKey, benchPreviewOf, benchValues, withSaved, type Bench, type BenchCell, type BenchItem } from '../../lib/bench'
import { nowMoment } from '../../lib/dates'
import { parseTyped } from '../../lib/decimal'
import type { Entry, EntryBody, EntryKind, EntryNew } from '../../lib/queue'
import { onAnswered, queue } from '../../lib/sender'
import type { CellValue } from '../../lib/sheet'
import type { Typed, TypedCells } from '../../lib/typed'
import type { Correcting } from '../measurements/CorrectionDialog'
import { ofPaper, useAnswers, useTranscription, useTypedCells } from '../measurements/typing'
import { useSession } from '../session/session'
import { useEntries } from '../shell/QueueMark'

/** Under the key of the jobs: what is done at the sheet of one item renews the bench too. */
export const benchQuery = (id: number) => ['jobs', 'bench', id]

/**
 * What was confirmed stands in the bench at once; the bench as a whole, with all evaluations, is asked for again when nothing was
 * confirmed for a second. Until then the figures of the last preview are the newest ones.
 */
function useConfirmed(bench: Bench): boolean {
  const queries = useQueryClient()
  const [behind, setBehind] = useState(false)
  const latest = useRef(bench)
  latest.current = bench
  const { id } = bench
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    let turn = 0
    const renew = async (asked: number) => {
      await queries.invalidateQueries({ queryKey: benchQuery(id) })
      if (asked === turn) setBehind(false)
    }
    const leave = onAnswered((entries, answers) => {
      if (benchEntries(latest.current, entries).length === 0) return
      turn += 1
      const asked = turn
      queries.setQueryData<Bench>(benchQuery(id), (before) => before && withSaved(before, entries, answers))
      setBehind(true)
      clearTimeout(timer)
      timer = setTimeout(() => void renew(asked), 1000)
    })
    return () => {
      turn += 1
      clearTimeout(timer)
      leave()
    }
  }, [id, queries])
  return behind
}

type Evaluations = Map<number, Schemas['Evaluation']>

/** The old results stay, marked stale, until the new ones are there. */
function usePreview(bench: Bench, written: string, behind: boolean) {
  const shown = useAnswers(written, async (question): Promise<Evaluations> => {
    const { items } = await quietly(() => client.POST('/benches/{bench}/preview', { params: { path: { bench: bench.id } }, body: JSON.parse(question) as Schemas['BenchPreview'] }))
    return new Map(items.map(({ job, evaluation }) => [job, evaluation]))
  }, undefined, 0) // the question itself waits until nothing is typed for a moment
  const newest = written || behind ? shown?.what : undefined
  return {
    evaluationOf: (item: BenchItem): Schemas['Evaluation'] => newest?.get(item.job.id) ?? item.evaluation,
    stale: written ? shown?.to !== written : behind && !newest,
  }
}

/** The cells being typed as they stood when nothing was typed for 150 ms: a key draws its own cell only. */
function useSettled(cells: TypedCells): Typed {
  const [typed, setTyped] = useState(cells.all)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const leave = cells.subscribe(() => {
      clearTimeout(timer)
      timer = setTimeout(() => setTyped(cells.all()), 150)
    })
    return () => {
      clearTimeout(timer)
      leave()
    }
  }, [cells])
  return typed
}

function useQuestion(entries: Entry[], typed: Typed): string {
  return useMemo(() => {
    const asked = benchPreviewOf(entries, typed)
    return asked.readings.length === 0 && (asked.checks ?? []).length === 0 ? '' : JSON.stringify(asked)
  }, [entries, typed])
}

/** Everything the bench shows and does with cells. */
export function useBench(bench: Bench) {
  const { session } = useSession()
  const all = useEntries()
  const entries = useMemo(() => benchEntries(bench, all), [all, bench])
  const cells = useTypedCells(`bench.${bench.id}`)
  const [full, setFull] = useState(false)
  const [correcting, setCorrecting] = useState<Correcting<BenchCell>>()
  const [paper, setPaper] = useTranscription(`bench.${bench.id}`)
  const values = useMemo(() => benchValues(bench, entries), [bench, entries])
  const typed = useSettled(cells)
  const preview = usePreview(bench, useQuestion(entries, typed), useConfirmed(bench))

  const entryNew = (kind: EntryKind, body: EntryBody, job?: number): EntryNew => ({
    key: body.entry_key, account: session.account.id, account_name: session.account.name, ...(job === undefined ? {} : { job }),
    at: bench.name, bench: bench.id, kind, body,
  })
  /** Answers whether all of them are kept. */
  const keepAll = (made: EntryNew[]): boolean => {
    try {
      queue.addAll(made)
      setFull(false)
      return true
    } catch {
      setFull(true)
      return false
    }
  }
  const keep = (kind: EntryKind, body: EntryBody, job?: number) => keepAll([entryNew(kind, body, job)])
  const answer = (checks: { job: number; body: Omit<Schemas['CheckEntry'], 'entry_key'> }[]) =>
    keepAll(checks.map(({ job, body }) => {
      const { checks: seen = [] } = bench.items.find((item) => item.job.id === job) ?? {}
      const saved = seen.filter((one) => one.stage === body.stage && one.operation === body.operation).at(-1)
      return entryNew('check', { ...body, entry_key: newKey(), ...(saved ? { replaces: saved.id } : {}), ...ofPaper(paper) }, job)
    }))
  const valueOf = (key: string): CellValue => values.get(key) ?? { text: '', state: 'empty', earlier: [] }
  const readingEntry = ({ stage, point, channel, repeat }: BenchCell, typed: string): Schemas['ReadingEntry'] => ({
    entry_key: newKey(), stage, point, channel, repeat, indication: typed,
    measured_at: paper?.measured_at ?? nowMoment(), ...ofPaper(paper),
  })
  /** A stored cell asks what happened; where a pasted block meets stored cells, what was pasted waits in them until each is gone through. */
  const commit = (typedCells: [key: string, text: string][]) => {
    const settled: [string, string | undefined][] = []
    const made: { key: string; text: string; entry: EntryNew }[] = []
    for (const [key, text] of typedCells) {
      const cell = benchCellOf(key)
      if (!cell) continue
      const typed = parseTyped(text)
      const value = valueOf(key)
      if (text.trim() === '' || typed === value.text) settled.push([key, undefined])
      else if (typed === undefined) settled.push([key, text])
      else if (value.reading && value.state === 'saved') {
        settled.push([key, typedCells.length === 1 ? undefined : text])
        if (typedCells.length === 1) setCorrecting({ cell, value, typed })
      } else made.push({ key, text, entry: entryNew('reading', readingEntry(cell, typed), cell.job) })
    }
    if (made.length > 0 && !keepAll(made.map(({ entry }) => entry))) {
      const kept = new Set(queue.all().map((entry) => entry.key))
      for (const { key, text, entry } of made) settled.push([key, kept.has(entry.key) ? undefined : text])
    } else settled.push(...made.map(({ key }): [string, undefined] => [key, undefined]))
    cells.setAll(settled)
  }
  return { entries, cells, typed, valueOf, commit, keep, answer, full, correcting, setCorrecting, readingEntry, paper, setPaper, keyOf: benchKey, ...preview }
}

export type BenchWork = ReturnType<typeof useBench>

/** The cells being typed, for what counts them; a single cell listens by itself. */
export function useTyped(cells: TypedCells) {
  return useSyncExternalStore(cells.subscribe, cells.all)
}
