import { describe, expect, it } from 'vitest'
import { localDrafts } from './drafts'

function store(all: Record<string, string>) {
  const keys = Object.keys(all)
  return { length: keys.length, key: (i: number) => keys[i] ?? null, getItem: (k: string) => all[k] ?? null }
}

describe('localDrafts', () => {
  it('finds forms that have words in them, and their pages', () => {
    const found = localDrafts(store({
      'kuangan.draft.task.17.report': '{"text":"已排查","percent":""}',
      'kuangan.draft./api/unit-measures/8.progress': '{"text":"一半"}',
      'kuangan.draft./api/explosives/purchases/9.apply': '{"reason":"扩帮爆破","n":3}',
      'kuangan.draft.task.18.sign': '{}', 'kuangan.draft.task.19.plan': 'not JSON', 'kuangan.lang': 'zh',
    }))
    expect(found.map((d) => [d.to.path, d.to.query.do, d.words])).toEqual([
      ['/tasks/17', 'report', '已排查'], ['/measures/8', 'progress', '一半'], ['/explosives/purchases/9', 'apply', '扩帮爆破'],
    ])
  })
})
