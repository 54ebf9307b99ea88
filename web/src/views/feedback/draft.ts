/* What a firm has typed so far, kept in this window alone (a phone may be borrowed): nothing is left when it closes. */
export const KINDS = ['stop_loss', 'slow_approval', 'explosive_supply', 'repeated_checks', 'charges', 'transport', 'other'] as const
export const STEPS = ['kind', 'text', 'wish', 'measure', 'who', 'check'] as const
export type StepName = (typeof STEPS)[number]
export interface Draft { kind: string; text: string; wish: string; measure: string; firm: string; contact: string; phone: string }

export const blank = (): Draft => ({ kind: '', text: '', wish: '', measure: '', firm: '', contact: '', phone: '' })
export const MIN_TEXT = 5, MAX_TEXT = 4000

/* The first step that cannot be left yet: nobody may jump over it by the address. */
export function reach(d: Draft): number {
  if (!d.kind) return 0
  const n = [...d.text.trim()].length
  return n < MIN_TEXT || n > MAX_TEXT ? 1 : STEPS.length - 1
}
/* The page that asks for a field that the server did not take. */
export function stepOf(field: string): StepName {
  return field === 'firm' || field === 'contact' || field === 'phone' ? 'who' : (STEPS as readonly string[]).includes(field) ? (field as StepName) : 'check'
}
export function body(d: Draft): Partial<Draft> {
  return Object.fromEntries(Object.entries(d).map(([k, v]) => [k, v.trim()]).filter(([, v]) => v))
}
