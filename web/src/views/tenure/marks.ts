/* Lights of rights and applications. */
import type { FlowRecord } from '@/api/mines'

const STANDING: Record<string, string> = { valid: 'green', soon: 'yellow', red: 'red', lapsed: 'red', withdrawn: 'red' }
export const standingLight = (standing: string): string => STANDING[standing] ?? 'grey'

const ENDED = ['granted', 'refused', 'withdrawn', 'ended', 'cancelled', 'settled', 'false']
export const dueLight = (r: FlowRecord & { due: string }, today: string): string => (ENDED.includes(r.state) ? 'grey' : r.due && r.due < today ? 'red' : 'green')
