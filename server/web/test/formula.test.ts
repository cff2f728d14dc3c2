import { describe, expect, it } from 'vitest'
import { readFormula, symbolParts, type Formula } from '../src/lib/formula'

/** With all brackets, so that the order of the operations can be read. */
function said(part: Formula | undefined): string {
  if (!part) return 'nothing'
  switch (part.kind) {
    case 'number': return part.text
    case 'name': return part.name
    case 'fraction': return `(${said(part.above)}/${said(part.below)})`
    case 'power': return `(${said(part.base)}^${said(part.exponent)})`
    case 'product': return `(${part.factors.map(said).join('*')})`
    case 'sum': return `(${part.terms.map((term) => (term.minus ? '-' : '+') + said(term.of)).join('')})`
    case 'call': return `${part.name}(${part.of.map(said).join(',')})`
  }
}

describe('the formula of a model', () => {
  it('keeps the order in which the program computes', () => {
    expect(said(readFormula('pX + dR - pS - dS'))).toBe('(+pX+dR-pS-dS)')
    expect(said(readFormula('a/b/c'))).toBe('((a/b)/c)')
    expect(said(readFormula('a*b/c*d'))).toBe('(((a*b)/c)*d)')
    expect(said(readFormula('-a^2'))).toBe('(-(a^2))')
    expect(said(readFormula('2^3^x'))).toBe('(2^(3^x))')
    expect(said(readFormula('a - (b - c)'))).toBe('(+a-(+b-c))')
    expect(said(readFormula('(mR + dmR)*(1 + (a - 1.2)*(1/rW - 1/rR)) - 1e5'))).toBe('(+((+mR+dmR)*(+1+((+a-1.2)*(+(1/rW)-(1/rR)))))-1e5)')
    expect(said(readFormula('sqrt(a^-2) + atan2(x, y)'))).toBe('(+sqrt((a^(-2)))+atan2(x,y))')
  })
  it('leaves alone what is no expression', () => {
    for (const text of ['', 'a +', 'a b', '(a', 'a)', 'a $ b', '3 +* 4']) expect(readFormula(text), text).toBeUndefined()
  })
  it('writes symbols as on paper', () => {
    expect(symbolParts('dVS')).toEqual({ base: 'δV', index: 'S' })
    expect(symbolParts('dmC')).toEqual({ base: 'δm', index: 'C' })
    expect(symbolParts('rho_a')).toEqual({ base: 'ρ', index: 'a' })
    expect(symbolParts('pX')).toEqual({ base: 'p', index: 'X' })
    expect(symbolParts('d')).toEqual({ base: 'd', index: '' })
    expect(symbolParts('density')).toEqual({ base: 'density', index: '' })
    expect(symbolParts('t_in_2')).toEqual({ base: 't', index: 'in,2' })
  })
})
