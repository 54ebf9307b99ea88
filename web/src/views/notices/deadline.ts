/* The kinds of deadline: which facts each has, and how it is said. */
import type { Deadline } from '@/api/model'
import { t, tOr } from '@/i18n'
import { dayText } from '@/i18n/format'

type Fact = 'day' | 'start' | 'effect_year' | 'days' | 'recurs'
export const KINDS: Record<string, Fact[]> = {
  by_day: ['day'], by_day_then_long_term: ['day'], from_month_effect_year: ['start', 'effect_year'],
  from_month_effect_year_then_long_term: ['start', 'effect_year'], days_after_service: ['days'], by_month: ['day'], in_month: ['start', 'day'],
  by_quarter: ['day'], within_year: ['day'], recurring: ['recurs', 'day'], long_term: ['start'], immediately: [], none: [],
}
export const factsOf = (kind: string): Fact[] => KINDS[kind] ?? ['day']

/* A deadline of another kind: facts that the new kind has are kept, the others go. */
export function withKind(d: Deadline, kind: string): Deadline {
  const out: Deadline = { kind }
  for (const f of factsOf(kind)) Object.assign(out, { [f]: d[f] ?? null })
  return out
}

export function deadlineText(d: Deadline): string {
  return tOr(`deadline.${d.kind}`, d.kind)
    .replace('{day}', dayText(d.day)).replace('{start}', dayText(d.start)).replace('{effect_year}', String(d.effect_year ?? '—'))
    .replace('{days}', String(d.days ?? '—')).replace('{recurs}', d.recurs ? tOr(`recurs.${d.recurs}`, d.recurs) : '—')
}
/* A milestone has a day, or so many days from an event that its own words name. */
export function milestoneText(m: { day: string | null; days: number | null; text: string }): string {
  if (m.day) return dayText(m.day)
  return m.days ? t('milestone.within', { n: m.days }) : ''
}
export const kindName = (kind: string) => tOr(`deadline.kind.${kind}`, kind)
export const recursList = ['daily', 'weekly', 'monthly', 'quarterly', 'half-yearly', 'yearly']
export const factLabel = (f: Fact) => t(`deadline.fact.${f}`)
