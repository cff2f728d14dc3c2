/** The address of what follows, as the header Link tells it: `<?limit=...&cursor=...>; rel="next"`. */
export function nextPart(address: string, link: string | null): string | undefined {
  const query = /^<(\?[^>]*)>; rel="next"$/.exec(link ?? '')?.[1]
  return query && address.split('?')[0] + query
}

/** The rows of a part; a heading holds no line break. */
export const withoutHeading = (csv: string): string => csv.slice(csv.indexOf('\n') + 1)
