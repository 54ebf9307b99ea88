import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import enApp from './en/app'
import enBalance from './en/balance'
import enBase from './en/base'
import enMine from './en/mine'
import enExplosive from './en/explosive'
import enReport from './en/report'
import zhApp from './zh/app'
import zhBalance from './zh/balance'
import zhBase from './zh/base'
import zhMine from './zh/mine'
import zhExplosive from './zh/explosive'
import zhReport from './zh/report'

const zh: Record<string, string> = { ...zhBase, ...zhApp, ...zhMine, ...zhReport, ...zhExplosive, ...zhBalance }
const en: Record<string, string> = { ...enBase, ...enApp, ...enMine, ...enReport, ...enExplosive, ...enBalance }
const params = (s: string) => [...new Set(s.match(/\{\w+\}/g) ?? [])].sort()

function sources(dir: string): string[] {
  return readdirSync(dir).flatMap((n) => {
    const f = join(dir, n)
    if (statSync(f).isDirectory()) return /^(zh|en)$/.test(n) ? [] : sources(f)
    return /\.(vue|ts)$/.test(n) && !n.endsWith('.test.ts') ? [readFileSync(f, 'utf8')] : []
  })
}

describe('words', () => {
  it('say the same things in both languages', () => {
    for (const [k, v] of Object.entries(zh)) {
      expect(v, k).not.toBe('')
      expect(en[k], k).toBeTruthy()
      expect(params(en[k]!), k).toEqual(params(v))
    }
    expect(Object.keys(en).length).toBe(Object.keys(zh).length)
  })
  it('stand once', () => {
    expect(Object.keys(zh).length).toBe([zhBase, zhApp, zhMine, zhReport, zhExplosive, zhBalance].reduce((n, w) => n + Object.keys(w).length, 0))
  })
  it('are all used', () => {
    const text = sources(new URL('..', import.meta.url).pathname).join('\n')
    /* `state.${x}` uses every key that begins with "state." */
    const open = [...text.matchAll(/[`']([a-z][\w.]*\.)\$\{/g)].map((m) => m[1]!)
    const unused = Object.keys(zh).filter((k) => !text.includes(`'${k}'`) && !text.includes(`"${k}"`) && !open.some((p) => k.startsWith(p)))
    expect(unused).toEqual([])
  })
  it('are Chinese in Chinese files, and English in English ones', () => {
    for (const [k, v] of Object.entries(en)) if (k !== 'lang.zh') expect(v.replace(/岩山县/g, ''), k).not.toMatch(/[\u4e00-\u9fff]/)
  })
})
