/* What one version of a register's row says that the one before did not, in words a person reads. */
import { t, tOr } from '@/i18n'

const LATER: Record<string, string> = { state: '', state_day: '', state_since: '', reasons: '', worst: '', version: '', id: '', created_at: '' }
const empty = (v: unknown) => v === null || v === undefined || v === '' || v === 0

export function changes(before: Record<string, unknown> | undefined, now: Record<string, unknown> | null): string[] {
  const out: string[] = []
  for (const [k, v] of Object.entries(before && now ? now : {})) {
    if (k in LATER || `${k}_name` in now!) continue
    const old = before![k]
    if (old === v || (empty(old) && empty(v))) continue
    const name = tOr(`mine.${k.replace(/_name$/, '').replace('accident_since', 'accident')}`, k)
    out.push(`${name}：${say(k, old)} → ${say(k, v)}`)
  }
  return out
}

const say = (k: string, v: unknown) => (empty(v) ? t('none') : k === 'kind' ? tOr(`mine.kind.${String(v)}`, String(v)) : String(v))
