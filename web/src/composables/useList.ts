/*
 * A list page is data: its filter and order stand in the address (so a view can be kept, shared and gone back to), its
 * pages come by cursor, and what is on the screen can be exported with the same filter.
 */
import { computed, ref, shallowRef, watch } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import { get, withQuery, type Query } from '@/api/client'
import type { Page } from '@/api/model'
import { errorText } from './toast'

export interface ListOptions {
  path: string
  filters: string[]
  sort?: string
  limit?: number
  fixed?: () => Query
  total?: boolean
  /* The whole list comes at once: no limit, no cursor. */
  whole?: boolean
}

/* What of the address belongs to the list. */
export function pickQuery(q: LocationQuery, names: string[]): Record<string, string> {
  const out: Record<string, string> = {}
  for (const n of names) {
    const v = q[n]
    const s = Array.isArray(v) ? v[0] : v
    if (s) out[n] = s
  }
  return out
}

/* deadline → -deadline → deadline: a click on a column's head. */
export function nextSort(now: string, column: string): string {
  return now === column ? `-${column}` : column
}

export function useList<T>(o: ListOptions) {
  const route = useRoute()
  const router = useRouter()
  const items = shallowRef<T[]>([])
  const next = ref<string | null>(null)
  const total = ref<number | null>(null)
  const loading = ref(false)
  const error = ref('')
  let turn = 0

  const names = [...o.filters, 'sort']
  const home = route.name
  const asked = computed(() => pickQuery(route.query, names))
  const sort = computed(() => asked.value.sort ?? o.sort ?? '')
  const query = computed<Query>(() => ({ ...asked.value, ...(sort.value ? { sort: sort.value } : {}), ...o.fixed?.() }))
  const filtered = computed(() => o.filters.some((f) => asked.value[f]))

  async function read(cursor: string | null): Promise<void> {
    const mine = ++turn
    loading.value = true
    try {
      const page = await get<Page<T>>(o.path, { ...query.value, limit: o.whole ? null : (o.limit ?? 50), cursor, total: o.total ? true : null })
      if (mine !== turn) return
      items.value = cursor ? [...items.value, ...page.items] : page.items
      next.value = page.next === null || page.next === undefined ? null : String(page.next)
      total.value = page.total ?? null
      error.value = ''
    } catch (e) {
      if (mine === turn) error.value = errorText(e)
    } finally {
      if (mine === turn) loading.value = false
    }
  }

  function set(changes: Record<string, string | null | undefined>): void {
    const q: LocationQuery = { ...route.query }
    for (const [k, v] of Object.entries(changes)) {
      if (v) q[k] = v
      else delete q[k]
    }
    void router.replace({ query: q })
  }
  const clear = () => set(Object.fromEntries(o.filters.map((f) => [f, null])))
  const order = (column: string) => set({ sort: nextSort(sort.value, column) })
  const reload = () => read(null)
  const more = () => (next.value && !loading.value ? read(next.value) : Promise.resolve())
  const exportUrl = (path: string) => withQuery(path, query.value)

  watch(query, (now, old) => {
    if (route.name === home && JSON.stringify(now) !== JSON.stringify(old)) void reload()
  })
  void reload()
  return { items, next, total, loading, error, asked, sort, query, filtered, set, clear, order, reload, more, exportUrl }
}
