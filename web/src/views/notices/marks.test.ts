import { describe, expect, it } from 'vitest'
import type { Finding } from '@/api/model'
import { blankItem } from './draft'
import { cut } from './marks'
import { middle } from './words'

const finding = (at: [number, number], ignored = false): Finding => ({ kind: 'k', no: '1', text: '', words: '', at, key: null, ignored, open: true, serious: false })
const item = { ...blankItem([]), key: '1', no: '1', source: { text: [[2, 8]] as [number, number][], lead: [[3, 5]] as [number, number][] } }

describe('cut', () => {
  it('covers the whole text once, in order', () => {
    const text = '零一二三四五六七八九'
    const pieces = cut(text, [item], [finding([4, 6])], [{ at: [0, 2] }])
    expect(pieces.map((p) => p.text).join('')).toBe(text)
    expect(pieces.map((p) => [p.from, p.to, p.kind])).toEqual([[0, 2, 'unused'], [2, 3, 'text'], [3, 4, 'lead'], [4, 5, 'odd'], [5, 6, 'odd'], [6, 8, 'text'], [8, 10, null]])
    expect(pieces.filter((p) => p.item === '1').map((p) => p.from)).toEqual([2, 3, 4, 5, 6])
    expect(pieces.find((p) => p.from === 4)!.finding).toBe(0)
  })
  it('counts code points, not UTF-16 units', () => {
    const pieces = cut('𠀀甲乙', [{ ...item, source: { lead: [[1, 2]] } }], [], [])
    expect(pieces.find((p) => p.kind === 'lead')!.text).toBe('甲')
  })
  it('shows no ignored finding, and survives offsets beyond the end', () => {
    expect(cut('甲乙', [], [finding([0, 1], true)], []).map((p) => p.kind)).toEqual([null])
    expect(cut('甲乙', [], [finding([1, 99])], []).map((p) => [p.text, p.kind])).toEqual([['甲', null], ['乙', 'odd']])
    expect(cut('', [], [], [])).toEqual([])
  })
})

describe('middle', () => {
  it('finds what changed, whole numbers at a time', () => {
    expect(middle('10月20日前完成', '11月10日前完成')).toEqual({ head: '', was: '10月20', is: '11月10', tail: '日前完成' })
    expect(middle('甲', '甲、乙')).toEqual({ head: '甲', was: '', is: '、乙', tail: '' })
    expect(middle('', '甲')).toEqual({ head: '', was: '', is: '甲', tail: '' })
    expect(middle('甲甲', '甲')).toEqual({ head: '甲', was: '甲', is: '', tail: '' })
  })
})
