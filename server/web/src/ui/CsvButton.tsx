import { Button } from '@mantine/core'
import { useState } from 'react'
import { nextPart, saveAs, withoutHeading } from '../lib/csv'
import { localProblem, type Problem } from '../lib/problem'
import { ErrorSummary } from './ErrorSummary'
import { Icon } from './icons'
import { useSpeech } from './language'

/** The filtered list as a file; asked for with Accept: text/csv. A large one comes in parts, each with a heading. */
export function CsvButton({ href, name }: { href: string; name: string }) {
  const { t } = useSpeech()
  const [problem, setProblem] = useState<Problem>()
  const load = async () => {
    setProblem(undefined)
    const parts: string[] = []
    for (let part: string | undefined = href; part;) {
      const answer: Response | undefined = await fetch(part, { headers: { Accept: 'text/csv' }, credentials: 'same-origin' }).catch(() => undefined)
      if (!answer?.ok) return setProblem(localProblem('network', 'The list could not be loaded.'))
      const text = await answer.text()
      parts.push(parts.length ? withoutHeading(text) : text)
      part = nextPart(part, answer.headers.get('Link'))
    }
    return saveAs(new Blob(parts, { type: 'text/csv' }), name)
  }
  if (problem) return <ErrorSummary problem={problem} />
  return <Button variant="default" leftSection={<Icon name="download" />} onClick={() => void load()}>{t('list.csv')}</Button>
}
