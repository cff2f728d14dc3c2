import { Icon, type IconName } from './icons'
import { useSpeech } from './language'

type Look = 'valid' | 'due' | 'over' | 'gone' | 'draft' | 'quiet'

const looks: Record<string, [Look, IconName]> = {
  'due.valid': ['valid', 'valid'], 'due.due_soon': ['due', 'dueSoon'], 'due.overdue': ['over', 'overdue'],
  'due.suspended': ['gone', 'pause'], 'due.revoked': ['gone', 'revoked'], 'due.none': ['draft', 'draft'],
  'answer.valid': ['valid', 'valid'], 'answer.expired': ['over', 'overdue'], 'answer.ended_early': ['over', 'overdue'],
  'answer.replaced': ['gone', 'replaced'], 'answer.suspended': ['due', 'pause'], 'answer.revoked': ['gone', 'revoked'],
  'answer.not_yet_issued': ['draft', 'draft'], 'answer.unknown': ['quiet', 'info'],
  'verdict.pass': ['valid', 'check'], 'verdict.conditional_pass': ['due', 'dueSoon'],
  'verdict.conditional_fail': ['due', 'overdue'], 'verdict.fail': ['over', 'cross'],
  'conclusion.pass': ['valid', 'check'], 'conclusion.fail': ['over', 'cross'],
  'conclusion.none': ['quiet', 'info'], 'conclusion.see_results': ['quiet', 'info'],
  'state.received': ['quiet', 'receive'], 'state.in_work': ['quiet', 'draft'], 'state.held': ['due', 'pause'],
  'state.to_review': ['quiet', 'search'], 'state.to_issue': ['quiet', 'certificates'], 'state.finished': ['valid', 'valid'],
  'state.cancelled': ['gone', 'revoked'], 'state.returned_unfinished': ['gone', 'back'],
  'bench_state.open': ['quiet', 'draft'], 'bench_state.done': ['valid', 'valid'],
  'procedure.draft': ['draft', 'draft'], 'procedure.verified': ['due', 'dueSoon'], 'procedure.approved': ['valid', 'valid'],
  'procedure.withdrawn': ['gone', 'revoked'],
  'standard_state.in_service': ['valid', 'valid'], 'standard_state.to_accept': ['draft', 'draft'],
  'standard_state.out_of_service': ['gone', 'revoked'], 'standard_state.on_loan': ['due', 'dueSoon'],
  'outcome.pass': ['valid', 'check'], 'outcome.fail': ['over', 'cross'], 'outcome.not_performed': ['draft', 'draft'],
  'outcome.open': ['draft', 'draft'],
}

/** Always sign, word and ground; never colour alone. */
export function Status({ group, word }: { group: string; word: string }) {
  const speech = useSpeech()
  const [look, icon] = looks[`${group}.${word}`] ?? ['quiet', 'info']
  return (
    <span className={`status ${look}`} data-status={word}>
      <Icon name={icon} size={14} />
      {speech.word(group, word)}
    </span>
  )
}
