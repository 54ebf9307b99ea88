/* The way back to work as stages in order; an accident's mine has two more. */
import type { ResumeItem } from '@/api/work'

export const STATES = ['draft', 'applied', 'accepting', 'passed', 'reported', 'approved', 'noticed', 'resumed', 'closed', 'failed', 'withdrawn'] as const
const LIGHTS: Record<string, string> = { draft: 'yellow', applied: 'yellow', accepting: 'yellow', passed: 'green', reported: 'yellow', approved: 'green', noticed: 'green', resumed: 'green', closed: 'grey', failed: 'red', withdrawn: 'grey' }

export const lightOf = (r: { state: string; due?: string | null }, today: string) => (r.due && r.due < today && LIGHTS[r.state] !== 'grey' ? 'red' : LIGHTS[r.state] ?? 'grey')

export function stages(accident: boolean): string[] {
  return ['draft', 'applied', 'accepting', 'passed', ...(accident ? ['reported', 'approved'] : []), 'noticed', 'resumed']
}

/* How the checklist stands: what is answered, what failed of each class. */
export function score(items: ResumeItem[]): { answered: number; total: number; fails: Record<string, number> } {
  const fails: Record<string, number> = {}
  for (const i of items) if (i.result === 'fail') fails[i.class] = (fails[i.class] ?? 0) + 1
  return { answered: items.filter((i) => i.result).length, total: items.length, fails }
}
