import { Button } from '@mantine/core'
import { ProblemError } from '../lib/problem'
import { ErrorSummary } from './ErrorSummary'
import { useSpeech } from './language'

/** A list that could not be loaded: why, and a way to try again. */
export function ListProblem({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  const { t } = useSpeech()
  if (!(error instanceof ProblemError)) return null
  return (
    <>
      <ErrorSummary problem={error.problem} headline={t('error.cannot_show')} />
      <Button variant="default" onClick={onAgain}>{t('again')}</Button>
    </>
  )
}
