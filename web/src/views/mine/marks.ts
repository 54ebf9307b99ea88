/* A mine's state as a light: its colour and shape; its word stands beside it. */
import type { MineCount, MineState } from '@/api/mines'

export const STATES: MineState[] = ['working', 'stopped', 'unknown', 'ended']
export const LIGHT: Record<MineState, string> = { working: 'green', stopped: 'red', unknown: 'yellow', ended: 'grey' }
export const KINDS = ['open_pit', 'underground', 'tailings', 'processing'] as const

/* Counts by state and, of those that do not work, by what keeps them, most first. */
export function tally(counts: MineCount[]): { total: number; states: Record<MineState, number>; reasons: { code: string; mines: number }[] } {
  const states: Record<MineState, number> = { working: 0, stopped: 0, unknown: 0, ended: 0 }
  const reasons = new Map<string, number>()
  let total = 0
  for (const c of counts) {
    total += c.mines
    states[c.state] = (states[c.state] ?? 0) + c.mines
    if (c.worst && c.state !== 'ended') reasons.set(c.worst, (reasons.get(c.worst) ?? 0) + c.mines)
  }
  return { total, states, reasons: [...reasons].map(([code, mines]) => ({ code, mines })).sort((a, b) => b.mines - a.mines) }
}
