// Questions and acts of the screens, over lib/api.

import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient, type QueryKey } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { call, newKey } from '../lib/api'
import { localProblem, ProblemError, type Problem } from '../lib/problem'

type Answer<T> = { data?: T; error?: unknown; response: Response }
export type ActKey = { 'Idempotency-Key': string }

/** keep: how many parts of the key have to be those of the question before, for its answer to stay on the screen until this one comes. */
export function useAsk<T>(key: QueryKey, request: () => Promise<Answer<T>>, enabled = true, keep?: number) {
  const alike = (before: QueryKey | undefined) => keep !== undefined && JSON.stringify(before?.slice(0, keep)) === JSON.stringify(key.slice(0, keep))
  return useQuery<T>({ queryKey: key, queryFn: () => call(request), enabled, placeholderData: (before, query) => (alike(query?.queryKey) ? keepPreviousData(before) : undefined) })
}

interface Page<Row> {
  items: Row[]
  next_cursor: string | null
}

/** A list that comes page by page. */
export function usePages<Row, P extends Page<Row>>(key: QueryKey, request: (cursor: string | undefined) => Promise<Answer<P & Page<Row>>>) {
  const asked = useInfiniteQuery({
    queryKey: key,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => call(() => request(pageParam)),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (before) => before,
  })
  const rows = asked.data?.pages.flatMap((page) => page.items) ?? []
  // A page of rare rows may end before it found one; the list goes on until there is something to show.
  const { hasNextPage, isFetching, isError, fetchNextPage } = asked
  const searching = rows.length === 0 && hasNextPage && !isError
  useEffect(() => {
    if (searching && !isFetching) void fetchNextPage()
  }, [searching, isFetching, fetchNextPage])
  return { ...asked, isPending: asked.isPending || searching, rows, first: asked.data?.pages[0] }
}

export interface Act<A, T> {
  run(argument: A): Promise<T | undefined>
  busy: boolean
  problem: Problem | undefined
  clear(): void
}

/** One act on the server. A second click while it runs does nothing; a repetition after a cut connection carries the same key. */
export function useAct<A, T>(request: (argument: A, key: ActKey) => Promise<Answer<T>>, options: {
  done?: (data: T, argument: A) => void
  renews?: QueryKey[]
} = {}): Act<A, T> {
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const running = useRef(false)
  const key = useRef<{ argument: string; value: string } | undefined>(undefined)
  const run = async (argument: A): Promise<T | undefined> => {
    if (running.current) return undefined
    running.current = true
    setBusy(true)
    setProblem(undefined)
    const written = JSON.stringify(argument ?? null)
    if (key.current?.argument !== written) key.current = { argument: written, value: newKey() }
    const header = { 'Idempotency-Key': key.current.value }
    try {
      const data = await call(() => request(argument, header))
      key.current = undefined
      await Promise.all((options.renews ?? []).map((renewed) => queries.invalidateQueries({ queryKey: renewed })))
      options.done?.(data, argument)
      return data
    } catch (error) {
      const known = error instanceof ProblemError ? error.problem : localProblem('internal', String(error))
      if (known.code !== 'network') key.current = undefined
      setProblem(known)
      return undefined
    } finally {
      running.current = false
      setBusy(false)
    }
  }
  const clear = useCallback(() => setProblem(undefined), [])
  return { run, busy, problem, clear }
}
