export const STATES = ['found', 'ordered', 'planned', 'listed', 'returned', 'rectified', 'passed', 'closed', 'cancelled'] as const
export const KINDS = ['papers', 'people', 'system', 'procedure', 'training', 'site', 'blasting', 'haulage', 'dump', 'emergency', 'video', 'underground', 'tailings', 'weather', 'other'] as const
export const LEVELS = ['major', 'general'] as const
export const isOver = (state: string) => state === 'closed' || state === 'cancelled'

/* Red past its day or failed, yellow within three days, grey when it is over; listed ones are blue until then. */
export function lightOf(h: { state: string; due: string | null; days_left: number; overdue: boolean; listed_on?: string | null }): string {
  if (isOver(h.state)) return 'grey'
  if (h.overdue || h.state === 'returned') return 'red'
  if (h.due && h.days_left <= 3) return 'yellow'
  return h.listed_on ? 'blue' : 'green'
}
