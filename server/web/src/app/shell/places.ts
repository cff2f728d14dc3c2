// Where one can go, named after the work; who sees what follows from the rights of the account.

import type { Schemas } from '../../lib/api'
import type { MessageKey } from '../../lib/messages'
import type { IconName } from '../../ui/icons'
import type { Permission } from '../session/session'

export interface Place {
  path: string
  label: MessageKey
  icon: IconName
  needs?: Permission
  /** Second letter after "g". */
  letter?: string
  group: 'work' | 'register' | 'house'
}

export const places: Place[] = [
  { path: '/', label: 'place.today', icon: 'today', letter: 't', needs: 'read_jobs', group: 'work' },
  { path: '/receive', label: 'place.receive', icon: 'receive', letter: 'r', needs: 'receive_items', group: 'work' },
  { path: '/benches', label: 'place.benches', icon: 'benches', letter: 'b', needs: 'read_jobs', group: 'work' },
  { path: '/orders', label: 'place.orders', icon: 'jobs', letter: 'o', needs: 'read_orders', group: 'work' },
  { path: '/pending', label: 'place.pending', icon: 'pending', letter: 'p', needs: 'read_certificates', group: 'work' },
  { path: '/instruments', label: 'place.instruments', icon: 'instruments', letter: 'i', needs: 'read_instruments', group: 'register' },
  { path: '/standards', label: 'place.standards', icon: 'standards', letter: 's', needs: 'read_standards', group: 'register' },
  { path: '/certificates', label: 'place.certificates', icon: 'certificates', letter: 'c', needs: 'read_certificates', group: 'register' },
  { path: '/procedures', label: 'place.procedures', icon: 'procedures', needs: 'read_procedures', group: 'register' },
  { path: '/organisations', label: 'place.organisations', icon: 'organisations', needs: 'manage_customers', group: 'register' },
  { path: '/trail', label: 'place.trail', icon: 'history', needs: 'read_trail', group: 'house' },
  { path: '/imports', label: 'place.imports', icon: 'imports', needs: 'import_register', group: 'house' },
  { path: '/accounts', label: 'place.accounts', icon: 'accounts', needs: 'read_people', group: 'house' },
  { path: '/settings', label: 'place.settings', icon: 'settings', needs: 'manage_settings', group: 'house' },
]

type Found = Schemas['Found']

/** Page of a thing that was found. */
export function pageOf(found: Found): string {
  const folder: Record<Found['kind'], string> = {
    instrument: 'instruments', item: 'items', order: 'orders', job: 'jobs', certificate: 'certificates', standard: 'standards',
    procedure: 'procedures', organisation: 'organisations',
  }
  return `/${folder[found.kind]}/${found.id}`
}
