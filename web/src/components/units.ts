/* Units as one line: a task of all towns names two and says how many there are. */
import { t } from '@/i18n'

const SHOWN = 2

export function unitsText(units: (string | { name: string })[]): string {
  const names = units.map((u) => (typeof u === 'string' ? u : u.name))
  if (names.length <= SHOWN + 1) return names.join(t('list.sep'))
  return t('units.more', { names: names.slice(0, SHOWN).join(t('list.sep')), n: names.length })
}
