import { Button } from '@mantine/core'
import { useState } from 'react'
import { client, type Schemas } from '../../lib/api'
import { showMoment } from '../../lib/dates'
import { showCount } from '../../lib/decimal'
import { FlowTable } from '../../ui/FlowTable'
import { useSpeech } from '../../ui/language'
import { ListProblem } from '../../ui/ListProblem'
import { Empty, PageHead } from '../../ui/Page'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { useAct, usePages } from '../ask'
import { ImportDialog } from './ImportDialog'

/** Registers brought in; each can be taken back as a whole. */
export function Imports() {
  const { t, word, language } = useSpeech()
  const [dialog, setDialog] = useState<Schemas['ImportKind']>()
  const [back, setBack] = useState<Schemas['ImportBatch']>()
  const asked = usePages<Schemas['ImportBatch'], Schemas['ImportList']>(['imports'], (cursor) => client.GET('/imports', { params: { query: { cursor } } }))
  const act = useAct(({ id, reason }: { id: number; reason: string }, header) =>
    client.POST('/imports/{import}/taking-back', { params: { path: { import: id }, header }, body: { reason } }), { renews: [['imports'], ['instruments'], ['certificates']], done: () => setBack(undefined) })
  return (
    <>
      <PageHead title={t('place.imports')}>
        <Button variant="default" onClick={() => setDialog('certificates')}>{word('import_kind', 'certificates')}</Button>
        <Button onClick={() => setDialog('instruments')}>{word('import_kind', 'instruments')}</Button>
      </PageHead>
      <ListProblem error={asked.error} onAgain={() => void asked.refetch()} />
      {!asked.isPending && !asked.error && asked.rows.length === 0 && <Empty icon="imports" title={t('import.none')} hint={t('import.none_hint')} act={t('import.choose')} onAct={() => setDialog('instruments')} />}
      {asked.rows.length > 0 && (
        <div className="scroll" tabIndex={0} role="region" aria-label={t('place.imports')}>
          <FlowTable>
            <thead><tr><th>{t('import.file')}</th><th>{t('job.kind')}</th><th>{t('job.state')}</th><th className="num">{t('import.rows')}</th><th className="num">{t('import.known')}</th><th>{t('trail.who')}</th><th><span className="visually-hidden">{t('trail.what')}</span></th></tr></thead>
            <tbody>{asked.rows.map((batch) => (
              <tr key={batch.id}><td>{batch.file_name}{batch.source && <><br /><span className="muted">{batch.source}</span></>}</td><td>{word('import_kind', batch.kind)}</td><td>{word('import_state', batch.state)}</td>
                <td className="num">{showCount(batch.rows_added, language)}</td><td className="num">{showCount(batch.rows_known, language)}</td><td>{(batch.started_by?.name ?? '–')}<br /><span className="muted">{showMoment(batch.started_at)}</span></td>
                <td>{batch.state === 'accepted' && <Button size="compact-sm" variant="default" onClick={() => setBack(batch)}>{t('import.take_back')}</Button>}</td></tr>))}</tbody>
          </FlowTable>
        </div>
      )}
      {dialog && <ImportDialog kind={dialog} onClose={() => setDialog(undefined)} />}
      {back && <ReasonDialog danger title={t('import.take_back')} what={back.file_name} act={t('import.take_back')} busy={act.busy} problem={act.problem} onClose={() => setBack(undefined)} onReason={(reason) => void act.run({ id: back.id, reason })} />}
    </>
  )
}
