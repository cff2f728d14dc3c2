// Dates are dd/mm/yyyy on screens in both languages and yyyy-mm-dd everywhere else; moments are UTC and shown at the site.

let offset = 7 * 60

/** Minutes that the site is ahead of UTC, as the server knows them. */
export function setSiteOffset(minutes: number): void {
  offset = minutes
}

/** "2026-11-21" becomes "21/11/2026"; what is no date stays as it is. */
export function showDate(date: string | null | undefined): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(date ?? '')
  return parts ? `${parts[3]}/${parts[2]}/${parts[1]}` : (date ?? '')
}

function parts(moment: Date): Record<string, string> {
  const [, year = '', month = '', day = '', hour = '', minute = ''] =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(new Date(moment.getTime() + offset * 60_000).toISOString()) ?? []
  return { year, month, day, hour, minute }
}

/** "2026-11-20T23:30:00Z" becomes "21/11/2026 06:30". */
export function showMoment(moment: string | null | undefined): string {
  if (!moment) return ''
  const at = new Date(moment)
  if (Number.isNaN(at.getTime())) return moment
  const p = parts(at)
  return `${p.day}/${p.month}/${p.year} ${p.hour}:${p.minute}`
}

/** The civil day at the site, yyyy-mm-dd. */
export function today(now: Date = new Date()): string {
  const p = parts(now)
  return `${p.year}-${p.month}-${p.day}`
}

/** A day and an hour:minute at the site as a moment. */
export function momentAt(day: string, time: string): string {
  return new Date(Date.parse(`${day}T${time}:00Z`) - offset * 60_000).toISOString().replace('.000Z', 'Z')
}

/** dd/mm/yyyy (also d/m/yyyy, d.m.yyyy and yyyy-mm-dd) to yyyy-mm-dd; undefined when there is no such day. */
export function parseDate(text: string): string | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim())
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text.trim())
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : local ? [local[3], local[2], local[1]] : []
  if (!year || !month || !day) return undefined
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

/** The day so many days later. */
export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** Now, UTC with Z, seconds. */
export function nowMoment(): string {
  return new Date().toISOString().replace(/\.\d{3}Z$/, 'Z')
}
