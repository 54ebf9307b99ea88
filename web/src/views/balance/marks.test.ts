import { describe, expect, it } from 'vitest'
import { alertLight, chance, lastMonths, place, tons } from './marks'

describe('numbers of a comparison', () => {
  it('gives no more figures than are known', () => {
    expect(tons(10518.3)).toBe('10,520')
    expect(tons(-1828)).toBe('-1,828')
    expect(tons(0.2)).toBe('0')
    expect(tons(327618)).toBe('327,600')
  })
  it('says a chance', () => {
    expect(chance(0.023)).toBe('2.3%')
    expect(chance(0.00331)).toBe('0.33%')
    expect(chance(4e-18)).toBe('< 0.01%')
  })
  it('counts months back over the year', () => {
    expect(lastMonths('2023-02-10', 3)).toEqual(['2023-01', '2022-12', '2022-11'])
  })
  it('places bars from zero, also those below', () => {
    const bars = [{ name: 'a', t: 100, sigma: 0, reconciled: null, z: null }, { name: 'b', t: -100, sigma: 0, reconciled: -50, z: null }]
    const p = place(bars)
    expect(p.zero).toBe(50)
    expect(p.of(bars[0]!)).toMatchObject({ left: 50, width: 50, tick: null })
    expect(p.of(bars[1]!)).toMatchObject({ left: 0, width: 50, tick: 25 })
  })
  it('lights a suspicion that is past its day', () => {
    expect(alertLight({ state: 'to_check', due: '2023-10-20' }, '2023-10-25')).toBe('red')
    expect(alertLight({ state: 'explained', due: '' }, '2023-10-25')).toBe('grey')
  })
})
