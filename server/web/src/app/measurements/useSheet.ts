import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { client, newKey, quietly, type Schemas } from '../../lib/api'
import { nowMoment } from '../../lib/dates'
import { parseTyped } from '../../lib/decimal'
import { onAnswered, queue } from '../../lib/sender'
import { cellKey, cellValues, previewOf, type Cell, type CellValue } from '../../lib/sheet'
import type { EntryBody, EntryKind } from '../../lib/queue'
import { useEntries } from '../shell/QueueMark'
import { useSession } from '../session/session'
import { ofPaper, useAnswers, useTranscription, useTypedCells } from './typing'

type Sheet = Schemas['Sheet']

/** The old result stays, marked stale, until the new one is there. */
function usePreview(job: number, stored: Schemas['Evaluation'] | undefined, asked: Schemas['Preview']) {
  const nothing = asked.readings.length === 0 && (asked.checks ?? []).length === 0
  const written = nothing ? '' : JSON.stringify(asked)
  const shown = useAnswers(written, (question) =>
    quietly(() => client.POST('/jobs/{job}/preview', { params: { path: { job } }, body: JSON.parse(question) as Schemas['Preview'] })), stored)
  if (!written) return { evaluation: stored, stale: false }
  return { evaluation: shown?.what ?? stored, stale: shown?.to !== written }
}

/** Everything the sheet shows and does with cells. */
export function useSheet(sheet: Sheet) {
  const { session } = useSession()
  const queries = useQueryClient()
  const job = sheet.job.id
  const all = useEntries()
  const entries = useMemo(() => all.filter((entry) => entry.job === job), [all, job])
  const cells = useTypedCells(String(job))
  const drafts = useSyncExternalStore(cells.subscribe, cells.all)
  const setDraft = (key: string, text: string | undefined) => cells.set(key, text)
  const [full, setFull] = useState(false)
  const [correcting, setCorrecting] = useState<{ cell: Cell; value: CellValue; typed: string }>()
  const [paper, setPaper] = useTranscription(String(job))
  const values = useMemo(() => cellValues(sheet, entries), [sheet, entries])
  const preview = usePreview(job, sheet.evaluation, useMemo(() => previewOf(entries, drafts, sheet.adjustment?.choice), [entries, drafts, sheet.adjustment]))

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const leave = onAnswered((answered) => {
      if (!answered.some((entry) => entry.job === job)) return
      clearTimeout(timer)
      timer = setTimeout(() => void queries.invalidateQueries({ queryKey: ['jobs', job] }), 200)
    })
    return () => {
      clearTimeout(timer)
      leave()
    }
  }, [job, queries])

  const keep = (kind: EntryKind, body: EntryBody) => {
    try {
      queue.add({
        key: body.entry_key, account: session.account.id, account_name: session.account.name, job, at: sheet.job.number, kind, body,
      })
      setFull(false)
      return true
    } catch {
      setFull(true)
      return false
    }
  }
  const valueOf = (cell: Cell): CellValue => values.get(cellKey(cell)) ?? { text: '', state: 'empty', earlier: [] }
  const readingEntry = (cell: Cell, typed: string): Schemas['ReadingEntry'] => ({
    entry_key: newKey(), ...cell, indication: typed,
    measured_at: paper?.measured_at ?? nowMoment(), ...ofPaper(paper),
  })
  const commit = (cell: Cell, text: string) => {
    const key = cellKey(cell)
    const value = valueOf(cell)
    const typed = parseTyped(text)
    if (text.trim() === '') {
      if (key in drafts) setDraft(key, undefined)
      return
    }
    if (typed === undefined) return setDraft(key, text)
    if (typed === value.text) {
      if (key in drafts) setDraft(key, undefined)
      return
    }
    if (value.reading && value.state === 'saved') {
      setDraft(key, undefined)
      return setCorrecting({ cell, value, typed })
    }
    if (keep('reading', readingEntry(cell, typed))) setDraft(key, undefined)
    else setDraft(key, text)
  }
  return { job, entries, drafts, setDraft, values, valueOf, commit, keep, full, correcting, setCorrecting, readingEntry, paper, setPaper, ...preview }
}

export type SheetWork = ReturnType<typeof useSheet>
