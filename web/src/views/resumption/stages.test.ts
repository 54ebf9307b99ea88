import { describe, expect, it } from 'vitest'
import { lightOf, score, stages } from './stages'

const item = (cls: string, result: string) => ({ code: cls + result, class: cls, group: '', text: '', result, note: null, person_name: null, at: null })

describe('the way back to work', () => {
  it('passes by the deputy head only after an accident', () => {
    expect(stages(false)).not.toContain('approved')
    expect(stages(true).slice(3, 6)).toEqual(['passed', 'reported', 'approved'])
  })
  it('is red past its day, unless it is over', () => {
    expect(lightOf({ state: 'applied', due: '2023-10-24' }, '2023-10-25')).toBe('red')
    expect(lightOf({ state: 'applied', due: '2023-10-25' }, '2023-10-25')).toBe('yellow')
    expect(lightOf({ state: 'closed', due: '2023-10-24' }, '2023-10-25')).toBe('grey')
  })
  it('counts what failed by class', () => expect(score([item('A', 'ok'), item('B', 'fail'), item('B', 'fail'), item('C', '')])).toEqual({ answered: 3, total: 4, fails: { B: 2 } }))
})
