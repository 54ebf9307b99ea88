/* What is asked for each book of a mine. */
import type { StepField } from '@/api/model'
import { t, type Key } from '@/i18n'

export type Book = 'surveys' | 'stocks' | 'reports'
export const BOOKS: Book[] = ['surveys', 'stocks', 'reports']
const MATERIALS = ['ore', 'waste', 'all', 'dump'] as const
const ROCKS = ['magnesite', 'marble', 'dolomitic_marble', 'jade', 'iron', 'granite', 'limestone', 'dolomite', 'gneiss', 'quartz', 'talc', 'other'] as const

const field = (name: string, label: Key, kind: StepField['kind'] = 'real', more: Partial<StepField> = {}): StepField => ({ name, label: t(label), kind, required: false, max: kind === 'text' ? 100 : null, ...more })
const must = { required: true }

export const bookFields = (book: Book, old: boolean): StepField[] => ({
  surveys: [
    field('material', 'balance.f.material', 'text', { ...must, choices: MATERIALS.map((c) => ({ value: c, label: t(`balance.material.${c}`) })) }), field('from_day', 'balance.f.from_day', 'day', must), field('to_day', 'balance.f.to_day', 'day', must),
    field('volume_m3', 'balance.f.volume_m3', 'real', { ...must, min: 0 }), field('sigma_m3', 'balance.f.sigma_m3'), field('density', 'balance.f.density'), field('density_sigma', 'balance.f.density_sigma'),
    field('density_source', 'balance.f.density_source', 'text'), field('method', 'balance.f.method', 'text', { max: 60 }), field('surveyor', 'balance.f.surveyor', 'text'), field('note', 'balance.f.note', 'text'), ...(old ? [field('withdrawn', 'balance.f.withdrawn', 'text')] : [])],
  stocks: [
    field('pile', 'balance.f.pile', 'text', { ...must, max: 60 }), field('day', 'balance.f.day', 'day', must), field('volume_m3', 'balance.f.volume_m3', 'real', { ...must, min: 0 }), field('sigma_m3', 'balance.f.sigma_m3'),
    field('loose_density', 'balance.f.loose_density'), field('note', 'balance.f.note', 'text'), ...(old ? [field('withdrawn', 'balance.f.withdrawn', 'text')] : [])],
  reports: [
    field('month', 'balance.f.month', 'text', { ...must, min: 7, max: 7 }), field('output_t', 'balance.f.output_t', 'real', { ...must, min: 0 }), field('waste_t', 'balance.f.waste_t'), field('weighed_t', 'balance.f.weighed_t'),
    field('explosive_kg', 'balance.f.explosive_kg'), field('moisture', 'balance.f.moisture'), field('note', 'balance.f.note', 'text')],
})[book]

export const settingFields = (): StepField[] => [
  field('material', 'balance.f.rock', 'text', { ...must, choices: ROCKS.map((c) => ({ value: c, label: t(`balance.rock.${c}`) })) }), field('density', 'balance.f.density'), field('density_sigma', 'balance.f.density_sigma'),
  field('density_source', 'balance.f.density_source', 'text', { max: 200 }), field('waste_density', 'balance.f.waste_density'), field('swell', 'balance.f.swell'), field('moisture', 'balance.f.moisture'), field('loss', 'balance.f.loss'),
  field('strip', 'balance.f.strip'), field('powder_factor', 'balance.f.powder_factor'), field('note', 'balance.f.note', 'text')]
