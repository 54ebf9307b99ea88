import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Snapshot } from '@/api/explosive'
import { apply, bookOf, whyNot } from './book'
import { hashOf, isCode, moment, readCodes, readEntry, writeCodes, writeEntry, type Entry } from './keeping'
import { derOf } from './keys'

describe('entries', () => {
  it('are the texts that the server reads', () => {
    for (const name of ['issue', 'count']) {
      const text = readFileSync(new URL(`../../../../../test/fuzz/corpus/keeping/${name}`, import.meta.url), 'utf8')
      expect(writeEntry(readEntry(text))).toBe(text)
    }
    expect(hashOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(moment(Date.UTC(2023, 9, 25, 1, 0, 0, 999))).toBe('2023-10-25T09:00:00+08:00')
  })
  it('read and write codes', () => {
    expect(writeCodes(readCodes('0130612A00003, 0130612A00001-00002\n0230612A00001') as string[])).toBe('0130612A00001-00003,0230612A00001')
    for (const wrong of ['0130612c00001', '0030612A00001', '0131312A00001', '0130612A00002-00001', '0130612A00001 0130612A00001', 'x']) expect(readCodes(wrong)).toHaveProperty('wrong')
    expect(isCode('0130612y00001')).toBe(true)
  })
  it('sign in DER', () => {
    const raw = new Uint8Array(64).fill(1)
    raw[0] = 0x80
    expect(derOf(raw)).toMatch(/^3045022100800101/)
    raw[0] = 0
    expect(derOf(raw).slice(0, 8)).toBe('3043021f')
  })
})

describe('the book of a device', () => {
  const snapshot = { balances: [{ account: 'magazine:1', item: 'emulsion', kind: 'magazine', amount: 50000, last_at: '' }, { account: 'magazine:1', item: 'detonator', kind: 'magazine', amount: 2, last_at: '' }], blasts: [{ id: 7, no: 'B1', plan_g: 20000, plan_detonators: 2 }], stored: '0130612A00001-00002', issued: '' } as unknown as Snapshot
  const entry = (kind: string, more: Partial<Entry>): Entry => ({ county: 1, magazine: 1, device: '', seq: 1, prev: '', at: '', kind, items: [], codes: [], blast: 7, person: '孙某', ...more })
  it('refuses what it cannot bear, and follows what was signed', () => {
    const b = bookOf(snapshot)
    expect(whyNot(b, entry('issue', { items: [{ item: 'emulsion', amount: 60000 }] }))?.word).toBe('stock')
    expect(whyNot(b, entry('issue', { items: [{ item: 'emulsion', amount: 21000 }] }))?.word).toBe('over.plan')
    expect(whyNot(b, entry('issue', { items: [{ item: 'detonator', amount: 1 }], codes: ['0130612A00009'] }))?.word).toBe('not.in')
    const issue = entry('issue', { items: [{ item: 'emulsion', amount: 20000 }, { item: 'detonator', amount: 1 }], codes: ['0130612A00001'] })
    expect(whyNot(b, issue)).toBe(null)
    apply(b, issue)
    expect(whyNot(b, issue)?.word).toBe('not.in')
    expect(whyNot(b, entry('use', { items: [{ item: 'emulsion', amount: 20001 }] }))?.word).toBe('not.out')
    apply(b, entry('use', { items: [{ item: 'detonator', amount: 1 }], codes: ['0130612A00001'] }))
    expect(whyNot(b, entry('return', { items: [{ item: 'detonator', amount: 1 }], codes: ['0130612A00001'] }))?.word).toBe('not.out')
    apply(b, entry('return', { items: [{ item: 'emulsion', amount: 20000 }] }))
    expect(b.stock.get('emulsion')).toBe(50000)
  })
})
