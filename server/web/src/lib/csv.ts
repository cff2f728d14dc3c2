// A table as a file for a spreadsheet.

/** What a spreadsheet would take for a formula is shown as text, unless it is a number. */
function cell(text: string): string {
  const guarded = /^[=+\-@\t\r\n]/.test(text) && !/^[+-]?\d+([.,]\d+)?$/.test(text) ? `'${text}` : text
  return /[",\r\n\t;']/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

export const csvLine = (cells: string[]): string => `${cells.map(cell).join(',')}\r\n`

export function saveAs(bytes: Blob, name: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(bytes)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** The address of what follows, as the header Link tells it: `<?limit=...&cursor=...>; rel="next"`. */
export function nextPart(address: string, link: string | null): string | undefined {
  const query = /^<(\?[^>]*)>; rel="next"$/.exec(link ?? '')?.[1]
  return query && address.split('?')[0] + query
}

/** The rows of a part; a heading holds no line break. */
export const withoutHeading = (csv: string): string => csv.slice(csv.indexOf('\n') + 1)
