import { describe, expect, it } from 'vitest'
import { ApiError } from '@/api/client'
import type { Keeper, Kept } from './keep'
import { MAX_BYTES, useUploads } from './useUploads'

function memory(): Keeper & { all: Map<string, Kept> } {
  const all = new Map<string, Kept>()
  return { all, put: async (k) => void all.set(k.key, k), drop: async (k) => void all.delete(k), list: async (s) => [...all.values()].filter((k) => k.scope === s) }
}
const file = (name: string) => new File(['x'], name, { type: 'image/jpeg' })
const stored = (name: string) => ({ hash: 'h-' + name, size: 1, type: 'image/jpeg', name })

describe('a file on its way', () => {
  it('is kept until the server has answered with its hash', async () => {
    const keep = memory()
    let during = 0
    const u = useUploads('task.1', () => 'large', keep, async (_b, name) => { during = keep.all.size; return stored(name) })
    await u.add([file('a.jpg')])
    expect(during).toBe(1)
    expect(keep.all.size).toBe(0)
    expect(u.hashes.value).toEqual(['h-a.jpg'])
  })
  it('stays through a failed send and goes out at the next visit, with the same key', async () => {
    const keep = memory(), keys: string[] = []
    let online = false
    const send = async (_b: Blob, name: string, key: string) => { keys.push(key); if (!online) throw new ApiError(0, 'offline', ''); return stored(name) }
    const first = useUploads('task.1', () => 'large', keep, send)
    await first.add([file('a.jpg'), file('b.jpg')])
    expect(first.unsent.value).toBe(2)
    expect(keep.all.size).toBe(2)
    online = true
    const second = useUploads('task.1', () => 'large', keep, send)
    await second.resume()
    expect(second.hashes.value.sort()).toEqual(['h-a.jpg', 'h-b.jpg'])
    expect(keep.all.size).toBe(0)
    expect(keys.slice(0, 2).sort()).toEqual(keys.slice(2).sort())
  })
  it('belongs to its own form only', async () => {
    const keep = memory()
    const u = useUploads('task.1', () => 'large', keep, async () => { throw new ApiError(0, 'offline', '') })
    await u.add([file('a.jpg')])
    const other = useUploads('task.2', () => 'large', keep, async (_b, n) => stored(n))
    await other.resume()
    expect(other.files.value).toEqual([])
    expect(keep.all.size).toBe(1)
  })
  it('is not kept when the server will never take it', async () => {
    const keep = memory()
    const u = useUploads('task.1', () => 'large', keep, async () => { throw new ApiError(400, 'invalid', '类型不允许') })
    await u.add([file('a.exe')])
    expect(u.files.value[0]!.error).toBe('类型不允许')
    expect(keep.all.size).toBe(0)
  })
  it('is refused here when it is too large', async () => {
    const keep = memory()
    const u = useUploads('task.1', () => 'large', keep, async (_b, n) => stored(n))
    await u.add([Object.defineProperty(file('big.mp4'), 'size', { value: MAX_BYTES + 1 })])
    expect(u.files.value[0]!.error).toBe('large')
    expect(keep.all.size).toBe(0)
  })
})
