/* What a step's form said, as lines a person reads; fields without a name in the words are the machine's own. */
import { t, tOr } from '@/i18n'

/* names: what the ids of milestones stand for. */
export function inputLines(input: Record<string, unknown> | null, names: ReadonlyMap<string, string> = new Map()): string[] {
  const out: string[] = []
  for (const [k, v] of Object.entries(input ?? {})) {
    if (v === null || v === '' || (Array.isArray(v) && !v.length)) continue
    if (k === 'text' || k === 'statement' || k === 'reason') { out.unshift(String(v)); continue }
    if ((k === 'org' || k === 'orgs') && /^[\d,]+$/.test(String(v))) continue
    const name = tOr(`input.${k}`, '')
    if (name) out.push(`${name}：${sayValue(k, v, names)}`)
  }
  return out
}

function sayValue(k: string, v: unknown, names: ReadonlyMap<string, string>): string {
  if (Array.isArray(v)) return v.map((x) => (x && typeof x === 'object' ? ['title', 'name', 'text', 'day'].map((n) => (x as Record<string, unknown>)[n]).filter(Boolean).join(' ') : names.get(String(x)) ?? String(x))).join(t('list.sep'))
  if (typeof v === 'boolean') return t(v ? 'yes' : 'no')
  return k === 'percent' ? `${String(v)}%` : String(v)
}
