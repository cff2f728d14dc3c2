import './formula.css'
import { createElement, Fragment, type ReactNode } from 'react'
import { showDecimal } from '../lib/decimal'
import { readFormula, symbolParts, type Formula as Read } from '../lib/formula'
import { useSpeech } from './language'

const m = (tag: string, ...children: ReactNode[]) => createElement(tag, null, ...children)

function named(name: string): ReactNode {
  const { base, index } = symbolParts(name)
  const small = base.length > 1 && base.startsWith('δ')
  const main = small ? base.slice(1) : base
  const last = createElement('mi', main.length > 1 ? { mathvariant: 'normal' } : null, main)
  const letter = small ? m('mrow', createElement('mi', { mathvariant: 'normal' }, 'δ'), last) : last
  return index ? m('msub', letter, createElement('mtext', null, index)) : letter
}

/** Whether it needs brackets where it stands as a factor or below an exponent. */
const loose = (part: Read, power: boolean) => part.kind === 'sum' || (power && part.kind !== 'name' && part.kind !== 'number')
const bracketed = (part: Read, decimal: (text: string) => string) => m('mrow', m('mo', '('), set(part, decimal), m('mo', ')'))

function set(part: Read, decimal: (text: string) => string): ReactNode {
  const inner = (one: Read, power = false) => (loose(one, power) ? bracketed(one, decimal) : set(one, decimal))
  switch (part.kind) {
    case 'number': return m('mn', decimal(part.text))
    case 'name': return named(part.name)
    case 'fraction': return m('mfrac', m('mrow', set(part.above, decimal)), m('mrow', set(part.below, decimal)))
    case 'power': return m('msup', m('mrow', inner(part.base, true)), m('mrow', set(part.exponent, decimal)))
    case 'product':
      return m('mrow', ...part.factors.map((factor, index) => <Fragment key={index}>{index > 0 && m('mo', '\u00b7')}{inner(factor)}</Fragment>))
    case 'sum':
      return m('mrow', ...part.terms.map((term, index) => (
        <Fragment key={index}>{(index > 0 || term.minus) && m('mo', term.minus ? '\u2212' : '+')}{term.of.kind === 'sum' ? bracketed(term.of, decimal) : set(term.of, decimal)}</Fragment>)))
    case 'call':
      if (part.name === 'sqrt') return m('msqrt', set(part.of[0]!, decimal))
      if (part.name === 'abs') return m('mrow', m('mo', '|'), set(part.of[0]!, decimal), m('mo', '|'))
      return m('mrow', m('mi', part.name), m('mo', '('),
        ...part.of.map((one, index) => <Fragment key={index}>{index > 0 && m('mo', ',')}{set(one, decimal)}</Fragment>), m('mo', ')'))
  }
}

/** "E = pX - pS" as mathematics; text that is no expression stays text. */
export function Formula({ result, model }: { result: string; model: string }) {
  const { language } = useSpeech()
  const read = readFormula(model)
  if (!read) return <code>{`${result} = ${model}`}</code>
  return createElement('math', { display: 'block', className: 'formula', 'data-model': model },
    m('mi', result), m('mo', '='), set(read, (text) => showDecimal(text, language)))
}

/** A symbol in a line of text: the letter with its index. */
export function Symbol({ name }: { name: string }) {
  const { base, index } = symbolParts(name)
  return <span className="symbol" title={name}><i>{base}</i>{index && <sub>{index}</sub>}</span>
}
