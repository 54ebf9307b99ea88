import { describe, expect, it } from 'vitest'
import { blank, body, reach, stepOf } from './draft'

describe('a report being written', () => {
  it('lets nobody past a question that must be answered', () => {
    expect(reach(blank())).toBe(0)
    expect(reach({ ...blank(), kind: 'other', text: ' 太短 ' })).toBe(1)
    expect(reach({ ...blank(), kind: 'other', text: '炸药停供两个月' })).toBe(5)
    expect(reach({ ...blank(), kind: 'other', text: '长'.repeat(4001) })).toBe(1)
  })
  it('sends only what was typed', () => expect(body({ ...blank(), kind: 'charges', text: ' 收费 ' })).toEqual({ kind: 'charges', text: '收费' }))
  it('goes back to the page of a refused field', () => {
    expect(stepOf('phone')).toBe('who')
    expect(stepOf('text')).toBe('text')
    expect(stepOf('source')).toBe('check')
  })
})
