/* The weeks of a month, Monday first, with the days of the neighbours that fill them. */
import { addDays, weekOf } from '@/i18n/format'

export function monthGrid(month: string): string[][] {
  const weeks: string[][] = []
  for (let day = weekOf(`${month}-01`)[0]!; day.slice(0, 7) <= month; day = addDays(day, 7)) weeks.push(weekOf(day))
  return weeks
}

export function monthStep(month: string, n: number): string {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + n
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
}
