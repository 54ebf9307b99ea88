/* A rule's parameter as one types it: a number, words, a list with commas; anything deeper as JSON. */
export function writeParam(v: unknown): string {
  if (Array.isArray(v) && v.every((x) => typeof x !== 'object')) return v.join(', ')
  return typeof v === 'object' && v !== null ? JSON.stringify(v) : String(v ?? '')
}

function one(s: string, like: unknown): unknown {
  if (typeof like !== 'number') return s
  return s !== '' && Number.isFinite(Number(s)) ? Number(s) : undefined
}

/* Of the same kind as it was; undefined: it is not. */
export function readParam(text: string, was: unknown): unknown {
  const s = text.trim()
  if (Array.isArray(was) && was.every((x) => typeof x !== 'object')) {
    const list = s.split(/[,，、\s]+/).filter(Boolean).map((x) => one(x, was[0]))
    return list.includes(undefined) ? undefined : list
  }
  if (typeof was === 'boolean') return s === 'true' || s === '1' ? true : s === 'false' || s === '0' ? false : undefined
  if (typeof was === 'object' && was !== null) {
    try { return JSON.parse(s) as unknown } catch { return undefined }
  }
  return one(s, was)
}
