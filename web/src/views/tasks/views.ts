/* Views of the task list: what is filtered and how it is ordered, under a name.  Ours first, then what a person kept. */
import { ref } from 'vue'
import { t } from '@/i18n'
import { addDays } from '@/i18n/format'

export interface View { name: string; query: Record<string, string> }

export const FILTERS = ['q', 'state', 'light', 'org', 'role', 'notice', 'level', 'parent', 'due_from', 'due_to', 'as_of']

export function ready(today: string): View[] {
  return [
    { name: t('view.all'), query: {} },
    { name: t('view.measures'), query: { level: 'measures' } },
    { name: t('view.overdue'), query: { light: 'red' } },
    { name: t('view.week'), query: { due_from: today, due_to: addDays(today, 7) } },
    { name: t('view.unsigned'), query: { state: 'issued' } },
    { name: t('view.verify'), query: { state: 'closing' } },
    { name: t('view.long'), query: { light: 'blue' } },
  ]
}

export const sameView = (a: Record<string, string>, b: Record<string, string>) =>
  Object.keys({ ...a, ...b }).every((k) => (a[k] ?? '') === (b[k] ?? ''))

const key = (user: number) => `kuangan.views.tasks.${user}`

export function useViews(user: number) {
  const kept = ref<View[]>([])
  try { kept.value = JSON.parse(localStorage.getItem(key(user)) ?? '[]') as View[] } catch { kept.value = [] }

  function write(list: View[]): void {
    kept.value = list
    localStorage.setItem(key(user), JSON.stringify(list))
  }
  const keep = (name: string, query: Record<string, string>) => write([...kept.value.filter((v) => v.name !== name), { name, query }])
  const drop = (name: string) => write(kept.value.filter((v) => v.name !== name))
  return { kept, keep, drop, restore: write }
}
