import { describe, expect, it } from 'vitest'
import { tally } from './marks'

describe('tally', () => {
  it('adds up states and what keeps mines from working, most first', () => {
    const r = tally([
      { state: 'stopped', worst: 'licence_expired', mines: 2 }, { state: 'working', worst: '', mines: 4 },
      { state: 'stopped', worst: 'stop_order', mines: 3 }, { state: 'ended', worst: 'ended', mines: 1 }])
    expect(r.total).toBe(10)
    expect(r.states).toEqual({ working: 4, stopped: 5, unknown: 0, ended: 1 })
    expect(r.reasons).toEqual([{ code: 'stop_order', mines: 3 }, { code: 'licence_expired', mines: 2 }])
  })
  it('of no mines says nothing', () => expect(tally([])).toEqual({ total: 0, states: { working: 0, stopped: 0, unknown: 0, ended: 0 }, reasons: [] }))
})
