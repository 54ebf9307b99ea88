export const STATES = ['filed', 'adequate', 'returned', 'done', 'withdrawn'] as const

export function lightOf(m: { state: string; by_day: string | null }, today: string): string {
  if (m.state === 'done' || m.state === 'withdrawn') return 'grey'
  if (m.state === 'returned' || (m.by_day && m.by_day < today)) return 'red'
  return m.state === 'adequate' ? 'green' : 'yellow'
}
