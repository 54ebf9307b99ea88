/* Forms of this room: what a field may be, in words, and what may be chosen from what is on the page. */
import { get } from '@/api/client'
import type { Mine } from '@/api/mines'
import type { Page, Step, StepField } from '@/api/model'
import type { Application, Opportunity } from '@/api/tenure'
import { t, tOr } from '@/i18n'

type Choice = { value: string; label: string }
const LISTS: Record<string, string> = { licence: '/api/rights' }

function named(f: StepField): StepField {
  const choices = f.choices?.filter((c) => c !== '').map((c) => (typeof c === 'string' ? { value: c, label: tOr(`tenure.choice.${c}`, tOr(`choice.${c}`, c)) } : c))
  return { ...f, choices, from: f.from ?? LISTS[f.name] }
}

/* The firms that have mines here: a department does not see the organisations of firms, but it sees their mines. */
async function firms(): Promise<Choice[]> {
  const { items } = await get<Page<Mine>>('/api/mines', { limit: 200 })
  const names = new Map(items.filter((m) => m.enterprise).map((m) => [String(m.enterprise), m.enterprise_name]))
  return [...names].map(([value, label]) => ({ value, label }))
}

/* The form of a new record, as the server describes it; what only a change needs is left out. */
export async function formOf(name: string): Promise<StepField[]> {
  const { fields } = await get<{ fields: StepField[] }>(`/api/rights/forms/${name}`)
  for (const f of fields) if (f.name === 'enterprise') f.choices = await firms()
  return fields.filter((f) => f.name !== 'version').map(named)
}

/* The mine, asked for beside a record's own fields. */
export const mineField = (): StepField => ({ name: 'mine', kind: 'int', label: t('mine.name'), required: false })

/* Steps whose fields name something of the page get it to choose from. */
const withChoices = (steps: Step[], lists: Record<string, Choice[]>): Step[] =>
  steps.map((s) => ({ ...s, fields: s.fields.map((f) => named(lists[f.name] ? { ...f, choices: lists[f.name] } : f)) }))

export const applicationSteps = (a: Application): Step[] =>
  withChoices(a.steps ?? [], { code: (a.materials ?? []).map((m) => ({ value: m.code, label: m.given ? `${m.label} (${t('application.given')})` : m.label })) })

export const opportunitySteps = (o: Opportunity): Step[] => withChoices(o.steps ?? [], {
  candidate: (o.candidates ?? []).map((c) => ({ value: c.name, label: c.name })),
  criterion: (o.candidates?.[0]?.lines ?? []).map((l) => ({ value: l.criterion, label: l.name })),
})
