/* What changed inside a text: the part that is the same at both ends, and the two middles. */
/* A number is one word, so that 20日 → 10日 shows as two days, not as one changed digit. */
const WORD = /\d+|[^\d]/gu

export function middle(before: string, after: string): { head: string; was: string; is: string; tail: string } {
  const a = before.match(WORD) ?? [], b = after.match(WORD) ?? []
  let i = 0, j = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i++
  while (j < a.length - i && j < b.length - i && a[a.length - 1 - j] === b[b.length - 1 - j]) j++
  const cut = (x: string[], from: number, to: number) => x.slice(from, to).join('')
  return { head: cut(a, 0, i), was: cut(a, i, a.length - j), is: cut(b, i, b.length - j), tail: cut(a, a.length - j, a.length) }
}
