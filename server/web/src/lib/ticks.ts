/** Round steps that give about `count` ticks: 1, 2 or 5 times a power of ten; with the decimals they need. */
export function ticks(low: number, high: number, count: number): { at: number; text: string }[] {
  const raw = (high - low) / Math.max(1, count)
  if (!(raw > 0) || !Number.isFinite(raw)) return []
  const power = Math.floor(Math.log10(raw))
  const step = ([1, 2, 5, 10].find((one) => one * 10 ** power >= raw) ?? 10) * 10 ** power
  const decimals = Math.min(12, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)))
  const all = []
  for (let n = Math.ceil(low / step - 1e-9); n * step <= high + step * 1e-9; n += 1) all.push({ at: n * step, text: (n * step).toFixed(decimals).replace(/^-(0(\.0+)?)$/, '$1') })
  return all
}
