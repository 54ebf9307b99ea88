/*
 * Forms that were begun in this browser and not sent (composables/useFlow.ts keeps them): where each of them is.
 */
export interface LocalDraft { key: string; to: { path: string; query: { do: string } }; words: string }

const PAGES: [RegExp, string][] = [
  [/^task\.(\d+)$/, '/tasks/'], [/^\/api\/unit-measures\/(\d+)$/, '/measures/'], [/^\/api\/([a-z-]+(?:\/[a-z-]+)*)\/(\d+)$/, ''],
]

/* The first words that somebody typed; '' where the form is empty. */
function wordsOf(json: string): string {
  try {
    const texts = Object.values(JSON.parse(json) as Record<string, unknown>).filter((v): v is string => typeof v === 'string' && v.trim() !== '')
    return texts.sort((a, b) => b.length - a.length)[0] ?? ''
  } catch {
    return ''
  }
}

export function localDrafts(store: Pick<Storage, 'length' | 'key' | 'getItem'> = localStorage): LocalDraft[] {
  const out: LocalDraft[] = []
  for (let i = 0; i < store.length; i++) {
    const key = store.key(i) ?? ''
    const m = /^kuangan\.draft\.(.+)\.([a-z_]+)$/.exec(key)
    const words = m ? wordsOf(store.getItem(key) ?? '') : ''
    if (!m || !words) continue
    for (const [pattern, page] of PAGES) {
      const hit = pattern.exec(m[1]!)
      if (!hit) continue
      out.push({ key, to: { path: page ? page + hit[1] : `/${hit[1]}/${hit[2]}`, query: { do: m[2]! } }, words })
      break
    }
  }
  return out
}
