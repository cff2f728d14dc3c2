// The one way to the server. Types come from openapi.yaml; a wrong field does not compile.

import createClient from 'openapi-fetch'
import type { components, paths } from './schema.gen'
import { localProblem, ProblemError, problemFrom } from './problem'

export type Schemas = components['schemas']
export const client = createClient<paths>({ baseUrl: '/api/v1', credentials: 'same-origin' })

type Answer<T> = { data?: T; error?: unknown; response: Response }

/** What may stand between a refusal and the repetition: signing in again, giving the password again. */
export interface Gate {
  signIn(): Promise<boolean>
  confirm(secondFactor: boolean): Promise<boolean>
}
let gate: Gate | undefined
export function setGate(next: Gate | undefined): void {
  gate = next
}

export const isSessionOver = (code: string): boolean => code.startsWith('session.')

async function once<T>(request: () => Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>
  try {
    answer = await request()
  } catch (error) {
    if (error instanceof ProblemError) throw error // a file that had to be stored first was refused
    throw new ProblemError(localProblem('network', 'No connection to the server.'))
  }
  if (answer.response.ok) return answer.data as T
  throw new ProblemError(problemFrom(answer.error, answer.response.status))
}

/** Asks; when the session is over or the password is wanted, lets the person give it and asks once more. */
export async function call<T>(request: () => Promise<Answer<T>>): Promise<T> {
  try {
    return await once(request)
  } catch (error) {
    if (!(error instanceof ProblemError) || !gate) throw error
    const confirming = error.code === 'confirmation.required' || error.code === 'confirmation.second_factor'
    if (confirming && (await gate.confirm(error.code === 'confirmation.second_factor'))) return once(request)
    if (isSessionOver(error.code) && (await gate.signIn())) return call(request)
    throw error
  }
}

/** Asks without any dialog: for what happens in the background. */
export function quietly<T>(request: () => Promise<Answer<T>>): Promise<T> {
  return once(request)
}

/** A new key; also works on pages without TLS, where randomUUID does not exist. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Stores a file as it is and answers its id. */
export async function upload(file: File): Promise<Schemas['Document']> {
  return call(async () => {
    const response = await fetch(`/api/v1/documents?file_name=${encodeURIComponent(file.name.normalize('NFC'))}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': file.type || 'application/octet-stream', 'Idempotency-Key': newKey() },
      body: file,
    })
    const body: unknown = await response.json().catch(() => undefined)
    return response.ok ? { data: body as Schemas['Document'], response } : { error: body, response }
  })
}
