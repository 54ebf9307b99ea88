/* How weighings, cases and measures are lit, and weights written. */
import type { HaulageCase, HaulageMeasure, Scale, Ticket } from '@/api/haulage'

export const tonnes = (kg: number) => (kg / 1000).toFixed(kg % 10 ? 3 : 2)
/* Came late, decided offline, tare taken from before: told on the ticket's page, but nothing to look into. */
const MILD = 8 | 512 | 1024
export const odd = (x: Pick<Ticket, 'flags'>) => (x.flags & ~MILD) !== 0
export const ticketLight = (x: Pick<Ticket, 'result' | 'over_kg' | 'flags' | 'decision'>) => (x.over_kg > 0 ? 'red' : x.result === 'unknown' || odd(x) ? 'yellow' : 'green')
export function caseLight(c: Pick<HaulageCase, 'state' | 'due'>, today: string): string {
  if (c.state === 'copied') return 'green'
  if (c.state === 'dropped') return 'grey'
  return c.due && c.due < today ? 'red' : 'yellow'
}
export const measureLight = (m: Pick<HaulageMeasure, 'state'>) => ({ proposed: 'yellow', in_force: 'red', done: 'green', lifted: 'green' })[m.state] ?? 'grey'
export const scaleLight = (s: Pick<Scale, 'active' | 'certificate' | 'valid_to'>, today: string) => (!s.active ? 'grey' : !s.certificate || (s.valid_to && s.valid_to < today) ? 'red' : 'green')
/* The first and last day of a month YYYY-MM. */
export function monthSpan(month: string): { from: string; to: string } {
  const [y, m] = month.split('-').map(Number) as [number, number]
  return { from: `${month}-01`, to: `${month}-${String(new Date(Date.UTC(y, m, 0)).getUTCDate()).padStart(2, '0')}` }
}
