import type { FeedbackRow } from '@/api/mines'
import { daysBetween } from '@/i18n/format'

export const STATES = ['received', 'handling', 'answered', 'closed', 'refused'] as const

/* Red past its day, yellow within three days of it, grey when it is over. */
export function lightOf(f: Pick<FeedbackRow, 'state' | 'due'>, today: string): string {
  if (f.state === 'closed' || f.state === 'refused') return 'grey'
  const left = f.due ? daysBetween(today, f.due) : 99
  return left < 0 ? 'red' : left <= 3 ? 'yellow' : 'green'
}
