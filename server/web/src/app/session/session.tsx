import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, use, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { client, isSessionOver, quietly, setGate, type Schemas } from '../../lib/api'
import { ProblemError } from '../../lib/problem'
import { Loading } from '../../ui/Page'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { ConfirmDialog, ExpiredDialog } from './dialogs'
import { PasswordPage } from './PasswordPage'
import { SignIn } from './SignIn'

export type Session = Schemas['Session']
export type Permission = Schemas['Permission']

interface Signed {
  session: Session
  can(permission: Permission): boolean
  /** After a change of the account: ask again who is signed in. */
  renew(): Promise<unknown>
  /** False when the server could not be told, so that the session goes on. */
  signOut(everywhere?: boolean): Promise<boolean>
}

const Context = createContext<Signed | undefined>(undefined)
const key = ['session']

function useSessionQuestion() {
  return useQuery({
    queryKey: key,
    staleTime: Infinity,
    retry: (count, error) => count < 3 && !(error instanceof ProblemError && error.problem.status === 401),
    queryFn: async (): Promise<Session | null> => {
      try {
        return await quietly(() => client.GET('/session'))
      } catch (error) {
        if (error instanceof ProblemError && (error.problem.status === 401 || isSessionOver(error.code))) return null
        throw error
      }
    },
  })
}

type Asking = { kind: 'sign_in' | 'confirm' | 'confirm_totp'; answer: (given: boolean) => void }

/** The page belongs to one person; without one it is the sign-in page. A session that ends keeps the page and asks over it. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient()
  const asked = useSessionQuestion()
  const [asking, setAsking] = useState<Asking>()
  const waiting = useRef<{ kind: string; promise: Promise<boolean> } | undefined>(undefined)
  const session = asked.data
  const known = session != null

  useEffect(() => {
    if (!known) return undefined
    const ask = (kind: Asking['kind']): Promise<boolean> => {
      if (waiting.current?.kind === kind) return waiting.current.promise
      const promise = new Promise<boolean>((resolve) => {
        setAsking({
          kind,
          answer: (given) => {
            waiting.current = undefined
            setAsking(undefined)
            resolve(given)
          },
        })
      })
      waiting.current = { kind, promise }
      return promise
    }
    setGate({ signIn: () => ask('sign_in'), confirm: (factor) => ask(factor ? 'confirm_totp' : 'confirm') })
    return () => setGate(undefined)
  }, [known])

  const signed = useMemo<Signed | undefined>(() => session ? {
    session,
    can: (permission) => session.permissions.includes(permission),
    renew: () => queries.invalidateQueries({ queryKey: key }),
    signOut: async (everywhere) => {
      try {
        await quietly(() => everywhere ? client.DELETE('/sessions') : client.DELETE('/session'))
      } catch (error) {
        if (!(error instanceof ProblemError) || error.problem.status !== 401) return false
      }
      navigate('/', { replace: true })
      queries.setQueryData(key, null)
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== key[0] })
      return true
    },
  } : undefined, [session, queries])

  if (session === undefined) {
    return asked.error instanceof ProblemError
      ? <main><ErrorSummary problem={asked.error.problem} /></main> : <main><Loading rows={3} /></main>
  }
  const enter = (next: Session) => queries.setQueryData(key, next)
  if (!session || !signed) return <SignIn onSession={enter} />
  if (session.must_change_password) {
    return <Context value={signed}><PasswordPage /></Context>
  }
  return (
    <Context value={signed}>
      {children}
      {asking?.kind === 'sign_in' && (
        <ExpiredDialog session={session} onSession={(next) => { enter(next); asking.answer(true) }}
          onLeave={() => { asking.answer(false); void signed.signOut() }} />
      )}
      {asking && asking.kind !== 'sign_in' && (
        <ConfirmDialog withCode={asking.kind === 'confirm_totp' || session.has_second_factor}
          onSession={(next) => { enter(next); asking.answer(true) }} onClose={() => asking.answer(false)} />
      )}
    </Context>
  )
}

export function useSession(): Signed {
  const signed = use(Context)
  if (!signed) throw new Error('no session')
  return signed
}
