import { Button } from '@mantine/core'
import { useState } from 'react'
import { localProblem, type Problem } from '../lib/problem'
import { ErrorSummary } from './ErrorSummary'
import { Icon } from './icons'
import { useSpeech } from './language'

/** The filtered list as a file; asked for with Accept: text/csv. */
export function CsvButton({ href, name }: { href: string; name: string }) {
  const { t } = useSpeech()
  const [problem, setProblem] = useState<Problem>()
  const load = async () => {
    setProblem(undefined)
    const answer = await fetch(href, { headers: { Accept: 'text/csv' }, credentials: 'same-origin' }).catch(() => undefined)
    if (!answer?.ok) return setProblem(localProblem('network', 'The list could not be loaded.'))
    const link = document.createElement('a')
    link.href = URL.createObjectURL(await answer.blob())
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
    return undefined
  }
  if (problem) return <ErrorSummary problem={problem} />
  return <Button variant="default" leftSection={<Icon name="download" />} onClick={() => void load()}>{t('list.csv')}</Button>
}
