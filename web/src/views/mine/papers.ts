/* What is asked for each paper of a mine, and whether one is valid on a day. */
import type { StepField } from '@/api/model'
import { t, type Key } from '@/i18n'
import { addDays } from '@/i18n/format'

const LICENCES = ['mining', 'safety', 'business', 'blasting', 'environment', 'other']
const PLACES = ['face', 'bench', 'dump', 'slope', 'magazine', 'camera_post']

const field = (name: string, label: Key, kind: StepField['kind'] = 'text', more: Partial<StepField> = {}): StepField => ({ name, label: t(label), kind, required: false, max: kind === 'text' ? 100 : null, ...more })
const choices = (codes: string[], words: string) => codes.map((c) => ({ value: c, label: t(`${words}.${c}` as Key) }))

export const licenceFields = (): StepField[] => [
  field('kind', 'mine.kind', 'text', { required: true, choices: choices(LICENCES, 'paper.kind') }), field('number', 'paper.number', 'text', { required: true, max: 60 }),
  field('holder', 'paper.holder'), field('issuer', 'paper.issuer'), field('valid_from', 'paper.from', 'day'), field('valid_to', 'paper.to', 'day'), field('withdrawn_on', 'paper.withdrawn', 'day'),
  field('minerals', 'mine.minerals'), field('scale_t', 'mine.scale_t', 'int', { min: 0 }), field('stated_km2', 'paper.stated', 'real', { min: 0 }), field('land_text', 'paper.land', 'text', { max: 100000 })]
export const certificateFields = (): StepField[] => [
  field('person', 'paper.person', 'text', { required: true, max: 50 }), field('post', 'paper.post', 'text', { required: true, max: 50 }), field('kind', 'paper.certificate', 'text', { required: true, max: 50 }),
  field('number', 'paper.number', 'text', { max: 60 }), field('valid_from', 'paper.from', 'day'), field('valid_to', 'paper.to', 'day'), field('left_on', 'paper.left', 'day')]
export const placeFields = (): StepField[] => [
  field('kind', 'mine.kind', 'text', { required: true, choices: choices(PLACES, 'paper.place') }), field('name', 'paper.name', 'text', { required: true, max: 60 }), field('started_on', 'paper.started', 'day', { required: true }),
  field('ended_on', 'paper.ended', 'day'), field('level_m', 'paper.level.m', 'real'), field('shape', 'paper.shape', 'text', { max: 100000 })]

const SOON = 60

/* Valid, running out within sixty days, over, withdrawn, or not begun. */
export function validity(p: { valid_from: string | null; valid_to: string | null; withdrawn_on?: string | null; left_on?: string | null }, day: string): { light: string; word: Key } {
  if (p.withdrawn_on && p.withdrawn_on <= day) return { light: 'red', word: 'paper.is.withdrawn' }
  if (p.left_on && p.left_on <= day) return { light: 'grey', word: 'paper.is.left' }
  if (p.valid_from && p.valid_from > day) return { light: 'grey', word: 'paper.is.later' }
  if (p.valid_to && p.valid_to < day) return { light: 'red', word: 'paper.is.over' }
  if (p.valid_to && p.valid_to <= addDays(day, SOON)) return { light: 'yellow', word: 'paper.is.soon' }
  return { light: 'green', word: 'paper.is.valid' }
}
