/** Vietnamese, English. */
export type Pairs = Record<string, readonly [vi: string, en: string]>
