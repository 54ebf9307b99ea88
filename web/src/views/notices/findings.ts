/* What can be done about a finding at one press, by its kind. */
import type { DraftItem, Finding } from '@/api/model'
import { bareUnit, itemOf, replace } from './draft'

export interface Remedy { action: string; suggestion?: string }

/* “巡遒”可能是“巡逻”之误: the words that the server proposes stand in the second pair of quotes. */
export function suggestion(f: Finding): string | null {
  const m = [...f.text.matchAll(/[“"「]([^”"」]+)[”"」]/g)].map((x) => x[1]!)
  return m.find((w) => w !== f.words) ?? null
}

export function remedies(f: Finding): Remedy[] {
  if (f.kind === 'actor_not_listed' && f.words) return [{ action: 'cooperate' }, { action: 'lead' }]
  if (f.kind === 'doubtful_characters' && f.words) {
    const s = suggestion(f)
    return s ? [{ action: 'correct', suggestion: s }] : []
  }
  return []
}

export function applyFinding(items: DraftItem[], f: Finding, action: string): DraftItem[] {
  const item = itemOf(f, items)
  if (!item) return items
  if (action === 'cooperate' || action === 'lead') return replace(items, { ...item, [action]: [...item[action], bareUnit(f.words)] })
  if (action === 'correct') {
    const right = suggestion(f)
    if (!right) return items
    const fix = (s: string) => s.split(f.words).join(right)
    return replace(items, { ...item, text: fix(item.text), title: fix(item.title) })
  }
  return items
}
