/* Files on their way to the evidence store: each is kept here until the server has told its hash. */
import { computed, ref } from 'vue'
import { ApiError, newKey, upload } from '@/api/client'
import type { Stored } from '@/api/model'
import { keeper as browserKeeper, type Keeper, type Kept } from './keep'
import { errorText } from './toast'

export interface Sending {
  key: string
  name: string
  size: number
  type: string
  state: 'waiting' | 'sending' | 'done' | 'failed'
  share: number
  error: string
  hash: string
}
type Send = (file: Blob, name: string, key: string, progress: (share: number) => void) => Promise<Stored>

const toServer: Send = (file, name, key, onProgress) => upload<Stored>('/api/evidence', file, { query: { name }, key, onProgress })

export const MAX_BYTES = 200 * 1024 * 1024

export function useUploads(scope: string, tooLarge: () => string, keeper: Keeper = browserKeeper, send: Send = toServer) {
  const files = ref<Sending[]>([])
  const blobs = new Map<string, Blob>()
  const hashes = computed(() => files.value.filter((f) => f.state === 'done').map((f) => f.hash))
  const busy = computed(() => files.value.some((f) => f.state === 'sending' || f.state === 'waiting'))
  const unsent = computed(() => files.value.filter((f) => f.state !== 'done').length)

  const find = (key: string) => files.value.find((f) => f.key === key)

  async function go(key: string): Promise<void> {
    const f = find(key), blob = blobs.get(key)
    if (!f || !blob || f.state === 'sending' || f.state === 'done') return
    Object.assign(f, { state: 'sending', error: '', share: 0 })
    try {
      const got = await send(blob, f.name, key, (s) => { f.share = s })
      Object.assign(f, { state: 'done', hash: got.hash, size: got.size, type: got.type, share: 1 })
      blobs.delete(key)
      await keeper.drop(key).catch(() => undefined)
    } catch (e) {
      Object.assign(f, { state: 'failed', error: errorText(e) })
      if (e instanceof ApiError && [400, 413, 415].includes(e.status)) await keeper.drop(key).catch(() => undefined)
    }
  }

  function hold(k: Kept): void {
    blobs.set(k.key, k.file)
    files.value.push({ key: k.key, name: k.name, size: k.size, type: k.type, state: 'waiting', share: 0, error: '', hash: '' })
  }

  async function add(list: Iterable<File>): Promise<void> {
    for (const file of list) {
      const k: Kept = { key: newKey(), scope, name: file.name, type: file.type, size: file.size, file, at: Date.now() }
      hold(k)
      if (file.size > MAX_BYTES) {
        Object.assign(find(k.key)!, { state: 'failed', error: tooLarge() })
        blobs.delete(k.key)
        continue
      }
      await keeper.put(k).catch(() => undefined)
      await go(k.key)
    }
  }

  /* What an earlier visit could not send. */
  async function resume(): Promise<void> {
    const kept = await keeper.list(scope).catch(() => [])
    for (const k of kept.filter((x) => !find(x.key))) {
      hold(k)
      await go(k.key)
    }
  }

  async function remove(key: string): Promise<void> {
    files.value = files.value.filter((f) => f.key !== key)
    blobs.delete(key)
    await keeper.drop(key).catch(() => undefined)
  }
  const retryAll = async () => { for (const f of files.value.filter((x) => x.state === 'failed')) await go(f.key) }
  return { files, hashes, busy, unsent, add, resume, remove, retry: go, retryAll }
}
