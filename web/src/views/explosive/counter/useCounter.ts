/* The counter's work: what is known, what is signed, what goes to the server and when. */
import { computed, ref, shallowRef } from 'vue'
import { ApiError, get, newKey, post } from '@/api/client'
import type { Snapshot, Standing } from '@/api/explosive'
import { errorText } from '@/composables/toast'
import { apply, bookOf } from './book'
import { FIRST, hashOf, moment, readEntry, writeEntry, type Entry } from './keeping'
import { makeKey, signWith, type PersonKey } from './keys'
import { deskOf, keep, keysOf, putDesk, putKey, queueOf, settle, type Desk, type Queued } from './store'

export type Draft = Pick<Entry, 'kind' | 'permit' | 'blast' | 'person' | 'items' | 'codes' | 'note'>
const BATCH = 200

export function useCounter(magazine: number) {
  const desk = shallowRef<Desk | null>(null)
  const queue = shallowRef<Queued[]>([])
  const keys = shallowRef<PersonKey[]>([])
  const online = ref(true)
  const signedOut = ref(false)
  const error = ref('')
  const busy = ref(false)
  const book = computed(() => {
    if (!desk.value?.snapshot) return null
    const b = bookOf(desk.value.snapshot)
    for (const q of queue.value) apply(b, readEntry(q.text))
    return b
  })

  async function load(): Promise<void> {
    desk.value = (await deskOf(magazine)) ?? { magazine, device: (1 + Math.floor(Math.random() * 15)).toString(16) + newKey().slice(0, 15), seq: 0, prev: FIRST, last: 0, offset: 0, snapshot: null }
    queue.value = await queueOf(magazine)
    keys.value = await keysOf(magazine)
  }

  function fell(e: unknown): void {
    online.value = !(e instanceof ApiError && e.offline)
    signedOut.value = e instanceof ApiError && e.status === 401
    error.value = online.value && !signedOut.value ? errorText(e) : ''
  }

  async function answered(s: Snapshot, sent: string[]): Promise<void> {
    desk.value = { ...desk.value!, offset: Date.parse(s.now) - Date.now(), snapshot: { ...s, entries: s.entries.slice(-30) } }
    await settle(desk.value, sent)
    queue.value = await queueOf(magazine)
    online.value = true
    signedOut.value = false
    error.value = ''
  }

  /* What was signed without network has happened: it goes as it is, in batches, and stays here until the server has it. */
  async function sync(): Promise<boolean> {
    try {
      while (queue.value.length) {
        const some = queue.value.slice(0, BATCH)
        const s = await post<Snapshot>(`/api/explosives/magazines/${magazine}/sync`, { entries: some.map((q) => ({ text: q.text, signatures: q.signatures })), cursor: desk.value!.snapshot?.next ?? 0 })
        await answered(s, some.filter((q) => s.results?.some((r) => r.hash === q.hash)).map((q) => q.hash))
      }
      await answered(await get<Snapshot>(`/api/explosives/magazines/${magazine}/snapshot`, { cursor: desk.value!.snapshot?.next ?? 0 }), [])
      return true
    } catch (e) { fell(e); return false }
  }

  /* Asked every few seconds: has the county news, above all that the mine was stopped? */
  async function look(): Promise<void> {
    if (!desk.value?.snapshot || queue.value.length) { await sync(); return }
    try {
      const s = await get<Standing>(`/api/explosives/magazines/${magazine}/standing`)
      online.value = true
      signedOut.value = false
      if (s.stamp !== desk.value.snapshot.stamp || s.may_work !== desk.value.snapshot.may_work) await sync()
    } catch (e) { fell(e) }
  }

  /* What is signed here comes after what is known here, also within one second or with clocks some seconds apart. */
  function county(): number {
    const now = Date.now() + desk.value!.offset, known = Math.max(0, ...(desk.value!.snapshot?.entries ?? []).filter((e) => e.device !== desk.value!.device).map((e) => Date.parse(e.at)))
    return Math.max(now, desk.value!.last, known >= now - 1000 && known - now < 60000 ? known + 1000 : 0)
  }

  function write(d: Draft, when: number): string {
    const at = desk.value!
    return writeEntry({ ...d, county: at.snapshot!.county, magazine, device: at.device, seq: at.seq + 1, prev: at.prev, at: moment(when) })
  }

  /* Signed by two: asked of the server where it can be reached, which may refuse; else kept as what has happened.
   * "pin1", "pin2": that PIN is wrong.  A text: why the server refused it. */
  async function record(d: Draft, who: [PersonKey, string][]): Promise<'' | 'pin1' | 'pin2' | string> {
    busy.value = true
    try {
      const there = await sync()
      const at = county(), text = write(d, at), hash = hashOf(text)
      const signatures = []
      for (const [i, [k, pin]] of who.entries()) {
        const signature = await signWith(k, pin, text)
        if (signature === null) return i ? 'pin2' : 'pin1'
        signatures.push({ key: k.id, signature })
      }
      const q: Queued = { hash, magazine, seq: desk.value!.seq + 1, text, signatures }
      const next: Desk = { ...desk.value!, seq: q.seq, prev: hash, last: at }
      if (there) {
        try {
          const s = await post<Snapshot>(`/api/explosives/magazines/${magazine}/sync`, { entries: [{ text, signatures }], strict: true, cursor: next.snapshot?.next ?? 0 })
          desk.value = next
          await answered(s, [])
          return ''
        } catch (e) {
          if (!(e instanceof ApiError && e.offline)) return errorText(e)
          fell(e)
        }
      }
      await keep(next, q)
      desk.value = next
      queue.value = await queueOf(magazine)
      return ''
    } finally { busy.value = false }
  }

  async function register(person: string, post_: string, pin: string): Promise<string> {
    try {
      const k = await makeKey(pin)
      const made = await post<{ id: string }>(`/api/explosives/magazines/${magazine}/keys`, { person, post: post_, public: k.pem, device: desk.value!.device })
      await putKey({ id: made.id, magazine, person, post: post_, salt: k.salt, iv: k.iv, wrapped: k.wrapped })
      await putDesk(desk.value!)
      keys.value = await keysOf(magazine)
      return ''
    } catch (e) { return errorText(e) }
  }

  return { desk, queue, keys, book, online, signedOut, error, busy, load, sync, look, record, register }
}
