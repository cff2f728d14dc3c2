import { Button, Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call, client, newKey, type Schemas } from '../../lib/api'
import { csvLine, saveAs } from '../../lib/csv'
import { isMessageKey } from '../../lib/i18n'
import { localProblem, ProblemError, type Problem } from '../../lib/problem'
import { ErrorSummary } from '../../ui/ErrorSummary'
import { FileButton, TextField } from '../../ui/fields'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'

type Report = Schemas['ImportReport']

async function send(file: File, kind: Schemas['ImportKind'], dry_run: boolean, source: string, errorsFrom?: number): Promise<Report> {
  const query = new URLSearchParams({ kind, dry_run: String(dry_run), source: source.normalize('NFC'), file_name: file.name.normalize('NFC') })
  if (errorsFrom !== undefined) query.set('errors_from', String(errorsFrom))
  return call(async () => {
    const response = await fetch(`/api/v1/imports?${query.toString()}`, {
      method: 'POST', credentials: 'same-origin', body: file, headers: { 'Content-Type': 'text/csv', 'Idempotency-Key': newKey() },
    })
    const body: unknown = await response.json().catch(() => undefined)
    return response.ok ? { data: body as Report, response } : { error: body, response }
  })
}

function useFault() {
  const { say } = useSpeech()
  return (error: Schemas['ImportError']) => (isMessageKey(`error.${error.code}`) ? say({ ...error, field: '' }) : error.detail)
}

function Errors({ report }: { report: Report }) {
  const { t } = useSpeech()
  const fault = useFault()
  return (
    <div className="scroll" style={{ maxHeight: 320 }} tabIndex={0} role="region" aria-label={t('import.errors', { n: report.error_count })}>
      <table className="table">
        <thead><tr><th className="num">{t('import.row')}</th><th>{t('import.column')}</th><th>{t('import.fault')}</th></tr></thead>
        <tbody>{report.errors.map((error, index) => <tr key={index}><td className="num">{error.row}</td><td>{error.column}</td><td>{fault(error)}</td></tr>)}</tbody>
      </table>
    </div>
  )
}

/** Every fault as a file for a spreadsheet, page by page. */
function AllErrors({ page, name }: { page: (from: number) => Promise<Report>; name: string }) {
  const { t } = useSpeech()
  const fault = useFault()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const save = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      const lines = [csvLine([t('import.row'), t('import.column'), t('import.fault')])]
      for (let from: number | null = 0; from !== null;) {
        const report: Report = await page(from)
        for (const error of report.errors) lines.push(csvLine([String(error.row), error.column, fault(error)]))
        from = report.next_row
      }
      saveAs(new Blob(['\uFEFF', ...lines], { type: 'text/csv;charset=utf-8' }), name)
    } catch (error) {
      setProblem(error instanceof ProblemError ? error.problem : localProblem('internal', String(error)))
    } finally {
      setBusy(false)
    }
  }
  return <><ErrorSummary problem={problem} /><Button variant="default" loading={busy} onClick={() => void save()} style={{ justifySelf: 'start' }} data-act="all-errors">{t('import.all_errors')}</Button></>
}

/** First a dry run that lists every fault with row and column; then all or nothing. */
export function ImportDialog({ kind, onClose }: { kind: Schemas['ImportKind']; onClose: () => void }) {
  const { t, word } = useSpeech()
  const queries = useQueryClient()
  const [file, setFile] = useState<File>()
  const [source, setSource] = useState('')
  const [report, setReport] = useState<Report>()
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const [done, setDone] = useState<Report>()

  const waitFor = async (report: Report): Promise<Report> => {
    if (!report.task_id) return report
    for (;;) {
      const task = await call(() => client.GET('/tasks/{task}', { params: { path: { task: report.task_id! } } }))
      setReport({ ...report, rows_total: task.total || report.rows_total, rows_added: task.progress })
      if (task.state === 'done') return report
      if (task.state === 'failed' || task.state === 'cancelled') throw new ProblemError(localProblem('import.not_done', 'The import ended without result; nothing was written.'))
      await new Promise((resolve) => setTimeout(resolve, 700))
    }
  }
  const run = async (chosen: File, dry: boolean) => {
    setBusy(true)
    setProblem(undefined)
    try {
      const answer = await send(chosen, kind, dry, source)
      if (dry) setReport(answer)
      else {
        setDone(await waitFor(answer))
        await queries.invalidateQueries()
      }
    } catch (error) {
      setProblem(error instanceof ProblemError ? error.problem : localProblem('internal', String(error)))
    } finally {
      setBusy(false)
    }
  }
  const sound = report && report.error_count === 0
  return (
    <Modal opened onClose={onClose} size="lg" title={`${t('import.title')}: ${word('import_kind', kind)}`}>
      <div className="stack">
        <ErrorSummary problem={problem} />
        <p style={{ margin: 0 }}>{t(kind === 'instruments' ? 'import.hint_instruments' : 'import.hint_certificates')}</p>
        {kind === 'certificates' && <TextField id="source" label={t('import.source')} required value={source} onChange={setSource} />}
        {!done && (
          <div className="row">
            <FileButton label={file ? file.name : t('import.choose')} accept=".csv,text/csv" icon={<Icon name="imports" />} onFile={(chosen) => { setFile(chosen); setReport(undefined); void run(chosen, true) }} />
            {busy && <span className="muted" role="status">{t('import.busy')}</span>}
          </div>
        )}
        {report && !done && (
          <>
            <p style={{ margin: 0 }} role="status">{t('import.found', { total: report.rows_total, added: report.rows_added, known: report.rows_known })}</p>
            {sound ? <Button loading={busy} onClick={() => file && void run(file, false)} style={{ justifySelf: 'start' }}>{t('import.go', { n: report.rows_total })}</Button>
              : <><strong>{t('import.errors', { n: report.error_count })}</strong><Errors report={report} />
                {report.next_row !== null && <p style={{ margin: 0 }}>{t('import.first_errors', { n: report.errors.length })}</p>}
                {file && <AllErrors name={`${file.name.replace(/\.csv$/i, '')}.errors.csv`} page={(from) => send(file, kind, true, source, from)} />}</>}
          </>
        )}
        {done && <><p className="row" role="status"><span className="status valid"><Icon name="check" size={14} />{t('import.done')}</span></p><Button onClick={onClose} style={{ justifySelf: 'start' }}>{t('close')}</Button></>}
      </div>
    </Modal>
  )
}
