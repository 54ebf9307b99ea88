export const STATES = ['reported', 'investigating', 'handed_in', 'approved', 'reviewed', 'closed', 'void'] as const
export const GRADES = ['general', 'larger', 'major', 'extraordinary'] as const
export const KINDS = ['workplace', 'traffic', 'fire'] as const
export const CASE_STATES = ['draft', 'referred', 'handling', 'decided', 'executed', 'archived', 'dropped'] as const

export function lightOf(a: { state: string; due?: string | null }, today: string): string {
  if (a.state === 'closed' || a.state === 'void') return 'grey'
  return a.due && a.due < today ? 'red' : a.state === 'reviewed' ? 'green' : 'yellow'
}
export const caseLight = (c: { state: string }) => ({ draft: 'yellow', referred: 'yellow', handling: 'yellow', decided: 'blue', executed: 'green' })[c.state] ?? 'grey'
export const DROP_LIGHT = { yes: 'red', pending: 'yellow', no: 'green' } as const
export const CLOCK_LIGHT = { on_time: 'green', late: 'red', overdue: 'red', waiting: 'yellow' } as const
