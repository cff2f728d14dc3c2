import { describe, expect, it } from 'vitest'
import { csvLine, nextPart, withoutHeading } from '../src/lib/csv'

describe('a line for a spreadsheet', () => {
  it('quotes what separates cells and doubles quotes', () => {
    expect(csvLine(['7', 'Số máy', 'thiếu "số", nhập lại'])).toBe('7,Số máy,"thiếu ""số"", nhập lại"\r\n')
  })
  it('lets no cell become a formula, and leaves numbers alone', () => {
    expect(csvLine(['=1+1', '@SUM(A1)', '-1,5', '+3'])).toBe('"\'=1+1","\'@SUM(A1)","-1,5",+3\r\n')
  })
})

describe('a list as a file', () => {
  it('goes on where the header Link says', () => {
    expect(nextPart('/api/v1/instruments?q=a', '<?q=a&cursor=eA>; rel="next"')).toBe('/api/v1/instruments?q=a&cursor=eA')
    expect(nextPart('/api/v1/orders', '<?cursor=eA>; rel="next"')).toBe('/api/v1/orders?cursor=eA')
    expect(nextPart('/api/v1/orders', null)).toBe(undefined)
    expect(nextPart('/api/v1/orders', '<https://elsewhere.example/?cursor=eA>; rel="next"')).toBe(undefined)
    expect(nextPart('/api/v1/orders', '<?cursor=eA>; rel="prev"')).toBe(undefined)
  })

  it('leaves the heading of a later part out', () => {
    expect(withoutHeading('number,name\r\nD26.1,"a\nb"\r\n')).toBe('D26.1,"a\nb"\r\n')
    expect(withoutHeading('number,name\r\n')).toBe('')
  })
})
