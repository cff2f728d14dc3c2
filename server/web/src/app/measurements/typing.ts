// What a sheet keeps in the browser beside the queue, for one job and for a bench alike.

import { useEffect, useMemo, useRef, useState } from 'react'
import { TypedCells } from '../../lib/typed'
import { useSession } from '../session/session'

/** The name under which one account keeps something of one sheet; the next person at the same browser does not go on with it. */
function useOwnName(kind: 'typing' | 'paper', sheet: string): string {
  const { session } = useSession()
  return `chuan.${kind}.${session.account.id}.${sheet}`
}

/** Cells being typed; they survive a reload too. */
export function useTypedCells(sheet: string): TypedCells {
  const stored = useOwnName('typing', sheet)
  return useMemo(() => new TypedCells(localStorage, stored), [stored])
}

export interface Transcription {
  document: number
  measured_at: string
  /** Why it is entered only now. */
  reason: string
}

/** What an entry says of the paper it is copied from. */
export const ofPaper = (paper: Transcription | undefined) => (paper ? { transcribed_from: paper.document, late_reason: paper.reason } : {})

function keptPaper(stored: string): Transcription | undefined {
  try {
    return JSON.parse(localStorage.getItem(stored) ?? 'null') as Transcription ?? undefined
  } catch {
    return undefined
  }
}

/** That a paper sheet is being copied survives a reload, else the rest of it would be recorded as measured now. */
export function useTranscription(sheet: string) {
  const stored = useOwnName('paper', sheet)
  const [kept, setKept] = useState(() => ({ stored, paper: keptPaper(stored) }))
  const paper = kept.stored === stored ? kept.paper : keptPaper(stored)
  const set = (next: Transcription | undefined) => {
    setKept({ stored, paper: next })
    if (next) localStorage.setItem(stored, JSON.stringify(next))
    else localStorage.removeItem(stored)
  }
  return [paper, set] as const
}

/** Asks so many milliseconds after the last change; an answer to an older question is dropped. Nothing is asked while there is nothing to ask. */
export function useAnswers<T>(question: string, ask: (question: string) => Promise<T>, again?: unknown, delay = 150) {
  const [answer, setAnswer] = useState<{ to: string; what: T }>()
  const newest = useRef(0)
  const latest = useRef(ask)
  latest.current = ask
  useEffect(() => {
    newest.current += 1
    const turn = newest.current
    if (!question) return undefined
    const timer = setTimeout(() => {
      latest.current(question).then((what) => { if (turn === newest.current) setAnswer({ to: question, what }) }).catch(() => undefined)
    }, delay)
    return () => clearTimeout(timer)
  }, [question, again, delay])
  return answer
}
