/* What this device knows of the magazine's book: the server's last answer and what was signed here since.  It refuses what
 * the book cannot bear, also where there is no network to ask. */
import type { BlastRow, Snapshot } from '@/api/explosive'
import { readCodes, type Entry } from './keeping'

export interface Book { stock: Map<string, number>; out: Map<string, number>; stored: Set<string>; issued: Set<string>; blasts: BlastRow[]; netOut: Map<string, number> }

const key = (blast: number, person: string, item: string) => `${blast}:${person}:${item}`
const EXPLOSIVE = new Set(['emulsion', 'anfo'])

export function bookOf(s: Snapshot): Book {
  const list = (text: string) => { const c = readCodes(text); return new Set(Array.isArray(c) ? c : []) }
  const b: Book = { stock: new Map(), out: new Map(), stored: list(s.stored), issued: list(s.issued), blasts: s.blasts, netOut: new Map() }
  for (const x of s.balances) {
    const [kind, blast, ...person] = x.account.split(':')
    if (kind === 'magazine') b.stock.set(x.item, x.amount)
    else if (kind === 'blaster') b.out.set(key(Number(blast), person.join(':'), x.item), x.amount)
  }
  return b
}

const IN = new Set(['opening', 'receive', 'return', 'find'])
const OUT = new Set(['issue', 'destroy', 'give_back'])

/* Why the book cannot bear it: a code of a word, with what it is about; null: it can. */
export function whyNot(b: Book, e: Entry): { word: 'stock' | 'not.in' | 'not.out' | 'over.plan'; about: string } | null {
  const leaves = OUT.has(e.kind) || (e.kind === 'lose' && !e.blast)
  for (const l of e.items) {
    if (leaves && l.amount > (b.stock.get(l.item) ?? 0)) return { word: 'stock', about: l.item }
    if ((e.kind === 'use' || e.kind === 'return') && l.amount > (b.out.get(key(e.blast!, e.person!, l.item)) ?? 0)) return { word: 'not.out', about: l.item }
  }
  for (const c of e.codes) {
    if (leaves && !b.stored.has(c)) return { word: 'not.in', about: c }
    if ((e.kind === 'use' || e.kind === 'return') && !b.issued.has(c)) return { word: 'not.out', about: c }
  }
  if (e.kind !== 'issue') return null
  const plan = b.blasts.find((x) => x.id === e.blast)
  const grams = e.items.filter((l) => EXPLOSIVE.has(l.item)).reduce((n, l) => n + l.amount, 0) + (b.netOut.get(`${e.blast}:g`) ?? 0)
  const pieces = e.items.filter((l) => l.item === 'detonator').reduce((n, l) => n + l.amount, 0) + (b.netOut.get(`${e.blast}:d`) ?? 0)
  return !plan || grams > plan.plan_g || pieces > plan.plan_detonators ? { word: 'over.plan', about: plan?.no ?? '' } : null
}

const add = (m: Map<string, number>, k: string, n: number) => m.set(k, (m.get(k) ?? 0) + n)

export function apply(b: Book, e: Entry): void {
  for (const l of e.items) {
    if (IN.has(e.kind)) add(b.stock, l.item, l.amount)
    if (OUT.has(e.kind) || (e.kind === 'lose' && !e.blast)) add(b.stock, l.item, -l.amount)
    if (e.kind === 'issue') add(b.out, key(e.blast!, e.person!, l.item), l.amount)
    if (e.kind === 'return' || e.kind === 'use' || (e.kind === 'lose' && e.blast)) add(b.out, key(e.blast!, e.person!, l.item), -l.amount)
    if (e.kind === 'issue' || e.kind === 'return') add(b.netOut, `${e.blast}:${EXPLOSIVE.has(l.item) ? 'g' : 'd'}`, e.kind === 'issue' ? l.amount : -l.amount)
  }
  for (const c of e.codes) {
    b.stored.delete(c)
    b.issued.delete(c)
    if (IN.has(e.kind)) b.stored.add(c)
    if (e.kind === 'issue') b.issued.add(c)
  }
}
