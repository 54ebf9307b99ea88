/*
 * An inclusion proof of RFC 9162 (section 2.1.3.2), computed here in the browser: the server's word is not needed for
 * whether this record is in the tree whose head was signed.
 */
import { sha256 } from '@noble/hashes/sha2'

const utf8 = new TextEncoder()
const hex = (b: Uint8Array) => Array.from(b, (x) => x.toString(16).padStart(2, '0')).join('')

export function unhex(s: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/i.test(s)) throw new Error('not hexadecimal')
  return Uint8Array.from(s.match(/../g) ?? [], (x) => parseInt(x, 16))
}
function hash(...parts: Uint8Array[]): Uint8Array {
  const h = sha256.create()
  for (const p of parts) h.update(p)
  return h.digest()
}
const ZERO = Uint8Array.of(0), ONE = Uint8Array.of(1)
export const leafHash = (text: string) => hash(ZERO, utf8.encode(text))
export const nodeHash = (l: Uint8Array, r: Uint8Array) => hash(ONE, l, r)

/* The root that the leaf at `position` of a tree of `size` leaves leads to; null: the path has the wrong length.
 * Numbers, not bits: a county's ledger may outgrow 2^32. */
export function rootFrom(leaf: Uint8Array, position: number, size: number, path: Uint8Array[]): Uint8Array | null {
  if (position < 0 || position >= size) return null
  let fn = position, sn = size - 1, r = leaf
  for (const p of path) {
    if (sn === 0) return null
    if (fn % 2 === 1 || fn === sn) {
      r = nodeHash(p, r)
      while (fn % 2 === 0 && fn !== 0) { fn = fn / 2; sn = Math.floor(sn / 2) }
    } else {
      r = nodeHash(r, p)
    }
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  return sn === 0 ? r : null
}

export type Verdict = 'proved' | 'leaf' | 'root' | 'suite'

export interface Proof { leaf_text: string; leaf: string; position: number; nodes: string[]; head: { size: number; root: string; suite: string } }

export function judge(p: Proof): Verdict {
  if (!/sha-?256/i.test(p.head.suite)) return 'suite'
  const leaf = leafHash(p.leaf_text)
  if (hex(leaf) !== p.leaf.toLowerCase()) return 'leaf'
  const root = rootFrom(leaf, p.position, p.head.size, p.nodes.map(unhex))
  return root && hex(root) === p.head.root.toLowerCase() ? 'proved' : 'root'
}
