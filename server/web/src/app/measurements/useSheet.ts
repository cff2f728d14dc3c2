import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { client, newKey, quietly, type Schemas } from '../../lib/api'
import { nowMoment } from '../../lib/dates'
import { parseTyped } from '../../lib/decimal'
import { onAnswered, queue } from '../../lib/sender'
import { cellKey, cellValues, previewOf, type Cell, type CellValue } from '../../lib/sheet'
import type { Entry, EntryBody, EntryKind } from '../../lib/queue'
import { useEntries } from '../shell/QueueMark'
import { useSession } from '../session/session'

type Sheet = Schemas['Sheet']

/** Cells being typed survive a reload too. */
function useDrafts(job: number) {
  const stored = `chuan.typing.${job}`
  const [drafts, setDrafts] = useState<Record<string, string>>(() => {
    try {
      return JSON.parse(localStorage.getItem(stored) ?? '{}') as Record<string, string>
    } catch {
      return {}
    }
  })
  const set = (key: string, text: string | undefined) => setDrafts((before) => {
    const next = { ...before }
    if (text === undefined) delete next[key]
    else next[key] = text
    if (Object.keys(next).length > 0) localStorage.setItem(stored, JSON.stringify(next))
    else localStorage.removeItem(stored)
    return next
  })
  return { drafts, set }
}

/** The old result stays, marked stale, until the new one is there; an answer to an older question is dropped. */
function usePreview(job: number, stored: Schemas['Evaluation'] | undefined, asked: Schemas['Preview']) {
  const [shown, setShown] = useState<{ evaluation: Schemas['Evaluation']; of: string }>()
  const newest = useRef(0)
  const nothing = asked.readings.length === 0 && (asked.checks ?? []).length === 0
  const written = nothing ? '' : JSON.stringify(asked)
  useEffect(() => {
    newest.current += 1
    const turn = newest.current
    if (!written) return undefined
    const timer = setTimeout(() => {
      quietly(() => client.POST('/jobs/{job}/preview', { params: { path: { job } }, body: JSON.parse(written) as Schemas['Preview'] }))
        .then((evaluation) => { if (turn === newest.current) setShown({ evaluation, of: written }) })
        .catch(() => undefined)
    }, 150)
    return () => clearTimeout(timer)
  }, [job, written, stored])
  if (!written) return { evaluation: stored, stale: false }
  return { evaluation: shown?.evaluation ?? stored, stale: shown?.of !== written }
}

export interface Transcription {
  document: number
  measured_at: string
}

/** That a paper sheet is being copied survives a reload, else the rest of it would be recorded as measured now. */
function useTranscription(job: number) {
  const stored = `chuan.paper.${job}`
  const [paper, setPaper] = useState<Transcription | undefined>(() => {
    try {
      return JSON.parse(localStorage.getItem(stored) ?? 'null') as Transcription ?? undefined
    } catch {
      return undefined
    }
  })
  const set = (next: Transcription | undefined) => {
    setPaper(next)
    if (next) localStorage.setItem(stored, JSON.stringify(next))
    else localStorage.removeItem(stored)
  }
  return [paper, set] as const
}

/** Everything the sheet shows and does with cells. */
export function useSheet(sheet: Sheet) {
  const { session } = useSession()
  const queries = useQueryClient()
  const job = sheet.job.id
  const all = useEntries()
  const entries = useMemo(() => all.filter((entry) => entry.job === job), [all, job])
  const { drafts, set: setDraft } = useDrafts(job)
  const [full, setFull] = useState(false)
  const [correcting, setCorrecting] = useState<{ cell: Cell; value: CellValue; typed: string }>()
  const [paper, setPaper] = useTranscription(job)
  const values = useMemo(() => cellValues(sheet, entries), [sheet, entries])
  const preview = usePreview(job, sheet.evaluation, useMemo(() => previewOf(entries, drafts, sheet.adjustment?.choice), [entries, drafts, sheet.adjustment]))

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const leave = onAnswered((answered) => {
      if (answered !== job) return
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
        key: body.entry_key, account: session.account.id, account_name: session.account.name, job, job_number: sheet.job.number, kind, body,
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
    measured_at: paper?.measured_at ?? nowMoment(), ...(paper ? { transcribed_from: paper.document } : {}),
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

/** Entries of this sheet that need a person: somebody else was first, or the server refused them. */
export function stuckEntries(entries: Entry[]): Entry[] {
  return entries.filter((entry) => entry.state !== 'waiting')
}
