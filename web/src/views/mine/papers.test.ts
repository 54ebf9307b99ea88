import { describe, expect, it } from 'vitest'
import { validity } from './papers'

describe('whether a paper is valid on a day', () => {
  const p = { valid_from: '2020-01-01', valid_to: '2023-10-25' }
  it('counts its last day, and not the next', () => {
    expect(validity(p, '2023-10-25').word).toBe('paper.is.soon')
    expect(validity(p, '2023-10-26').word).toBe('paper.is.over')
  })
  it('warns sixty days ahead', () => {
    expect(validity(p, '2023-08-26').light).toBe('yellow')
    expect(validity(p, '2023-08-25').light).toBe('green')
  })
  it('knows what is withdrawn, left, not begun or without an end', () => {
    expect(validity({ ...p, withdrawn_on: '2023-01-02' }, '2023-01-02').word).toBe('paper.is.withdrawn')
    expect(validity({ ...p, left_on: '2023-01-02' }, '2023-01-02').light).toBe('grey')
    expect(validity(p, '2019-12-31').word).toBe('paper.is.later')
    expect(validity({ valid_from: null, valid_to: null }, '2030-01-01').word).toBe('paper.is.valid')
  })
})
