/*
 * An entry of a magazine's journal as the text that its keepers sign; the same text as the server's (src/proto/keeping.h),
 * and lists of detonators' codes (src/proto/detonator.h).
 */
import { sha256 } from '@noble/hashes/sha2'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils'

export interface Line { item: string; amount: number }
export interface Entry { county: number; magazine: number; device: string; seq: number; prev: string; at: string; kind: string; permit?: number; blast?: number; person?: string; items: Line[]; codes: string[]; note?: string }

export const FIRST = '0'.repeat(64)
const CODE = /^(?!00)\d{2}\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[0-9A-Zabd-np-rty]\d{5}$/
export const MOST = 5000
export const isCode = (s: string) => CODE.test(s)

/* What the codes of a list are, sorted; a text that says what is wrong with it. */
export function readCodes(text: string): string[] | { wrong: string } {
  const out: string[] = []
  for (const word of text.split(/[\s,，]+/).filter(Boolean)) {
    const [first, last] = word.split('-') as [string, string | undefined]
    if (!isCode(first) || (last !== undefined && !/^\d{5}$/.test(last))) return { wrong: word }
    const from = Number(first.slice(8)), to = last === undefined ? from : Number(last)
    if (to < from || out.length + to - from + 1 > MOST) return { wrong: word }
    for (let n = from; n <= to; n++) out.push(first.slice(0, 8) + String(n).padStart(5, '0'))
  }
  out.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const twice = out.find((c, i) => i && c === out[i - 1])
  return twice ? { wrong: twice } : out
}

export function writeCodes(codes: string[]): string {
  const parts: string[] = []
  for (let i = 0; i < codes.length;) {
    let last = i
    while (last + 1 < codes.length && codes[last]!.slice(0, 8) === codes[last + 1]!.slice(0, 8) && Number(codes[last + 1]!.slice(8)) === Number(codes[last]!.slice(8)) + 1) last++
    parts.push(codes[i]! + (last > i ? `-${codes[last]!.slice(8)}` : ''))
    i = last + 1
  }
  return parts.join(',')
}

export function writeEntry(e: Entry): string {
  const lines = ['kuangan explosive 1', `county ${e.county}`, `magazine ${e.magazine}`, `device ${e.device}`, `seq ${e.seq}`, `prev ${e.prev}`, `at ${e.at}`, `kind ${e.kind}`]
  if (e.permit) lines.push(`permit ${e.permit}`)
  if (e.blast) lines.push(`blast ${e.blast}`)
  if (e.person) lines.push(`person ${e.person}`)
  for (const l of e.items) lines.push(`item ${l.item} ${l.amount}`)
  if (e.codes.length) lines.push(`codes ${writeCodes(e.codes)}`)
  if (e.note) lines.push(`note ${e.note}`)
  return `${lines.join('\n')}\n`
}

export const hashOf = (text: string) => bytesToHex(sha256(utf8ToBytes(text)))

/* The moment as the county writes it: +08:00, whole seconds. */
export function moment(ms: number): string {
  return `${new Date(ms + 8 * 3600000).toISOString().slice(0, 19)}+08:00`
}

/* Only what the server wrote or this device signed is read: nothing is checked again. */
export function readEntry(text: string): Entry {
  const e: Entry = { county: 0, magazine: 0, device: '', seq: 0, prev: '', at: '', kind: '', items: [], codes: [] }
  for (const line of text.trimEnd().split('\n').slice(1)) {
    const blank = line.indexOf(' '), name = line.slice(0, blank), value = line.slice(blank + 1)
    if (name === 'item') e.items.push({ item: value.split(' ')[0]!, amount: Number(value.split(' ')[1]) })
    else if (name === 'codes') { const c = readCodes(value); e.codes = Array.isArray(c) ? c : [] }
    else if (name === 'county' || name === 'magazine' || name === 'seq' || name === 'permit' || name === 'blast') e[name] = Number(value)
    else if (name === 'device' || name === 'prev' || name === 'at' || name === 'kind' || name === 'person' || name === 'note') e[name] = value
  }
  return e
}
