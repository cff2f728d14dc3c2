import { client, type Schemas } from '../../lib/api'
import { today } from '../../lib/dates'
import { inForce } from '../../lib/functions'
import { useAsk } from '../ask'

/** Procedures that may start work of this kind today and measure several quantities. */
export function useProceduresOfSeveral(kind: Schemas['JobKind']): Schemas['Procedure'][] {
  const asked = useAsk(['procedures', 'of-several', kind], () => client.GET('/procedures', { params: { query: { status: 'approved', kind, limit: 200 } } }))
  return inForce(asked.data?.items ?? [], today()).filter((one) => one.functions.length > 0)
}
