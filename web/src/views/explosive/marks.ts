/* How things of this room are told: amounts, lights, forms. */
import { get } from '@/api/client'
import type { JournalEntry, Magazine } from '@/api/explosive'
import type { Page, StepField } from '@/api/model'
import { t, tOr } from '@/i18n'

export const PURCHASE_STATES = ['applied', 'approved', 'bought', 'done', 'refused', 'expired', 'withdrawn'] as const
export const TRANSPORT_STATES = ['applied', 'approved', 'departed', 'arrived', 'closed', 'refused', 'withdrawn'] as const
export const BLAST_STATES = ['planned', 'released', 'fired', 'settled', 'cancelled'] as const
export const ALERT_STATES = ['open', 'checking', 'explained', 'confirmed'] as const
export const QUOTA_STATES = ['draft', 'signed', 'approved', 'replaced', 'withdrawn'] as const
export const MONTH_STATES = ['open', 'submitted', 'closed'] as const
export const REG_STATES = ['draft', 'comment', 'review', 'reading', 'ready', 'issued', 'superseded', 'dropped'] as const
export const KINDS = ['opening', 'dispatch', 'receive', 'issue', 'return', 'use', 'destroy', 'lose', 'find', 'give_back', 'count'] as const
export const ITEMS = ['emulsion', 'anfo', 'detonator', 'cord'] as const

const LIGHTS: Record<string, string> = {
  applied: 'yellow', approved: 'green', bought: 'green', done: 'grey', refused: 'red', expired: 'grey', withdrawn: 'grey', departed: 'blue', arrived: 'yellow', closed: 'grey',
  planned: 'yellow', released: 'green', fired: 'yellow', settled: 'grey', cancelled: 'grey', open: 'red', checking: 'yellow', explained: 'grey', confirmed: 'grey',
  draft: 'yellow', signed: 'yellow', replaced: 'grey', submitted: 'yellow', comment: 'yellow', review: 'yellow', reading: 'yellow', ready: 'yellow', issued: 'green', superseded: 'grey', dropped: 'grey',
}
export const lightOf = (r: { state: string }) => LIGHTS[r.state] ?? 'grey'
export const stateWord = (kind: string, r: { state: string }) => tOr(`ex.${kind}.${r.state}`, r.state)

export const number = (n: number, digits = 0) => n.toLocaleString('zh-CN', { maximumFractionDigits: digits })
export const item = (code: string) => tOr(`ex.item.${code}`, code)
/* Grams as kilograms, the rest in pieces or metres. */
export function amount(code: string, n: number): string {
  if (code === 'emulsion' || code === 'anfo') return `${number(n / 1000, 3)} kg`
  return code === 'cord' ? `${number(n)} m` : t('ex.pieces', { n: number(n) })
}
export const asked = (p: { emulsion_kg: number; anfo_kg: number; detonators: number; cord_m: number }) =>
  [p.emulsion_kg && `${item('emulsion')} ${number(p.emulsion_kg)} kg`, p.anfo_kg && `${item('anfo')} ${number(p.anfo_kg)} kg`, p.detonators && `${item('detonator')} ${t('ex.pieces', { n: number(p.detonators) })}`, p.cord_m && `${item('cord')} ${number(p.cord_m)} m`].filter(Boolean).join(' · ')

/* The form of a new record, with magazines and dealers to choose from. */
export async function formOf(name: string): Promise<StepField[]> {
  const { fields } = await get<{ fields: StepField[] }>(`/api/explosives/forms/${name}`)
  for (const f of fields) {
    if (f.name === 'magazine') f.choices = (await get<Page<Magazine>>('/api/explosives/magazines', { limit: 200 })).items.map((m) => ({ value: String(m.id), label: `${m.mine_name} ${m.name}` }))
    if (f.name === 'supplier') f.choices = (await get<Page<{ id: number; name: string; ended_on: string | null }>>('/api/explosives/suppliers', { limit: 200 })).items.filter((s) => !s.ended_on).map((s) => ({ value: String(s.id), label: s.name }))
  }
  return fields.filter((f) => f.name !== 'version')
}

/* What an entry moves, and which pieces, as its text says. */
export const entryLines = (e: JournalEntry) => e.body.split('\n').filter((l) => l.startsWith('item ')).map((l) => { const [, code, n] = l.split(' '); return `${item(code!)} ${amount(code!, Number(n))}` }).join(' · ')
export const entryCodes = (e: JournalEntry) => e.body.split('\n').find((l) => l.startsWith('codes '))?.slice(6) ?? ''
