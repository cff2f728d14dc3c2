// D-SI units for the eye, with the symbols of the server's catalogue (lims-core/quantities).

const prefixes: Record<string, string> = {
  deca: 'da', hecto: 'h', kilo: 'k', mega: 'M', giga: 'G', tera: 'T', peta: 'P', deci: 'd', centi: 'c', milli: 'm',
  micro: 'µ', nano: 'n', pico: 'p', femto: 'f', kibi: 'Ki', mebi: 'Mi', gibi: 'Gi',
}

const units: Record<string, string> = {
  one: '', metre: 'm', kilogram: 'kg', second: 's', ampere: 'A', kelvin: 'K', mole: 'mol', candela: 'cd',
  minute: 'min', hour: 'h', day: 'd', degree: '°', arcminute: '′', arcsecond: '″', gram: 'g', radian: 'rad',
  steradian: 'sr', hertz: 'Hz', newton: 'N', pascal: 'Pa', joule: 'J', watt: 'W', coulomb: 'C', volt: 'V', farad: 'F',
  ohm: 'Ω', siemens: 'S', weber: 'Wb', tesla: 'T', henry: 'H', degreecelsius: '°C', lumen: 'lm', lux: 'lx',
  becquerel: 'Bq', gray: 'Gy', sievert: 'Sv', katal: 'kat', litre: 'L', tonne: 't', hectare: 'ha', electronvolt: 'eV',
  dalton: 'Da', neper: 'Np', bel: 'B', decibel: 'dB', bar: 'bar', mmhg: 'mmHg', percent: '%', ppm: 'ppm',
  angstrom: 'Å', nauticalmile: 'M', knot: 'kn', bit: 'bit', byte: 'B',
}

/** Units without a D-SI name stand alone behind a bar. */
const others: Record<string, string> = {
  '|psi': 'psi', '|kgfpercm2': 'kgf/cm²', '|inhg': 'inHg', '|mmh2o': 'mmH2O', '|inh2o': 'inH2O', '|atm': 'atm',
  '|torr': 'Torr', '|inch': 'in', '|foot': 'ft', '|mile': 'mi', '|pound': 'lb', '|ounce': 'oz', '|kgf': 'kgf',
  '|poundforce': 'lbf', '|kgfm': 'kgf·m', '|kgfcm': 'kgf·cm', '|lbfft': 'lbf·ft', '|lbfin': 'lbf·in',
  '|usgallon': 'US gal', '|metrichorsepower': 'PS', '|degreefahrenheit': '°F',
}

function power(exponent: string): string {
  if (exponent === '1') return ''
  return /^\d+$/.test(exponent) ? exponent.replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]!) : `^${exponent}`
}

/** The factors above and below the line; undefined where a word is not known. */
function factors(unit: string): [string[], string[]] | undefined {
  const above: string[] = [], below: string[] = []
  let prefix = ''
  for (const [, word = '', exponent = '1'] of unit.matchAll(/\\([a-z]+)(?:\\tothe\{(-?[\d.]+)\})?/g)) {
    if (!prefix && word in prefixes) {
      prefix = prefixes[word]!
      continue
    }
    const symbol = units[word]
    if (symbol === undefined) return undefined
    const side = exponent.startsWith('-') ? below : above
    if (symbol) side.push(prefix + symbol + power(exponent.replace('-', '')))
    prefix = ''
  }
  return [above, below]
}

/** Symbol of a D-SI unit: "kPa", "m³/h", "W/(m·K)"; what is not known is shown as it stands, without backslashes. */
export function unitSymbol(unit: string): string {
  const parts = unit.startsWith('\\') ? factors(unit) : undefined
  if (!parts) return others[unit] ?? unit.replace(/\\/g, '')
  const [above, below] = [parts[0].join('·'), parts[1].join('·')]
  if (!below) return above
  return `${above || '1'}/${parts[1].length > 1 ? `(${below})` : below}`
}

/** Units a person may choose for an instrument, by quantity. */
export const unitChoices = [
  '\\kilogram', '\\gram', '\\milli\\gram', '\\tonne',
  '\\pascal', '\\hecto\\pascal', '\\kilo\\pascal', '\\mega\\pascal', '\\bar', '\\milli\\bar', '\\mmhg', '|kgfpercm2', '|psi',
  '\\degreecelsius', '\\kelvin', '|degreefahrenheit', '\\percent', '\\one',
  '\\metre', '\\milli\\metre', '\\micro\\metre', '\\kilo\\metre', '|inch', '\\degree',
  '\\volt', '\\milli\\volt', '\\kilo\\volt', '\\ampere', '\\milli\\ampere', '\\ohm', '\\kilo\\ohm', '\\mega\\ohm',
  '\\watt', '\\kilo\\watt', '\\kilo\\watt\\hour', '\\pico\\farad', '\\micro\\farad', '\\milli\\henry',
  '\\litre', '\\milli\\litre', '\\micro\\litre', '\\metre\\tothe{3}', '\\metre\\tothe{3}\\hour\\tothe{-1}', '\\litre\\minute\\tothe{-1}',
  '\\newton', '\\kilo\\newton', '\\newton\\metre', '|kgf', '|kgfm',
  '\\second', '\\minute', '\\hour', '\\hertz', '\\one\\minute\\tothe{-1}', '\\metre\\second\\tothe{-1}', '\\kilo\\metre\\hour\\tothe{-1}',
  '\\kilogram\\metre\\tothe{-3}', '\\milli\\gram\\litre\\tothe{-1}', '\\lux', '\\decibel',
]
