import { describe, expect, it } from 'vitest'
import type { DraftItem } from '@/api/model'
import { bareUnit, blankItem, freshKey, insertAfter, knownUnit, mergeNext, move, obstacles, remove, sentences, split } from './draft'

function item(key: string, over: Partial<DraftItem> = {}): DraftItem {
  return { ...blankItem([]), key, no: key, title: `t${key}`, text: '甲事办好。乙事办好；丙事办好。', lead: [knownUnit({ id: 1, name: '县公安局' })],
    deadline: { kind: 'by_day', day: '2023-10-20' }, deadline_text: '10月20日前', source: { no: [[0, 2]] }, ...over }
}

describe('split', () => {
  it('cuts between sentences and keeps units, deadline and the rest of the list', () => {
    const m = { title: '报审', text: '丙事', kind: 'by_day', day: null, days: null, to: null }
    const out = split([item('1'), item('2', { milestones: [m] }), item('3')], '2', 2)
    expect(out.map((i) => i.key)).toEqual(['1', '2', '4', '3'])
    expect(out[1]!.text).toBe('甲事办好。乙事办好；')
    expect(out[2]!.text).toBe('丙事办好。')
    expect(out[2]!.title).toBe('丙事办好')
    expect(out[2]!.lead[0]!.words).toBe('县公安局')
    expect(out[1]!.milestones).toEqual([])
    expect(out[2]!.milestones).toEqual([m])
    expect(out.map((i) => i.no)).toEqual(['1', '2-1', '2-2', '3'])
  })
  it('does nothing where there is no such place', () => {
    const list = [item('1')]
    expect(split(list, '1', 0)).toBe(list)
    expect(split(list, '1', 3)).toBe(list)
    expect(split(list, '9', 1)).toBe(list)
  })
  it('leaves the list it was given as it was', () => {
    const list = [item('1')], before = JSON.stringify(list)
    const out = split(list, '1', 1)
    out[0]!.lead[0]!.words = 'x'
    expect(JSON.stringify(list)).toBe(before)
  })
})

describe('mergeNext', () => {
  const town = knownUnit({ id: 9, name: '偏岭镇' })
  it('joins texts and units, takes the later day, and no unit is both', () => {
    const a = item('1', { cooperate: [town, bareUnit('矿管中心')] })
    const b = item('2', { lead: [town], cooperate: [knownUnit({ id: 1, name: '县公安局' })], deadline: { kind: 'by_day', day: '2023-10-31' }, deadline_text: '10月31日前', source: { no: [[9, 11]] } })
    const [m, ...rest] = mergeNext([a, b], '1')
    expect(rest).toEqual([])
    expect(m!.lead.map((u) => u.words)).toEqual(['县公安局', '偏岭镇'])
    expect(m!.cooperate.map((u) => u.words)).toEqual(['矿管中心'])
    expect(m!.deadline.day).toBe('2023-10-31')
    expect(m!.deadline_text).toBe('10月31日前')
    expect(m!.source.no).toEqual([[0, 2], [9, 11]])
  })
  it('keeps the only deadline there is', () => {
    const out = mergeNext([item('1', { deadline: { kind: 'none' }, deadline_text: '' }), item('2')], '1')
    expect(out[0]!.deadline.kind).toBe('by_day')
    expect(out[0]!.deadline_text).toBe('10月20日前')
  })
  it('has nothing to merge the last with', () => {
    const list = [item('1')]
    expect(mergeNext(list, '1')).toBe(list)
  })
})

describe('the list', () => {
  it('moves, removes and inserts', () => {
    const list = [item('1'), item('2'), item('3')]
    expect(move(list, '3', -1).map((i) => i.key)).toEqual(['1', '3', '2'])
    expect(move(list, '1', -1)).toBe(list)
    expect(remove(list, '2').map((i) => i.key)).toEqual(['1', '3'])
    expect(insertAfter(list, '1', item('4')).map((i) => i.key)).toEqual(['1', '4', '2', '3'])
    expect(insertAfter(list, null, item('4')).map((i) => i.key)).toEqual(['1', '2', '3', '4'])
    expect(freshKey(list)).toBe('4')
  })
  it('names every obstacle to issuing', () => {
    expect(obstacles([item('1')])).toEqual([])
    expect(obstacles([item('1', { title: ' ', lead: [], cooperate: [bareUnit('某办')] })])).toEqual([
      { key: '1', field: 'title', words: '' }, { key: '1', field: 'lead', words: '' }, { key: '1', field: 'cooperate', words: '某办' }])
  })
  it('cuts sentences at full stops and semicolons, and a single one at its commas', () => {
    expect(sentences('一、甲，乙；丙。')).toEqual(['一、甲，乙；', '丙。'])
    expect(sentences('每季度通报案件，10月底前建立办法。')).toEqual(['每季度通报案件，', '10月底前建立办法。'])
    expect(sentences('  ')).toEqual([])
  })
})
