/* What a step's form said, as lines a person reads.  Names of fields come from the words, or stay what they are. */
import { t, tOr } from '@/i18n'

export function inputLines(input: Record<string, unknown> | null): string[] {
  const out: string[] = []
  for (const [k, v] of Object.entries(input ?? {})) {
    if (v === null || v === '' || k === 'version' || k === 'evidence' || (Array.isArray(v) && !v.length)) continue
    if (k === 'text' || k === 'statement' || k === 'reason') { out.unshift(String(v)); continue }
    out.push(`${tOr(`input.${k}`, k)}：${sayValue(k, v)}`)
  }
  return out
}

function sayValue(k: string, v: unknown): string {
  if (Array.isArray(v)) return v.map((x) => (x && typeof x === 'object' ? Object.values(x).filter((y) => y !== null && y !== '').join(' ') : String(x))).join(t('list.sep'))
  if (typeof v === 'boolean') return t(v ? 'yes' : 'no')
  return k === 'percent' ? `${String(v)}%` : String(v)
}
