// A measurement model as its formula: the expression of a procedure, read into what a page can set as mathematics.

export type Formula =
  | { kind: 'number'; text: string }
  | { kind: 'name'; name: string }
  | { kind: 'sum'; terms: { minus: boolean; of: Formula }[] }
  | { kind: 'product'; factors: Formula[] }
  | { kind: 'fraction'; above: Formula; below: Formula }
  | { kind: 'power'; base: Formula; exponent: Formula }
  | { kind: 'call'; name: string; of: Formula[] }

const token = /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z_]\w*)|(\*\*|[-+*/^(),]))/y

function tokens(text: string): string[] | undefined {
  const found: string[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.trimEnd().length) {
    const match = token.exec(text)
    if (!match) return undefined
    found.push(match[1] ?? match[2] ?? match[3]!)
  }
  return found
}

class Reader {
  private at = 0
  constructor(private readonly all: string[]) {}

  get next(): string | undefined {
    return this.all[this.at]
  }
  take(...wanted: string[]): string | undefined {
    const found = this.next
    if (found === undefined || !wanted.includes(found)) return undefined
    this.at += 1
    return found
  }
  private must(wanted: string): void {
    if (!this.take(wanted)) throw new SyntaxError(wanted)
  }

  sum(): Formula {
    const terms: { minus: boolean; of: Formula }[] = []
    let sign = this.take('+', '-')
    do terms.push({ minus: sign === '-', of: this.product() })
    while ((sign = this.take('+', '-')))
    return terms.length === 1 && !terms[0]!.minus ? terms[0]!.of : { kind: 'sum', terms }
  }

  private product(): Formula {
    let left = this.power()
    let sign
    while ((sign = this.take('*', '/'))) {
      const right = this.power()
      if (sign === '/') left = { kind: 'fraction', above: left, below: right }
      else left = { kind: 'product', factors: left.kind === 'product' ? [...left.factors, right] : [left, right] }
    }
    return left
  }

  private power(): Formula {
    const base = this.atom()
    if (!this.take('^', '**')) return base
    const minus = this.take('-')
    const exponent = this.power()
    return { kind: 'power', base, exponent: minus ? { kind: 'sum', terms: [{ minus: true, of: exponent }] } : exponent }
  }

  private atom(): Formula {
    if (this.take('(')) {
      const inside = this.sum()
      this.must(')')
      return inside
    }
    const word = this.next
    if (word === undefined || !/^[\w.]/.test(word)) throw new SyntaxError(word ?? 'end')
    this.at += 1
    if (/^[\d.]/.test(word)) return { kind: 'number', text: word }
    if (!this.take('(')) return { kind: 'name', name: word }
    const of = [this.sum()]
    while (this.take(',')) of.push(this.sum())
    this.must(')')
    return { kind: 'call', name: word, of }
  }
}

/** undefined for what is no expression: the page then shows the text as it stands. */
export function readFormula(text: string): Formula | undefined {
  const all = tokens(text)
  if (!all) return undefined
  try {
    const reader = new Reader(all)
    const formula = reader.sum()
    return reader.next === undefined ? formula : undefined
  } catch {
    return undefined
  }
}

const greek: Record<string, string> = {
  alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', epsilon: 'ε', eta: 'η', theta: 'θ', kappa: 'κ', lambda: 'λ', mu: 'μ', nu: 'ν',
  pi: 'π', rho: 'ρ', sigma: 'σ', tau: 'τ', phi: 'φ', omega: 'ω', Delta: 'Δ', Omega: 'Ω',
}

/** dVS is δV with the index S, rho_a is ρ with the index a, pX is p with the index X. */
export function symbolParts(name: string): { base: string; index: string } {
  const small = /^d(?=[A-Z]|[a-z][A-Z0-9_]|[a-z]$)(.+)$/.exec(name)
  const rest = small ? small[1]! : name
  const [first = '', ...others] = rest.split('_')
  if (!greek[first] && /^[a-z]{3,}$/.test(first)) return { base: (small ? 'δ' : '') + first, index: others.join(',') } // a word
  const letter = greek[first] ?? (others.length > 0 && first.length > 1 ? first : first.slice(0, 1))
  const within = greek[first] || (others.length > 0 && first.length > 1) ? '' : first.slice(1)
  return { base: (small ? 'δ' : '') + letter, index: [within, ...others].filter(Boolean).join(',') }
}
