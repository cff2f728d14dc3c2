import { Button } from '@mantine/core'
import { useState } from 'react'
import { upload } from '../../lib/api'
import { ProblemError, type Problem } from '../../lib/problem'
import { showRange } from '../../lib/decimal'
import { agreementInWords, limitsBody } from '../../lib/limits'
import { quantities } from '../../lib/quantities'
import { ruleInWords } from '../../lib/rules'
import { ErrorSummary, FindingList } from '../../ui/ErrorSummary'
import { ChoiceField, FileButton, TextField, UnitField } from '../../ui/fields'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'
import { Facts, Panel } from '../../ui/Page'
import { Status } from '../../ui/Status'
import { ReviewFields } from '../jobs/ReviewFields'
import { asLastTime, type ItemDraft } from './draft'

interface Props {
  item: ItemDraft
  index: number
  errors: Record<string, string>
  onChange: (next: (item: ItemDraft) => ItemDraft) => void
  onRemove: () => void
  onLook: () => void
}

function Known({ item, onChange }: Pick<Props, 'item' | 'onChange'>) {
  const { t, name, word, language } = useSpeech()
  const known = item.known!
  const { instrument, last_job: last } = known
  return (
    <>
      <Facts facts={[
        [t('job.item'), <strong key="name">{name(instrument)}</strong>],
        [t('instrument.maker'), `${instrument.maker} ${instrument.model}`],
        [t('instrument.range'), showRange(instrument.range_low, instrument.range_high, instrument.unit, language)],
        [t('instrument.owner'), instrument.owner.name],
        [t('receive.last_job'), last && <span key="last">{last.job.number} · {word('kind', last.kind)} · {last.procedure_code} {last.verdict && <Status group="verdict" word={last.verdict} />}</span>],
      ]} />
      {known.warnings.length > 0 && <div className="panel warn" style={{ margin: '10px 0 0' }}><FindingList findings={known.warnings} /></div>}
      {last && (
        <p className="row" style={{ marginBottom: 0 }}>
          {item.asLastTime && <span className="status valid"><Icon name="check" size={14} />{t('receive.as_last_time')}</span>}
          {!item.asLastTime && <Button size="compact-sm" variant="default" onClick={() => onChange((now) => asLastTime(now, known))}>{t('receive.as_last_time')}</Button>}
        </p>
      )}
    </>
  )
}

function Unknown({ item, index, errors, onChange }: Omit<Props, 'onRemove' | 'onLook'>) {
  const { t, word, name } = useSpeech()
  const [more, setMore] = useState(false)
  const at = `items-${index}-instrument-`
  const set = (key: keyof ItemDraft['brief']) => (value: string) => onChange((now) => ({ ...now, brief: { ...now.brief, [key]: value } }))
  const field = (key: keyof ItemDraft['brief']) => ({ id: at + key, value: item.brief[key], onChange: set(key), errors })
  return (
    <>
      {item.candidates.length > 0 ? <p>{t('receive.several')}</p> : <p className="row" style={{ marginTop: 0 }}><Icon name="info" />{t('receive.unknown')}</p>}
      {item.candidates.map((candidate) => (
        <Button key={candidate.instrument.id} variant="default" size="compact-sm" mr={8} mb={8} onClick={() => onChange((now) => asLastTime(now, candidate))}>
          {name(candidate.instrument)} · {candidate.instrument.maker} {candidate.instrument.model} · {candidate.instrument.owner.name}
        </Button>
      ))}
      <div className="fields">
        <TextField {...field('name_vi')} label={t('instrument.name')} required />
        <TextField {...field('maker')} label={t('instrument.maker_only')} required />
        <TextField {...field('model')} label={t('instrument.model')} required />
        {more && (
          <>
            <ChoiceField {...field('quantity')} label={t('instrument.quantity')} choices={quantities.map((quantity) => ({ value: quantity as string, label: word('quantity', quantity) }))} />
            <UnitField {...field('unit')} />
            <TextField {...field('range_low')} label={t('instrument.low')} inputMode="decimal" />
            <TextField {...field('range_high')} label={t('instrument.high')} inputMode="decimal" />
            <TextField {...field('resolution')} label={t('instrument.resolution')} inputMode="decimal" />
            <TextField {...field('verification_interval')} label={t('instrument.verification_interval')} hint={t('instrument.verification_interval_hint')} inputMode="decimal" />
            <TextField {...field('accuracy_class')} label={t('instrument.class')} />
          </>
        )}
      </div>
      {!more && <Button variant="subtle" size="compact-sm" mt={8} onClick={() => setMore(true)}>{t('receive.more_fields')}</Button>}
    </>
  )
}

/** One item on the counter: who it is, how it looks, what is asked. */
export function ItemCard({ item, index, errors, onChange, onRemove, onLook }: Props) {
  const { t, word, language } = useSpeech()
  const [problem, setProblem] = useState<Problem>()
  const [review, setReview] = useState(false)
  const at = `items-${index}-`
  const photo = async (file: File) => {
    try {
      const stored = await upload(file)
      setProblem(undefined)
      onChange((now) => ({ ...now, photo_id: stored.id }))
    } catch (error) {
      if (error instanceof ProblemError) setProblem(error.problem)
    }
  }
  return (
    <Panel>
      <div className="row" style={{ marginBottom: 10 }}>
        <h2 style={{ fontSize: 16 }}>{index + 1}. {item.serial}</h2>
        <span className="space" style={{ flex: 1 }} />
        <Button id={`${at}instrument_id`} variant="subtle" size="compact-sm" onClick={onRemove} leftSection={<Icon name="cross" />}>{t('remove')}</Button>
      </div>
      <ErrorSummary problem={problem} />
      {!item.looked && !item.known && !item.failed && <p className="muted">{t('receive.looking')}</p>}
      {item.failed && (
        <div className="panel warn" data-failed>
          <FindingList findings={item.failed} />
          <Button id={`${at}look`} size="compact-sm" variant="default" mt={8} onClick={onLook}>{t('receive.look_again')}</Button>
        </div>
      )}
      {item.known ? <Known item={item} onChange={onChange} /> : item.looked && <Unknown item={item} index={index} errors={errors} onChange={onChange} />}
      <div className="fields" style={{ marginTop: 14 }}>
        <ChoiceField id={`${at}kind`} label={t('job.asked')} required value={item.kind} errors={errors}
          onChange={(kind) => kind && onChange((now) => ({ ...now, kind, mode: kind === 'verification' ? 'periodic' : 'none' }))}
          choices={(['calibration', 'verification', 'testing'] as const).map((kind) => ({ value: kind, label: word('kind', kind) }))} />
        {item.kind === 'verification' && (
          <ChoiceField id={`${at}mode`} label={t('job.mode')} required value={item.mode} errors={errors} onChange={(mode) => mode && onChange((now) => ({ ...now, mode }))}
            choices={(['initial', 'periodic', 'after_repair', 'in_service'] as const).map((mode) => ({ value: mode, label: word('mode', mode) }))} />
        )}
        <TextField id={`${at}condition_text`} label={t('receive.condition')} value={item.condition_text} errors={errors}
          onChange={(condition_text) => onChange((now) => ({ ...now, condition_text }))} />
        <TextField id={`${at}accessories`} label={t('receive.accessories')} value={item.accessories} errors={errors}
          onChange={(accessories) => onChange((now) => ({ ...now, accessories }))} />
        <div style={{ paddingTop: 22 }} className="row">
          <FileButton label={t(item.photo_id ? 'receive.photo_again' : 'receive.photo')} accept="image/*" capture icon={<Icon name="camera" />} onFile={(file) => void photo(file)} />
          {item.photo_id && <span className="status valid"><Icon name="check" size={14} />{t('receive.photo_kept')}</span>}
        </div>
      </div>
      <h3 style={{ margin: '16px 0 8px', fontSize: 14 }}>{t('review.title')}</h3>
      {item.asLastTime && !review ? (
        <p className="row">
          <span>{t('receive.review_last', { points: (item.kind !== 'verification' && item.review.points) || t('receive.all_points') })}
            {item.kind !== 'verification' && item.review.conformity_asked && ` · ${agreementInWords(item.review.limits.map(limitsBody), language)} · ${ruleInWords(item.review.decision_rule, item.review.rule_number, language)}`}</span>
          <Button size="compact-sm" variant="default" onClick={() => setReview(true)}>{t('edit')}</Button>
        </p>
      ) : (
        <ReviewFields brief kind={item.kind} law={item.kind === 'verification'} draft={item.review} errors={errors} at={`${at}contract_review-`}
          onChange={(next) => onChange((now) => ({ ...now, review: next }))} />
      )}
    </Panel>
  )
}
