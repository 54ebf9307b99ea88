/* Words and lights of a comparison, and numbers as people write them. */
export const WORDS = ['agrees', 'does_not_fit', 'not_enough'] as const
export const ALERT_STATES = ['to_check', 'investigating', 'explained', 'false_alarm', 'done'] as const
export const STORIES = ['unweighed', 'foreign-ore', 'unregistered-explosives', 'over-mining', 'explosives-elsewhere', 'over-report', 'survey-error', 'stock-error', 'dump-error'] as const

const LIGHTS: Record<string, string> = { agrees: 'green', does_not_fit: 'red', not_enough: 'grey', within: 'green', ahead: 'yellow', over: 'red', unknown: 'grey' }
export const lightOf = (word: string): string => LIGHTS[word] ?? 'grey'

export function alertLight(a: { state: string; due: string | null }, today: string): string {
  if (a.state === 'to_check') return a.due && a.due < today ? 'red' : 'yellow'
  return a.state === 'investigating' ? 'blue' : 'grey'
}

/* Tonnes to three figures, with blanks between thousands: what is uncertain by hundreds is not given to the tonne. */
export function tons(t: number): string {
  const size = Math.max(1, 10 ** (Math.floor(Math.log10(Math.max(Math.abs(t), 1))) - 3))
  return (Math.round(t / size) * size).toLocaleString('en-US')
}
/* An uncertainty, to two figures. */
export function spread(t: number): string {
  const size = Math.max(1, 10 ** (Math.floor(Math.log10(Math.max(Math.abs(t), 1))) - 1))
  return (Math.round(t / size) * size).toLocaleString('en-US')
}
export const percent = (x: number, digits = 1): string => (x * 100).toFixed(digits)

/* A chance: 2.3 %, under a ten-thousandth as such. */
export function chance(p: number): string {
  return p < 0.0001 ? '< 0.01%' : `${(p * 100).toFixed(p < 0.01 ? 2 : 1)}%`
}

/* The months from the one before today back. */
export function lastMonths(today: string, n: number): string[] {
  const [y, m] = today.split('-').map(Number) as [number, number]
  return Array.from({ length: n }, (_, i) => { const k = y * 12 + m - 2 - i; return `${Math.floor(k / 12)}-${String((k % 12) + 1).padStart(2, '0')}` })
}

export interface Bar { name: string; t: number; sigma: number; reconciled: number | null; z: number | null }
/* Left and width of a bar, its range and its tick, in percent of the whole width; 0 need not be at the left. */
export function place(bars: Bar[]): { zero: number; of: (b: Bar) => { left: number; width: number; low: number; high: number; tick: number | null } } {
  const ends = bars.flatMap((b) => [b.t - 1.96 * b.sigma, b.t + 1.96 * b.sigma, b.reconciled ?? b.t])
  const low = Math.min(0, ...ends), high = Math.max(1, ...ends)
  const at = (x: number) => ((x - low) / (high - low)) * 100
  return {
    zero: at(0),
    of: (b) => ({ left: Math.min(at(0), at(b.t)), width: Math.abs(at(b.t) - at(0)), low: at(b.t - 1.96 * b.sigma), high: at(b.t + 1.96 * b.sigma), tick: b.reconciled === null ? null : at(b.reconciled) }),
  }
}
