import { beforeAll, describe, expect, it, vi } from 'vitest'
import { loadWords } from '@/i18n'
import { changes } from './versions'

beforeAll(async () => {
  vi.stubGlobal('document', { cookie: '', documentElement: { lang: '' } })
  await loadWords('app')
  await loadWords('mine')
})

describe('changes of a register row', () => {
  it('names what differs, leaves out what is the same, empty on both sides, or only reckoned', () => {
    expect(changes({ name: 'A', workers: 3, note: '', kind: 'open_pit', state: 'working', version: 1 },
      { name: 'A', workers: 5, note: null, kind: 'underground', state: 'stopped', version: 2 }))
      .toEqual(['从业人数：3 → 5', '类型：露天 → 地下'])
  })
  it('says nothing of a first version', () => expect(changes(undefined, { name: 'A' })).toEqual([]))
})
