/* The steps of a task with what only the page knows: a report's "milestones reached" are chosen from those still open. */
import type { Step, Task } from '@/api/model'

export function withMilestones(task: Task | undefined): Step[] {
  if (!task) return []
  const open = task.milestones.filter((m) => !m.done_at).map((m) => ({ value: String(m.id), label: `${m.title} ${m.day ?? ''}`.trim() }))
  return task.steps.map((s) => ({ ...s, fields: s.fields.flatMap((f) => {
    if (f.name !== 'done' || f.kind !== 'texts') return [f]
    return open.length ? [{ ...f, choices: open }] : []
  }) }))
}
