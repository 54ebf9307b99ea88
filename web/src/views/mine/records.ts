/* Where a mine's records lie, and how a row of each is told in one line. */
import type { Accident } from '@/api/accident'
import type { HaulageCase } from '@/api/haulage'
import type { Hazard, Inspection, Resumption, StopOrder } from '@/api/work'
import { tOr } from '@/i18n'
import { lightOf as accidentLight } from '@/views/accident/marks'
import { caseLight as haulageLight } from '@/views/haulage/marks'
import { lightOf as hazardLight } from '@/views/hazard/marks'
import { lightOf as resumeLight } from '@/views/resumption/stages'

export interface Found { id: number; text: string; day: string; light: string; word: string }
export interface Source { name: string; title: string; path: string; list: string; page: string; query?: Record<string, string>; of: (x: Record<string, unknown>, today: string) => Found }

/* The routes answer with these records; one cast here spares one in every line. */
const as = <T>(f: (x: T, today: string) => Found) => (x: Record<string, unknown>, today: string) => f(x as unknown as T, today)

export const RECORDS: Source[] = [
  { name: 'hazards', title: 'mine.open.hazards', path: '/api/hazards', list: 'hazards', page: 'hazard', query: { state: 'open', sort: 'due' }, of: as<Hazard>((h) => ({ id: h.id, text: h.text, day: h.due ?? '', light: hazardLight(h), word: tOr(`hazard.state.${h.state}`, h.state) })) },
  { name: 'stops', title: 'nav.stop-orders', path: '/api/stop-orders', list: 'stop-orders', page: 'stop-order', of: as<StopOrder>((o) => ({ id: o.id, text: o.reason, day: o.from_day, light: o.ended_on ? 'grey' : 'red', word: tOr(`stop.state.${o.state}`, o.state) })) },
  { name: 'resumptions', title: 'nav.resumption', path: '/api/resumptions', list: 'resumptions', page: 'resumption', of: as<Resumption>((r, today) => ({ id: r.id, text: r.no || r.mine_name, day: r.due, light: resumeLight(r, today), word: tOr(`resume.state.${r.state}`, r.state) })) },
  { name: 'inspections', title: 'nav.inspections', path: '/api/inspections', list: 'inspections', page: 'inspection', of: as<Inspection>((x) => ({ id: x.id, text: x.title, day: x.to_day, light: x.state === 'done' ? 'green' : x.state === 'cancelled' ? 'grey' : 'yellow', word: tOr(`inspect.state.${x.state}`, x.state) })) },
  { name: 'accidents', title: 'nav.accident', path: '/api/accidents', list: 'accidents', page: 'accident', of: as<Accident>((a, today) => ({ id: a.id, text: a.title, day: a.day, light: accidentLight(a, today), word: tOr(`accident.state.${a.state}`, a.state) })) },
  { name: 'haulage', title: 'nav.haulage-cases', path: '/api/haulage/cases', list: 'haulage-cases', page: 'haulage-case', of: as<HaulageCase>((c, today) => ({ id: c.id, text: `${c.no} ${c.plate ?? ''}`, day: c.offended_on, light: haulageLight(c, today), word: tOr(`haulage.case.state.${c.state}`, c.state) })) },
]
