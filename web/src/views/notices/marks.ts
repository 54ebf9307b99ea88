/*
 * The source text, cut where the marks of what was read begin and end.  Offsets count Unicode code points, as the
 * server does.  Where marks lie over each other the more telling one shows.
 */
import type { DraftItem, Finding, SourceField, Span } from '@/api/model'

export type MarkKind = SourceField | 'odd' | 'unused'
export interface Piece { from: number; to: number; text: string; kind: MarkKind | null; item: string | null; finding: number | null }

/* Later ones paint over earlier ones. */
const ORDER: MarkKind[] = ['unused', 'text', 'title', 'no', 'milestones', 'persons', 'deadline', 'cooperate', 'lead', 'odd']

interface Paint { span: Span; kind: MarkKind; item: string | null; finding: number | null }

function paints(items: DraftItem[], findings: Finding[], unused: { at: Span }[]): Paint[] {
  const out: Paint[] = unused.map((u) => ({ span: u.at, kind: 'unused', item: null, finding: null }))
  for (const i of items)
    for (const [field, spans] of Object.entries(i.source) as [SourceField, Span[]][])
      for (const span of spans ?? []) out.push({ span, kind: field, item: i.key, finding: null })
  const owner = new Map(items.map((i) => [i.no, i.key]))
  const keys = new Set(items.map((i) => i.key))
  findings.forEach((f, n) => {
    if (f.at && f.open && !f.ignored) out.push({ span: f.at, kind: 'odd', item: (f.key && keys.has(f.key) ? f.key : owner.get(f.no)) ?? null, finding: n })
  })
  return out.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
}

export function cut(text: string, items: DraftItem[], findings: Finding[], unused: { at: Span }[]): Piece[] {
  const points = Array.from(text)
  const clamp = (n: number) => Math.max(0, Math.min(points.length, n))
  const list = paints(items, findings, unused).map((p) => ({ ...p, span: [clamp(p.span[0]), clamp(p.span[1])] as Span })).filter((p) => p.span[0] < p.span[1])
  const edges = [...new Set([0, points.length, ...list.flatMap((p) => p.span)])].sort((a, b) => a - b)
  const index = new Map(edges.map((e, i) => [e, i]))
  const top: (Paint | null)[] = edges.map(() => null)
  for (const p of list)
    for (let i = index.get(p.span[0])!; i < index.get(p.span[1])!; i++) top[i] = { ...p, item: p.item ?? top[i]?.item ?? null }
  return edges.slice(0, -1).map((from, i) => {
    const to = edges[i + 1]!, p = top[i]
    return { from, to, text: points.slice(from, to).join(''), kind: p?.kind ?? null, item: p?.item ?? null, finding: p?.finding ?? null }
  })
}
