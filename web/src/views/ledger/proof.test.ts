import { describe, expect, it } from 'vitest'
import { judge, leafHash, nodeHash, rootFrom } from './proof'

const hex = (b: Uint8Array) => Buffer.from(b).toString('hex')

/* The tree by its definition: split at the largest power of two below n. */
function root(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0]!
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return nodeHash(root(leaves.slice(0, k)), root(leaves.slice(k)))
}
function path(at: number, leaves: Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return []
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return at < k ? [...path(at, leaves.slice(0, k)), root(leaves.slice(k))] : [...path(at - k, leaves.slice(k)), root(leaves.slice(0, k))]
}

describe('an inclusion proof', () => {
  it('leads every leaf of every small tree to its root', () => {
    for (let n = 1; n <= 17; n++) {
      const leaves = Array.from({ length: n }, (_, i) => leafHash(`${i}`))
      for (let i = 0; i < n; i++) expect(hex(rootFrom(leaves[i]!, i, n, path(i, leaves))!)).toBe(hex(root(leaves)))
    }
  })
  it('has the hashes of RFC 6962’s test tree', () => {
    expect(hex(leafHash(''))).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
  })
  const leaves = ['甲', '乙', '丙'].map(leafHash)
  const good = { leaf_text: '丙', leaf: hex(leaves[2]!), position: 2, nodes: path(2, leaves).map(hex), head: { size: 3, root: hex(root(leaves)), suite: 'sha256-ed25519' } }
  it('is judged', () => {
    expect(judge(good)).toBe('proved')
    expect(judge({ ...good, leaf_text: '丁' })).toBe('leaf')
    expect(judge({ ...good, position: 1 })).toBe('root')
    expect(judge({ ...good, nodes: [] })).toBe('root')
    expect(judge({ ...good, nodes: [...good.nodes, good.leaf] })).toBe('root')
    expect(judge({ ...good, head: { ...good.head, size: 4 } })).toBe('root')
    expect(judge({ ...good, head: { ...good.head, suite: 'sm3-sm2' } })).toBe('suite')
  })
})
