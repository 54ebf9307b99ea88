/*
 * The draft under review: every change can be taken back, and is saved by itself a moment later.  What is typed while a
 * save is under way is kept and saved after it.
 */
import { computed, onBeforeUnmount, ref, shallowRef } from 'vue'
import { ApiError, get, put } from '@/api/client'
import type { DraftItem, Finding, Notice, NoticeDocument, Span } from '@/api/model'
import { errorText } from '@/composables/toast'
import { t } from '@/i18n'
import { copy } from './draft'

interface State { document: NoticeDocument; items: DraftItem[]; ignored: number[] }
const PAUSE = 900, DEEP = 60

export function useDraft(id: number) {
  const notice = shallowRef<Notice>()
  const state = shallowRef<State>()
  const past = shallowRef<{ label: string; state: State }[]>([])
  const saving = ref<'saved' | 'changed' | 'saving' | 'failed'>('saved')
  const error = ref('')
  let version = 0, turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const findings = computed<Finding[]>(() => (notice.value?.findings ?? []).map((f, n) => ({ ...f, ignored: state.value?.ignored.includes(n) ?? false })))
  const unused = computed<{ text: string; at: Span }[]>(() => notice.value?.unused ?? [])

  function take(n: Notice): void {
    notice.value = n
    version = n.version
    state.value = { document: n.document, items: n.items, ignored: n.findings.flatMap((f, i) => (f.ignored ? [i] : [])) }
  }
  async function load(): Promise<void> {
    error.value = ''
    try { take(await get<Notice>(`/api/notices/${id}`)) } catch (e) { error.value = errorText(e) }
  }

  async function save(): Promise<void> {
    clearTimeout(timer)
    if (!state.value || saving.value === 'saving' || saving.value === 'saved') return
    const mine = turn, sent = state.value
    saving.value = 'saving'
    try {
      const got = await put<Notice>(`/api/notices/${id}/draft`, { version, document: sent.document, items: sent.items,
        findings: (notice.value?.findings ?? []).map((f, n) => ({ kind: f.kind, no: f.no, words: f.words, ignored: sent.ignored.includes(n) })) })
      version = got.version
      error.value = ''
      if (mine === turn) {
        take(got)
        saving.value = 'saved'
      } else {
        saving.value = 'changed'
        later()
      }
    } catch (e) {
      saving.value = 'failed'
      error.value = e instanceof ApiError && e.status === 409 ? t('review.conflict') : errorText(e)
    }
  }
  function later(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void save(), PAUSE)
  }

  function change(label: string, next: Partial<State>): void {
    if (!state.value) return
    past.value = [...past.value, { label, state: copy(state.value) }].slice(-DEEP)
    state.value = { ...state.value, ...next }
    turn++
    if (saving.value !== 'saving') saving.value = 'changed'
    later()
  }
  function undo(): string | null {
    const last = past.value[past.value.length - 1]
    if (!last) return null
    past.value = past.value.slice(0, -1)
    state.value = last.state
    turn++
    if (saving.value !== 'saving') saving.value = 'changed'
    later()
    return last.label
  }
  /* Saved to the last letter, or not at all. */
  async function settle(): Promise<boolean> {
    while (saving.value === 'changed' || saving.value === 'saving') {
      if (saving.value === 'changed') await save()
      else await new Promise((r) => setTimeout(r, 60))
    }
    return saving.value === 'saved'
  }
  const setItems = (label: string, items: DraftItem[]) => { if (items !== state.value?.items) change(label, { items }) }
  const setDocument = (document: NoticeDocument) => change(t('review.document'), { document })
  const ignore = (n: number, on: boolean) => {
    const rest = (state.value?.ignored ?? []).filter((x) => x !== n)
    change(t('finding.ignore'), { ignored: on ? [...rest, n] : rest })
  }

  const leaving = (e: BeforeUnloadEvent) => { if (saving.value !== 'saved') e.preventDefault() }
  window.addEventListener('beforeunload', leaving)
  onBeforeUnmount(() => {
    window.removeEventListener('beforeunload', leaving)
    void save()
    clearTimeout(timer)
  })
  return { notice, state, findings, unused, past, saving, error, load, save, settle, undo, setItems, setDocument, ignore, version: () => version }
}
