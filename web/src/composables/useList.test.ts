import { describe, expect, it } from 'vitest'
import { withQuery } from '@/api/client'
import { addDays, daysBetween, dayOf, weekOf } from '@/i18n/format'
import { fill } from '@/i18n'
import { monthGrid, monthStep } from '@/views/workbench/month'
import { pieces } from '@/views/misc/pieces'
import { nextSort, pickQuery } from './useList'

describe('a list in the address', () => {
  it('takes only what is the list’s', () => {
    expect(pickQuery({ q: '停产', view: 'board', light: ['red', 'green'], state: null }, ['q', 'light', 'state'])).toEqual({ q: '停产', light: 'red' })
    expect(nextSort('due', 'due')).toBe('-due')
    expect(nextSort('-due', 'due')).toBe('due')
    expect(nextSort('no', 'due')).toBe('due')
  })
  it('leaves blanks out of a query', () => {
    expect(withQuery('/x', { a: '', b: null, c: 0, d: [1, 2], e: '甲' })).toBe('/x?c=0&d=1&d=2&e=%E7%94%B2')
    expect(withQuery('/x', {})).toBe('/x')
  })
})

describe('days', () => {
  it('are the county’s, also late in the evening elsewhere', () => {
    expect(dayOf('2023-10-24T16:00:00Z')).toBe('2023-10-25')
    expect(dayOf('2023-10-24T23:59:59+08:00')).toBe('2023-10-24')
    expect(daysBetween('2023-10-25', '2023-10-20')).toBe(-5)
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(weekOf('2023-10-29')).toEqual(['2023-10-23', '2023-10-24', '2023-10-25', '2023-10-26', '2023-10-27', '2023-10-28', '2023-10-29'])
  })
  it('fill whole weeks of a month', () => {
    expect(monthGrid('2023-10').length).toBe(6)
    expect(monthGrid('2023-10')[0]![0]).toBe('2023-09-25')
    expect(monthGrid('2021-02').length).toBe(4)
    expect(monthStep('2023-12', 1)).toBe('2024-01')
    expect(monthStep('2023-01', -1)).toBe('2022-12')
  })
})

describe('words', () => {
  it('are filled in, one or many', () => {
    expect(fill('{n} task|{n} tasks', { n: 1 })).toBe('1 task')
    expect(fill('{n} task|{n} tasks', { n: 0 })).toBe('0 tasks')
    expect(fill('甲|乙 {x}', { x: 3 })).toBe('甲|乙 3')
    expect(fill('{a}{b}', { a: 1 })).toBe('1{b}')
  })
  it('are found again in a text', () => {
    expect(pieces('火工材料管理', '材料')).toEqual([{ text: '火工', hit: false }, { text: '材料', hit: true }, { text: '管理', hit: false }])
    expect(pieces('a.b', '.')).toEqual([{ text: 'a', hit: false }, { text: '.', hit: true }, { text: 'b', hit: false }])
  })
})
