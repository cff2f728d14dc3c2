import { useCallback } from 'react'
import { useLocation, useSearch } from 'wouter'

/** Filters live in the address, so a view can be sent and kept. */
export function useFilters(): [URLSearchParams, (change: Record<string, string | undefined>) => void] {
  const search = useSearch()
  const [where, go] = useLocation()
  const set = useCallback((change: Record<string, string | undefined>) => {
    const next = new URLSearchParams(search)
    for (const [name, value] of Object.entries(change)) {
      if (value) next.set(name, value)
      else next.delete(name)
    }
    const text = next.toString()
    go(text ? `${where}?${text}` : where, { replace: true })
  }, [search, where, go])
  return [new URLSearchParams(search), set]
}
