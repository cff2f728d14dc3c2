import { afterEach, describe, expect, it } from 'vitest'
import { addDays, momentAt, nowMoment, parseDate, setSiteOffset, showDate, showMoment, today } from '../src/lib/dates'

describe('dates', () => {
  afterEach(() => setSiteOffset(420))
  it('are dd/mm/yyyy', () => {
    expect(showDate('2026-03-05')).toBe('05/03/2026')
    expect(showDate(null)).toBe('')
  })
  it('read the fifth of March as that', () => {
    expect(parseDate('05/03/2026')).toBe('2026-03-05')
    expect(parseDate('5/3/2026')).toBe('2026-03-05')
    expect(parseDate('25/12/2026')).toBe('2026-12-25')
    expect(parseDate('2026-12-25')).toBe('2026-12-25')
  })
  it.each(['31/02/2026', '29/02/2027', '12/25/2026', '5/3/26', 'hôm nay', ''])('refuse %j', (text) => {
    expect(parseDate(text)).toBeUndefined()
  })
  it('know 29 February', () => {
    expect(parseDate('29/02/2028')).toBe('2028-02-29')
  })
  it('belong to the site: 06:30 in Vietnam is yesterday in UTC', () => {
    expect(today(new Date('2026-03-31T23:30:00Z'))).toBe('2026-04-01')
    expect(showMoment('2026-03-31T23:30:00Z')).toBe('01/04/2026 06:30')
  })
  it('follow the site where it stands in another zone', () => {
    setSiteOffset(-210)
    expect(showMoment('2026-03-31T23:30:00Z')).toBe('31/03/2026 20:00')
    expect(momentAt('2026-03-31', '20:00')).toBe('2026-03-31T23:30:00Z')
  })
  it('make a moment of a day and a time at the site', () => {
    expect(momentAt('2026-04-01', '06:30')).toBe('2026-03-31T23:30:00Z')
  })
  it('count on over the end of a month', () => {
    expect(addDays('2026-02-27', 3)).toBe('2026-03-02')
  })
  it('moments carry Z and no fraction', () => {
    expect(nowMoment()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  })
})
