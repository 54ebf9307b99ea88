import { describe, expect, it } from 'vitest'
import type { StepField } from '@/api/model'
import { check, emptyValues, toBody } from './form'

const f = (name: string, kind: StepField['kind'], over: Partial<StepField> = {}): StepField => ({ name, kind, label: name, required: false, min: null, max: null, ...over })
const plan = f('milestones', 'list', { required: true, fields: [f('title', 'text', { required: true }), f('weight', 'int', { min: 1, max: 100 })] })

describe('check', () => {
  it('says what is wrong by dotted path, as the server does', () => {
    const errors = check([plan], { milestones: [{ title: '甲', weight: '5' }, { title: '', weight: '0' }] })
    expect(Object.keys(errors)).toEqual(['milestones.1.title', 'milestones.1.weight'])
  })
  it('wants what is required, and numbers that are numbers', () => {
    const fields = [f('text', 'text', { required: true, max: 3 }), f('percent', 'int', { required: true, min: 0, max: 100 })]
    expect(Object.keys(check(fields, emptyValues(fields)))).toEqual(['text', 'percent'])
    expect(Object.keys(check(fields, { text: '一二三四', percent: '1.5' }))).toEqual(['text', 'percent'])
    expect(check(fields, { text: '一二三', percent: '0' })).toEqual({})
    expect(Object.keys(check(fields, { text: '𠀀一二', percent: '101' }))).toEqual(['percent'])
  })
})

describe('toBody', () => {
  it('sends numbers as numbers and leaves blanks out', () => {
    expect(toBody([f('text', 'text'), f('percent', 'int'), f('note', 'text'), f('sure', 'bool'), plan], { text: ' 甲 ', percent: '71', note: '', sure: false, milestones: [{ title: '乙', weight: '2' }] }))
      .toEqual({ text: '甲', percent: 71, sure: false, milestones: [{ title: '乙', weight: 2 }] })
  })
})

describe('what is sent', () => {
  it('is the county\'s time for a time, and text for what the server takes as text', () => {
    const fields = [f('at', 'time'), f('org', 'text')]
    expect(toBody(fields, { at: '2023-10-25T09:30', org: 7 })).toEqual({ at: '2023-10-25T09:30:00+08:00', org: '7' })
    expect(toBody(fields, { at: '2023-10-25T09:30:00+08:00', org: '' })).toEqual({ at: '2023-10-25T09:30:00+08:00' })
  })
})
