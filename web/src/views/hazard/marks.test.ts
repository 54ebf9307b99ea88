import { describe, expect, it } from 'vitest'
import { lightOf } from './marks'

const h = { state: 'ordered', due: '2023-10-28', days_left: 9, overdue: false, listed_on: null }
describe('the light of a hazard', () => {
  it('is red past its day or when it failed its recheck', () => {
    expect(lightOf({ ...h, overdue: true, days_left: -1 })).toBe('red')
    expect(lightOf({ ...h, state: 'returned' })).toBe('red')
  })
  it('warns three days before', () => {
    expect(lightOf({ ...h, days_left: 3 })).toBe('yellow')
    expect(lightOf({ ...h, days_left: 4 })).toBe('green')
    expect(lightOf({ ...h, due: null, days_left: 0 })).toBe('green')
  })
  it('is blue while listed and grey when over, however late it was', () => {
    expect(lightOf({ ...h, listed_on: '2023-10-01' })).toBe('blue')
    expect(lightOf({ ...h, state: 'closed', overdue: true })).toBe('grey')
  })
})
