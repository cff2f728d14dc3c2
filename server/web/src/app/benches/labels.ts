import type { Lacks } from '../../lib/bench'
import { useSpeech } from '../../ui/language'

/** What an item lacks, in words. */
export function useLacks() {
  const { t } = useSpeech()
  return ({ unsaved, readings, operations, adjustment }: Lacks): string[] => [
    ...(unsaved > 0 ? [t('bench.lacks_saving', { n: unsaved })] : []),
    ...(readings > 0 ? [t('bench.lacks_readings', { n: readings })] : []),
    ...(operations > 0 ? [t('bench.lacks_operations', { n: operations })] : []),
    ...(adjustment ? [t('bench.lacks_adjustment')] : []),
  ]
}
