/* Forms of this room: what a field may be, in words, and what may be chosen from what is on the page. */
import { get } from '@/api/client'
import type { Step, StepField } from '@/api/model'
import type { Application, Opportunity } from '@/api/tenure'
import { t, tOr } from '@/i18n'

type Choice = { value: string; label: string }
const LISTS: Record<string, string> = { licence: '/api/rights' }

function named(f: StepField): StepField {
  const choices = f.choices?.filter((c) => c !== '').map((c) => (typeof c === 'string' ? { value: c, label: tOr(`tenure.choice.${c}`, tOr(`choice.${c}`, c)) } : c))
  return { ...f, choices, from: f.from ?? LISTS[f.name] }
}

/* The form of a new record, as the server describes it; what only a change needs is left out. */
export async function formOf(name: string): Promise<StepField[]> {
  const { fields } = await get<{ fields: StepField[] }>(`/api/rights/forms/${name}`)
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
