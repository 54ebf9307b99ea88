/* What a reviewer does to the read tasks: each function gives a new list and leaves the old one as it was. */
import type { Deadline, DraftItem, Finding, Unit } from '@/api/model'

export const copy = <T>(x: T): T => JSON.parse(JSON.stringify(x)) as T

/* A key that no item of the list has, also not one deleted before: keys only grow. */
export function freshKey(items: DraftItem[]): string {
  return String(Math.max(0, ...items.map((i) => Number(i.key) || 0)) + 1)
}

export function blankItem(items: DraftItem[], no = ''): DraftItem {
  return { key: freshKey(items), no, title: '', text: '', lead: [], cooperate: [], persons: [], deadline_text: '',
    deadline: { kind: 'none' }, milestones: [], source: {}, warnings: [] }
}

/* Where a text may be cut: after a sentence or a clause that a semicolon ends; one long sentence at its commas. */
export function sentences(text: string): string[] {
  const whole = text.match(/[^。；;！？\n]+[。；;！？\n]*/g)?.filter((s) => s.trim()) ?? []
  return whole.length === 1 ? (text.match(/[^，,]+[，,]*/g) ?? whole) : whole
}

const titleOf = (text: string) => Array.from(text.trim().replace(/[。；;，,\s]+$/, '')).slice(0, 40).join('')

/* One item becomes two at the given sentence: both keep the units and the deadline, the first keeps the key. */
export function split(items: DraftItem[], key: string, sentence: number): DraftItem[] {
  const at = items.findIndex((i) => i.key === key)
  const old = items[at]
  if (!old) return items
  const parts = sentences(old.text)
  if (sentence < 1 || sentence >= parts.length) return items
  const before = parts.slice(0, sentence).join('').trim(), after = parts.slice(sentence).join('').trim()
  const goesAfter = (words: string) => !!words && after.includes(words) && !before.includes(words)
  const first: DraftItem = { ...copy(old), no: `${old.no}-1`, text: before, milestones: old.milestones.filter((m) => !goesAfter(m.text)) }
  const second: DraftItem = { ...copy(old), key: freshKey(items), no: `${old.no}-2`, title: titleOf(after), text: after, milestones: copy(old.milestones.filter((m) => goesAfter(m.text))) }
  return [...items.slice(0, at), first, second, ...items.slice(at + 1)]
}

const sameUnit = (a: Unit, b: Unit) => a.words === b.words || (a.orgs.length > 0 && a.orgs.length === b.orgs.length && a.orgs.every((o) => b.orgs.includes(o)))
export function union(a: Unit[], b: Unit[]): Unit[] {
  return [...a, ...b.filter((x) => !a.some((y) => sameUnit(x, y)))]
}

function joinSources(a: DraftItem['source'], b: DraftItem['source']): DraftItem['source'] {
  const out = copy(a)
  for (const [k, spans] of Object.entries(b) as [keyof DraftItem['source'], [number, number][]][]) out[k] = [...(out[k] ?? []), ...spans]
  return out
}

const latest = (a: Deadline, b: Deadline) => (!a.day || (b.day && b.day > a.day) ? b : a)

/* The item and the one after it become one: units of both, the later deadline, a lead never also cooperates. */
export function mergeNext(items: DraftItem[], key: string): DraftItem[] {
  const at = items.findIndex((i) => i.key === key)
  const a = items[at], b = items[at + 1]
  if (!a || !b) return items
  const lead = union(a.lead, b.lead)
  const deadline = a.deadline.kind === 'none' ? b.deadline : b.deadline.kind === 'none' ? a.deadline : latest(a.deadline, b.deadline)
  const merged: DraftItem = { ...copy(a), text: [a.text, b.text].filter(Boolean).join('\n'), lead,
    cooperate: union(a.cooperate, b.cooperate).filter((c) => !lead.some((l) => sameUnit(l, c))), persons: [...new Set([...a.persons, ...b.persons])],
    deadline: copy(deadline), deadline_text: deadline === b.deadline ? b.deadline_text : a.deadline_text,
    milestones: copy([...a.milestones, ...b.milestones]), source: joinSources(a.source, b.source), warnings: [...a.warnings, ...b.warnings] }
  return [...items.slice(0, at), merged, ...items.slice(at + 2)]
}

export function move(items: DraftItem[], key: string, by: number): DraftItem[] {
  const at = items.findIndex((i) => i.key === key), to = at + by
  if (at < 0 || to < 0 || to >= items.length) return items
  const out = [...items]
  out.splice(to, 0, ...out.splice(at, 1))
  return out
}

export const replace = (items: DraftItem[], item: DraftItem) => items.map((i) => (i.key === item.key ? item : i))
export const remove = (items: DraftItem[], key: string) => items.filter((i) => i.key !== key)
export function insertAfter(items: DraftItem[], key: string | null, item: DraftItem): DraftItem[] {
  const at = key === null ? items.length : items.findIndex((i) => i.key === key) + 1
  return [...items.slice(0, at), item, ...items.slice(at)]
}

export const resolved = (u: Unit) => u.orgs.length > 0
export const bareUnit = (words: string): Unit => ({ words, orgs: [], names: [], group: null, confirmed: false, candidates: [] })
export const knownUnit = (o: { id: number; name: string }, words = o.name): Unit => ({ words, orgs: [o.id], names: [o.name], group: null, confirmed: true, candidates: [] })

/* What still stands against issuing: the server decides, this says it before the button is pressed. */
export interface Obstacle { key: string; field: 'lead' | 'cooperate' | 'title'; words: string }
export function obstacles(items: DraftItem[]): Obstacle[] {
  const out: Obstacle[] = []
  for (const i of items) {
    if (!i.title.trim()) out.push({ key: i.key, field: 'title', words: '' })
    if (!i.lead.length) out.push({ key: i.key, field: 'lead', words: '' })
    for (const f of ['lead', 'cooperate'] as const)
      for (const u of i[f]) if (!resolved(u)) out.push({ key: i.key, field: f, words: u.words })
  }
  return out
}

/* Findings of one task, and those that belong to none of the list. */
const belongs = (f: Finding, item: DraftItem) => (f.key ? f.key === item.key : f.no !== '' && f.no === item.no)
export const itemOf = (f: Finding, items: DraftItem[]) => items.find((i) => belongs(f, i))
export const findingsOf = (findings: Finding[], item: DraftItem) => findings.map((f, n) => ({ f, n })).filter(({ f }) => belongs(f, item))
/* A finding whose task is gone is gone too; one that never had a task is about the whole notice. */
export const looseFindings = (findings: Finding[], items: DraftItem[]) => findings.map((f, n) => ({ f, n })).filter(({ f }) => !f.key && !itemOf(f, items))
export const standsOpen = (f: Finding) => f.open && !f.ignored
